/** A network of a chosen depth learns from 200 images: training and test accuracy as they come. */
import { defineFigure, type Scene } from "@gradus/content";
import { manualSeed, nn, noGrad, optim } from "gradus";
import { type Images, testSet, trainingSet } from "../fashion-images.ts";

const steps = 1000;
const every = 20;
const shrink = 2;
const hidden: readonly (readonly number[])[] = [[], [7], [20, 7], [20, 7, 5], [20, 20, 7, 5]];

/** Linear layers with ReLU between them, started at the scale of their inputs. */
function network(sizes: readonly number[]): nn.Sequential {
  const layers: nn.TensorModule[] = [];
  for (let l = 1; l < sizes.length; l++) {
    if (l > 1) layers.push(new nn.ReLU());
    const inputs = sizes[l - 1] as number;
    const linear = new nn.Linear(inputs, sizes[l] as number);
    nn.init.normal_(linear.weight, 0, Math.sqrt(2 / inputs));
    if (linear.bias) nn.init.zeros_(linear.bias);
    layers.push(linear);
  }
  return new nn.Sequential(...layers);
}

const right = (model: nn.Sequential, { X, Y }: Images): Promise<number> =>
  noGrad(() => model.call(X).gt(0).float().eq(Y).float().mean()).item();

function scene(x: readonly number[], train: readonly number[], test: readonly number[]): Scene {
  const last = x.length - 1;
  const percent = (values: readonly number[]): string =>
    `${(100 * (values[last] ?? 0)).toFixed(1)} %`;
  return {
    panels: [
      {
        x: { label: "step", domain: [0, steps] },
        y: { label: "share of images it gets right", domain: [0.45, 1.02] },
        aspect: 1.8,
        marks: [
          { mark: "line", x, y: train, color: "accent", width: 2, label: "training" },
          { mark: "line", x, y: test, color: "negative", width: 2, label: "test" },
        ],
      },
    ],
    status:
      last < 0
        ? "press “Run live” to train"
        : `step ${x[last]}: ${percent(train)} of the training images, ${percent(test)} of the test images`,
  };
}

export default defineFigure({
  title: "Training and test accuracy",
  alt: "Two curves over the training steps. Both rise at first. Then the training accuracy goes on towards 100 per cent and the test accuracy stays between 80 and 85 per cent.",
  assets: ["fashion-pair"],
  controls: [
    { name: "depth", label: "layers", min: 1, max: 5, step: 1, value: 4 },
    { name: "rate", label: "learning rate", min: 0.02, max: 0.3, step: 0.02, value: 0.1 },
  ],
  draw: () => scene([], [], []),
  async *run({ controls: { depth = 4, rate = 0.1 }, assets }, signal) {
    const bytes = assets["fashion-pair"];
    if (!bytes) return;
    const training = trainingSet(bytes, 200, shrink);
    const test = testSet(bytes, 200, shrink);
    manualSeed(1);
    const model = network([training.X.size(1), ...(hidden[depth - 1] ?? []), 1]);
    const optimizer = new optim.SGD(model.parameters(), { lr: rate });
    const lossOf = new nn.BCEWithLogitsLoss();
    const curves: [number[], number[], number[]] = [[], [], []];
    for (let step = 0; step <= steps && !signal.aborted; step++) {
      if (step % every === 0) {
        curves[0].push(step);
        curves[1].push(await right(model, training));
        curves[2].push(await right(model, test));
        yield scene([...curves[0]], [...curves[1]], [...curves[2]]);
      }
      optimizer.zeroGrad();
      lossOf.call(model.call(training.X), training.Y).backward();
      optimizer.step();
    }
  },
});
