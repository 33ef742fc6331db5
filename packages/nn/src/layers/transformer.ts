/**
 * The transformer's layers and stacks. Each part of a layer is a branch beside the input: with `normFirst`
 * `x + branch(norm(x))`, else `norm(x + branch(x))`.
 */

import { full, gelu, needOptions, needTensor, relu, type Tensor } from "@gradus/core";
import { ModuleList } from "../containers.ts";
import { layerOptionError } from "../errors.ts";
import { xavierUniform_ } from "../init.ts";
import { Layer, type Module } from "../module.ts";
import { type AttentionCallOptions, MultiheadAttention } from "./attention.ts";
import { Linear } from "./basic.ts";
import { Dropout } from "./dropout.ts";
import { LayerNorm } from "./normalization.ts";

export type TransformerActivation = "relu" | "gelu" | ((x: Tensor) => Tensor);

export interface TransformerLayerOptions {
  /** Width between the two linear maps; default 2048. */
  readonly dimFeedforward?: number;
  /** Probability of dropping an element; default 0.1. */
  readonly dropout?: number;
  readonly activation?: TransformerActivation;
  readonly layerNormEps?: number;
  /** Sequences are [N, L, dModel] rather than [L, N, dModel]; default false. */
  readonly batchFirst?: boolean;
  /** Normalise before each branch rather than after it; default false. */
  readonly normFirst?: boolean;
  readonly bias?: boolean;
}

const activations: Readonly<Record<string, (x: Tensor) => Tensor>> = { relu, gelu: (x) => gelu(x) };

/**
 * What encoder and decoder layers share. Modules are declared fields, which exist from their assignment on: so
 * the constructors give parameters PyTorch's order, which an optimizer's state depends on.
 */
abstract class TransformerLayer extends Layer {
  readonly dModel: number;
  readonly nhead: number;
  readonly options: Required<TransformerLayerOptions>;
  readonly #activation: (x: Tensor) => Tensor;
  declare linear1: Linear;
  declare dropout: Dropout;
  declare linear2: Linear;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions) {
    super();
    this.dModel = dModel;
    this.nhead = nhead;
    this.options = {
      dimFeedforward: 2048,
      dropout: 0.1,
      activation: "relu",
      layerNormEps: 1e-5,
      batchFirst: false,
      normFirst: false,
      bias: true,
      ...options,
    };
    const { activation } = this.options;
    const chosen = typeof activation === "function" ? activation : activations[activation];
    if (!chosen)
      throw layerOptionError(
        this.constructor.name,
        "activation",
        activation,
        '"relu", "gelu" or a function',
      );
    this.#activation = chosen;
  }

  protected makeAttention(): MultiheadAttention {
    const { dropout, bias, batchFirst } = this.options;
    return new MultiheadAttention(this.dModel, this.nhead, { dropout, bias, batchFirst });
  }

  protected makeFeedforward(): void {
    const { dimFeedforward, dropout, bias } = this.options;
    this.linear1 = new Linear(this.dModel, dimFeedforward, { bias });
    this.dropout = new Dropout(dropout);
    this.linear2 = new Linear(dimFeedforward, this.dModel, { bias });
  }

  protected makeNorm(): LayerNorm {
    const { layerNormEps: eps, bias } = this.options;
    return new LayerNorm(this.dModel, { eps, bias });
  }

  protected makeDropout(): Dropout {
    return new Dropout(this.options.dropout);
  }

  /** The branch added to its input, with the norm before or after. */
  protected add(
    x: Tensor,
    norm: LayerNorm,
    dropout: Dropout,
    branch: (x: Tensor) => Tensor,
  ): Tensor {
    if (this.options.normFirst) return x.add(dropout.call(branch(norm.call(x))));
    return norm.call(x.add(dropout.call(branch(x))));
  }

  protected feedforward(x: Tensor): Tensor {
    return this.linear2.call(this.dropout.call(this.#activation(this.linear1.call(x))));
  }
}

/** Self-attention without its weights. */
const attended = (
  attention: MultiheadAttention,
  x: Tensor,
  memory: Tensor,
  masks: AttentionCallOptions,
): Tensor => attention.call(x, memory, memory, { ...masks, needWeights: false })[0];

const encoderMasks = ["srcMask", "srcKeyPaddingMask", "isCausal"];
const decoderMasks = [
  "tgtMask",
  "memoryMask",
  "tgtKeyPaddingMask",
  "memoryKeyPaddingMask",
  "tgtIsCausal",
  "memoryIsCausal",
];

export interface EncoderMasks {
  /** [L, L] or [N·nhead, L, L]: true hides a position from another. */
  readonly srcMask?: Tensor | null;
  /** [N, L]: true hides a position from all. */
  readonly srcKeyPaddingMask?: Tensor | null;
  /** Position i sees those up to i; default false. */
  readonly isCausal?: boolean;
}

/**
 * A layer of the transformer's encoder: self-attention, then two linear maps, each added to its input and
 * normalised.
 *
 * @shape src: [L, N, dModel], or [N, L, dModel] with batchFirst; N may be missing -> the same
 * @throws ShapeError `nn/input-size`, `nn/mask-shape`
 * @example new TransformerEncoderLayer(4, 2).call(zeros([3, 1, 4])).shape // [3, 1, 4]
 * @source Vaswani et al. 2017, arXiv:1706.03762, section 3.1; normFirst: Xiong et al. 2020, arXiv:2002.04745
 */
export class TransformerEncoderLayer extends TransformerLayer {
  declare readonly self_attn: MultiheadAttention;
  declare readonly norm1: LayerNorm;
  declare readonly norm2: LayerNorm;
  declare readonly dropout1: Dropout;
  declare readonly dropout2: Dropout;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    needOptions("TransformerEncoderLayer", options, [
      "dimFeedforward",
      "dropout",
      "activation",
      "layerNormEps",
      "batchFirst",
      "normFirst",
      "bias",
    ]);
    super(dModel, nhead, options);
    this.self_attn = this.makeAttention();
    this.makeFeedforward();
    this.norm1 = this.makeNorm();
    this.norm2 = this.makeNorm();
    this.dropout1 = this.makeDropout();
    this.dropout2 = this.makeDropout();
  }

  override forward(src: Tensor, masks: EncoderMasks = {}): Tensor {
    needOptions("TransformerEncoderLayer", masks, encoderMasks);
    const { srcMask = null, srcKeyPaddingMask = null, isCausal = false } = masks;
    const own = { attnMask: srcMask, keyPaddingMask: srcKeyPaddingMask, isCausal };
    const x = this.add(src, this.norm1, this.dropout1, (y) => attended(this.self_attn, y, y, own));
    return this.add(x, this.norm2, this.dropout2, (y) => this.feedforward(y));
  }

  /** Another layer with the same options and values. */
  copy(): TransformerEncoderLayer {
    return withStateOf(this, new TransformerEncoderLayer(this.dModel, this.nhead, this.options));
  }
}

