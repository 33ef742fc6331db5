/** Training: the loop, run folders, networks to start from. */
export type { EpochSums, Progress } from "./checkpoint.ts";
export {
  type Batch,
  type Evaluation,
  evaluate,
  type FitEvent,
  type FitOptions,
  type FitResult,
  fit,
} from "./fit.ts";
export { googlenetSmall, lenet, type ModelName, mlp, models, resnet20 } from "./models.ts";
export type { RunHolder } from "./run-lock.ts";
export { type Restored, type RunInfo, RunLog } from "./run-log.ts";
