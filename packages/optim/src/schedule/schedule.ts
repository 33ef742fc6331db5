/**
 * Learning-rate schedules. A schedule is a function from the number of its steps to a rate for each group, made of
 * the group's initial rate, and says how to go on from a rate that something else has changed.
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
  /** The groups' rates when the state was taken. */
  readonly lrs?: readonly number[];
  /** The states of the schedules it is made of. */
  readonly schedulers?: readonly ScheduleState[];
  readonly numbers?: Readonly<Record<string, number>>;
}

/** Refuses what is no optimizer, such as a model or its parameters. */
export function needOptimizer(where: string, optimizer: unknown): void {
  const groups = (optimizer as AnyOptimizer | null | undefined)?.paramGroups;
  if (!Array.isArray(groups))
    throw hyperparameterError(where, "the first argument", typeof optimizer, "an optimizer");
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
 * @remarks As in PyTorch, a step goes on from the rate it finds: schedules of one optimizer compose, and a rate set
 *   by hand is kept. Where nobody else has changed the rate, it is the formula's own value, without the rounding
 *   of many steps. Groups added to the optimizer later keep their rates: make a new schedule for them.
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
  /** What the schedule left each group with, where that is the formula's value. */
  #left: (number | null)[] = [];

  constructor(optimizer: AnyOptimizer) {
    needOptimizer(this.constructor.name, optimizer);
    this.optimizer = optimizer;
    this.initialLrs = optimizer.paramGroups.map((group: Group) => {
      group.initialLr ??= group.lr;
      return group.initialLr;
    });
  }

  /** The rate of a group after `epoch` steps, if nothing else changes it. */
  abstract rateAt(epoch: number, initialLr: number, group: number): number;

  /**
   * The rate after step `epoch` of a group that has the rate `lr` before it. Schedules that set the rate, whatever it
   * was, give `rateAt`.
   */
  follow(_lr: number, epoch: number, initialLr: number, group: number): number {
    return this.rateAt(epoch, initialLr, group);
  }

  /** Sets the groups' rates for the step that was just counted. */
  protected apply(): void {
    const groups: Group[] = this.optimizer.paramGroups;
    this.initialLrs.forEach((initialLr, i) => {
      const group = groups[i];
      if (!group) return;
      const formula = this.rateAt(this.lastEpoch, initialLr, i);
      const untouched = this.#left[i] === group.lr;
      group.lr = untouched ? formula : this.follow(group.lr, this.lastEpoch, initialLr, i);
      this.#left[i] = group.lr === formula ? formula : null;
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
    const { lastEpoch, initialLrs } = this;
    return { lastEpoch, initialLrs: [...initialLrs], lrs: this.getLastLr() };
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
    const groups: Group[] = this.optimizer.paramGroups;
    initialLrs.forEach((initialLr, i) => {
      const group = groups[i];
      if (!group) return;
      const formula = this.rateAt(this.lastEpoch, initialLr, i);
      group.lr = state.lrs?.[i] ?? formula;
      this.#left[i] = group.lr === formula ? formula : null;
    });
  }
}

/**
 * A schedule that multiplies: the initial rate times a factor of the number of steps.
 *
 * @example
 * class Root extends lrScheduler.FactorSchedule {
 *   factorAt(epoch) { return 1 / Math.sqrt(1 + epoch); }
 * }
 * new Root(new SGD([ones([1])], { lr: 1 })).rateAt(3, 1) // 0.5
 */
export abstract class FactorSchedule extends LRScheduler {
  /** What the initial rate is multiplied with after `epoch` steps. */
  abstract factorAt(epoch: number): number;

  override rateAt(epoch: number, initialLr: number, _group?: number): number {
    return initialLr * this.factorAt(epoch);
  }

  override follow(lr: number, epoch: number, initialLr: number, _group?: number): number {
    const [before, now] = [epoch === 0 ? 1 : this.factorAt(epoch - 1), this.factorAt(epoch)];
    if (before === now) return lr;
    // From 0 nothing can be followed.
    return before === 0 ? initialLr * now : lr * (now / before);
  }
}