export interface DecoderMasks {
  /** [L, L] or [N·nhead, L, L]: true hides a target position from another. */
  readonly tgtMask?: Tensor | null;
  /** [L, S] or [N·nhead, L, S]: true hides a position of the memory from one of the target. */
  readonly memoryMask?: Tensor | null;
  /** [N, L]: true hides a target position from all. */
  readonly tgtKeyPaddingMask?: Tensor | null;
  /** [N, S]: true hides a position of the memory from all. */
  readonly memoryKeyPaddingMask?: Tensor | null;
  readonly tgtIsCausal?: boolean;
  readonly memoryIsCausal?: boolean;
}

/**
 * A layer of the transformer's decoder: self-attention, attention to the encoder's output, then two linear
 * maps, each added to its input and normalised.
 *
 * @shape tgt: [L, N, dModel], memory: [S, N, dModel], or [N, …] with batchFirst; N may be missing -> as tgt
 * @throws ShapeError `nn/input-size`, `nn/attention-shape`, `nn/mask-shape`
 * @example new TransformerDecoderLayer(4, 2).call(zeros([3, 1, 4]), zeros([5, 1, 4])).shape // [3, 1, 4]
 * @source Vaswani et al. 2017, arXiv:1706.03762, section 3.1; normFirst: Xiong et al. 2020, arXiv:2002.04745
 */
export class TransformerDecoderLayer extends TransformerLayer {
  declare readonly self_attn: MultiheadAttention;
  declare readonly multihead_attn: MultiheadAttention;
  declare readonly norm1: LayerNorm;
  declare readonly norm2: LayerNorm;
  declare readonly norm3: LayerNorm;
  declare readonly dropout1: Dropout;
  declare readonly dropout2: Dropout;
  declare readonly dropout3: Dropout;

