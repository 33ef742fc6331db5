// caught by: still answers and still costs what it did
import { sub, type Tensor } from "gradus";

export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** What each layer was given, its sums, and the network's answers. */
export function forward(X: Tensor, layers: readonly Layer[]) {
  const inputs: Tensor[] = [];
  const sums: Tensor[] = [];
  let A = X;
  layers.forEach(({ W, b }, l) => {
    const Z = A.matmul(W.t()).add(b);
    inputs.push(A);
    sums.push(Z);
    A = l === layers.length - 1 ? Z.sigmoid() : Z.abs();
  });
  return { AL: A, inputs, sums };
}

/** The gradients { dW, db } of the mean cross-entropy, for every layer. */
export function gradients(X: Tensor, Y: Tensor, layers: readonly Layer[]) {
  const { AL, inputs, sums } = forward(X, layers);
  const m = X.size(0);
  const grads: { dW: Tensor; db: Tensor }[] = [];
  let dZ = AL.sub(Y);
  for (let l = layers.length - 1; l >= 0; l--) {
    const A = inputs[l] as Tensor;
    const dW = dZ.t().matmul(A).div(m);
    const db = dZ.sum(0).div(m);
    grads.unshift({ dW, db });
    const below = sums[l - 1];
    if (below) dZ = dZ.matmul((layers[l] as Layer).W).mul(below.gt(0).float());
  }
  return grads;
}

/** The mean cross-entropy. */
export function cost(AL: Tensor, Y: Tensor): Tensor {
  return Y.mul(AL.log())
    .add(sub(1, Y).mul(sub(1, AL).log()))
    .mean()
    .neg();
}
