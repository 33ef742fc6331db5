/** A small U-Net learns which class each pixel has: scenes it has never seen, their truth, and its answer. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { manualSeed } from "gradus";
import { type Scenes, scenes, side } from "../../11-boxes/scenes.ts";
import { answersOf, classes, measuresOf, training, UNet } from "../unet.ts";

const shown = 3;
const gap = 3;
const every = 5;
/** Room for the names above the pictures. */
const header = 16;
const epochs = 10;
const titles = ["scene", "truth", "answer"];

function scene(
  pixels: readonly number[],
  truth: readonly number[],
  answers: readonly number[],
  curve: readonly (readonly [number, number])[],
  status: string,
): Scene {
  const width = 3 * (side + gap) - gap;
  const height = shown * (side + gap) - gap + header;
  const picture = (values: readonly number[], n: number, column: number): Mark => ({
    mark: "heatmap",
    rows: side,
    columns: side,
    values: values.slice(n * side * side, (n + 1) * side * side),
    x: [column * (side + gap), column * (side + gap) + side],
    y: [height - header - n * (side + gap) - side, height - header - n * (side + gap)],
    ...(column === 0
      ? { scale: "gray" as const, domain: [0, 1] as const }
      : { scale: "sequential" as const, domain: [0, classes - 1] as const }),
  });
  const rows = Array.from({ length: shown }, (_, n) => n);
  return {
    panels: [
      {
        x: { domain: [0, width], hidden: true },
        y: { domain: [0, height], hidden: true },
        aspect: width / height,
        marks: [
          ...titles.map(
            (text, i): Mark => ({
              mark: "text",
              x: i * (side + gap) + side / 2,
              y: height - header / 2 - 2,
              text,
              size: 12,
              color: "muted",
            }),
          ),
          ...rows.flatMap((n) => [
            picture(pixels, n, 0),
            picture(truth, n, 1),
            picture(answers, n, 2),
          ]),
        ],
      },
      {
        x: { domain: [0, 250], label: "step" },
        y: { domain: [0, 1], label: "mean IoU" },
        aspect: 1.2,
        marks: [
          {
            mark: "line",
            x: curve.map(([step]) => step),
            y: curve.map(([, iou]) => iou),
            color: "accent",
            width: 2,
          },
        ],
      },
    ],
    status,
  };
}

const dev = (bytes: Uint8Array, seed: number): Scenes =>
  scenes(bytes, 30, { part: "dev", seed: 200 + seed });

const numbers = async (tensor: Scenes["images"]): Promise<number[]> =>
  Array.from(await tensor.data(), Number);

export default defineFigure({
  title: "A class for each pixel",
  alt: "Three scenes in rows; beside each the true classes of its pixels in shades, and the network's. With training the third column comes to look like the second: first the background, then the outlines, last the right shade for each piece. A curve of the mean IoU rises.",
  assets: ["fashion-ten"],
  controls: [
    { name: "skips", label: "skips: 0 off, 1 on", min: 0, max: 1, step: 1, value: 1 },
    { name: "start", label: "dice", min: 1, max: 5, step: 1, value: 1 },
  ],
  async draw({ controls: { start = 1 }, assets }) {
    const other = dev(assets["fashion-ten"] as Uint8Array, start);
    const [pixels, truth] = [await numbers(other.images), await numbers(other.masks)];
    const nothing = truth.map(() => 0);
    return scene(
      pixels,
      truth,
      nothing,
      [],
      "each shade is a class, the lightest the background; press “Run live” to train",
    );
  },
  async *run({ controls: { skips = 1, start = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    manualSeed(start);
    const seen = scenes(bytes, 400, { part: "train", seed: start });
    const other = dev(bytes, start);
    const [pixels, truth] = [await numbers(other.images), await numbers(other.masks)];
    const model = new UNet(8, skips === 1);
    const curve: [number, number][] = [];
    let step = 0;
    for await (const loss of training(model, seen, { epochs, batchSize: 16, maxLr: 0.005 })) {
      if (signal.aborted) return;
      if (++step % every !== 0) continue;
      const answers = await answersOf(model, other.images);
      const { accuracy, ious } = measuresOf(answers, truth);
      const mean = ious.reduce((a, b) => a + b) / ious.length;
      curve.push([step, mean]);
      yield scene(
        pixels,
        truth,
        answers,
        [...curve],
        `step ${step}: loss ${loss.toFixed(3)}, ${(100 * accuracy).toFixed(1)} % of the pixels right, mean IoU ${mean.toFixed(2)}`,
      );
    }
  },
});
