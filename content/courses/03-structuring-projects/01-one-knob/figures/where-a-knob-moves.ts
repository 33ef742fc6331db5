/** One knob is turned while all others stay, and a network is trained at each place: how well it fits, and how it carries over. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { errorsAt, knobs, middle } from "../knobs.ts";

/** The largest error and the largest gap that are drawn, in per cent. */
const [widest, highest] = [40, 30];
/** What the best rule there can be is wrong for on this beach, in per cent. */
const best = 10;

interface Point {
  readonly name: string;
  readonly training: number;
  readonly gap: number;
}

function scene(points: readonly Point[], status: string): Scene {
  const x = points.map((p) => Math.min(widest, p.training));
  const y = points.map((p) => Math.min(highest, p.gap));
  const marks: Mark[] = [
    { mark: "line", x: [0, widest], y: [0, 0], color: "muted", dash: true },
    {
      mark: "line",
      x: [best, best],
      y: [-5, highest],
      color: "third",
      dash: true,
      label: "best possible",
    },
    { mark: "line", x, y, color: "accent", width: 2 },
  ];
  for (const i of points.keys())
    marks.push({
      mark: "circle",
      x: x[i] as number,
      y: y[i] as number,
      radius: i === points.length - 1 ? 7 : 5,
      color: i === points.length - 1 ? "negative" : "accent",
      fill: true,
    });
  const last = points.at(-1);
  if (last)
    marks.push({
      mark: "text",
      x: (x.at(-1) as number) + 1,
      y: (y.at(-1) as number) + 2,
      text: last.name,
      anchor: "start",
      size: 12,
    });
  return {
    panels: [
      {
        title: "Fit and carry-over",
        x: { domain: [0, widest], label: "training error in per cent" },
        y: { domain: [-5, highest], label: "gap to the dev error" },
        aspect: 1.3,
        marks,
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "Where does a knob move it?",
  alt: "A plane: to the right the training error, upwards the gap from it to the dev error; a dashed line stands at the best possible error, 10 per cent. One knob is turned, and a point is drawn for each of its places. More places to learn from move it down, towards that line; more steps of training move it to the left and up at the same time.",
  controls: [
    {
      name: "knob",
      label: "knob: 1 size, 2 places, 3 steps, 4 price on weights",
      min: 1,
      max: knobs.length,
      step: 1,
      value: 3,
    },
    { name: "start", label: "dice", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw({ controls: { knob = 3 } }) {
    const { name, places } = knobs[knob - 1] as (typeof knobs)[0];
    return scene(
      [],
      `${name}: ${places.map((p) => p.name).join(", ")}; press “Run live” to train at each`,
    );
  },
  async *run({ controls: { knob = 3, start = 1 } }, signal) {
    const { name, places } = knobs[knob - 1] as (typeof knobs)[0];
    const points: Point[] = [];
    for (const place of places) {
      if (signal.aborted) return;
      const { training, dev } = await errorsAt({ ...middle, ...place.set }, start);
      points.push({ name: place.name, training, gap: dev - training });
      yield scene(
        [...points],
        `${name}, ${place.name}: training ${training.toFixed(1)} %, dev ${dev.toFixed(1)} %, gap ${(dev - training).toFixed(1)} points`,
      );
    }
  },
});
