/**
 * Learning-rate schedules. A schedule is a function from the number of its steps to a rate for each
 * group, made of the group's initial rate; so a step count is all it has to remember.
 */
import { hyperparameterError, stateError } from "../errors.ts";
import type { GroupOptions, Optimizer, ParamGroup } from "../optimizer.ts";

/** Any optimizer: a schedule only touches the groups' rates. */
// biome-ignore lint/suspicious/noExplicitAny: the groups' other options do not matter here
export type AnyOptimizer = Optimizer<any>;

export type Group = ParamGroup<GroupOptions>;

export interface ScheduleState {
  readonly lastEpoch: number;
  /** The groups' rates the schedule started from. */
  readonly initialLrs?: readonly number[];
  readonly numbers?: Readonly<Record<string, number>>;
}

/** Refuses an option out of its range. */
export function needRange(
  where: string,
  name: string,
  value: number,
  ok: boolean,
  allowed: string,
): void {
  if (!ok) throw hyperparameterError(where, name, value, allowed);
}

export const needCount = (where: string, name: string, value: number, least = 1): void =>
  needRange(
    where,
    name,
    value,
    Number.isInteger(value) && value >= least,
    `a whole number from ${least}`,
  );

/**
 * The base of schedules: sets every group's `lr` when made, and again at each `step()`.
 *
 * @state lastEpoch: how many steps have been taken, starts at 0
 * @state initialLrs: the groups' rates when the schedule was made
 * @remarks Rates are computed from the initial rates, not from the last ones as in PyTorch; the numbers are
 *   the same unless something else changes `lr` in between. Groups added to the optimizer later keep their
 *   rates: make a new schedule for them.
 * @example
 * const optimizer = new SGD([ones([1])], { lr: 1 });
 * const schedule = new lrScheduler.ExponentialLR(optimizer, { gamma: 0.5 });
 * optimizer.step();
 * schedule.step();
 * optimizer.paramGroups[0].lr // 0.5
 */
export abstract class LRScheduler {
  readonly optimizer: AnyOptimizer;
  initialLrs: readonly number[];
  lastEpoch = 0;

  constructor(optimizer: AnyOptimizer) {
    this.optimizer = optimizer;
    this.initialLrs = optimizer.paramGroups.map((group: Group) => {
      group.initialLr ??= group.lr;
      return group.initialLr;
    });
  }

  /** The rate of a group after `epoch` steps. */
  abstract rateAt(epoch: number, initialLr: number, group: number): number;

  /** Sets the groups' rates for the steps taken so far. */
  protected apply(): void {
    const groups: Group[] = this.optimizer.paramGroups;
    this.initialLrs.forEach((initialLr, i) => {
      const group = groups[i];
      if (group) group.lr = this.rateAt(this.lastEpoch, initialLr, i);
    });
  }

  /** One more step: call it after the optimizer's, once an epoch or a batch as the schedule counts. */
  step(): void {
    this.lastEpoch++;
    this.apply();
  }

  /** The rate of each group now. */
  getLastLr(): number[] {
    return this.optimizer.paramGroups.map((g: Group) => g.lr);
  }

  stateDict(): ScheduleState {
    return { lastEpoch: this.lastEpoch, initialLrs: [...this.initialLrs] };
  }

  /** @throws UsageError `optim/state-dict` for a state of another number of groups; nothing is changed then */
  loadStateDict(state: ScheduleState): void {
    const { initialLrs = this.initialLrs } = state;
    if (initialLrs.length !== this.initialLrs.length)
      throw stateError(
        this.constructor.name,
        `it is of ${initialLrs.length} groups, the schedule of ${this.initialLrs.length}`,
      );
    this.initialLrs = [...initialLrs];
    this.lastEpoch = state.lastEpoch;
    this.apply();
  }
}
