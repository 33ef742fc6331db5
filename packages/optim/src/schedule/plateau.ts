/** Lowering the rate when a metric stops getting better. */
import { needOptions } from "@gradus/core";
import { hyperparameterError } from "../errors.ts";
import {
  type AnyOptimizer,
  type Group,
  needCount,
  needOptimizer,
  needRange,
  type ScheduleState,
} from "./schedule.ts";

export interface PlateauOptions {
  /** "min" (default): lower is better. */
  readonly mode?: "min" | "max";
  /** What the rate is multiplied with; default 0.1. */
  readonly factor?: number;
  /** Steps without getting better that are borne; default 10. */
  readonly patience?: number;
  /** How much better counts; default 1e-4. */
  readonly threshold?: number;
  /** "rel" (default): as a share of the best. */
  readonly thresholdMode?: "rel" | "abs";
  /** Steps to wait after lowering; default 0. */
  readonly cooldown?: number;
  /** The rate goes no lower, one for all groups or one each; default 0. */
  readonly minLr?: number | readonly number[];
  /** A change smaller than this is not made; default 1e-8. */
  readonly eps?: number;
}

/**
 * Multiplies the rate with `factor` when the metric has not become better for more than `patience` steps.
 *
 * @state best: the best metric so far; badEpochs and cooldownLeft: counts, start at 0
 * @remarks Same defaults and same path as `torch.optim.lr_scheduler.ReduceLROnPlateau`. A NaN metric counts
 *   as not better.
 * @example new lrScheduler.ReduceLROnPlateau(new SGD([ones([1])], { lr: 1 }), { patience: 2 }).getLastLr() // [1]
 */
export class ReduceLROnPlateau {
  readonly optimizer: AnyOptimizer;
  readonly options: Required<PlateauOptions>;
  best: number;
  badEpochs = 0;
  cooldownLeft = 0;
  lastEpoch = 0;

  constructor(optimizer: AnyOptimizer, options: PlateauOptions = {}) {
    needOptions("ReduceLROnPlateau", options, [
      "mode",
      "factor",
      "patience",
      "threshold",
      "thresholdMode",
      "cooldown",
      "minLr",
      "eps",
    ]);
    needOptimizer("ReduceLROnPlateau", optimizer);
    this.optimizer = optimizer;
    this.options = {
      mode: "min",
      factor: 0.1,
      patience: 10,
      threshold: 1e-4,
      thresholdMode: "rel",
      cooldown: 0,
      minLr: 0,
      eps: 1e-8,
      ...options,
    };
    const { mode, factor, patience, cooldown, thresholdMode, minLr } = this.options;
    if (mode !== "min" && mode !== "max")
      throw hyperparameterError("ReduceLROnPlateau", "mode", mode, '"min" or "max"');
    if (thresholdMode !== "rel" && thresholdMode !== "abs")
      throw hyperparameterError(
        "ReduceLROnPlateau",
        "thresholdMode",
        thresholdMode,
        '"rel" or "abs"',
      );
    const groups = optimizer.paramGroups.length;
    if (typeof minLr !== "number" && minLr.length !== groups)
      throw hyperparameterError(
        "ReduceLROnPlateau",
        "minLr",
        `[${minLr}]`,
        `one rate, or one for each of ${groups} groups`,
      );
    needRange("ReduceLROnPlateau", "factor", factor, factor < 1 && factor > 0, "between 0 and 1");
    needCount("ReduceLROnPlateau", "patience", patience, 0);
    needCount("ReduceLROnPlateau", "cooldown", cooldown, 0);
    this.best = mode === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  #isBetter(metric: number): boolean {
    const { mode, threshold, thresholdMode } = this.options;
    if (thresholdMode === "abs")
      return mode === "min" ? metric < this.best - threshold : metric > this.best + threshold;
    return mode === "min"
      ? metric < this.best * (1 - threshold)
      : metric > this.best * (1 + threshold);
  }

  /** Takes the metric of one more epoch, and lowers the rates if it is time. */
  step(metric: number): void {
    if (typeof metric !== "number")
      throw hyperparameterError("ReduceLROnPlateau.step", "metric", metric, "a number");
    const { factor, patience, cooldown, minLr, eps } = this.options;
    this.lastEpoch++;
    if (this.#isBetter(metric)) {
      this.best = metric;
      this.badEpochs = 0;
    } else this.badEpochs++;
    if (this.cooldownLeft > 0) {
      this.cooldownLeft--;
      this.badEpochs = 0;
    }
    if (this.badEpochs <= patience) return;
    this.optimizer.paramGroups.forEach((group: Group, i: number) => {
      const least = typeof minLr === "number" ? minLr : (minLr[i] ?? 0);
      const lr = Math.max(group.lr * factor, least);
      if (group.lr - lr > eps) group.lr = lr;
    });
    this.cooldownLeft = cooldown;
    this.badEpochs = 0;
  }

  /** The rate of each group now. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((g: Group) => g.lr);
  }

  stateDict(): ScheduleState {
    const { lastEpoch, best, badEpochs, cooldownLeft } = this;
    return { lastEpoch, numbers: { best, badEpochs, cooldownLeft } };
  }

  loadStateDict(state: ScheduleState): void {
    this.lastEpoch = state.lastEpoch;
    this.best = state.numbers?.best ?? this.best;
    this.badEpochs = state.numbers?.badEpochs ?? 0;
    this.cooldownLeft = state.numbers?.cooldownLeft ?? 0;
  }
}
