/** The test images a trained network gets wrong, those first of which it is surest. */
import { defineFigure, type Mark } from "@gradus/content";
import { manualSeed, nn, randn, type Tensor, zeros } from "gradus";
import { testSet, trainingSet } from "../fashion-images.ts";

interface Layer {
  W: Tensor;
  b: Tensor;
}

type DeepModel = (
  X: Tensor,
  Y: Tensor,
  sizes: readonly number[],
  options: { learningRate: number; iterations: number },
) => Promise<{ layers: Layer[] }>;

const side = 28;
const most = 18;

/** The last layer's sums; above 0 is "shirt". */
function sums(X: Tensor, layers: readonly Layer[]): Tensor {
  return layers.reduce((A, { W, b }, l) => (l > 0 ? A.relu() : A).matmul(W.t()).add(b), X);
}

const byLibrary: DeepModel = async (X, Y, sizes, { learningRate, iterations }) => {
  let layers = sizes.slice(1).map((units, l) => {
    const inputs = sizes[l] as number;
    return { W: randn([units, inputs]).mul(Math.sqrt(2 / inputs)), b: zeros([units]) };
  });
  for (let step = 0; step < iterations; step++) {
    const own = layers.map(({ W, b }) => ({
      W: W.detach().requiresGrad_(),
      b: b.detach().requiresGrad_(),
    }));
    const cost = nn.functional.binaryCrossEntropyWithLogits(sums(X, own), Y);
    cost.backward();
    layers = own.map(({ W, b }) => ({
      W: W.detach().sub((W.grad as Tensor).mul(learningRate)),
      b: b.detach().sub((b.grad as Tensor).mul(learningRate)),
    }));
    await cost.item();
  }
  return { layers };
};

export default defineFigure({
  title: "What it gets wrong",
  alt: "A grid of up to eighteen images of T-shirts and shirts which the network takes for the other. Below each stands what the network says, and how sure it is.",
  assets: ["fashion-pair"],
  reads: ["deep-model"],
  controls: [{ name: "steps", label: "training steps", min: 20, max: 300, step: 20, value: 200 }],
  async draw({ width, controls: { steps = 200 }, assets, learner }) {
    const columns = width < 440 ? 3 : 6;
    const rows = most / columns;
    const bytes = assets["fashion-pair"];
    if (!bytes) return { panels: [] };
    const own = (learner["deep-model"] as { deepModel?: DeepModel })?.deepModel;
    const training = trainingSet(bytes, 200, 2);
    const test = testSet(bytes, 200, 2);
    manualSeed(1);
    const { layers } = await (own ?? byLibrary)(
      training.X,
      training.Y,
      [training.X.size(1), 20, 7, 5, 1],
      { learningRate: 0.1, iterations: steps },
    );
    const z = await sums(test.X, layers).data();
    const labels = await test.Y.data();
    const pixels = await testSet(bytes).X.data();
    const wrong = Array.from(z, (sum, image) => ({ sum, image }))
      .filter(({ sum, image }) => sum > 0 !== (labels[image] === 1))
      .sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
    const marks: Mark[] = wrong.slice(0, most).flatMap(({ sum, image }, i): Mark[] => {
      const x = (i % columns) * 1.15;
      const y = -Math.floor(i / columns) * 1.4;
      const sure = Math.round(100 / (1 + Math.exp(-Math.abs(sum))));
      return [
        {
          mark: "heatmap",
          rows: side,
          columns: side,
          values: Array.from(pixels.subarray(image * side * side, (image + 1) * side * side)),
          x: [x, x + 1],
          y: [y - 1, y],
          scale: "gray",
          domain: [0, 1],
        },
        {
          mark: "text",
          x: x + 0.5,
          y: y - 1.14,
          text: `${sum > 0 ? "shirt" : "T-shirt"}, ${sure} %`,
          color: "muted",
          size: 11,
        },
      ];
    });
    const share = ((100 * wrong.length) / labels.length).toFixed(1);
    return {
      panels: [
        {
          x: { domain: [-0.05, columns * 1.15 - 0.1], hidden: true },
          y: { domain: [-rows * 1.4 + 0.05, 0.05], hidden: true },
          aspect: (columns * 1.15) / (rows * 1.4),
          marks,
        },
      ],
      status: `${wrong.length} of ${labels.length} test images are wrong (${share} %); each is in truth the other${own ? "; trained by your own deepModel" : ""}`,
    };
  },
});
