import { sub, type Tensor } from "gradus";
import { gradientCheckN, type Tensors } from "../03-gradient-check-n/solution.ts";

/** Three layers: W [units, inputs] and b [units] of each. */
export type Parameters = Record<"W1" | "b1" | "W2" | "b2" | "W3" | "b3", Tensor>;

/** A batch, the masks of the two hidden layers, the share p that they drop, and the price λ of weights. */
export interface Batch {
  X: Tensor;
  Y: Tensor;
  M1: Tensor;
  M2: Tensor;
  p: number;
  lambda: number;
}

/** What the hidden layers hand on after dropout, and the answers A3. */
export function forward({ W1, b1, W2, b2, W3, b3 }: Parameters, { X, M1, M2, p }: Batch) {
  const D1 = X.matmul(W1.t())
    .add(b1)
    .relu()
    .mul(M1)
    .div(1 - p);
  const D2 = D1.matmul(W2.t())
    .add(b2)
    .relu()
    .mul(M2)
    .div(1 - p);
  const A3 = D2.matmul(W3.t()).add(b3).sigmoid();
  return { D1, D2, A3 };
}

/** The mean cross-entropy, and the price of the weights. */
export function cost(parameters: Parameters, batch: Batch): Tensor {
  const { W1, W2, W3 } = parameters;
  const { Y, lambda } = batch;
  const { A3 } = forward(parameters, batch);
  const right = Y.mul(A3.log()).add(sub(1, Y).mul(sub(1, A3).log()));
  const squares = W1.square().sum().add(W2.square().sum()).add(W3.square().sum());
  return squares.mul(lambda / (2 * Y.size(0))).sub(right.mean());
}

/** The gradients of the cost, under the names of what they belong to. */
export function gradients(parameters: Parameters, batch: Batch): Parameters {
  const { W1, W2, W3 } = parameters;
  const { X, Y, p, lambda } = batch;
  const { D1, D2, A3 } = forward(parameters, batch);
  const [m, keep] = [Y.size(0), 1 - p];
  const price = lambda / m;
  const dZ3 = A3.sub(Y).div(m);
  // A dropped answer is 0, and so is one that ReLU has cut: both let nothing through.
  const [open1, open2] = [D1.gt(0).float(), D2.gt(0).float()];
  const dZ2 = dZ3.matmul(W3).div(keep).mul(open2);
  const dZ1 = dZ2.matmul(W2).div(keep).mul(open1);
  return {
    W1: dZ1.t().matmul(X).add(W1.mul(price)),
    b1: dZ1.sum(0),
    W2: dZ2.t().matmul(D1).add(W2.mul(price)),
    b2: dZ2.sum(0),
    W3: dZ3.t().matmul(D2).add(W3.mul(price)),
    b3: dZ3.sum(0),
  };
}

/** What your own check says of the six gradients. */
export function differences(parameters: Parameters, batch: Batch): Promise<Record<string, number>> {
  const costOf = (moved: Tensors): Tensor => cost(moved as Parameters, batch);
  return gradientCheckN(costOf, parameters, gradients(parameters, batch), 1e-6);
}
