/** Cycles between two rates, again and again. */
import { needFunction, needGivenOptions } from "@gradus/core";
import { hyperparameterError } from "../errors.ts";
import { type AnyOptimizer, type Group, LRScheduler, needCount } from "./schedule.ts";

export interface CyclicOptions {
  /** The lowest rate, one for all groups or one each. */
  readonly baseLr: number | readonly number[];
  /** The highest. */
  readonly maxLr: number | readonly number[];
  /** Steps up; default 2000. */
  readonly stepSizeUp?: number;
  /** Steps down; default: as many as up. */
  readonly stepSizeDown?: number;
  /** The height of the cycles: all alike (default), half as high each time, or times `gamma` a step. */
  readonly mode?: "triangular" | "triangular2" | "exp_range";
  /** Default 1. */
  readonly gamma?: number;
  /** The height as a function of what `scaleMode` counts, in place of `mode`. */
  readonly scaleFn?: (x: number) => number;
  /** Default "cycle". */
  readonly scaleMode?: "cycle" | "iterations";
  /** Move the momentum against the rate; default true. */
  readonly cycleMomentum?: boolean;
  /** Default 0.8 and 0.9. */
  readonly baseMomentum?: number;
  readonly maxMomentum?: number;
}

/**
 * Up from `baseLr` to `maxLr` and down again on straight lines: `step()` after every batch.
 *
 * @remarks Same defaults and same path as `torch.optim.lr_scheduler.CyclicLR`.
 * @source Smith 2017, arXiv:1506.01186
 * @example new lrScheduler.CyclicLR(new SGD([ones([1])], { lr: 1 }), { baseLr: 0.1, maxLr: 0.5, stepSizeUp: 4, cycleMomentum: false }).rateAt(2, 1, 0) // 0.3
 */
export class CyclicLR extends LRScheduler {
  readonly #base: readonly number[];
  readonly #top: readonly number[];
  readonly #up: number;
  readonly #total: number;
  readonly #height: (cycle: number, t: number) => number;
  readonly #momenta: readonly [number, number] | null;

  constructor(optimizer: AnyOptimizer, options: CyclicOptions) {
    needGivenOptions("CyclicLR", options, [
      "baseLr",
      "maxLr",
      "stepSizeUp",
      "stepSizeDown",
      "mode",
      "gamma",
      "scaleFn",
      "scaleMode",
      "cycleMomentum",
      "baseMomentum",
      "maxMomentum",
    ]);
    super(optimizer);
    const groups: Group[] = optimizer.paramGroups;
    this.#base = rates("baseLr", options.baseLr, groups.length);
    this.#top = rates("maxLr", options.maxLr, groups.length);
    const { stepSizeUp = 2000, stepSizeDown = stepSizeUp, cycleMomentum = true } = options;
    needCount("CyclicLR", "stepSizeUp", stepSizeUp);
    needCount("CyclicLR", "stepSizeDown", stepSizeDown);
    this.#up = stepSizeUp;
    this.#total = stepSizeUp + stepSizeDown;
    this.#height = heightOf(options);
    if (cycleMomentum && !groups.every((g) => "momentum" in g || "betas" in g))
      throw hyperparameterError(
        "CyclicLR",
        "cycleMomentum",
        true,
        "false for an optimizer without momentum or betas",
      );
    const { baseMomentum = 0.8, maxMomentum = 0.9 } = options;
    this.#momenta = cycleMomentum ? [baseMomentum, maxMomentum] : null;
    this.apply();
  }

  /** How far above the base, as a share of the way to the top. */
  #share(t: number): number {
    const cycle = Math.floor(1 + t / this.#total);
    const x = 1 + t / this.#total - cycle;
    const ratio = this.#up / this.#total;
    const height = x <= ratio ? x / ratio : (x - 1) / (ratio - 1);
    return height * this.#height(cycle, t);
  }

  override rateAt(t: number, _lr: number, group: number): number {
    const [base, top] = [this.#base[group] as number, this.#top[group] as number];
    return base + (top - base) * this.#share(t);
  }

  protected override apply(): void {
    super.apply();
    if (!this.#momenta) return;
    const [low, high] = this.#momenta;
    const momentum = high - (high - low) * this.#share(this.lastEpoch);
    const groups: (Group & { momentum?: number; betas?: readonly [number, number] })[] =
      this.optimizer.paramGroups;
    for (const group of groups)
      if (group.betas) group.betas = [momentum, group.betas[1]];
      else group.momentum = momentum;
  }
}

function rates(name: string, given: number | readonly number[], groups: number): readonly number[] {
  const list = typeof given === "number" ? new Array<number>(groups).fill(given) : given;
  if (!Array.isArray(list) || list.length !== groups)
    throw hyperparameterError(
      "CyclicLR",
      name,
      given,
      `one rate, or one for each of ${groups} groups`,
    );
  return list;
}

function heightOf({
  mode = "triangular",
  gamma = 1,
  scaleFn,
  scaleMode = "cycle",
}: CyclicOptions): (cycle: number, t: number) => number {
  if (scaleFn) {
    needFunction("CyclicLR", "scaleFn", scaleFn);
    return (cycle, t) => scaleFn(scaleMode === "cycle" ? cycle : t);
  }
  if (mode === "triangular") return () => 1;
  if (mode === "triangular2") return (cycle) => 2 ** (1 - cycle);
  if (mode === "exp_range") return (_, t) => gamma ** t;
  throw hyperparameterError("CyclicLR", "mode", mode, '"triangular", "triangular2" or "exp_range"');
}
