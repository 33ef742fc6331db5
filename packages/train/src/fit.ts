/**
 * The training loop: for every batch predict, loss, backward, step; after every epoch a test. What
 * happens is told as events; whoever shows progress listens.
 */
import {
  defaultGenerator,
  needGivenOptions,
  needWhole,
  noGrad,
  optionError,
  type Tensor,
} from "@gradus/core";
import { DataLoader } from "@gradus/data";
import { functional, Module } from "@gradus/nn";
import type { GroupOptions, Optimizer } from "@gradus/optim";
import type { EpochSums, Progress } from "./checkpoint.ts";
import { emptyDataError, lossError } from "./errors.ts";
import type { RunLog } from "./run-log.ts";

/** A batch of images (or other inputs) and their classes. */
export type Batch = readonly [Tensor, Tensor];

export type FitEvent =
  | {
      readonly kind: "step";
      readonly epoch: number;
      readonly epochs: number;
      readonly batch: number;
      readonly batches: number;
      readonly step: number;
      readonly loss: number;
      readonly accuracy: number;
      readonly examplesPerSecond: number;
      readonly secondsLeft: number;
    }
  | {
      readonly kind: "epoch";
      readonly epoch: number;
      readonly loss: number;
      readonly accuracy: number;
      readonly test: Evaluation;
    }
  | { readonly kind: "checkpoint"; readonly progress: Progress };

export interface Evaluation {
  readonly loss: number;
  readonly accuracy: number;
  /** Rows: the true class; columns: the predicted one. */
  readonly confusion: readonly (readonly number[])[];
}

export interface FitOptions<O extends GroupOptions> {
  readonly model: Module & { forward(x: Tensor): Tensor };
  readonly optimizer: Optimizer<O>;
  readonly train: DataLoader<unknown, Batch>;
  readonly test: DataLoader<unknown, Batch>;
  readonly epochs: number;
  readonly classes: number;
  /** The learning rate of each step, as a factor of the optimizer's own. */
  readonly schedule?: (done: number) => number;
  readonly log?: RunLog | null;
  /** Where to start, from a checkpoint. */
  readonly from?: Progress;
  /** Save a checkpoint every so many steps, and not by time. */
  readonly checkpointSteps?: number;
  /**
   * The most seconds between two checkpoints; default 30. The first one comes after the first step, then one whenever
   * the run has lasted twice as long, and one at the end of each epoch. Where saving is slow it is done less often, so
   * that it takes at most a twentieth of the time.
   */
  readonly checkpointSeconds?: number;
  readonly onEvent?: (event: FitEvent) => void;
  /** Ends the run after the present step, with a checkpoint. */
  readonly signal?: AbortSignal;
}

export interface FitResult {
  readonly finished: boolean;
  readonly progress: Progress;
  readonly test: Evaluation | null;
}

const fitOptions = [
  "model",
  "optimizer",
  "train",
  "test",
  "epochs",
  "classes",
  "schedule",
  "log",
  "from",
  "checkpointSteps",
  "checkpointSeconds",
  "onEvent",
  "signal",
];

function needModel(where: string, model: unknown): void {
  if (!(model instanceof Module)) throw optionError(where, "model", model, "a module");
}

function needLoader(where: string, loader: unknown): void {
  if (!(loader instanceof DataLoader))
    throw optionError(where, "the loader", loader, "a DataLoader");
}

const noSums: EpochSums = { loss: 0, right: 0, seen: 0 };

/** The share of the time that saving checkpoints may take. */
const mostSaving = 1 / 20;

/** Says when a checkpoint is due. */
class CheckpointClock {
  readonly #steps: number | undefined;
  readonly #seconds: number;
  readonly #startMs = performance.now();
  #ran = 0;
  #dueMs = 0;

  constructor(options: { checkpointSteps?: number; checkpointSeconds?: number }) {
    this.#steps = options.checkpointSteps;
    this.#seconds = options.checkpointSeconds ?? 30;
  }

