/** The lesson's table: a network for each thing a team may do, on the same photos, five starts: four errors in per cent. */
import {
  catalogue,
  epochs,
  errorsOf,
  type Plan,
  simulations,
  trained,
  worldsOf,
} from "./two-worlds.ts";

const seeds = [1, 2, 3, 4, 5];
const plans: readonly Plan[] = [
  { photos: 0, simulation: 0, strength: 0 },
  { photos: 0, simulation: 0, strength: 1 },
  { photos: 100, simulation: 0, strength: 1 },
  { photos: 400, simulation: 0, strength: 1 },
  { photos: 0, simulation: 1, strength: 1 },
  { photos: 0, simulation: 2, strength: 1 },
  { photos: 0, simulation: 3, strength: 1 },
  { photos: 0, simulation: 4, strength: 1 },
  { photos: 400, simulation: 4, strength: 1 },
];
/** After the camera is simulated: a larger network, trained for longer. */
const larger = { hidden: 256, last: 4 * epochs };

const text = (v: readonly number[]): string =>
  `${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(1)} (${Math.min(...v).toFixed(1)} to ${Math.max(...v).toFixed(1)})`;

async function line(
  bytes: Uint8Array,
  plan: Plan,
  name: string,
  { hidden = 64, last = epochs } = {},
): Promise<string> {
  const found: number[][] = [];
  for (const seed of seeds) {
    const worlds = await worldsOf(bytes, plan, seed);
    let errors: number[] = [];
    let epoch = 0;
    for await (const model of trained(worlds.training, seed, hidden, last))
      if (++epoch === last) errors = await errorsOf(model, worlds);
    found.push(errors);
  }
  const sets = ["training", "train-dev", "dev", "test"].map(
    (set, k) => `${set} ${text(found.map((e) => e[k] as number))}`,
  );
  return `${name}: ${sets.join(", ")}`;
}

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const images = bytes("fashion-ten");
  for (const plan of plans)
    yield await line(
      images,
      plan,
      `${catalogue} catalogue images, simulated: ${simulations[plan.simulation]}, ${plan.photos} photos; camera ${plan.strength}`,
    );
  const best = { photos: 400, simulation: 4, strength: 1 };
  yield await line(
    images,
    best,
    `the last plan, ${larger.hidden} units, ${larger.last} epochs`,
    larger,
  );
}
