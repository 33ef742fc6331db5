/** The public surface of the core: named exports only. */
export {
  needFunction,
  needList,
  needNumber,
  needWhole,
  needWholes,
} from "./arguments.ts";
export { type BackwardOptions, type GradOptions, grad } from "./autograd/backward.ts";
export { checkpoint } from "./autograd/checkpoint.ts";
export { type GradcheckOptions, gradcheck, gradgradcheck } from "./autograd/gradcheck.ts";
export * as autograd from "./autograd/namespace.ts";
export { enableGrad, noGrad } from "./autograd/no-grad.ts";
export { isGradEnabled } from "./autograd/tape.ts";
export {
  availableBackends,
  type BackendName,
  defaultBackend,
  setDefaultBackend,
} from "./backend/registry.ts";
export { printPlan } from "./compile/print-plan.ts";
export { type DType, dtypes, isFloat, type TypedArray } from "./dtype.ts";
export * from "./errors.ts";
export * as func from "./func/namespace.ts";
export { castTo, needTensor, needTensors } from "./ops/cast.ts";
export {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
} from "./ops/conv.ts";
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
export {
  cdist,
  cosineSimilarity,
  einsum,
  kron,
  meshgrid,
  tensordot,
} from "./ops/einsum.ts";
export * as fft from "./ops/fft.ts";
export { checkedIndex, type IndexRule } from "./ops/index-check.ts";
export * from "./ops/interpolate.ts";
export type { MatrixOrder, SvdResult } from "./ops/linalg.ts";
export * as linalg from "./ops/linalg-namespace.ts";
export * from "./ops/methods.ts";
export type { NestedValues } from "./ops/nested.ts";
export { needGivenOptions, needOptions } from "./ops/options.ts";
export * from "./ops/pool.ts";
export * from "./ops/pool-3d.ts";
export * from "./ops/random.ts";
export { readValues } from "./ops/read-values.ts";
export { wholeNumbers } from "./ops/whole-numbers.ts";
export {
  currentScope,
  eachTensor,
  hold,
  keepAlive,
  operate,
  unheld,
  within,
} from "./runtime/held.ts";
export {
  applyUpdates,
  clearPrograms,
  readCount,
  setEngineOptions,
  type Update,
  updateLater,
} from "./runtime/realize.ts";
export type { Shape } from "./shape.ts";
export { shown } from "./shown.ts";
export { type Hook, Tensor } from "./tensor.ts";
export { newMultiplyAdds, onTensor, type TensorListener } from "./trace/tensors.ts";
export { onEngineEvent } from "./trace/trace.ts";
export { onWarning, type Warning, type WarningListener, warn } from "./warnings.ts";
