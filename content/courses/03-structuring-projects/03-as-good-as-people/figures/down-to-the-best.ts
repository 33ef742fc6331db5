/** A network learns which places are wet; its errors beside those of a rule of thumb and of the best rule there can be. */
import { defineFigure, type Scene } from "@gradus/content";
import { manualSeed, noGrad, tensor } from "gradus";
import { type Beach, beach, errorOn, expectedErrors, learning, steps } from "../../shared/shore.ts";

const side = 32;
const every = 15;
const top = 60;
const shownPlaces = 200;
const at = (i: number): number => (2 * (i + 0.5)) / side - 1;
const cells = Array.from({ length: side }, (_, i) => i);
const grid = cells.toReversed().flatMap((y) => cells.map((x) => [at(x), at(y)]));
const reach: readonly [number, number] = [-1, 1];

interface Seen {
  readonly train: Beach;
  readonly best: number;
  readonly thumb: number;
  readonly plane: readonly number[];
  readonly x: readonly number[];
  readonly onTrain: readonly number[];
  readonly onDev: readonly number[];
}

function scene({ train, best, thumb, plane, x, onTrain, onDev }: Seen, status: string): Scene {
  const places = train.places.slice(0, shownPlaces);
  const level = (y: number, color: "third" | "fourth", label: string) =>
    ({ mark: "line", x: [0, steps], y: [y, y], color, dash: true, label }) as const;
  return {
    panels: [
      {
        x: { domain: reach, hidden: true },
        y: { domain: reach, hidden: true },
        aspect: 1.1,
        marks: [
          {
            mark: "heatmap",
            rows: side,
            columns: side,
            values: plane,
            x: reach,
            y: reach,
            scale: "diverging",
            domain: [-0.8, 0.8],
          },
          {
            mark: "points",
            x: places.map((p) => p[0]),
            y: places.map((p) => p[1]),
            color: train.wet.slice(0, shownPlaces).map((w) => (w === 1 ? "one" : "zero")),
            size: 3,
          },
        ],
      },
      {
        x: { domain: [0, steps], label: "step" },
        y: { domain: [0, top], label: "error in per cent" },
        aspect: 1.1,
        marks: [
          level(thumb, "fourth", "rule of thumb"),
          level(best, "third", "best possible"),
          { mark: "line", x, y: onTrain, color: "muted", width: 2, label: "training" },
          { mark: "line", x, y: onDev, color: "accent", width: 2, label: "dev" },
        ],
      },
    ],
    status,
  };
}

/** The places, which depend on the dice alone, and what can be reached on them. */
async function made({ flukes = 5, places = 400, dice = 1 }: Readonly<Record<string, number>>) {
  manualSeed(1000 + dice);
  const dev = await beach(2000, flukes / 100);
  const train = await beach(places, flukes / 100);
  return { dev, train, ...expectedErrors(dev.places, flukes / 100) };
}

const reached = ({ best, thumb }: { best: number; thumb: number }): string =>
  `rule of thumb ${thumb.toFixed(1)} %, best possible ${best.toFixed(1)} %`;

export default defineFigure({
  title: "How far down can it go?",
  alt: "Left a beach with wet and dry places on both sides of a wavy line, coloured by the network's answer. Right its errors over the steps: the dev error falls below the dashed line of the rule of thumb and comes to rest near the one of the best possible rule. The training error can fall below that, if there are few places.",
  controls: [
    { name: "flukes", label: "flukes, in per cent", min: 0, max: 30, step: 5, value: 5 },
    { name: "places", label: "places to learn from", min: 100, max: 2000, step: 100, value: 400 },
    { name: "dice", label: "dice", min: 1, max: 5, step: 1, value: 1 },
  ],
  async draw({ controls }) {
    const { train, best, thumb } = await made(controls);
    const plane = grid.map(() => 0);
    return scene(
      { train, best, thumb, plane, x: [], onTrain: [], onDev: [] },
      `${reached({ best, thumb })}; press “Run live” to train`,
    );
  },
  async *run({ controls }, signal) {
    const { train, dev, best, thumb } = await made(controls);
    const places = tensor(grid);
    const [x, onTrain, onDev]: [number[], number[], number[]] = [[], [], []];
    let step = 0;
    for (const model of learning(train, controls.dice ?? 1)) {
      if (signal.aborted) return;
      if (++step % every !== 0) continue;
      x.push(step);
      onTrain.push(await errorOn(model, train));
      onDev.push(await errorOn(model, dev));
      const answers = await noGrad(() => model.call(places).sigmoid().sub(0.5)).data();
      yield scene(
        {
          train,
          best,
          thumb,
          plane: Array.from(answers, Number),
          x: [...x],
          onTrain: [...onTrain],
          onDev: [...onDev],
        },
        `step ${step}: training ${(onTrain.at(-1) ?? 0).toFixed(1)} %, dev ${(onDev.at(-1) ?? 0).toFixed(1)} %; ${reached({ best, thumb })}`,
      );
    }
  },
});
