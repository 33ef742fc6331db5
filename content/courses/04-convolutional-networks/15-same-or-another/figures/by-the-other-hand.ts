/** Symbols a network never learned from, and which drawing by the other hand it takes for the same; by pixels at first. */
import { defineFigure, type Mark, type Panel, type Scene } from "@gradus/content";
import { manualSeed, type Tensor } from "gradus";
import { emojiPixels, emojiSet, emojiSide } from "../emoji.ts";
import {
  distancesOf,
  embeddings,
  learning,
  likenessNetwork,
  type Negatives,
  uniform,
} from "../likeness.ts";

const [shown, columns] = [12, 6];
const firstOfTest = 300;
const [steps, every] = [300, 25];
const ways: readonly Negatives[] = ["random", "nearest", "all"];
const gap = 6;

/** Twelve symbols in two rows, below each the drawing that is taken for the same, in a frame. */
function findings(bytes: Uint8Array, found: readonly number[]): Panel {
  const rows = shown / columns;
  const [across, down] = [emojiSide + gap, 2 * emojiSide + 3 * gap];
  const marks = Array.from({ length: shown }, (_, i): Mark[] => {
    const left = (i % columns) * across + gap / 2;
    const top = (rows - Math.floor(i / columns)) * down - gap;
    const picture = (symbol: number, hand: 0 | 1, above: number): Mark => ({
      mark: "image",
      rows: emojiSide,
      columns: emojiSide,
      pixels: emojiPixels(bytes, firstOfTest + symbol, hand),
      x: [left, left + emojiSide],
      y: [above - emojiSide, above],
    });
    const below = top - emojiSide - gap / 2;
    const taken = found[i] as number;
    return [
      picture(i, 0, top),
      picture(taken, 1, below),
      {
        mark: "box",
        x: left - 1,
        y: below - emojiSide - 1,
        width: emojiSide + 2,
        height: emojiSide + 2,
        color: taken === i ? "positive" : "negative",
      },
    ];
  }).flat();
  return {
    title: "above: by one hand; below: what is taken for the same by the other",
    x: { domain: [0, columns * across], hidden: true },
    y: { domain: [0, rows * down], hidden: true },
    aspect: (columns * across) / (rows * down),
    marks,
  };
}

interface Seen {
  readonly steps: readonly number[];
  readonly costs: readonly number[];
  readonly shares: readonly number[];
}

async function scene(
  [first, second]: readonly [Tensor, Tensor],
  bytes: Uint8Array,
  seen: Seen,
  by: string,
): Promise<Scene> {
  const nearest = Array.from(await distancesOf(first, second).argmin(1).data(), Number);
  const right = nearest.filter((place, i) => place === i).length;
  return {
    panels: [
      findings(bytes, nearest),
      {
        x: { domain: [0, steps], label: "step" },
        y: { domain: [0, 100], label: "found, in per cent" },
        aspect: 2.2,
        marks: [{ mark: "line", x: seen.steps, y: seen.shares, color: "accent", width: 2 }],
      },
    ],
    status: `${by}: ${right} of ${nearest.length} symbols are found${seen.costs.length > 0 ? `, cost ${seen.costs.at(-1)?.toFixed(2)}` : ""}`,
  };
}

export default defineFigure({
  title: "Found by the other hand",
  alt: "Twelve emoji by one hand, and below each the drawing by the other hand that is nearest to it, framed in green where it is the same symbol and in red where it is not. By pixels about five of twelve are right. While a network learns, more frames become green, though it never learned from any of these symbols.",
  assets: ["emoji-styles"],
  controls: [
    { name: "way", label: "negatives: random, nearest, all", min: 1, max: 3, step: 1, value: 3 },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  async draw({ assets }) {
    const bytes = assets["emoji-styles"] as Uint8Array;
    const [first, second] = emojiSet(bytes, "test").hands;
    const flat = [first.flatten(1), second.flatten(1)] as const;
    return scene(flat, bytes, { steps: [], costs: [], shares: [] }, "by pixels");
  },
  async *run({ controls: { way = 3, start = 1 }, assets }, signal) {
    const bytes = assets["emoji-styles"] as Uint8Array;
    const [training, test] = [emojiSet(bytes, "training"), emojiSet(bytes, "test")];
    manualSeed(start);
    const network = likenessNetwork();
    const how = {
      negatives: ways[way - 1] ?? "all",
      margin: 0.6,
      steps,
      batchSize: 60,
      random: uniform(start),
    };
    const [at, costs, shares]: [number[], number[], number[]] = [[], [], []];
    let step = 0;
    for await (const cost of learning(network, training.hands, how)) {
      if (signal.aborted) return;
      step++;
      if (step % every !== 0 && step !== 1) continue;
      network.eval();
      const seen = [
        embeddings(network, test.hands[0]),
        embeddings(network, test.hands[1]),
      ] as const;
      const nearest = Array.from(
        await distancesOf(...seen)
          .argmin(1)
          .data(),
        Number,
      );
      at.push(step);
      costs.push(cost);
      shares.push((100 * nearest.filter((p, i) => p === i).length) / nearest.length);
      yield await scene(seen, bytes, { steps: at, costs, shares }, `after ${step} steps`);
    }
  },
});
