/** Schedules that are a formula of the number of steps `t`; `lr₀` is a group's initial rate. */
import { needFunction, needGivenOptions, needList, needOptions } from "@gradus/core";
import { hyperparameterError } from "../errors.ts";
import {
  type AnyOptimizer,
  FactorSchedule,
  LRScheduler,
  needCount,
  needRange,
} from "./schedule.ts";

/**
 * The rate times `gamma` every `stepSize` steps: `lr₀ · gamma^⌊t/stepSize⌋`.
 *
 * @example new lrScheduler.StepLR(new SGD([ones([1])], { lr: 1 }), { stepSize: 30 }).rateAt(60, 1) // 0.01
 */
export class StepLR extends FactorSchedule {
  readonly stepSize: number;
  readonly gamma: number;

  constructor(optimizer: AnyOptimizer, options: { stepSize: number; gamma?: number }) {
    needGivenOptions("StepLR", options, ["stepSize", "gamma"]);
    super(optimizer);
    needCount("StepLR", "stepSize", options.stepSize);
    this.stepSize = options.stepSize;
    this.gamma = options.gamma ?? 0.1;
    this.apply();
  }

  override factorAt(t: number): number {
    return this.gamma ** Math.floor(t / this.stepSize);
  }
}

/**
 * The rate times `gamma` at each milestone.
 *
 * @example new lrScheduler.MultiStepLR(new SGD([ones([1])], { lr: 1 }), { milestones: [30, 80] }).rateAt(30, 1) // 0.1
 */
export class MultiStepLR extends FactorSchedule {
  readonly milestones: readonly number[];
  readonly gamma: number;

  constructor(optimizer: AnyOptimizer, options: { milestones: readonly number[]; gamma?: number }) {
    needGivenOptions("MultiStepLR", options, ["milestones", "gamma"]);
    super(optimizer);
    needList("MultiStepLR", "milestones", options.milestones);
    for (const m of options.milestones) needCount("MultiStepLR", "a milestone", m, 0);
    this.milestones = options.milestones.toSorted((a, b) => a - b);
    this.gamma = options.gamma ?? 0.1;
    this.apply();
  }

  override factorAt(t: number): number {
    return this.gamma ** this.milestones.filter((m) => m <= t).length;
  }
}

/**
 * `lr₀ · gamma^t`.
 *
 * @example new lrScheduler.ExponentialLR(new SGD([ones([1])], { lr: 1 }), { gamma: 0.5 }).rateAt(3, 1) // 0.125
 */
export class ExponentialLR extends FactorSchedule {
  readonly gamma: number;

  constructor(optimizer: AnyOptimizer, options: { gamma: number }) {
    needGivenOptions("ExponentialLR", options, ["gamma"]);
    super(optimizer);
    needRange("ExponentialLR", "gamma", options.gamma, options.gamma > 0, "above 0");
    this.gamma = options.gamma;
    this.apply();
  }

  override factorAt(t: number): number {
    return this.gamma ** t;
  }
}

/**
 * `factor · lr₀` for `totalIters` steps, then `lr₀`.
 *
 * @example new lrScheduler.ConstantLR(new SGD([ones([1])], { lr: 1 }), { factor: 0.5 }).rateAt(4, 1) // 0.5
 */
export class ConstantLR extends FactorSchedule {
  readonly factor: number;
  readonly totalIters: number;

  constructor(optimizer: AnyOptimizer, options: { factor?: number; totalIters?: number } = {}) {
    needOptions("ConstantLR", options, ["factor", "totalIters"]);
    super(optimizer);
    this.factor = options.factor ?? 1 / 3;
    this.totalIters = options.totalIters ?? 5;
    const { factor } = this;
    needRange("ConstantLR", "factor", factor, factor >= 0 && factor <= 1, "from 0 to 1");
    needCount("ConstantLR", "totalIters", this.totalIters, 0);
    this.apply();
  }

  override factorAt(t: number): number {
    return t < this.totalIters ? this.factor : 1;
  }
}

