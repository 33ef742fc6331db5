/** A body learns seven kinds of clothes; then three others are learned from few images, three ways. */
import { defineFigure, type FigureColor, type Scene } from "@gradus/content";
import type { nn } from "gradus";
import { held, newTask, oldTask } from "../body.ts";
import { bodyEpochs, learned, pretraining, type Way } from "../three-ways.ts";

const counts = [5, 10, 20, 50];
const ways: readonly (readonly [way: Way, label: string, color: FigureColor])[] = [
  ["scratch", "from nothing", "muted"],
  ["frozen", "frozen body", "third"],
  ["tuned", "tuned body", "accent"],
];

function scene(right: readonly (readonly number[])[], status: string): Scene {
  return {
    panels: [
      {
        title: "with 5 to 50 images of each new kind",
        x: { domain: [0, counts.length + 1], hidden: true },
        y: { domain: [30, 75], label: "per cent of 300 new images right" },
        aspect: 1.8,
        marks: [
          { mark: "line", x: [0, 5], y: [33.3, 33.3], color: "ink", dash: true, label: "guessing" },
          ...ways.map(([, label, color], w) => ({
            mark: "line" as const,
            x: (right[w] ?? []).map((_, i) => i + 1),
            y: [...(right[w] ?? [])],
            color,
            width: 2,
            label,
          })),
          ...counts.map((each, i) => ({
            mark: "text" as const,
            x: i + 1,
            y: 31,
            text: String(each),
            anchor: "middle" as const,
          })),
        ],
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "From nothing, frozen, tuned",
  alt: "Three curves over the number of images of each new kind, 5, 10, 20 and 50: how many per cent of 300 new images are right for a network from nothing, for a new head on a frozen body, and for a body that is tuned as well.",
  assets: ["fashion-ten"],
  controls: [{ name: "dice", label: "dice", min: 1, max: 5, step: 1, value: 1 }],
  draw: () => scene([], "press “Run live”: the body is trained first"),
  async *run({ controls: { dice = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    const right: number[][] = ways.map(() => []);
    const test = await held(bytes);
    let borrowed: nn.StateDict = {};
    let epoch = 0;
    for await (const body of pretraining(await oldTask(bytes), dice)) {
      if (signal.aborted) return;
      borrowed = body.stateDict();
      yield scene(
        right,
        `the body learns seven kinds of clothes: epoch ${++epoch} of ${bodyEpochs}`,
      );
    }
    for (const [n, each] of counts.entries()) {
      const task = await newTask(bytes, each, n < 3 ? dice - 1 : 0);
      for (const [w, [way, label]] of ways.entries()) {
        if (signal.aborted) return;
        const percent = await learned(way, borrowed, task, test, dice);
        right[w]?.push(percent);
        yield scene(right, `${each} images of each kind, ${label}: ${percent.toFixed(0)} % right`);
      }
    }
  },
});
