/** Averages of parameters over training. */
import {
  applyUpdates,
  needList,
  needNumber,
  noGrad,
  snapshot,
  type Tensor,
  type Update,
  within,
} from "@gradus/core";
import { parametersError } from "./errors.ts";
import { varying } from "./optimizer.ts";

/** The weight of the newest parameters after `count` earlier averagings. */
export type AveragingRule = (count: number) => number;

/**
 * Every step weighs the same (Polyak).
 *
 * @example [0, 1, 3].map(polyak) // [1, 0.5, 0.25]
 */
export function polyak(count: number): number {
  needNumber("polyak", "count", count);
  return 1 / (count + 1);
}
/**
 * Exponential moving average: the old average keeps the share `decay`.
 *
 * @example ema(0.9)(7) // 0.1
 */
export const ema =
  (decay = 0.999): AveragingRule =>
  () =>
    1 - decay;

/**
 * A running average of parameters: `a ← a + w·(p − a)`; the first update copies.
 *
 * @example
 * const w = tensor([1]);
 * const average = new AveragedParameters([w]);
 * average.update();
 * noGrad(() => w.add_(2));
 * average.update();
 * average.averages[0] // [2]
 * @source Polyak & Juditsky 1992; Izmailov et al. 2018, arXiv:1803.05407
 */
export class AveragedParameters {
  readonly averages: Tensor[];
  count = 0;
  readonly #parameters: Tensor[];
  readonly #rule: AveragingRule;

  constructor(parameters: Iterable<Tensor>, rule: AveragingRule = polyak) {
    needList("AveragedParameters", "parameters", parameters);
    this.#parameters = [...parameters];
    if (this.#parameters.length === 0)
      throw parametersError("AveragedParameters", "got no parameters");
    this.#rule = rule;
    this.averages = this.#parameters.map(snapshot);
  }

  /** Takes the parameters' present values into the average. */
  update(): void {
    const weight = this.count === 0 ? 1 : this.#rule(this.count);
    const next = (a: Tensor, i: number): Update => {
      const p = (this.#parameters[i] as Tensor).detach();
      return { target: a, value: a.add(p.sub(a).mul(varying(weight, a))).node };
    };
    applyUpdates(within("library", () => noGrad(() => this.averages.map(next))));
    this.count++;
  }

  /** Puts the averages in the parameters' place; the result puts the parameters back. */
  swapIn(): () => void {
    const saved = this.#parameters.map(snapshot);
    this.#parameters.forEach((p, i) => {
      p.node = snapshot(this.averages[i] as Tensor).node;
    });
    return () => {
      this.#parameters.forEach((p, i) => {
        p.node = (saved[i] as Tensor).node;
      });
    };
  }
}