/**
 * From `startFactor · lr₀` to `endFactor · lr₀` on a straight line over `totalIters` steps: a warm-up.
 *
 * @example new lrScheduler.LinearLR(new SGD([ones([1])], { lr: 1 }), { startFactor: 0.5, totalIters: 2 }).rateAt(1, 1) // 0.75
 */
export class LinearLR extends FactorSchedule {
  readonly startFactor: number;
  readonly endFactor: number;
  readonly totalIters: number;

  constructor(
    optimizer: AnyOptimizer,
    options: { startFactor?: number; endFactor?: number; totalIters?: number } = {},
  ) {
    needOptions("LinearLR", options, ["startFactor", "endFactor", "totalIters"]);
    super(optimizer);
    this.startFactor = options.startFactor ?? 1 / 3;
    this.endFactor = options.endFactor ?? 1;
    this.totalIters = options.totalIters ?? 5;
    const [a, b] = [this.startFactor, this.endFactor];
    needRange("LinearLR", "startFactor", a, a > 0 && a <= 1, "above 0 and at most 1");
    needRange("LinearLR", "endFactor", b, b >= 0 && b <= 1, "from 0 to 1");
    needCount("LinearLR", "totalIters", this.totalIters);
    this.apply();
  }

  override factorAt(t: number): number {
    const share = Math.min(t, this.totalIters) / this.totalIters;
    return this.startFactor + (this.endFactor - this.startFactor) * share;
  }
}

/**
 * `lr₀ · (1 − t/totalIters)^power`, 0 from then on.
 *
 * @example new lrScheduler.PolynomialLR(new SGD([ones([1])], { lr: 1 }), { totalIters: 10, power: 2 }).rateAt(5, 1) // 0.25
 */
export class PolynomialLR extends FactorSchedule {
  readonly totalIters: number;
  readonly power: number;

  constructor(optimizer: AnyOptimizer, options: { totalIters?: number; power?: number } = {}) {
    needOptions("PolynomialLR", options, ["totalIters", "power"]);
    super(optimizer);
    this.totalIters = options.totalIters ?? 5;
    this.power = options.power ?? 1;
    needCount("PolynomialLR", "totalIters", this.totalIters);
    this.apply();
  }

  override factorAt(t: number): number {
    return (1 - Math.min(t, this.totalIters) / this.totalIters) ** this.power;
  }
}

type Lambda = (epoch: number) => number;

/** A function for each group, of one for all or one each. */
function oneEach(
  schedule: string,
  optimizer: AnyOptimizer,
  given: Lambda | readonly Lambda[],
): readonly Lambda[] {
  for (const f of [given].flat()) needFunction(schedule, "lrLambda", f);
  const groups = optimizer.paramGroups.length;
  const lambdas = typeof given === "function" ? optimizer.paramGroups.map(() => given) : given;
  if (lambdas.length !== groups)
    throw hyperparameterError(
      schedule,
      "lrLambda",
      `${lambdas.length} functions`,
      `one function, or ${groups} of them`,
    );
  return lambdas;
}

/**
 * The initial rate times a function of the number of steps, one for all groups or one each.
 *
 * @example new lrScheduler.LambdaLR(new SGD([ones([1])], { lr: 1 }), { lrLambda: (t) => 1 / (1 + t) }).rateAt(3, 1, 0) // 0.25
 */
export class LambdaLR extends LRScheduler {
  readonly lambdas: readonly Lambda[];

  constructor(optimizer: AnyOptimizer, options: { lrLambda: Lambda | readonly Lambda[] }) {
    needGivenOptions("LambdaLR", options, ["lrLambda"]);
    super(optimizer);
    this.lambdas = oneEach("LambdaLR", optimizer, options.lrLambda);
    this.apply();
  }

  override rateAt(t: number, lr: number, group: number): number {
    return lr * (this.lambdas[group] as Lambda)(t);
  }
}

const cosineBetween = (high: number, low: number, share: number): number =>
  low + ((high - low) * (1 + Math.cos(Math.PI * share))) / 2;

