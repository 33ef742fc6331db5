/** How large the gradient of each layer's weights is at the start of a training, for a depth and a scale. */
import { defineFigure, type Mark } from "@gradus/content";
import { manualSeed, nn, randn, type Tensor } from "gradus";

const width = 16;
const examples = 64;

/** The learner's way forward and back, or null where it is not written yet. */
type Forward = (X: Tensor, layers: Layers) => { AL: Tensor; caches: unknown[] };
type Backward = (AL: Tensor, Y: Tensor, caches: unknown[]) => { dW: Tensor }[];
type Layers = { W: Tensor; b: Tensor }[];

function byLibrary(X: Tensor, Y: Tensor, layers: Layers): Tensor[] {
  let A = X;
  for (const { W } of layers) W.requiresGrad_();
  layers.forEach(({ W, b }, l) => {
    const Z = A.matmul(W.t()).add(b);
    A = l === layers.length - 1 ? Z : Z.relu();
  });
  nn.functional.binaryCrossEntropyWithLogits(A, Y).backward();
  return layers.map(({ W }) => W.grad as Tensor);
}

export default defineFigure({
  title: "How large each layer's gradient is",
  alt: "A line over the layers on a logarithmic scale. With small starting weights the line runs many powers of ten below 1 in every layer, the lower the deeper the network.",
  reads: ["model-forward", "model-backward"],
  controls: [
    { name: "depth", label: "layers", min: 2, max: 12, step: 1, value: 6 },
    {
      name: "scale",
      label: "weights start at (standard deviation)",
      min: 0.01,
      max: 0.8,
      step: 0.01,
      value: 0.05,
    },
  ],
  async draw({ controls: { depth = 6, scale = 0.05 }, learner }) {
    manualSeed(7);
    const X = randn([examples, width]);
    const Y = X.sum(1, { keepdim: true }).gt(0).float();
    const layers: Layers = Array.from({ length: depth }, (_, l) => {
      const units = l === depth - 1 ? 1 : width;
      return { W: randn([units, width]).mul(scale), b: randn([units]).mul(0) };
    });
    const forward = (learner["model-forward"] as { modelForward?: Forward })?.modelForward;
    const backward = (learner["model-backward"] as { modelBackward?: Backward })?.modelBackward;
    const own = forward !== undefined && backward !== undefined;
    let gradients: Tensor[];
    if (own) {
      const { AL, caches } = forward(X, layers);
      gradients = backward(AL, Y, caches).map((g) => g.dW);
    } else gradients = byLibrary(X, Y, layers);
    const sizes = await Promise.all(gradients.map((g) => g.abs().mean().item()));
    const logs = sizes.map((s) => Math.log10(Math.max(s, 1e-20)));
    const x = sizes.map((_, l) => l + 1);
    const marks: Mark[] = [
      { mark: "line", x, y: logs, color: "accent", width: 2 },
      { mark: "points", x, y: logs, color: "accent", size: 5 },
    ];
    const [first, last] = [sizes[0] as number, sizes.at(-1) as number];
    return {
      panels: [
        {
          x: { label: "layer", domain: [0.7, depth + 0.3] },
          y: { label: "mean |dW|, as a power of 10", domain: [-20.5, 1.5] },
          aspect: 1.8,
          marks,
        },
      ],
      status: `mean size of the gradient: ${first.toExponential(1)} in the first layer, ${last.toExponential(1)} in the last${own ? " (computed with your own functions)" : ""}`,
    };
  },
});
