/** Schedules one after the other. */
import { hyperparameterError } from "../errors.ts";
import { type AnyOptimizer, LRScheduler } from "./schedule.ts";

/**
 * Each schedule until its milestone, then the next, which starts counting at 0.
 *
 * @throws UsageError `optim/hyperparameter` unless there is one milestone less than schedules
 * @example new lrScheduler.SequentialLR(optimizer, { schedulers: [warmUp, cosine], milestones: [5] })
 */
export class SequentialLR extends LRScheduler {
  readonly schedulers: readonly LRScheduler[];
  readonly milestones: readonly number[];

  constructor(
    optimizer: AnyOptimizer,
    options: { schedulers: readonly LRScheduler[]; milestones: readonly number[] },
  ) {
    super(optimizer);
    const { schedulers, milestones } = options;
    if (schedulers.length !== milestones.length + 1)
      throw hyperparameterError(
        "SequentialLR",
        "milestones",
        `[${milestones}]`,
        `one less than the ${schedulers.length} schedulers`,
      );
    if (schedulers.some((s) => s.optimizer !== optimizer))
      throw hyperparameterError(
        "SequentialLR",
        "schedulers",
        "another optimizer's",
        "of this optimizer",
      );
    this.schedulers = schedulers;
    this.milestones = milestones;
    this.apply();
  }

  override rateAt(t: number, lr: number, group: number): number {
    const i = this.milestones.filter((m) => m <= t).length;
    const start = i === 0 ? 0 : (this.milestones[i - 1] as number);
    return (this.schedulers[i] as LRScheduler).rateAt(t - start, lr, group);
  }
}
