/** Every error of the training loop. */
import { DataError, UsageError } from "@gradus/core";
import { systemCode } from "./node-modules.ts";
import type { RunHolder } from "./run-lock.ts";

/** A run folder that cannot be continued. */
export const resumeError = (
  folder: string,
  what: string,
  hint = "give the folder of a run that saved a checkpoint, with the same model and data.",
): DataError => new DataError("train/resume", `resume: ${folder}: ${what}.`, hint, { folder });

/** A run folder that another process is writing to. */
export const lockedError = (folder: string, holder: RunHolder, own: boolean): DataError =>
  new DataError(
    "train/locked",
    own
      ? `run log: ${folder} is being written to by this very program, since ${holder.since}.`
      : `run log: ${folder} is being written to by process ${holder.pid} on ${holder.host}, since ${holder.since}.`,
    own
      ? "call close() on the log that has it first."
      : `wait until that training ends or stop it; if it is certain that nothing trains there any more, remove ${folder}/run.lock.`,
    { folder, holder },
  );

const reasons: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EROFS: ["the file system is read-only", "choose a folder you may write to with --runs."],
  EACCES: ["you may not write there", "choose a folder you may write to with --runs."],
  EPERM: ["you may not write there", "choose a folder you may write to with --runs."],
  ENOSPC: ["the disk is full", "free some space and try again."],
  EDQUOT: ["your disk quota is used up", "free some space and try again."],
  ENOTDIR: ["a part of the path is a file, not a folder", "correct the path."],
  EEXIST: ["a file of this name is in the way", "move the file away, or choose another folder."],
  EISDIR: ["a folder of this name is in the way", "move the folder away and try again."],
};

/** Says a failure of the file system in words. */
const reasonOf = (error: unknown): readonly [what: string, hint: string] => {
  const code = systemCode(error);
  const [what, hint] = reasons[code ?? ""] ?? [
    (error as Error).message,
    "check that the folder is there and is yours.",
  ];
  return [code && reasons[code] ? `${what} (${code})` : what, hint];
};

/** A folder or file of a run that cannot be made or read. */
export function runFolderError(path: string, error: unknown): DataError {
  const [what, hint] = reasonOf(error);
  return new DataError("train/folder", `run log: ${path}: ${what}.`, hint, { path });
}

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
export const logWriteError = (folder: string, error: unknown): DataError =>
  new DataError(
    "train/log",
    `run log: cannot write to ${folder}/metrics.jsonl: ${reasonOf(error)[0]}.`,
    `make room or mend the folder, then go on from the last checkpoint with --resume ${folder}.`,
    { folder },
  );