/**
 * Half a cosine from the initial rate to `etaMin` over `TMax` steps, and back up.
 *
 * @source Loshchilov & Hutter 2017, arXiv:1608.03983, eq. 5
 * @example new lrScheduler.CosineAnnealingLR(new SGD([ones([1])], { lr: 1 }), { TMax: 10 }).rateAt(5, 1) // 0.5
 */
export class CosineAnnealingLR extends LRScheduler {
  readonly TMax: number;
  readonly etaMin: number;

  constructor(optimizer: AnyOptimizer, options: { TMax: number; etaMin?: number }) {
    needGivenOptions("CosineAnnealingLR", options, ["TMax", "etaMin"]);
    super(optimizer);
    needCount("CosineAnnealingLR", "TMax", options.TMax);
    this.TMax = options.TMax;
    this.etaMin = options.etaMin ?? 0;
    this.apply();
  }

  override rateAt(t: number, lr: number): number {
    return cosineBetween(lr, this.etaMin, t / this.TMax);
  }

  override follow(lr: number, t: number, initialLr: number): number {
    if (t === 0) return lr;
    const { TMax, etaMin } = this;
    const height = (at: number): number => 1 + Math.cos((Math.PI * at) / TMax);
    // At the bottom there is nothing left to scale: the way up starts from the initial rate's cosine.
    if ((t - 1 - TMax) % (2 * TMax) === 0)
      return lr + ((initialLr - etaMin) * (1 - Math.cos(Math.PI / TMax))) / 2;
    return (height(t) / height(t - 1)) * (lr - etaMin) + etaMin;
  }
}

/**
 * Half a cosine from the initial rate to `etaMin` over `T0` steps, then again from the top; each cycle is
 * `TMult` times as long as the one before.
 *
 * @source Loshchilov & Hutter 2017, arXiv:1608.03983
 * @example new lrScheduler.CosineAnnealingWarmRestarts(new SGD([ones([1])], { lr: 1 }), { T0: 4 }).rateAt(6, 1) // 0.5
 */
export class CosineAnnealingWarmRestarts extends LRScheduler {
  readonly T0: number;
  readonly TMult: number;
  readonly etaMin: number;

  constructor(optimizer: AnyOptimizer, options: { T0: number; TMult?: number; etaMin?: number }) {
    needGivenOptions("CosineAnnealingWarmRestarts", options, ["T0", "TMult", "etaMin"]);
    super(optimizer);
    this.T0 = options.T0;
    this.TMult = options.TMult ?? 1;
    this.etaMin = options.etaMin ?? 0;
    needCount("CosineAnnealingWarmRestarts", "T0", this.T0);
    needCount("CosineAnnealingWarmRestarts", "TMult", this.TMult);
    this.apply();
  }

  override rateAt(t: number, lr: number): number {
    let [start, length] = [0, this.T0];
    while (t >= start + length) {
      start += length;
      length *= this.TMult;
    }
    return cosineBetween(lr, this.etaMin, (t - start) / length);
  }
}

/**
 * The rate times a function of the number of steps, at each step: `lrₜ = lrₜ₋₁ · f(t)` from t = 1.
 *
 * @example new lrScheduler.MultiplicativeLR(new SGD([ones([1])], { lr: 1 }), { lrLambda: () => 0.5 }).rateAt(3, 1, 0) // 0.125
 */
export class MultiplicativeLR extends LRScheduler {
  readonly lambdas: readonly Lambda[];

  constructor(optimizer: AnyOptimizer, options: { lrLambda: Lambda | readonly Lambda[] }) {
    needGivenOptions("MultiplicativeLR", options, ["lrLambda"]);
    super(optimizer);
    this.lambdas = oneEach("MultiplicativeLR", optimizer, options.lrLambda);
    this.apply();
  }

  override rateAt(t: number, lr: number, group: number): number {
    let rate = lr;
    for (let i = 1; i <= t; i++) rate = this.follow(rate, i, lr, group);
    return rate;
  }

  override follow(lr: number, t: number, _initialLr: number, group: number): number {
    return t === 0 ? lr : lr * (this.lambdas[group] as Lambda)(t);
  }
}
