import { sub, type Tensor } from "gradus";

/** A layer: its weights W [units, inputs] and its biases b [units]. */
export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** X, and what each layer has handed on; the last is the network's answer. */
export function forward(X: Tensor, layers: readonly Layer[]): Tensor[] {
  const all = [X];
  let A = X;
  layers.forEach(({ W, b }, l) => {
    const Z = A.matmul(W.t()).add(b);
    A = l === layers.length - 1 ? Z.sigmoid() : Z.relu();
    all.push(A);
  });
  return all;
}

/** The mean cross-entropy of answers A [m, 1] where Y [m, 1] is true. */
export function cost(A: Tensor, Y: Tensor): Tensor {
  return Y.mul(A.log())
    .add(sub(1, Y).mul(sub(1, A).log()))
    .mean()
    .neg();
}
