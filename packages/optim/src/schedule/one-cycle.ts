/** One cycle: up to a high rate and down to nearly none within a whole training run. */
import { needGivenOptions } from "@gradus/core";
import { hyperparameterError } from "../errors.ts";
import { type AnyOptimizer, type Group, LRScheduler, needCount, needRange } from "./schedule.ts";

export interface OneCycleOptions {
  /** The highest rate, one for all groups or one each. */
  readonly maxLr: number | readonly number[];
  /** Steps of the whole cycle; or `epochs` and `stepsPerEpoch`. */
  readonly totalSteps?: number;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  /** The share of steps that goes up; default 0.3. */
  readonly pctStart?: number;
  /** Default "cos". */
  readonly annealStrategy?: "cos" | "linear";
  /** Move the momentum against the rate; default true. */
  readonly cycleMomentum?: boolean;
  readonly baseMomentum?: number;
  readonly maxMomentum?: number;
  /** The first rate is maxLr / divFactor; default 25. */
  readonly divFactor?: number;
  /** The last rate is the first / finalDivFactor; default 10,000. */
  readonly finalDivFactor?: number;
  /** Back to the first rate, then down; default false: down at once. */
  readonly threePhase?: boolean;
}

interface Phase {
  readonly end: number;
  readonly rates: readonly [number, number];
  readonly momenta: readonly [number, number];
}

/**
 * The one-cycle policy: `step()` after every batch, the last one too.
 *
 * @throws UsageError `optim/hyperparameter` at a step beyond `totalSteps`
 * @remarks Same defaults and same path as `torch.optim.lr_scheduler.OneCycleLR`.
 * @source Smith & Topin 2018, arXiv:1708.07120
 * @example new lrScheduler.OneCycleLR(new SGD([ones([1])], { lr: 1 }), { maxLr: 0.5, totalSteps: 10, cycleMomentum: false }).getLastLr() // [0.02]
 */
export class OneCycleLR extends LRScheduler {
  readonly totalSteps: number;
  readonly #phases: readonly (readonly Phase[])[];
  readonly #linear: boolean;
  readonly #cycleMomentum: boolean;

  constructor(optimizer: AnyOptimizer, options: OneCycleOptions) {
    needGivenOptions("OneCycleLR", options, [
      "maxLr",
      "totalSteps",
      "epochs",
      "stepsPerEpoch",
      "pctStart",
      "annealStrategy",
      "cycleMomentum",
      "baseMomentum",
      "maxMomentum",
      "divFactor",
      "finalDivFactor",
      "threePhase",
    ]);
    super(optimizer);
    const { epochs = 0, stepsPerEpoch = 0 } = options;
    this.totalSteps = options.totalSteps ?? epochs * stepsPerEpoch;
    needCount("OneCycleLR", "totalSteps", this.totalSteps);
    const { pctStart = 0.3, divFactor = 25, finalDivFactor = 1e4 } = options;
    needRange("OneCycleLR", "pctStart", pctStart, pctStart >= 0 && pctStart <= 1, "from 0 to 1");
    const strategy = options.annealStrategy ?? "cos";
    if (strategy !== "cos" && strategy !== "linear")
      throw hyperparameterError("OneCycleLR", "annealStrategy", strategy, '"cos" or "linear"');
    this.#linear = strategy === "linear";
    const groups: Group[] = optimizer.paramGroups;
    this.#cycleMomentum = options.cycleMomentum ?? true;
    if (this.#cycleMomentum && !groups.every((g) => "momentum" in g || "betas" in g))
      throw hyperparameterError(
        "OneCycleLR",
        "cycleMomentum",
        true,
        "false for an optimizer without momentum or betas",
      );
    const { maxLr } = options;
    const tops = typeof maxLr === "number" ? groups.map(() => maxLr) : maxLr;
    if (tops.length !== groups.length)
      throw hyperparameterError(
        "OneCycleLR",
        "maxLr",
        `[${maxLr}]`,
        `one rate, or one for each of ${groups.length} groups`,
      );
    const { baseMomentum: low = 0.85, maxMomentum: high = 0.95 } = options;
    const up = pctStart * this.totalSteps - 1;
    const last = this.totalSteps - 1;
    this.#phases = tops.map((top) => {
      const first = top / divFactor;
      const least = first / finalDivFactor;
      return options.threePhase
        ? [
            { end: up, rates: [first, top], momenta: [high, low] },
            { end: 2 * up, rates: [top, first], momenta: [low, high] },
            { end: last, rates: [first, least], momenta: [high, high] },
          ]
        : [
            { end: up, rates: [first, top], momenta: [high, low] },
            { end: last, rates: [top, least], momenta: [low, high] },
          ];
    });
    this.apply();
  }

  /** The phase a step is in, and how far through it. */
  #at(t: number, group: number): { phase: Phase; share: number } {
    const phases = this.#phases[group] as readonly Phase[];
    let start = 0;
    for (const [i, phase] of phases.entries()) {
      if (t <= phase.end || i === phases.length - 1)
        return { phase, share: (t - start) / (phase.end - start) };
      start = phase.end;
    }
    return { phase: phases[0] as Phase, share: 0 };
  }

  #between([from, to]: readonly [number, number], share: number): number {
    return this.#linear
      ? from + (to - from) * share
      : to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
  }

  override rateAt(t: number, _lr: number, group: number): number {
    // The usual loop ends with a step of the schedule that no step of the optimizer follows.
    if (t > this.totalSteps)
      throw hyperparameterError(
        "OneCycleLR",
        "the step",
        t,
        `at most totalSteps, ${this.totalSteps}`,
      );
    const { phase, share } = this.#at(t, group);
    return this.#between(phase.rates, share);
  }

  protected override apply(): void {
    super.apply();
    if (!this.#cycleMomentum) return;
    const groups: (Group & { momentum?: number; betas?: readonly [number, number] })[] =
      this.optimizer.paramGroups;
    this.#phases.forEach((_, i) => {
      const group = groups[i];
      if (!group) return;
      const { phase, share } = this.#at(this.lastEpoch, i);
      const momentum = this.#between(phase.momenta, share);
      if (group.betas) group.betas = [momentum, group.betas[1]];
      else group.momentum = momentum;
    });
  }
}
