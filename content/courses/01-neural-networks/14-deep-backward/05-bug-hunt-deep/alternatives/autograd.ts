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
    A = l === layers.length - 1 ? Z.sigmoid() : Z.relu();
  });
  return { AL: A, inputs, sums };
}

/** The same by the library's own way back. */
export function gradients(X: Tensor, Y: Tensor, layers: readonly Layer[]) {
  const own = layers.map(({ W, b }) => ({
    W: W.detach().clone().requiresGrad_(),
    b: b.detach().clone().requiresGrad_(),
  }));
  cost(forward(X, own).AL, Y).backward();
  return own.map(({ W, b }) => ({ dW: W.grad as Tensor, db: b.grad as Tensor }));
}

/** The mean cross-entropy. */
export function cost(AL: Tensor, Y: Tensor): Tensor {
  return Y.mul(AL.log())
    .add(sub(1, Y).mul(sub(1, AL).log()))
    .mean()
    .neg();
}
