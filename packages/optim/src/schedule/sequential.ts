/** Schedules made of schedules: one after the other, or all at once. */
import { needGivenOptions, needList } from "@gradus/core";
import { hyperparameterError, stateError } from "../errors.ts";
import { type AnyOptimizer, LRScheduler, type ScheduleState } from "./schedule.ts";

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
    needGivenOptions("SequentialLR", options, ["schedulers", "milestones"]);
    super(optimizer);
    const { schedulers, milestones } = options;
    needList("SequentialLR", "schedulers", schedulers);
    needList("SequentialLR", "milestones", milestones);
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

  /** The schedule whose turn it is at a step, and how many of its own it has taken. */
  #turn(t: number): { schedule: LRScheduler; own: number } {
    const i = this.milestones.filter((m) => m <= t).length;
    const start = i === 0 ? 0 : this.milestones[i - 1];
    return { schedule: this.schedulers[i], own: t - start };
  }

  override rateAt(t: number, initialLr: number, group: number): number {
    const { schedule, own } = this.#turn(t);
    return schedule.rateAt(own, initialLr, group);
  }

  override follow(lr: number, t: number, initialLr: number, group: number): number {
    const { schedule, own } = this.#turn(t);
    // Each begins from the initial rate, whatever the one before has left.
    return own === 0
      ? schedule.rateAt(0, initialLr, group)
      : schedule.follow(lr, own, initialLr, group);
  }
}

/**
 * Schedules of one optimizer that take their steps together, each from the rate the one before has left.
 *
 * @throws UsageError `optim/hyperparameter` for no schedules, or of several optimizers
 * @remarks The same as calling `step()` of each. Same numbers as `torch.optim.lr_scheduler.ChainedScheduler`.
 * @example
 * const optimizer = new SGD([ones([1])], { lr: 1 });
 * const halving = new lrScheduler.ExponentialLR(optimizer, { gamma: 0.5 });
 * const stairs = new lrScheduler.StepLR(optimizer, { stepSize: 2 });
 * const both = new lrScheduler.ChainedScheduler([halving, stairs]);
 * for (let i = 0; i < 2; i++) both.step();
 * both.getLastLr() // [0.025]
 */
export class ChainedScheduler {
  readonly optimizer: AnyOptimizer;
  readonly schedulers: readonly LRScheduler[];

  constructor(schedulers: readonly LRScheduler[]) {
    const list = Array.isArray(schedulers) ? schedulers : [];
    if (list.length === 0 || !list.every((s) => s instanceof LRScheduler))
      throw hyperparameterError("ChainedScheduler", "schedulers", schedulers, "schedules");
    this.optimizer = list[0].optimizer;
    if (list.some((s) => s.optimizer !== this.optimizer))
      throw hyperparameterError("ChainedScheduler", "schedulers", "of several", "of one optimizer");
    this.schedulers = list;
  }

  /** One more step of each. */
  step(): void {
    for (const s of this.schedulers) s.step();
  }

  /** The rate of each group now. */
  getLastLr(): number[] {
    return this.schedulers[0].getLastLr();
  }

  stateDict(): ScheduleState {
    const states = this.schedulers.map((s) => s.stateDict());
    return { lastEpoch: states[0].lastEpoch, schedulers: states };
  }

  /** @throws UsageError `optim/state-dict` for a state of other schedules */
  loadStateDict(state: ScheduleState): void {
    const { schedulers = [] } = state;
    if (schedulers.length !== this.schedulers.length)
      throw stateError(
        "ChainedScheduler",
        `it is of ${schedulers.length} schedules, this one of ${this.schedulers.length}`,
      );
    this.schedulers.forEach((s, i) => {
      s.loadStateDict(schedulers[i]);
    });
  }
}
