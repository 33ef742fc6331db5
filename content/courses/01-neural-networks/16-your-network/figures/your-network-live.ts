/** The learner's own network learns T-shirts and shirts; until it passes, one made with the library. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { manualSeed, nn, noGrad, optim, type Tensor } from "gradus";
import { type Images, testSet, trainingSet } from "../../15-deep-classifier/fashion-images.ts";

const side = 14;
const chunk = 10;
const steps = 400;

interface Network {
  parameters(): Tensor[];
  fit(
    X: Tensor,
    Y: Tensor,
    options: { learningRate: number; iterations: number },
  ): Promise<unknown>;
  predict(X: Tensor): Tensor;
}

type MakeNetwork = (sizes: readonly number[], options: { seed: number }) => Network;

const byLibrary: MakeNetwork = (sizes, { seed }) => {
  manualSeed(seed);
  const layers = sizes.slice(1).map((units, l) => {
    const inputs = sizes[l] as number;
    const linear = new nn.Linear(inputs, units);
    nn.init.normal_(linear.weight, 0, Math.sqrt(2 / inputs));
    if (linear.bias) nn.init.zeros_(linear.bias);
    return linear;
  });
  const model = new nn.Sequential(
    ...layers.flatMap((linear, l) => (l > 0 ? [new nn.ReLU(), linear] : [linear])),
  );
  return {
    parameters: () => model.parameters(),
    predict: (X) => noGrad(() => model.call(X).gt(0).float()),
    async fit(X, Y, { learningRate, iterations }) {
      const optimizer = new optim.SGD(model.parameters(), { lr: learningRate });
      for (let step = 0; step < iterations; step++) {
        optimizer.zeroGrad();
        nn.functional.binaryCrossEntropyWithLogits(model.call(X), Y).backward();
        optimizer.step();
      }
    },
  };
};

const right = (network: Network, { X, Y }: Images): Promise<number> =>
  network.predict(X).eq(Y).float().mean().item();

const columnsFor = (units: number): number => Math.ceil(Math.sqrt(units * 1.4));

const firstWeights = async (network: Network): Promise<Float64Array> =>
  Float64Array.from((await network.parameters()[0]?.data()) ?? []);

/** How the first layer's weights have moved since the start, each unit a picture. */
function pictures(start: Float64Array, now: Float64Array, units: number): Mark[] {
  const columns = columnsFor(units);
  const pixels = side * side;
  return Array.from({ length: units }, (_, unit): Mark => {
    const [x, y] = [(unit % columns) * 1.1, -Math.floor(unit / columns) * 1.1];
    const moved = Array.from({ length: pixels }, (_, p) => {
      const at = unit * pixels + p;
      return (now[at] ?? 0) - (start[at] ?? 0);
    });
    const most = Math.max(...moved.map(Math.abs)) || 1;
    return {
      mark: "heatmap",
      rows: side,
      columns: side,
      values: moved,
      x: [x, x + 1],
      y: [y - 1, y],
      scale: "diverging",
      domain: [-most, most],
    };
  });
}

interface Curves {
  readonly x: number[];
  readonly train: number[];
  readonly test: number[];
}

function scene({ x, train, test }: Curves, weights: Mark[], status: string): Scene {
  const columns = columnsFor(weights.length);
  const rows = Math.ceil(weights.length / columns);
  const aspect = Math.min(2, Math.max(1.2, columns / rows));
  return {
    panels: [
      {
        title: "accuracy",
        x: { label: "step", domain: [0, steps] },
        y: { label: "share it gets right", domain: [0.45, 1.02] },
        aspect,
        marks: [
          { mark: "line", x: [...x], y: [...train], color: "accent", width: 2, label: "training" },
          { mark: "line", x: [...x], y: [...test], color: "negative", width: 2, label: "test" },
        ],
      },
      {
        title: "how the first layer's weights have moved",
        x: { domain: [-0.1, columns * 1.1], hidden: true },
        y: { domain: [-rows * 1.1, 0.1], hidden: true },
        aspect,
        marks: weights,
      },
    ],
    status,
  };
}

export default defineFigure({
  title: "Your network learns",
  alt: "On the left the training and test accuracy rise over the steps. On the right each unit of the first layer is a small picture of how its weights have moved since the start: sleeves, sides and collars come out.",
  reads: ["your-network"],
  assets: ["fashion-pair"],
  controls: [
    { name: "units", label: "units in the first layer", min: 2, max: 24, step: 1, value: 12 },
    { name: "depth", label: "hidden layers", min: 1, max: 3, step: 1, value: 2 },
    { name: "rate", label: "learning rate", min: 0.02, max: 0.3, step: 0.02, value: 0.1 },
  ],
  draw({ controls, learner }) {
    const { whose, sizes } = chosen(controls, learner);
    const none = new Float64Array();
    const weights = pictures(none, none, sizes[1] as number);
    return scene({ x: [], train: [], test: [] }, weights, `${whose}; press “Run live” to train it`);
  },
  async *run({ controls, assets, learner }, signal) {
    const bytes = assets["fashion-pair"];
    if (!bytes) return;
    const { make, whose, sizes } = chosen(controls, learner);
    const training = trainingSet(bytes, 300, 2);
    const test = testSet(bytes, 200, 2);
    const network = make(sizes, { seed: 1 });
    const start = await firstWeights(network);
    const curves: Curves = { x: [], train: [], test: [] };
    for (let step = 0; step <= steps && !signal.aborted; step += chunk) {
      if (step > 0)
        await network.fit(training.X, training.Y, {
          learningRate: controls.rate ?? 0.1,
          iterations: chunk,
        });
      curves.x.push(step);
      curves.train.push(await right(network, training));
      curves.test.push(await right(network, test));
      const share = (100 * (curves.test.at(-1) as number)).toFixed(1);
      yield scene(
        curves,
        pictures(start, await firstWeights(network), sizes[1] as number),
        `${whose}: step ${step}, ${share} % of the test images right`,
      );
    }
  },
});

/** The network to show: the learner's own where it passes. */
function chosen(
  { units = 12, depth = 2 }: Readonly<Record<string, number>>,
  learner: Readonly<Record<string, object>>,
): { make: MakeNetwork; whose: string; sizes: number[] } {
  const own = (learner["your-network"] as { makeNetwork?: MakeNetwork } | undefined)?.makeNetwork;
  return {
    make: own ?? byLibrary,
    whose: own
      ? "your own network"
      : "your network does not pass its checks yet, so this one is made with the library",
    sizes: [side * side, units, ...[8, 5].slice(0, depth - 1), 1],
  };
}
