import { eye, type nn, optim, randperm, type Tensor } from "gradus";

export interface LikenessOptions {
  learningRate: number;
  margin: number;
  batchSize: number;
  steps: number;
}

/** The mean cost of all triplets of a batch that cost something; A, P: [m, d], row i the same symbol. Shape []. */
export function allTriplets(A: Tensor, P: Tensor, margin: number): Tensor {
  const distances = A.unsqueeze(1).sub(P.unsqueeze(0)).square().sum(2);
  const others = eye(A.size(0)).neg().add(1);
  const missing = distances.diagonal().unsqueeze(1).sub(distances).add(margin);
  const costs = missing.clamp(0).mul(others);
  return costs.sum().div(costs.gt(0).float().sum().clamp(1));
}

/** Each row of E [m, d] divided by its length. */
function ofLengthOne(E: Tensor): Tensor {
  return E.div(E.square().sum(1, { keepdim: true }).sqrt());
}

/** Trains a network in place to bring the same symbols by two hands together; the cost of each step. */
export async function trainLikeness(
  network: nn.TensorModule,
  first: Tensor,
  second: Tensor,
  { learningRate, margin, batchSize, steps }: LikenessOptions,
): Promise<number[]> {
  const optimizer = new optim.Adam(network.parameters(), { lr: learningRate });
  const costs: number[] = [];
  network.train();
  for (let step = 0; step < steps; step++) {
    const places = randperm(first.size(0)).narrow(0, 0, batchSize);
    const A = ofLengthOne(network.call(first.indexSelect(0, places)));
    const P = ofLengthOne(network.call(second.indexSelect(0, places)));
    const cost = allTriplets(A, P, margin);
    optimizer.zeroGrad();
    cost.backward();
    optimizer.step();
    costs.push(await cost.item());
  }
  return costs;
}
