/** The public surface of the core: named exports only. */
export { type BackwardOptions, type GradOptions, grad } from "./autograd/backward.ts";
export { checkpoint } from "./autograd/checkpoint.ts";
export { type GradcheckOptions, gradcheck, gradgradcheck } from "./autograd/gradcheck.ts";
export { enableGrad, isGradEnabled, noGrad } from "./autograd/tape.ts";
export {
  availableBackends,
  type BackendName,
  defaultBackend,
  setDefaultBackend,
} from "./backend/registry.ts";
export { type DType, dtypes, isFloat, type TypedArray } from "./dtype.ts";
export * from "./errors.ts";
export * from "./ops/activation.ts";
export { castTo } from "./ops/cast.ts";
export * from "./ops/compare.ts";
export {
  arange,
  type DataOptions,
  empty,
  emptyLike,
  eye,
  full,
  fullLike,
  linspace,
  type NestedArray,
  ones,
  onesLike,
  snapshot,
  type TensorOptions,
  tensor,
  zeros,
  zerosLike,
} from "./ops/create.ts";
export { add, exp, log, mul, neg, sub } from "./ops/elementwise.ts";
export * from "./ops/math.ts";
export * from "./ops/random.ts";
export { sum } from "./ops/reduce.ts";
export * from "./ops/statistics.ts";
export {
  applyUpdates,
  clearPrograms,
  keepAlive,
  setEngineOptions,
  type Update,
  updateLater,
} from "./runtime/realize.ts";
export type { Shape } from "./shape.ts";
export { type Hook, type NestedValues, Tensor } from "./tensor.ts";
export { trace } from "./trace/trace.ts";
