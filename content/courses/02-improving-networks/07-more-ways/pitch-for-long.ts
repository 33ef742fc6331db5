/** A large network that learns the pitch for so long that its dev cost rises again. */
import { nn, noGrad, optim } from "gradus";
import type { Points } from "../shared/points.ts";

export const steps = 1000;
/** How many balls it learns from. */
export const balls = 40;
/** How many steps lie between two looks at the dev set. */
export const every = 10;

export function network(): nn.Sequential {
  const model = new nn.Sequential(
    new nn.Linear(2, 50),
    new nn.ReLU(),
    new nn.Linear(50, 50),
    new nn.ReLU(),
    new nn.Linear(50, 1),
  );
  for (const q of model.parameters())
    if (q.ndim > 1) nn.init.kaimingNormal_(q, { nonlinearity: "relu" });
    else nn.init.zeros_(q);
  return model;
}

/** Steps of plain gradient descent, without any regularisation. */
export function* stepping(model: nn.Sequential, { X, Y }: Points): Generator<number> {
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.02 });
  const lossOf = new nn.BCEWithLogitsLoss();
  for (let step = 1; step <= steps; step++) {
    optimizer.zeroGrad();
    lossOf.call(model.call(X), Y).backward();
    optimizer.step();
    yield step;
  }
}

/** The cost, and the share of wrong decisions. */
export async function look(
  model: nn.Sequential,
  { X, Y }: Points,
): Promise<{ cost: number; error: number }> {
  const scores = noGrad(() => model.call(X));
  const cost = await new nn.BCEWithLogitsLoss().call(scores, Y).item();
  return { cost, error: await scores.gt(0).float().ne(Y).float().mean().item() };
}
