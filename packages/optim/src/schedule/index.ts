/** Learning-rate schedules, as `torch.optim.lr_scheduler`. */
export {
  ConstantLR,
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  MultiStepLR,
  PolynomialLR,
  StepLR,
} from "./decay.ts";
export { OneCycleLR, type OneCycleOptions } from "./one-cycle.ts";
export { type PlateauOptions, ReduceLROnPlateau } from "./plateau.ts";
export { FactorSchedule, LRScheduler, type ScheduleState } from "./schedule.ts";
export { ChainedScheduler, SequentialLR } from "./sequential.ts";
