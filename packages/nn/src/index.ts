/** Layers, losses and initial values. */
export { ModuleDict, ModuleList, Sequential, type TensorModule } from "./containers.ts";
export * as functional from "./functional.ts";
export * as init from "./init.ts";
export * from "./layers/activations.ts";
export {
  type AttentionCallOptions,
  MultiheadAttention,
  type MultiheadAttentionOptions,
} from "./layers/attention.ts";
export {
  Bilinear,
  Embedding,
  Flatten,
  Identity,
  Linear,
  Unflatten,
} from "./layers/basic.ts";
export {
  Conv1d,
  Conv2d,
  Conv3d,
  type ConvLayerOptions,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  type ConvTransposeLayerOptions,
} from "./layers/convolution.ts";
export * from "./layers/dropout.ts";
export * from "./layers/lazy.ts";
export * from "./layers/normalization.ts";
export * from "./layers/padding.ts";
export * from "./layers/pooling.ts";
export * from "./layers/rearranging.ts";
export { GRU, LSTM, type RecurrentOptions, RNN } from "./layers/recurrent.ts";
export { type CellOptions, GRUCell, LSTMCell, RNNCell } from "./layers/recurrent-cells.ts";
export * from "./layers/transformer.ts";
export * from "./losses/modules.ts";
export {
  type BackwardHook,
  type BackwardPreHook,
  type ForwardHook,
  type ForwardPreHook,
  type InputsOf,
  Module,
  type OutputOf,
  type StateDict,
} from "./module.ts";
export { Buffer, Parameter, ParameterDict, ParameterList } from "./parameters.ts";
export * as utils from "./utils/index.ts";
