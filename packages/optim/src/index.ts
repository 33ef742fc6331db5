/** Optimizers, learning-rate schedules, gradient clipping, averages. */

export { Adafactor, type AdafactorOptions } from "./adafactor.ts";
export { Adam, type AdamOptions, AdamW } from "./adam.ts";
export {
  Adamax,
  type AdamaxOptions,
  Lamb,
  NAdam,
  type NAdamOptions,
  RAdam,
  type RAdamOptions,
} from "./adam-variants.ts";
export {
  Adadelta,
  type AdadeltaOptions,
  Adagrad,
  type AdagradOptions,
  RMSprop,
  type RMSpropOptions,
} from "./adaptive.ts";
export { ASGD, type ASGDOptions } from "./asgd.ts";
export { AveragedParameters, type AveragingRule, ema, polyak } from "./averaging.ts";
export { clipGradNorm, clipGradValue } from "./clip.ts";
export { LBFGS, type LBFGSOptions } from "./lbfgs.ts";
export { Muon, type MuonOptions } from "./muon.ts";
export {
  type GroupOptions,
  Optimizer,
  type OptimizerState,
  type ParamGroup,
  type Params,
} from "./optimizer.ts";
export { Rprop, type RpropOptions } from "./rprop.ts";
export * as lrScheduler from "./schedule/index.ts";
export { SGD, type SGDOptions } from "./sgd.ts";
