/** The same weights and images as `tools/golden/vision_models.py` makes. */
import { readValues, type Tensor, tensor } from "@gradus/core";
import type { Module, StateDict } from "@gradus/nn";
import { lossWeights } from "@gradus/testkit";

const count = (shape: readonly number[]): number => shape.reduce((p, n) => p * n, 1);

const waveValues = (n: number, i: number): Float64Array =>
  Float64Array.from(
    { length: n },
    (_, j) => Math.floor(Math.sin(0.37 * j + 1.7 * i) * 256 + 0.5) / 256,
  );

/** Numbers between -1 and 1, in float64. */
export const wave = (shape: readonly number[], i: number): Tensor =>
  tensor(waveValues(count(shape), i), { shape });

/** The state by its formula; counters of batches stay as they are. */
export function formulaState(state: StateDict): StateDict {
  const entries = Object.entries(state).map(([name, t], i): [string, Tensor] => {
    if (t.dtype === "int32") return [name, t];
    const v = waveValues(t.numel(), i);
    const fan = t.numel() / (t.shape[0] ?? 1);
    const made = name.endsWith("running_var")
      ? v.map((x) => 1 + x / 2)
      : t.ndim > 1
        ? v.map((x) => x * 2 ** -roundHalfEven(Math.log2(Math.sqrt(fan))))
        : name.endsWith("weight")
          ? v.map((x) => 1 + x / 4)
          : v.map((x) => x / 4);
    return [name, tensor(made, { shape: t.shape })];
  });
  return Object.fromEntries(entries);
}

/** Halves go to the even neighbour, as in Python. */
const roundHalfEven = (x: number): number =>
  Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x);

/** Gradients of `Σ w·(y²/2 + y)`: of each parameter the norm, and the sum with unequal weights. */
export function backwardOf(model: Module, y: Tensor): Record<string, [number, number]> {
  const w = tensor(Float64Array.from(lossWeights(y.numel())), { shape: y.shape });
  y.mul(y).mul(0.5).add(y).mul(w).sum().backward();
  return Object.fromEntries(
    [...model.namedParameters()].map(([name, p]) => {
      const g = p.grad ? readValues(p.grad) : [];
      const weights = lossWeights(g.length);
      let [square, sum] = [0, 0];
      for (let i = 0; i < g.length; i++) {
        square += (g[i] as number) ** 2;
        sum += (g[i] as number) * (weights[i] as number);
      }
      return [name, [Math.sqrt(square), sum]];
    }),
  );
}
