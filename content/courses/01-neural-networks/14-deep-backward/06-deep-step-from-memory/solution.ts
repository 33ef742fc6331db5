import type { Tensor } from "gradus";

/** A layer: its weights W [units, inputs] and its biases b [units]. */
export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** The layers after one step of gradient descent on the mean cross-entropy. */
export function step(
  X: Tensor,
  Y: Tensor,
  layers: readonly Layer[],
  learningRate: number,
): Layer[] {
  const given: Tensor[] = [];
  let A = X;
  layers.forEach(({ W, b }, l) => {
    given.push(A);
    const Z = A.matmul(W.t()).add(b);
    A = l === layers.length - 1 ? Z.sigmoid() : Z.relu();
  });
  const rate = learningRate / X.size(0);
  const next: Layer[] = [];
  let dZ = A.sub(Y);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { W, b } = layers[l] as Layer;
    const below = given[l] as Tensor;
    next.unshift({ W: W.sub(dZ.t().matmul(below).mul(rate)), b: b.sub(dZ.sum(0).mul(rate)) });
    dZ = dZ.matmul(W).mul(below.gt(0).float());
  }
  return next;
}
