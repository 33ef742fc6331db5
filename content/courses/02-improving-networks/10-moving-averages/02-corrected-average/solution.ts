import { movingAverage } from "../01-moving-average/solution.ts";

/** The moving average after each value, divided by what its weights add up to: v / (1 − βᵗ). */
export function correctedAverage(values: readonly number[], beta: number): number[] {
  return movingAverage(values, beta).map((v, i) => v / (1 - beta ** (i + 1)));
}