  constructor(dModel: number, nhead: number, options: TransformerLayerOptions = {}) {
    needOptions("TransformerDecoderLayer", options, [
      "dimFeedforward",
      "dropout",
      "activation",
      "layerNormEps",
      "batchFirst",
      "normFirst",
      "bias",
    ]);
    super(dModel, nhead, options);
    this.self_attn = this.makeAttention();
    this.multihead_attn = this.makeAttention();
    this.makeFeedforward();
    this.norm1 = this.makeNorm();
    this.norm2 = this.makeNorm();
    this.norm3 = this.makeNorm();
    this.dropout1 = this.makeDropout();
    this.dropout2 = this.makeDropout();
    this.dropout3 = this.makeDropout();
  }

  override forward(tgt: Tensor, memory: Tensor, masks: DecoderMasks = {}): Tensor {
    needTensor("TransformerDecoderLayer", "the memory", memory);
    needOptions("TransformerDecoderLayer", masks, decoderMasks);
    const own = {
      attnMask: masks.tgtMask ?? null,
      keyPaddingMask: masks.tgtKeyPaddingMask ?? null,
      isCausal: masks.tgtIsCausal ?? false,
    };
    const across = {
      attnMask: masks.memoryMask ?? null,
      keyPaddingMask: masks.memoryKeyPaddingMask ?? null,
      isCausal: masks.memoryIsCausal ?? false,
    };
    let x = this.add(tgt, this.norm1, this.dropout1, (y) => attended(this.self_attn, y, y, own));
    x = this.add(x, this.norm2, this.dropout2, (y) =>
      attended(this.multihead_attn, y, memory, across),
    );
    return this.add(x, this.norm3, this.dropout3, (y) => this.feedforward(y));
  }

  /** Another layer with the same options and values. */
  copy(): TransformerDecoderLayer {
    return withStateOf(this, new TransformerDecoderLayer(this.dModel, this.nhead, this.options));
  }
}

function withStateOf<M extends Layer>(source: Module, copy: M): M {
  copy.loadStateDict(source.stateDict());
  copy.train(source.training);
  const flags = new Map(source.namedParameters());
  for (const [name, p] of copy.namedParameters())
    p.requiresGrad = flags.get(name)?.requiresGrad ?? true;
  return copy;
}

function copies<M extends Layer & { copy(): M }>(name: string, layer: M, count: number): M[] {
  if (!Number.isInteger(count) || count < 0)
    throw layerOptionError(name, "numLayers", count, "a whole number from 0");
  if (typeof (layer as { copy?: unknown } | null)?.copy !== "function")
    throw layerOptionError(name, "layer", layer, "a layer of its kind");
  return Array.from({ length: count }, () => layer.copy());
}

export interface TransformerStackOptions {
  /** Normalises the output of the last layer; default none. */
  readonly norm?: LayerNorm | null;
}

/**
 * Encoder layers one after the other.
 *
 * @shape src: as the layer takes it -> the same
 * @remarks The layers start as copies of the given one, with equal values, as in PyTorch.
 * @example new TransformerEncoder(new TransformerEncoderLayer(4, 2), 2).call(zeros([3, 1, 4])).shape // [3, 1, 4]
 * @source Vaswani et al. 2017, arXiv:1706.03762, section 3.1
 */
export class TransformerEncoder extends Layer {
  readonly layers: ModuleList<TransformerEncoderLayer>;
  readonly norm: LayerNorm | null;

  constructor(
    layer: TransformerEncoderLayer,
    numLayers: number,
    options: TransformerStackOptions = {},
  ) {
    needOptions("TransformerEncoder", options, ["norm"]);
    super();
    this.layers = new ModuleList(copies("TransformerEncoder", layer, numLayers));
    this.norm = options.norm ?? null;
  }

  override forward(src: Tensor, masks: EncoderMasks = {}): Tensor {
    needOptions("TransformerEncoder", masks, encoderMasks);
    let x = src;
    for (const layer of this.layers) x = layer.call(x, masks);
    return this.norm ? this.norm.call(x) : x;
  }
}

/**
 * Decoder layers one after the other.
 *
 * @shape tgt and memory: as the layer takes them -> as tgt
 * @remarks The layers start as copies of the given one, with equal values, as in PyTorch.
 * @example new TransformerDecoder(new TransformerDecoderLayer(4, 2), 2).call(zeros([3, 1, 4]), zeros([5, 1, 4])).shape // [3, 1, 4]
 * @source Vaswani et al. 2017, arXiv:1706.03762, section 3.1
 */
