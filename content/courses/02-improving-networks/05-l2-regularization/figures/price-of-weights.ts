/** A network learns the pitch with a price on its weights: border, both errors, and the length of the weights. */
import { defineFigure } from "@gradus/content";
import { manualSeed, nn, noGrad, optim } from "gradus";
import { pitchScene, reach, side } from "../../shared/pitch-scene.ts";
import { type Points, planeOf, pointsOf } from "../../shared/points.ts";

const steps = 3000;
const every = 100;
const prices = [0, 0.03, 0.1, 0.3, 1, 3, 10];

export function network(): nn.Sequential {
  const model = new nn.Sequential(
    new nn.Linear(2, 20),
    new nn.ReLU(),
    new nn.Linear(20, 10),
    new nn.ReLU(),
    new nn.Linear(10, 1),
  );
  for (const p of model.parameters())
    if (p.ndim > 1) nn.init.kaimingNormal_(p, { nonlinearity: "relu" });
    else nn.init.zeros_(p);
  return model;
}

/** Steps of gradient descent with weight decay λ/m on the weights. */
export function* learning(
  model: nn.Sequential,
  { X, Y }: Points,
  lambda: number,
  count: number,
): Generator<number> {
  const [weights, biases] = [
    model.parameters().filter((p) => p.ndim > 1),
    model.parameters().filter((p) => p.ndim <= 1),
  ];
  const optimizer = new optim.SGD(
    [{ params: weights, weightDecay: lambda / X.size(0) }, { params: biases }],
    { lr: 0.5 },
  );
  const lossOf = new nn.BCEWithLogitsLoss();
  for (let step = 1; step <= count; step++) {
    optimizer.zeroGrad();
    lossOf.call(model.call(X), Y).backward();
    optimizer.step();
    yield step;
  }
}

export const errorOf = (model: nn.Sequential, { X, Y }: Points): Promise<number> =>
  noGrad(() => model.call(X).gt(0).float().ne(Y).float().mean()).item();

const axes = { steps, top: 55 };

export default defineFigure({
  title: "The price of weights",
  alt: "Left the pitch coloured by the network's answer: with no price the border has corners around single balls, with a price it is nearly straight, and with a very high price the whole pitch has one colour. Right both errors over the steps.",
  assets: ["pitch"],
  controls: [
    { name: "price", label: "λ: 0, 0.03, 0.1, 0.3, 1, 3, 10", min: 1, max: 7, step: 1, value: 1 },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw({ controls: { price = 1 }, assets }) {
    const train = pointsOf(assets.pitch as Uint8Array, 0, 100);
    const plane = Array.from({ length: side * side }, () => 0);
    return pitchScene(
      axes,
      train,
      plane,
      [],
      [[], []],
      `λ = ${prices[price - 1]}; press “Run live” to train`,
    );
  },
  async *run({ controls: { price = 1, start = 1 }, assets }, signal) {
    const bytes = assets.pitch;
    if (!bytes) return;
    const [train, dev] = [pointsOf(bytes, 0, 100), pointsOf(bytes, 100, 400)];
    const places = planeOf(reach, reach, side);
    const lambda = prices[price - 1] ?? 0;
    manualSeed(start);
    const model = network();
    const [x, onTrain, onDev]: [number[], number[], number[]] = [[], [], []];
    for (const step of learning(model, train, lambda, steps)) {
      if (signal.aborted) return;
      if (step % every !== 0) continue;
      x.push(step);
      onTrain.push(100 * (await errorOf(model, train)));
      onDev.push(100 * (await errorOf(model, dev)));
      const answers = await noGrad(() => model.call(places).sigmoid().sub(0.5)).data();
      const [first] = model.parameters();
      const length = first ? await first.detach().norm().item() : 0;
      yield pitchScene(
        axes,
        train,
        Array.from(answers, Number),
        [...x],
        [[...onTrain], [...onDev]],
        `λ = ${lambda}, step ${step}: error ${onTrain.at(-1)?.toFixed(0)} % and ${onDev.at(-1)?.toFixed(0)} %; the first layer's weights have a length of ${length.toFixed(1)}`,
      );
    }
  },
});
