/** A network learns from images of which some have wrong labels; the fifteen labels it believes least, and how many wrong ones looking finds. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { manualSeed } from "gradus";
import {
  classNames,
  clothes,
  spoiled,
  suspects,
  training,
  trainingImages,
} from "../wrong-labels.ts";

const epochs = 10;
const [columns, rows] = [5, 3];
const side = 28;
/** An image's room: a border at its sides, and a strip below it for its label. */
const [across, down] = [38, 42];
const most = 1000;
const places = Array.from({ length: 51 }, (_, i) => (i * most) / 50);

interface Shown {
  readonly bytes: Uint8Array;
  readonly labels: readonly number[];
  readonly truth: readonly number[];
  readonly order: readonly number[];
}

/** The images side by side, a strip for the label below each. */
function pictures({ bytes, labels, truth, order }: Shown): Mark[] {
  const width = columns * across;
  const values = Array.from({ length: rows * down * width }, () => 255);
  const names: Mark[] = [];
  for (const [place, image] of order.slice(0, rows * columns).entries()) {
    const [left, top] = [(place % columns) * across + 5, Math.floor(place / columns) * down];
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        values[(top + y) * width + left + x] = bytes[image * side * side + y * side + x] ?? 0;
    const wrong = labels[image] !== truth[image];
    names.push({
      mark: "text",
      x: left + side / 2,
      y: (rows - Math.floor(place / columns)) * down - side - 8,
      text: `${wrong ? "✗ " : ""}${classNames[labels[image] as number]}`,
      size: 11,
      color: wrong ? "negative" : "muted",
    });
  }
  return [
    {
      mark: "heatmap",
      rows: rows * down,
      columns: width,
      values,
      x: [0, width],
      y: [0, rows * down],
      scale: "gray",
      domain: [0, 255],
    },
    ...names,
  ];
}

function scene(shown: Shown, status: string): Scene {
  const { labels, truth, order } = shown;
  const wrong = labels.filter((l, i) => l !== truth[i]).length;
  const found = places.map(
    (looked) => order.slice(0, looked).filter((i) => labels[i] !== truth[i]).length,
  );
  return {
    panels: [
      {
        title: "Labels believed least; ✗: wrong",
        x: { domain: [0, columns * across], hidden: true },
        y: { domain: [0, rows * down], hidden: true },
        aspect: (columns * across) / (rows * down),
        marks: pictures(shown),
      },
      {
        title: "Wrong labels found",
        x: { domain: [0, most], label: "labels looked at" },
        y: { domain: [0, Math.max(10, 1.1 * wrong)] },
        aspect: 1.5,
        marks: [
          {
            mark: "line",
            x: [0, most],
            y: [0, (wrong * most) / trainingImages],
            color: "muted",
            dash: true,
            label: "in any order",
          },
          {
            mark: "line",
            x: places,
            y: found,
            color: "accent",
            width: 2,
            label: "least believed first",
          },
        ],
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "Which labels would you look at first?",
  alt: "Left fifteen images with the labels that the network believes least; with training nearly all of them are marked as wrong. Right how many wrong labels are found over how many are looked at: the curve rises steeply, far above the straight line of looking in any order, and then bends.",
  assets: ["fashion-ten"],
  controls: [
    { name: "share", label: "wrong labels, in per cent", min: 0, max: 40, step: 5, value: 10 },
    { name: "start", label: "dice", min: 1, max: 5, step: 1, value: 1 },
  ],
  async draw({ controls: { share = 10, start = 1 }, assets }) {
    const bytes = assets["fashion-ten"] as Uint8Array;
    const { truth } = clothes(bytes);
    manualSeed(start);
    const labels = await spoiled(truth, share / 100);
    const order = labels.map((_, i) => i);
    return scene(
      { bytes, labels, truth, order },
      "in the data's own order; press “Run live” to train",
    );
  },
  async *run({ controls: { share = 10, start = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    const { X, truth } = clothes(bytes);
    manualSeed(start);
    const labels = await spoiled(truth, share / 100);
    const wrong = labels.filter((l, i) => l !== truth[i]).length;
    let epoch = 0;
    for await (const model of training(X, labels, epochs, start)) {
      if (signal.aborted) return;
      const order = await suspects(model, X, labels);
      const found = order.slice(0, 100).filter((i) => labels[i] !== truth[i]).length;
      yield scene(
        { bytes, labels, truth, order },
        `epoch ${++epoch}: ${wrong} of ${trainingImages} labels are wrong; ${found} of them are among the 100 believed least`,
      );
    }
  },
});