export class TransformerDecoder extends Layer {
  readonly layers: ModuleList<TransformerDecoderLayer>;
  readonly norm: LayerNorm | null;

  constructor(
    layer: TransformerDecoderLayer,
    numLayers: number,
    options: TransformerStackOptions = {},
  ) {
    needOptions("TransformerDecoder", options, ["norm"]);
    super();
    this.layers = new ModuleList(copies("TransformerDecoder", layer, numLayers));
    this.norm = options.norm ?? null;
  }

  override forward(tgt: Tensor, memory: Tensor, masks: DecoderMasks = {}): Tensor {
    needTensor("TransformerDecoder", "the memory", memory);
    needOptions("TransformerDecoder", masks, decoderMasks);
    let x = tgt;
    for (const layer of this.layers) x = layer.call(x, memory, masks);
    return this.norm ? this.norm.call(x) : x;
  }
}

export interface TransformerOptions extends TransformerLayerOptions {
  /** Default 6. */
  readonly numEncoderLayers?: number;
  /** Default 6. */
  readonly numDecoderLayers?: number;
}

export interface TransformerMasks extends DecoderMasks {
  /** [L, L] or [N·nhead, L, L]: true hides a source position from another. */
  readonly srcMask?: Tensor | null;
  /** [N, L]: true hides a source position from all. */
  readonly srcKeyPaddingMask?: Tensor | null;
  readonly srcIsCausal?: boolean;
}

/**
 * The whole transformer: an encoder and a decoder, each ended by a LayerNorm.
 *
 * @shape src: [S, N, dModel], tgt: [T, N, dModel] -> [T, N, dModel] (batch first with `batchFirst`)
 * @state of the encoder's and the decoder's layers; matrices start uniform as `init.xavierUniform_` makes them
 * @remarks Without embeddings, positions and the last linear map, as in PyTorch.
 * @example new Transformer(4, 2, { numEncoderLayers: 1, numDecoderLayers: 1 }).call(zeros([3, 1, 4]), zeros([5, 1, 4])).shape // [5, 1, 4]
 * @source Vaswani et al. 2017, arXiv:1706.03762, figure 1
 */
export class Transformer extends Layer {
  readonly encoder: TransformerEncoder;
  readonly decoder: TransformerDecoder;
  readonly dModel: number;
  readonly nhead: number;

  constructor(dModel = 512, nhead = 8, options: TransformerOptions = {}) {
    needOptions("Transformer", options, [
      "numEncoderLayers",
      "numDecoderLayers",
      "dimFeedforward",
      "dropout",
      "activation",
      "layerNormEps",
      "batchFirst",
      "normFirst",
      "bias",
    ]);
    super();
    const { numEncoderLayers = 6, numDecoderLayers = 6, ...layer } = options;
    this.dModel = dModel;
    this.nhead = nhead;
    const norm = (): LayerNorm =>
      new LayerNorm(dModel, { eps: layer.layerNormEps ?? 1e-5, bias: layer.bias ?? true });
    this.encoder = new TransformerEncoder(
      new TransformerEncoderLayer(dModel, nhead, layer),
      numEncoderLayers,
      { norm: norm() },
    );
    this.decoder = new TransformerDecoder(
      new TransformerDecoderLayer(dModel, nhead, layer),
      numDecoderLayers,
      { norm: norm() },
    );
    for (const p of this.parameters()) if (p.ndim > 1) xavierUniform_(p);
  }

  override forward(src: Tensor, tgt: Tensor, masks: TransformerMasks = {}): Tensor {
    needTensor("Transformer", "the target", tgt);
    needOptions("Transformer", masks, [
      ...encoderMasks.slice(0, 2),
      "srcIsCausal",
      ...decoderMasks,
    ]);
    const { srcMask = null, srcKeyPaddingMask = null, srcIsCausal = false, ...decoder } = masks;
    const memory = this.encoder.call(src, { srcMask, srcKeyPaddingMask, isCausal: srcIsCausal });
    return this.decoder.call(tgt, memory, decoder);
  }

  /** The mask that hides from each position those after it: 0 where it sees, −Infinity where not. */
  static generateSquareSubsequentMask(size: number): Tensor {
    return full([size, size], Number.NEGATIVE_INFINITY).triu(1);
  }
}
