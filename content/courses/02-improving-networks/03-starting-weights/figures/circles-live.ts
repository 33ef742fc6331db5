/** The same network learns the two rings from three different starts. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { manualSeed, nn, noGrad, optim } from "gradus";
import { type Points, planeOf, pointsOf } from "../../shared/points.ts";

const steps = 2000;
const every = 100;
const side = 32;
const reach: readonly [number, number] = [-1.25, 1.25];
const widths = [2, 10, 5, 1];

/** The spread of the weights of a layer with `inputs` inputs, by name. */
export const starts: readonly (readonly [name: string, spread: (inputs: number) => number])[] = [
  ["zeros", () => 0],
  ["large", () => 10],
  ["He", (inputs) => Math.sqrt(2 / inputs)],
];

export function network(spread: (inputs: number) => number): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < widths.length; l++) {
    const inputs = widths[l - 1] as number;
    const linear = new nn.Linear(inputs, widths[l] as number);
    nn.init.normal_(linear.weight, 0, spread(inputs));
    if (linear.bias) nn.init.zeros_(linear.bias);
    if (l > 1) layers.push(new nn.ReLU());
    layers.push(linear);
  }
  return new nn.Sequential(...layers);
}

export const accuracyOf = (model: nn.Sequential, { X, Y }: Points): Promise<number> =>
  noGrad(() => model.call(X).gt(0).float().eq(Y).float().mean()).item();

/** Steps of plain gradient descent; gives the cost every now and then. */
export async function* learning(
  model: nn.Sequential,
  { X, Y }: Points,
  count: number,
  pause: number,
): AsyncGenerator<{ step: number; cost: number }> {
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.1 });
  const lossOf = new nn.BCEWithLogitsLoss();
  for (let step = 0; step <= count; step++) {
    optimizer.zeroGrad();
    const loss = lossOf.call(model.call(X), Y);
    loss.backward();
    optimizer.step();
    if (step % pause === 0) yield { step, cost: await loss.item() };
  }
}

interface Shown {
  readonly plane: readonly number[];
  readonly text: string;
  readonly steps: readonly number[];
  readonly costs: readonly number[];
}

function scene(shown: readonly Shown[], status: string): Scene {
  const colors = ["muted", "negative", "accent"] as const;
  return {
    panels: [
      ...starts.map(([name], i) => {
        const one = shown[i];
        const marks: Mark[] = [];
        if (one)
          marks.push({
            mark: "heatmap",
            rows: side,
            columns: side,
            values: one.plane,
            x: reach,
            y: reach,
            scale: "diverging",
            domain: [-0.7, 0.7],
          });
        return {
          title: one ? `${name}: ${one.text}` : name,
          x: { domain: reach, hidden: true },
          y: { domain: reach, hidden: true },
          aspect: 1,
          marks,
        };
      }),
      {
        x: { domain: [0, steps] as const, label: "step" },
        y: { domain: [0, 1.5] as const, label: "cost" },
        aspect: 1.2,
        marks: shown.map((one, i) => ({
          mark: "line" as const,
          x: one.steps,
          y: one.costs.map((c) => Math.min(c, 1.5)),
          color: colors[i] ?? "ink",
          width: 2,
          label: starts[i]?.[0] ?? "",
        })),
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "Three starts",
  alt: "Three planes coloured by a network's answer, and the cost over the steps. Started at zero nothing happens and the cost stays at 0.69. Started large the cost begins high and ends in ragged stripes. Started as He says, a ring appears.",
  assets: ["circles"],
  controls: [{ name: "dice", label: "dice", min: 1, max: 9, step: 1, value: 1 }],
  draw: () => scene([], "press “Run live” to train the three networks"),
  async *run({ controls: { dice = 1 }, assets }, signal) {
    const bytes = assets.circles;
    if (!bytes) return;
    const [train, dev] = [pointsOf(bytes, 0, 300), pointsOf(bytes, 300, 100)];
    const places = planeOf(reach, reach, side);
    const shown: Shown[] = [];
    for (const [i, [name, spread]] of starts.entries()) {
      manualSeed(dice);
      const model = network(spread);
      const [at, costs]: [number[], number[]] = [[], []];
      for await (const { step, cost } of learning(model, train, steps, every)) {
        if (signal.aborted) return;
        at.push(step);
        costs.push(cost);
        const plane = await noGrad(() => model.call(places).sigmoid().sub(0.5)).data();
        const right = 100 * (await accuracyOf(model, dev));
        shown[i] = {
          plane: Array.from(plane, Number),
          text: `${right.toFixed(0)} % right`,
          steps: [...at],
          costs: [...costs],
        };
        yield scene([...shown], `${name}: step ${step} of ${steps}`);
      }
    }
    yield scene(shown, `right on 100 points that none of them learned from, after ${steps} steps`);
  },
});
