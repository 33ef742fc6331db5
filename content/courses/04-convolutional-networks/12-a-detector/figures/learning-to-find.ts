/** A small detector learns, and what it finds in four scenes it has never seen, with boxes above a threshold. */
import { defineFigure, type FigureColor, type Mark, type Panel, type Scene } from "@gradus/content";
import { manualSeed } from "gradus";
import { kinds, type Scenes, scenes, side } from "../../11-boxes/scenes.ts";
import { type Found, find, network, precisionsOf, training } from "../detector.ts";

const colors: readonly FigureColor[] = ["negative", "positive", "accent", "fourth"];
const epochs = 10;
const gap = 3;
const columns = 2;

/** Four scenes, two in a row, with boxes on them. */
function pictures(pixels: readonly number[], found: readonly (readonly Found[])[]): Panel {
  const width = columns * (side + gap) - gap;
  const marks = found.flatMap((list, n): Mark[] => {
    const [left, top] = [(n % columns) * (side + gap), Math.floor(n / columns) * (side + gap)];
    const drawn = ({ kind, box: [x1, y1, x2, y2] }: Found): Mark => {
      const [a, b] = [Math.max(0, x1), Math.min(side, x2)];
      const [c, d] = [Math.max(0, y1), Math.min(side, y2)];
      return {
        mark: "box",
        x: left + a,
        y: width - top - d,
        width: b - a,
        height: d - c,
        color: colors[kind] ?? "ink",
      };
    };
    return [
      {
        mark: "heatmap",
        rows: side,
        columns: side,
        values: pixels.slice(n * side * side, (n + 1) * side * side),
        x: [left, left + side],
        y: [width - top - side, width - top],
        scale: "gray",
        domain: [0, 1],
      },
      ...list.map(drawn),
    ];
  });
  return {
    title: "scenes it has never seen",
    x: { domain: [0, width], hidden: true },
    y: { domain: [0, width], hidden: true },
    aspect: 1,
    marks,
  };
}

function scene(
  pixels: readonly number[],
  found: readonly (readonly Found[])[],
  precisions: readonly number[],
  status: string,
): Scene {
  return {
    panels: [
      pictures(pixels, found),
      {
        x: { domain: [0, epochs], label: "epoch" },
        y: { domain: [0, 1], label: "mAP on 100 scenes" },
        aspect: 1.2,
        marks: [
          {
            mark: "line",
            x: precisions.map((_, i) => i),
            y: precisions,
            color: "accent",
            width: 2,
          },
        ],
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "It learns to find",
  alt: "On the left four scenes with clothes, on the right a curve. With each epoch boxes appear around the clothes and fit better, and the curve of the mean average precision rises from 0 to about 0.9.",
  assets: ["fashion-ten"],
  controls: [
    { name: "least", label: "least score", min: 0.1, max: 0.9, step: 0.1, value: 0.4 },
    { name: "start", label: "dice", min: 1, max: 5, step: 1, value: 1 },
  ],
  async draw({ controls: { start = 1 }, assets }) {
    const other = dev(assets["fashion-ten"] as Uint8Array, start);
    const pixels = Array.from(await other.images.narrow(0, 0, 4).data(), Number);
    return scene(
      pixels,
      [[], [], [], []],
      [],
      `red ${kinds[0]}, green ${kinds[1]}, blue ${kinds[2]}, the fourth colour ${kinds[3]}; press “Run live” to train`,
    );
  },
  async *run({ controls: { least = 0.4, start = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    manualSeed(start);
    const seen = scenes(bytes, 400, { part: "train", seed: start });
    const other = dev(bytes, start);
    const pixels = Array.from(await other.images.narrow(0, 0, 4).data(), Number);
    const model = network(8);
    const precisions = [0];
    const how = { epochs, batchSize: 16, maxLr: 0.005 };
    for await (const loss of training(model, seen, how)) {
      if (signal.aborted) return;
      const found = await find(model, other.images, 0.05);
      const own = precisionsOf(found, other.things);
      precisions.push(own.reduce((a, b) => a + b) / own.length);
      const shown = found.slice(0, 4).map((list) => list.filter((f) => f.score >= least));
      yield scene(
        pixels,
        shown,
        [...precisions],
        `epoch ${precisions.length - 1}: loss ${loss.toFixed(2)}, mAP ${precisions.at(-1)?.toFixed(2)}; ${kinds.map((k, i) => `${k} ${own[i]?.toFixed(2)}`).join(", ")}`,
      );
    }
  },
});

const dev = (bytes: Uint8Array, seed: number): Scenes =>
  scenes(bytes, 100, { part: "dev", seed: 100 + seed });
