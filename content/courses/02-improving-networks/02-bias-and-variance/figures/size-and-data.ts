/** A network of a chosen size learns from a chosen number of balls: the border, and both errors over the steps. */
import { defineFigure } from "@gradus/content";
import { manualSeed, nn, noGrad, optim } from "gradus";
import { pitchScene, reach, side } from "../../shared/pitch-scene.ts";
import { type Points, planeOf, pointsOf } from "../../shared/points.ts";

const steps = 2000;
const every = 50;
const sizes: readonly (readonly number[])[] = [[], [4], [20, 10], [50, 50]];
export const sizeNames: readonly string[] = [
  "one neuron",
  "4 units",
  "20 and 10 units",
  "50 and 50 units",
];

/** The network of a size, with He's starting weights. */
export function network(size: number): nn.Sequential {
  const widths = [2, ...(sizes[size - 1] ?? []), 1];
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < widths.length; l++) {
    const inputs = widths[l - 1] as number;
    const linear = new nn.Linear(inputs, widths[l] as number);
    nn.init.normal_(linear.weight, 0, Math.sqrt(2 / inputs));
    if (linear.bias) nn.init.zeros_(linear.bias);
    if (l > 1) layers.push(new nn.ReLU());
    layers.push(linear);
  }
  return new nn.Sequential(...layers);
}

/** The share of wrong answers. */
export const errorOf = (model: nn.Sequential, { X, Y }: Points): Promise<number> =>
  noGrad(() => model.call(X).gt(0).float().ne(Y).float().mean()).item();

/** One step of plain gradient descent after the other. */
export function* learning(
  model: nn.Sequential,
  { X, Y }: Points,
  count: number,
): Generator<number> {
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.5 });
  const lossOf = new nn.BCEWithLogitsLoss();
  for (let step = 0; step < count; step++) {
    optimizer.zeroGrad();
    lossOf.call(model.call(X), Y).backward();
    optimizer.step();
    yield step + 1;
  }
}

const axes = { steps, top: 60 };

export default defineFigure({
  title: "Size and data",
  alt: "Left the pitch coloured by a network's answer, with the balls it learns from. Right its error on the training balls and on 400 others over the steps. A large network with few balls gets to 0 on the training balls and stays at about 20 per cent on the others.",
  assets: ["pitch"],
  controls: [
    { name: "balls", label: "balls to learn from", min: 20, max: 100, step: 20, value: 40 },
    { name: "size", label: "network: 1 to 4", min: 1, max: 4, step: 1, value: 3 },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw({ controls: { balls = 40, size = 3 }, assets }) {
    const train = pointsOf(assets.pitch as Uint8Array, 0, balls);
    const status = `${sizeNames[size - 1]}, ${balls} balls; press “Run live” to train`;
    return pitchScene(
      axes,
      train,
      Array.from({ length: side * side }, () => 0),
      [],
      [[], []],
      status,
    );
  },
  async *run({ controls: { balls = 40, size = 3, start = 1 }, assets }, signal) {
    const bytes = assets.pitch;
    if (!bytes) return;
    const [train, dev] = [pointsOf(bytes, 0, balls), pointsOf(bytes, 100, 400)];
    const places = planeOf(reach, reach, side);
    manualSeed(start);
    const model = network(size);
    const [x, onTrain, onDev]: [number[], number[], number[]] = [[], [], []];
    for (const step of learning(model, train, steps)) {
      if (signal.aborted) return;
      if (step % every !== 0) continue;
      x.push(step);
      onTrain.push(100 * (await errorOf(model, train)));
      onDev.push(100 * (await errorOf(model, dev)));
      const answers = await noGrad(() => model.call(places).sigmoid().sub(0.5)).data();
      const [a, b] = [onTrain.at(-1) ?? 0, onDev.at(-1) ?? 0];
      yield pitchScene(
        axes,
        train,
        Array.from(answers, Number),
        [...x],
        [[...onTrain], [...onDev]],
        `step ${step}: error ${a.toFixed(0)} % in training, ${b.toFixed(0)} % on the dev balls; the gap is ${(b - a).toFixed(0)} points`,
      );
    }
  },
});
