/** The one primitive behind every product of matrices. */
import { record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { contract } from "../graph/node.ts";
import { permuteTo } from "./movement.ts";

export interface Ranks {
  readonly batch: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** `count` numbers from `from` on. */
export const span = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + i);

/**
 * `out[b, m, n] = Σₖ a[b, m, k]·b[b, n, k]`, differentiable; groups of axes as `contract` in the graph.
 */
export function contraction(a: Tensor, b: Tensor, r: Ranks): Tensor {
  const { batch, m, n, k } = r;
  return record("contract", contract(a.node, b.node, r), [a, b], (g) => {
    const lead = span(0, batch);
    const mAxes = span(batch, m);
    // dA[b, m, k] = Σₙ dC[b, m, n]·B[b, n, k]
    const da = () =>
      contraction(g, permuteTo(b, [...lead, ...span(batch + n, k), ...span(batch, n)]), {
        batch,
        m,
        n: k,
        k: n,
      });
    // dB[b, n, k] = Σₘ dC[b, m, n]·A[b, m, k]
    const db = () =>
      contraction(
        permuteTo(g, [...lead, ...span(batch + m, n), ...mAxes]),
        permuteTo(a, [...lead, ...span(batch + m, k), ...mAxes]),
        { batch, m: n, n: k, k: m },
      );
    return [a.requiresGrad ? da() : null, b.requiresGrad ? db() : null];
  });
}
