/** LeNet learns clothes: its six first filters, what each makes of one picture, and how many pictures are right. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { manualSeed, type nn, noGrad } from "gradus";
import { planePanel } from "../../shared/planes.ts";
import { classNames, devClothes, pixelsOf, side, trainingClothes } from "../clothes.ts";
import { accuracyOf, lenetOf, training } from "../lenet-training.ts";

const maps = 6;
const every = 21;
const dev = 2000;

interface Seen {
  /** Six filters of 5 by 5 and six maps of 28 by 28, row by row. */
  readonly filters: readonly number[];
  readonly answers: readonly number[];
  readonly guess: number;
}

async function look(model: nn.Sequential, picture: number, bytes: Uint8Array): Promise<Seen> {
  const { X } = devClothes(bytes, 30);
  const [first, relu] = [...model.children()] as [nn.Conv2d, nn.TensorModule];
  const at = X.narrow(0, picture, 1);
  const answers = noGrad(() => relu.call(first.call(at)));
  const guess = noGrad(() => model.call(at).argmax(1));
  return {
    filters: Array.from(await first.weight.data(), Number),
    answers: Array.from(await answers.data(), Number),
    guess: await guess.sum().item(),
  };
}

/** Small pictures side by side, three in a row. */
function gallery(
  values: readonly number[],
  size: number,
  scale: "diverging" | "sequential",
): Mark[] {
  const most = Math.max(...values.map(Math.abs), 1e-6);
  return Array.from({ length: maps }, (_, k): Mark => {
    const [x, y] = [1.1 * (k % 3), k < 3 ? 1.1 : 0];
    return {
      mark: "heatmap",
      rows: size,
      columns: size,
      values: values.slice(k * size * size, (k + 1) * size * size),
      x: [x, x + 1],
      y: [y, y + 1],
      scale,
      domain: scale === "diverging" ? [-most, most] : [0, most],
    };
  });
}

const six = (title: string, marks: readonly Mark[]) =>
  ({
    title,
    x: { domain: [-0.05, 3.25], hidden: true },
    y: { domain: [-0.05, 2.15], hidden: true },
    aspect: 1.5,
    marks,
  }) as const;

function scene(
  bytes: Uint8Array,
  picture: number,
  { filters, answers }: Seen,
  [epochs, right, of]: readonly [readonly number[], readonly number[], number],
  status: string,
): Scene {
  const label = bytes[3000 * side * side + dev + picture] as number;
  return {
    panels: [
      planePanel({
        title: classNames[label] as string,
        rows: side,
        columns: side,
        values: pixelsOf(bytes, dev + picture),
        domain: [0, 1],
      }),
      six("its first six filters", gallery(filters, 5, "diverging")),
      six("what each makes of the picture", gallery(answers, side, "sequential")),
      {
        x: { domain: [0, of], label: "epoch" },
        y: { domain: [0, 100], label: "dev pictures right, in per cent" },
        aspect: 1.4,
        marks: [{ mark: "line", x: epochs, y: right, color: "accent", width: 2 }],
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "LeNet learns",
  alt: "A picture of a piece of clothing, the six filters of the first layer as small squares of five by five in blue and red, and the six feature maps they make of the picture. While it trains the filters turn from noise into edges and spots, and the curve of right dev pictures rises to about 80 per cent.",
  assets: ["fashion-ten"],
  controls: [
    { name: "picture", label: "picture", min: 1, max: 30, step: 1, value: 3 },
    { name: "epochs", label: "epochs", min: 2, max: 20, step: 1, value: 10 },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  async draw({ controls: { picture = 3, epochs = 10, start = 1 }, assets }) {
    const bytes = assets["fashion-ten"] as Uint8Array;
    manualSeed(start);
    const fresh = lenetOf({ seed: start, epochs });
    const seen = await look(fresh, picture - 1, bytes);
    return scene(
      bytes,
      picture - 1,
      seen,
      [[], [], epochs],
      "before it has learned; press “Run live” to train",
    );
  },
  async *run({ controls: { picture = 3, epochs = 10, start = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    const [learned, others] = [trainingClothes(bytes), devClothes(bytes)];
    const [x, y]: [number[], number[]] = [[], []];
    for await (const { model, step, of, cost } of training(learned, { seed: start, epochs })) {
      if (signal.aborted) return;
      if (step % every !== 0 && step !== of) continue;
      x.push((epochs * step) / of);
      y.push(await accuracyOf(model, others));
      const seen = await look(model, picture - 1, bytes);
      yield scene(
        bytes,
        picture - 1,
        seen,
        [[...x], [...y], epochs],
        `step ${step} of ${of}: cost ${(await cost.item()).toFixed(2)}, ${y.at(-1)?.toFixed(1)} % of dev pictures right; it says ${classNames[seen.guess]}`,
      );
    }
  },
});
