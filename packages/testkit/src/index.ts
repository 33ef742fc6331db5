/** What the tests of every package share. Nothing here is shipped. */
export { type Allowance, expectClose, MismatchError } from "./close.ts";
export {
  buildArgument,
  callMethod,
  type GoldenOutput,
  type GoldenTensor,
  type JsonNumber,
  type Layout,
  type LossOf,
  listGolden,
  lookUp,
  lossWeights,
  makeTensor,
  readGolden,
  toNumbers,
} from "./golden.ts";
export { type LayerCase, type LayerFile, runLayerCase } from "./layer.ts";
export { type NumericGradOptions, numericGrad } from "./numeric-grad.ts";
export {
  expectGolden,
  expectGradient,
  expectRefusal,
  flattenOutputs,
  type GoldenCase,
  type GoldenFile,
  lossGradients,
  runGoldenCase,
} from "./run.ts";
export { allowanceFor, exceptions, type Tolerance } from "./tolerance.ts";
