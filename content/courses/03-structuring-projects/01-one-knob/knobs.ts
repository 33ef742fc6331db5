/** The beach, and a network whose size, data, training and price on weights can be set: where each knob moves its errors. */
import { manualSeed, nn, optim } from "gradus";
import { beach, errorOn } from "../shared/shore.ts";

export interface Setting {
  /** The widths of its hidden layers. */
  readonly hidden: readonly number[];
  /** How many places it learns from. */
  readonly points: number;
  readonly steps: number;
  /** What the squares of the weights cost. */
  readonly price: number;
}

/** Where every knob stands while another one is turned. */
export const middle: Setting = { hidden: [20, 10], points: 200, steps: 600, price: 0 };

export interface Knob {
  readonly name: string;
  readonly places: readonly { readonly name: string; readonly set: Partial<Setting> }[];
}

export const knobs: readonly Knob[] = [
  {
    name: "size of the network",
    places: [
      { name: "one neuron", set: { hidden: [] } },
      { name: "3 units", set: { hidden: [3] } },
      { name: "20 and 10", set: { hidden: [20, 10] } },
      { name: "50 and 50", set: { hidden: [50, 50] } },
    ],
  },
  {
    name: "places to learn from",
    places: [50, 200, 800, 3000].map((points) => ({ name: String(points), set: { points } })),
  },
  {
    name: "steps of training",
    places: [10, 50, 200, 600, 2000].map((steps) => ({ name: String(steps), set: { steps } })),
  },
  {
    name: "price on weights",
    places: [0, 0.001, 0.01, 0.1].map((price) => ({ name: String(price), set: { price } })),
  },
];

const [flukes, devPlaces] = [0.05, 2000];

/** Trains a network at these settings; its errors on what it learned from and on the dev places, in per cent. */
export async function errorsAt(
  { hidden, points, steps, price }: Setting,
  seed: number,
): Promise<{ training: number; dev: number }> {
  manualSeed(1000 + seed);
  const dev = await beach(devPlaces, flukes);
  const train = await beach(points, flukes);
  manualSeed(seed);
  const widths = [2, ...hidden, 1];
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < widths.length; l++) {
    const linear = new nn.Linear(widths[l - 1] as number, widths[l] as number);
    nn.init.kaimingNormal_(linear.weight, { nonlinearity: "relu" });
    if (linear.bias) nn.init.zeros_(linear.bias);
    if (l > 1) layers.push(new nn.ReLU());
    layers.push(linear);
  }
  const model = new nn.Sequential(...layers);
  const optimizer = new optim.Adam(model.parameters(), { lr: 0.02, weightDecay: price });
  const lossOf = new nn.BCEWithLogitsLoss();
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    lossOf.call(model.call(train.X), train.Y).backward();
    optimizer.step();
  }
  return { training: await errorOn(model, train), dev: await errorOn(model, dev) };
}