  /** Whether one is due after a step. */
  isDue(step: number): boolean {
    this.#ran++;
    if (this.#steps !== undefined) return step % this.#steps === 0;
    return this.#ran === 1 || performance.now() >= this.#dueMs;
  }

  /** Saves, and sets when the next is due. */
  async run(save: () => Promise<void>): Promise<void> {
    const began = performance.now();
    await save();
    const now = performance.now();
    const asLongAgain = Math.max(1000, now - this.#startMs);
    this.#dueMs =
      now + Math.max((now - began) / mostSaving, Math.min(1000 * this.#seconds, asLongAgain));
  }
}

/** How many of a batch's predictions are right. */
const countRight = (logits: Tensor, target: Tensor): Tensor =>
  logits.detach().argmax(1).eq(target).sum();

/**
 * Loss, accuracy and confusion over a loader, without training.
 *
 * @example
 * const set = new TensorDataset(zeros([6, 4]), zeros([6], { dtype: "int32" }));
 * const loader = new DataLoader(set, { batchSize: 2 });
 * (await evaluate(new Linear(4, 3), loader, 3)).confusion.flat().reduce((a, b) => a + b) // 6
 */
export async function evaluate(
  model: Module & { forward(x: Tensor): Tensor },
  loader: DataLoader<unknown, Batch>,
  classes: number,
): Promise<Evaluation> {
  needModel("evaluate", model);
  needLoader("evaluate", loader);
  needWhole("evaluate", "classes", classes, 1);
  const training = model.training;
  model.eval();
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let [loss, count, right] = [0, 0, 0];
  for await (const [x, y] of loader) {
    const [logits, cost] = noGrad(() => {
      const out = model.call(x);
      return [out, functional.crossEntropy(out, y, { reduction: "sum" })] as const;
    });
    loss += await cost.item();
    const guess = await logits.argmax(1).data();
    const truth = await y.data();
    for (let i = 0; i < truth.length; i++) {
      const row = confusion[truth[i] as number] as number[];
      row[guess[i] as number] = (row[guess[i] as number] as number) + 1;
      if (truth[i] === guess[i]) right++;
      count++;
    }
  }
  model.train(training);
  return { loss: loss / Math.max(1, count), accuracy: right / Math.max(1, count), confusion };
}

/**
 * Trains; returns when all epochs are done or the signal says stop.
 *
 * @example
 * const model = new Linear(2, 2);
 * const optimizer = new Adam(model.parameters(), { lr: 0.1 });
 * const set = new TensorDataset(tensor([[0, 1], [1, 0]]), tensor([0, 1], { dtype: "int32" }));
 * const loader = new DataLoader(set, { batchSize: 2 });
 * (await fit({ model, optimizer, train: loader, test: loader, epochs: 50, classes: 2 })).test.accuracy // 1
 */
export async function fit<O extends GroupOptions>(options: FitOptions<O>): Promise<FitResult> {
  needGivenOptions("fit", options, fitOptions);
  const { model, optimizer, train, epochs, log = null } = options;
  needModel("fit", model);
  needLoader("fit", train);
  const batches = train.length;
  if (batches === 0) throw emptyDataError();
  const from: Progress = options.from ?? { epoch: 0, batch: 0, step: 0 };
  let { epoch, batch, step } = from;
  let sums = from.sums ?? noSums;
  const base = optimizer.paramGroups.map((g) => g.initialLr ?? g.lr);
  optimizer.paramGroups.forEach((g, i) => {
    g.initialLr = base[i] as number;
  });
  const state = train.state();
  train.load({ ...state, epoch, batch });
  const clock = new CheckpointClock(options);
  const progress = (): Progress => ({ epoch, batch, step, sums });
  const save = () =>
    clock.run(async () => {
      await log?.checkpoint(model, optimizer, defaultGenerator, progress());
      options.onEvent?.({ kind: "checkpoint", progress: progress() });
    });
  model.train();
  let test: Evaluation | null = null;
  let [ran, examples] = [0, 0];
  const started = performance.now();
  while (epoch < epochs) {
    for await (const [x, y] of train) {
      const factor = options.schedule?.(step / (epochs * batches)) ?? 1;
      optimizer.paramGroups.forEach((g, i) => {
        g.lr = (base[i] as number) * factor;
      });
      const logits = model.call(x);
      const cost = functional.crossEntropy(logits, y);
      optimizer.zeroGrad();
      cost.backward();
      optimizer.step();
      const loss = await cost.item();
      const right = await countRight(logits, y).item();
      if (!Number.isFinite(loss)) throw lossError(loss, epoch + 1, batch + 1);
      batch++;
      step++;
      ran++;
      const n = y.numel();
      examples += n;
      sums = { loss: sums.loss + loss * n, right: sums.right + right, seen: sums.seen + n };
      const seconds = (performance.now() - started) / 1000;
      options.onEvent?.({
        kind: "step",
        epoch: epoch + 1,
        epochs,
        batch,
        batches,
        step,
        loss,
        accuracy: sums.right / sums.seen,
        examplesPerSecond: examples / seconds,
        secondsLeft: ((epochs * batches - step) * seconds) / ran,
      });
      log?.metric({ kind: "step", epoch: epoch + 1, step, loss, accuracy: right / n });
      if (options.signal?.aborted) {
        await save();
        return { finished: false, progress: progress(), test };
      }
      if (clock.isDue(step) && batch < batches) await save();
    }
    epoch++;
    batch = 0;
    test = await evaluate(model, options.test, options.classes);
    const [loss, accuracy] = [sums.loss / sums.seen, sums.right / sums.seen];
    sums = noSums;
    log?.metric({
      kind: "epoch",
      epoch,
      step,
      loss,
      accuracy,
      testLoss: test.loss,
      testAccuracy: test.accuracy,
    });
    options.onEvent?.({ kind: "epoch", epoch, loss, accuracy, test });
    await save();
  }
  test ??= await evaluate(model, options.test, options.classes);
  await log?.weights(model);
  return { finished: true, progress: progress(), test };
}
