/** Training: the loop, run folders, networks to start from. */
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
export { type Progress, type RunInfo, RunLog } from "./run-log.ts";
