import { manualSeed, randn, sub, type Tensor, where, zeros } from "gradus";

type Layer = readonly [W: Tensor, b: Tensor];

export function makeNetwork(sizes: readonly number[], { seed }: { seed: number }) {
  manualSeed(seed);
  let layers: Layer[] = [];
  for (let l = 1; l < sizes.length; l++) {
    const [inputs = 0, units = 0] = [sizes[l - 1], sizes[l]];
    layers.push([randn([units, inputs]).mul(Math.sqrt(2 / inputs)), zeros([units])]);
  }

  /** All activations: the input first, the last layer's answer last. */
  const activations = (X: Tensor): Tensor[] => {
    const all = [X];
    layers.forEach(([W, b], l) => {
      const Z = (all[l] as Tensor).matmul(W.t()).add(b);
      all.push(l === layers.length - 1 ? Z.sigmoid() : Z.relu());
    });
    return all;
  };
  const forward = (X: Tensor): Tensor => activations(X).at(-1) as Tensor;
  const costOf = (A: Tensor, Y: Tensor): Tensor =>
    where(Y.gt(0.5), A, sub(1, A)).log().mean().neg();

  function slopes(all: readonly Tensor[], Y: Tensor): Layer[] {
    let dZ = forward(all[0] as Tensor)
      .sub(Y)
      .div(Y.size(0));
    const grads: Layer[] = [];
    for (let l = layers.length - 1; l >= 0; l--) {
      const [below, [W]] = [all[l] as Tensor, layers[l] as Layer];
      grads[l] = [dZ.t().matmul(below), dZ.sum(0)];
      dZ = dZ.matmul(W).mul(below.gt(0).float());
    }
    return grads;
  }

  return {
    parameters: () => layers.flat(),
    forward,
    cost: (X: Tensor, Y: Tensor) => costOf(forward(X), Y),
    gradients: (X: Tensor, Y: Tensor) => slopes(activations(X), Y).flat(),
    predict: (X: Tensor) => forward(X).round(),
    async fit(
      X: Tensor,
      Y: Tensor,
      options: {
        learningRate: number;
        iterations: number;
        report?: (point: { step: number; loss: number }) => void;
      },
    ) {
      const costs: number[] = [];
      for (let step = 0; step < options.iterations; step++) {
        const all = activations(X);
        const cost = costOf(all.at(-1) as Tensor, Y);
        const grads = slopes(all, Y);
        layers = layers.map(([W, b], l) => {
          const [dW, db] = grads[l] as Layer;
          return [W.sub(dW.mul(options.learningRate)), b.sub(db.mul(options.learningRate))];
        });
        costs.push(await cost.item());
        options.report?.({ step, loss: costs.at(-1) as number });
      }
      return costs;
    },
  };
}
