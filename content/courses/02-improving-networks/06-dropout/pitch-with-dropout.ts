/** A network with dropout behind its hidden layers that learns the pitch, and its errors. */
import { nn, noGrad, optim, type Tensor } from "gradus";
import type { Points } from "../shared/points.ts";

export function network(p: number): nn.Sequential {
  const model = new nn.Sequential(
    new nn.Linear(2, 20),
    new nn.ReLU(),
    new nn.Dropout(p),
    new nn.Linear(20, 10),
    new nn.ReLU(),
    new nn.Dropout(p),
    new nn.Linear(10, 1),
  );
  for (const q of model.parameters())
    if (q.ndim > 1) nn.init.kaimingNormal_(q, { nonlinearity: "relu" });
    else nn.init.zeros_(q);
  return model;
}

/** Steps of plain gradient descent with a learning rate of 0.5. */
export function* learning(
  model: nn.Sequential,
  { X, Y }: Points,
  count: number,
): Generator<number> {
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.5 });
  const lossOf = new nn.BCEWithLogitsLoss();
  for (let step = 1; step <= count; step++) {
    optimizer.zeroGrad();
    lossOf.call(model.call(X), Y).backward();
    optimizer.step();
    yield step;
  }
}

/** The probabilities of class 1, [m, 1]: of the whole network, or of one with dropped units. */
export function answers(model: nn.Sequential, X: Tensor, dropping = false): Tensor {
  model.train(dropping);
  const found = noGrad(() => model.call(X).sigmoid());
  model.train();
  return found;
}

/** The share of wrong decisions. */
export const errorOf = (probabilities: Tensor, { Y }: Points): Promise<number> =>
  noGrad(() => probabilities.gt(0.5).float().ne(Y).float().mean()).item();
