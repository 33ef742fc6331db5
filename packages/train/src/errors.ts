/** Every error of the training loop. */
import { DataError, UsageError } from "@gradus/core";

/** A run folder that cannot be continued. */
export const resumeError = (folder: string, what: string): DataError =>
  new DataError(
    "train/resume",
    `resume: ${folder}: ${what}.`,
    "give the folder of a run that saved a checkpoint, with the same model and data.",
    { folder },
  );

/** A loss that is no number. */
export const lossError = (loss: number, epoch: number, step: number): DataError =>
  new DataError(
    "train/not-finite",
    `train: the loss became ${loss} at epoch ${epoch}, step ${step}.`,
    "lower the learning rate, clip the gradients, or look for NaN in the data; the last checkpoint is kept.",
    { loss, epoch, step },
  );

/** Nothing to train on. */
export const emptyDataError = (): UsageError =>
  new UsageError(
    "train/empty",
    "train: the data set gives no batches.",
    "use a data set with at least one batch (dropLast drops the only one?).",
  );

/** A metric that cannot be written: a full disk, or a folder that is gone or read-only. */
export const logWriteError = (folder: string, reason: string): DataError =>
  new DataError(
    "train/log",
    `run log: cannot write to ${folder}/metrics.jsonl: ${reason}.`,
    `make room or mend the folder, then go on from the last checkpoint with --resume ${folder}.`,
    { folder },
  );
