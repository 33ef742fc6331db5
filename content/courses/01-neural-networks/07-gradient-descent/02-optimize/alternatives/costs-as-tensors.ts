import type { Tensor } from "gradus";
import { propagate } from "../../01-propagate/solution.ts";

export async function optimize(
  start: { w: Tensor; b: Tensor },
  X: Tensor,
  y: Tensor,
  options: { iterations: number; learningRate: number },
) {
  let { w, b } = start;
  const costs: Tensor[] = [];
  for (let i = 0; i < options.iterations; i++) {
    const { dw, db, cost } = propagate({ w, b }, X, y);
    if (i % 100 === 0) costs.push(cost);
    w = w.add(dw.mul(-options.learningRate));
    b = b.add(db.mul(-options.learningRate));
  }
  return { neuron: { w, b }, costs: await Promise.all(costs.map((c) => c.item())) };
}
