/** A large network learns a few balls: both costs over the steps, the best step, and the one at which patience ends. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { manualSeed } from "gradus";
import { pointsOf } from "../../shared/points.ts";
import { balls, every, look, network, stepping, steps } from "../pitch-for-long.ts";

const top = 0.8;

interface Seen {
  readonly x: number[];
  readonly onTrain: number[];
  readonly onDev: number[];
  readonly errors: number[];
}

/** Where the lowest dev cost was, and the look at which one would have stopped, if it came to that. */
function stopping(costs: readonly number[], patience: number): { best: number; stopped?: number } {
  let best = 0;
  for (const [i, cost] of costs.entries())
    if (cost < (costs[best] as number)) best = i;
    else if (i - best >= patience) return { best, stopped: i };
  return { best };
}

function scene({ x, onTrain, onDev, errors }: Seen, patience: number, begin: string): Scene {
  const { best, stopped } = stopping(onDev, patience);
  const marks: Mark[] = [
    { mark: "line", x, y: onTrain, color: "muted", width: 2, label: "training" },
    { mark: "line", x, y: onDev, color: "accent", width: 2, label: "dev" },
  ];
  if (x.length > 0)
    marks.push({
      mark: "circle",
      x: x[best] as number,
      y: Math.min(top, onDev[best] as number),
      radius: 7,
      color: "ink",
    });
  if (stopped !== undefined) {
    const at = x[stopped] as number;
    marks.push({
      mark: "line",
      x: [at, at],
      y: [0, top],
      color: "negative",
      dash: true,
      label: "stop",
    });
  }
  const percent = (i: number): string => `${(100 * (errors[i] ?? 0)).toFixed(1)} %`;
  const status =
    x.length === 0
      ? begin
      : `best after ${x[best]} steps: dev error ${percent(best)}; ${
          stopped === undefined ? "still patient" : `stopped after ${x[stopped]}`
        }; after ${x.at(-1)}: ${percent(x.length - 1)}`;
  return {
    panels: [
      {
        x: { domain: [0, steps], label: "step" },
        y: { domain: [0, top], label: "cost" },
        aspect: 1.6,
        marks,
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "Stop in time",
  alt: "The cost over the steps. On the training set it falls and falls. On the dev set it falls, is lowest after about 250 steps, and rises again. A circle marks the lowest place, and a dashed line the step at which one has been patient for long enough.",
  assets: ["pitch"],
  controls: [
    {
      name: "patience",
      label: "patience, in looks of 10 steps",
      min: 1,
      max: 30,
      step: 1,
      value: 5,
    },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw: ({ controls: { patience = 5 } }) =>
    scene(
      { x: [], onTrain: [], onDev: [], errors: [] },
      patience,
      `patience ${patience}; press “Run live” to train on ${balls} balls`,
    ),
  async *run({ controls: { patience = 5, start = 1 }, assets }, signal) {
    const bytes = assets.pitch;
    if (!bytes) return;
    const [train, dev] = [pointsOf(bytes, 0, balls), pointsOf(bytes, 100, 400)];
    manualSeed(start);
    const model = network();
    const seen: Seen = { x: [], onTrain: [], onDev: [], errors: [] };
    for (const step of stepping(model, train)) {
      if (signal.aborted) return;
      if (step % every !== 0) continue;
      const [a, b] = [await look(model, train), await look(model, dev)];
      seen.x.push(step);
      seen.onTrain.push(a.cost);
      seen.onDev.push(b.cost);
      seen.errors.push(b.error);
      if (seen.x.length % 4 === 0)
        yield scene(
          {
            x: [...seen.x],
            onTrain: [...seen.onTrain],
            onDev: [...seen.onDev],
            errors: seen.errors,
          },
          patience,
          "",
        );
    }
  },
});
