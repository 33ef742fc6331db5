import { type Tensor, zeros } from "gradus";
import type { Layer } from "../../../01-neural-networks/12-deep-networks/01-initialize-two-layer/solution.ts";
import { modelForward } from "../../../01-neural-networks/13-deep-forward/01-model-forward/solution.ts";
import { deepCost } from "../../../01-neural-networks/13-deep-forward/02-deep-cost/solution.ts";
import {
  type LayerGrads,
  modelBackward,
} from "../../../01-neural-networks/14-deep-backward/03-model-backward/solution.ts";

export interface AdamTraining {
  /** Rows in a batch. */
  size: number;
  learningRate: number;
  beta1: number;
  beta2: number;
  epsilon: number;
}

/** Trains with mini-batches and Adam, an epoch for each order [m] of the rows; `costs` has each batch's cost before its step. */
export async function trainWithAdam(
  X: Tensor,
  Y: Tensor,
  layers: readonly Layer[],
  orders: readonly Tensor[],
  options: AdamTraining,
): Promise<{ layers: Layer[]; costs: number[] }> {
  const { size, learningRate, beta1, beta2, epsilon } = options;
  const m = X.size(0);
  const costs: number[] = [];
  let now = [...layers];
  let v = now.map(({ W, b }) => ({ dW: zeros(W.shape), db: zeros(b.shape) }));
  let s = v;
  let t = 0;
  const mix = (old: Tensor, value: Tensor, beta: number): Tensor =>
    old.mul(beta).add(value.mul(1 - beta));
  const step = (p: Tensor, mean: Tensor, square: Tensor): Tensor => {
    const spread = square.div(1 - beta2 ** t).sqrt();
    return p.sub(
      mean
        .div(1 - beta1 ** t)
        .div(spread.add(epsilon))
        .mul(learningRate),
    );
  };
  for (const order of orders)
    for (let from = 0; from < m; from += size) {
      const rows = order.narrow(0, from, Math.min(size, m - from));
      const [x, y] = [X.indexSelect(0, rows), Y.indexSelect(0, rows)];
      const { AL, caches } = modelForward(x, now);
      const cost = deepCost(AL, y);
      const grads = modelBackward(AL, y, caches);
      t += 1;
      v = v.map(({ dW, db }, l) => {
        const g = grads[l] as LayerGrads;
        return { dW: mix(dW, g.dW, beta1), db: mix(db, g.db, beta1) };
      });
      s = s.map(({ dW, db }, l) => {
        const g = grads[l] as LayerGrads;
        return { dW: mix(dW, g.dW.square(), beta2), db: mix(db, g.db.square(), beta2) };
      });
      now = now.map(({ W, b }, l) => {
        const [mean, square] = [v[l] as LayerGrads, s[l] as LayerGrads];
        return { W: step(W, mean.dW, square.dW), b: step(b, mean.db, square.db) };
      });
      costs.push(await cost.item());
    }
  return { layers: now, costs };
}
