/** A network with dropout behind its hidden layers that learns the pitch, and its errors. */
import { nn, noGrad, optim, rand, type Tensor } from "gradus";
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

/** The probabilities of class 1, [m, 1], from the whole network. */
export function answers(model: nn.Sequential, X: Tensor): Tensor {
  model.eval();
  const found = noGrad(() => model.call(X).sigmoid());
  model.train();
  return found;
}

/** One of the networks in it: its dice are thrown once, so that it leaves out the same units for every point. */
export function drawOne(model: nn.Sequential): (X: Tensor) => Tensor {
  const layers = [...model.children()] as nn.TensorModule[];
  const masks = new Map<nn.Module, Tensor>();
  layers.forEach((layer, i) => {
    if (!(layer instanceof nn.Dropout)) return;
    const { weight } = layers[i + 1] as nn.Linear;
    masks.set(
      layer,
      rand([weight.size(1)])
        .ge(layer.p)
        .float()
        .div(1 - layer.p),
    );
  });
  return (X) =>
    noGrad(() => {
      let A = X;
      for (const layer of layers) {
        const mask = masks.get(layer);
        A = mask ? A.mul(mask) : layer.call(A);
      }
      return A.sigmoid();
    });
}

/** The share of wrong decisions. */
export const errorOf = (probabilities: Tensor, { Y }: Points): Promise<number> =>
  noGrad(() => probabilities.gt(0.5).float().ne(Y).float().mean()).item();
