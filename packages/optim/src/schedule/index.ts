/** Learning-rate schedules, as `torch.optim.lr_scheduler`. */
export { CyclicLR, type CyclicOptions } from "./cyclic.ts";
export {
  ConstantLR,
  CosineAnnealingLR,
  CosineAnnealingWarmRestarts,
  ExponentialLR,
  LambdaLR,
  LinearLR,
  MultiplicativeLR,
  MultiStepLR,
  PolynomialLR,
  StepLR,
} from "./decay.ts";
export { OneCycleLR, type OneCycleOptions } from "./one-cycle.ts";
export { type PlateauOptions, ReduceLROnPlateau } from "./plateau.ts";
export { FactorSchedule, LRScheduler, type ScheduleState } from "./schedule.ts";
export { ChainedScheduler, SequentialLR } from "./sequential.ts";
