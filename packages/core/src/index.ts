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
export { maskedSelect, nonzero } from "./ops/advanced-index.ts";
export { castTo } from "./ops/cast.ts";
export * from "./ops/compare.ts";
export {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
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
export * from "./ops/diagonal.ts";
export {
  cdist,
  cosineSimilarity,
  einsum,
  kron,
  meshgrid,
  tensordot,
} from "./ops/einsum.ts";
export { add, exp, log, mul, neg, sub } from "./ops/elementwise.ts";
export { allclose, equal } from "./ops/equal.ts";
export {
  embeddingLookup,
  gather,
  indexSelect,
  scatterAdd,
  take,
  takeAlongDim,
} from "./ops/gather.ts";
export { type IndexItem, index, type Slice, slice } from "./ops/indexing.ts";
export * from "./ops/interpolate.ts";
export { linalg, type MatrixOrder, type SvdResult } from "./ops/linalg.ts";
export * from "./ops/math.ts";
export {
  addmm,
  baddbmm,
  bmm,
  dot,
  matmul,
  mm,
  mv,
  oneHot,
  outer,
  tril,
  triu,
} from "./ops/matrix.ts";
export * from "./ops/pool.ts";
export * from "./ops/random.ts";
export { sum } from "./ops/reduce.ts";
export { indexAdd, scatter, scatterReduce } from "./ops/scatter.ts";
export * from "./ops/shape-ops.ts";
export * from "./ops/sort.ts";
export * from "./ops/statistics.ts";
export * from "./ops/unique.ts";
export * from "./ops/windows.ts";
export {
  applyUpdates,
  clearPrograms,
  keepAlive,
  readCount,
  setEngineOptions,
  type Update,
  updateLater,
} from "./runtime/realize.ts";
export type { Shape } from "./shape.ts";
export { type Hook, type NestedValues, Tensor } from "./tensor.ts";
export { onEngineEvent, onTensor, type TensorListener } from "./trace/trace.ts";
