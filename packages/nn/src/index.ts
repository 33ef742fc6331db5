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
  Conv1d,
  Conv2d,
  type ConvLayerOptions,
  ConvTranspose2d,
  Embedding,
  Flatten,
  Identity,
  Linear,
} from "./layers/basic.ts";
export * from "./layers/normalization.ts";
export * from "./layers/pooling.ts";
export { GRU, LSTM, type RecurrentOptions, RNN } from "./layers/recurrent.ts";
export { type CellOptions, GRUCell, LSTMCell, RNNCell } from "./layers/recurrent-cells.ts";
export * from "./layers/transformer.ts";
export { type ForwardHook, Module, type StateDict } from "./module.ts";
