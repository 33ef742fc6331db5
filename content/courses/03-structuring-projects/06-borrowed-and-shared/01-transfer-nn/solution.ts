import { nn, noGrad, optim, type Tensor } from "gradus";

export interface TrainHeadOptions {
  learningRate: number;
  steps: number;
}

/** Trains a head on a frozen body, on all of X [m, inputs] with labels [m] in each step; the cost before each step. */
export async function trainHead(
  body: nn.TensorModule,
  head: nn.TensorModule,
  X: Tensor,
  labels: Tensor,
  { learningRate, steps }: TrainHeadOptions,
): Promise<number[]> {
  //# 1. Prepare: freeze the body
  body.requiresGrad_(false);
  body.eval();
  //# 2. Forward: what the body says of the examples, once for all steps
  const features = noGrad(() => body.call(X));
  //# 3. Loop: the head learns, and nothing else does
  const optimizer = new optim.Adam(head.parameters(), { lr: learningRate });
  const lossOf = new nn.CrossEntropyLoss();
  const costs: number[] = [];
  for (let step = 0; step < steps; step++) {
    optimizer.zeroGrad();
    const loss = lossOf.call(head.call(features), labels);
    loss.backward();
    optimizer.step();
    costs.push(await loss.item());
  }
  return costs;
}
