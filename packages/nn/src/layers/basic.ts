/** Linear and convolutional layers, embeddings, flattening. */
import {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  convTranspose2d,
  embeddingLookup,
  full,
  matmul,
  type Tensor,
  tensor,
} from "@gradus/core";
import { sizeMismatchError } from "../errors.ts";
import { kaimingUniform_, normal_, uniform_ } from "../init.ts";
import { Module } from "../module.ts";

/** Storage for a parameter of some shape. */
export const parameter = (shape: readonly number[], value = 0): Tensor =>
  tensor(new Float32Array(shape.reduce((p, n) => p * n, 1)).fill(value), {
    shape,
    requiresGrad: true,
  });

/** PyTorch's default: uniform in ±1/√fanIn for weights (kaiming with a = √5) and biases. */
export function defaultInit(weight: Tensor, bias: Tensor | null): void {
  kaimingUniform_(weight, { a: Math.sqrt(5) });
  if (!bias) return;
  const fanIn = weight.shape.slice(1).reduce((p, n) => p * n, 1);
  const bound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  uniform_(bias, -bound, bound);
}

/**
 * Linear map with a bias: `y = x·Wᵀ + b`.
 *
 * @shape x: [..., inFeatures] -> [..., outFeatures]
 * @state weight: [outFeatures, inFeatures], uniform in ±1/√inFeatures
 * @state bias: [outFeatures], uniform in ±1/√inFeatures
 * @throws ShapeError `nn/input-size`
 * @example new Linear(2, 3).call(zeros([4, 2])).shape // [4, 3]
 */
export class Linear extends Module {
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Tensor;
  bias: Tensor | null;

  constructor(inFeatures: number, outFeatures: number, options: { bias?: boolean } = {}) {
    super();
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = parameter([outFeatures, inFeatures]);
    this.bias = (options.bias ?? true) ? parameter([outFeatures]) : null;
    defaultInit(this.weight, this.bias);
  }

  override forward(x: Tensor): Tensor {
    if (x.shape.at(-1) !== this.inFeatures)
      throw sizeMismatchError("Linear", "inFeatures", this.inFeatures, -1, x.shape);
    const y = matmul(x, this.weight.t());
    return this.bias ? y.add(this.bias) : y;
  }

  override extraRepr(): string {
    return `${this.inFeatures}, ${this.outFeatures}, bias=${this.bias !== null}`;
  }
}

export type ConvLayerOptions = ConvOptions & { readonly bias?: boolean };

abstract class ConvLayer extends Module {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly options: ConvLayerOptions;
  weight: Tensor;
  bias: Tensor | null;

  constructor(
    inChannels: number,
    outChannels: number,
    size: readonly number[],
    options: ConvLayerOptions,
  ) {
    super();
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.options = options;
    this.weight = parameter([outChannels, inChannels / (options.groups ?? 1), ...size]);
    this.bias = (options.bias ?? true) ? parameter([outChannels]) : null;
    defaultInit(this.weight, this.bias);
  }

  protected check(x: Tensor): void {
    const axis = x.ndim - (this.weight.ndim - 1);
    if (x.shape[axis] !== this.inChannels)
      throw sizeMismatchError(this.constructor.name, "inChannels", this.inChannels, axis, x.shape);
  }

  override extraRepr(): string {
    return `${this.inChannels}, ${this.outChannels}, kernelSize=[${this.weight.shape.slice(2)}]`;
  }
}

const sizes = (k: number | readonly number[], dims: number): readonly number[] =>
  typeof k === "number" ? new Array<number>(dims).fill(k) : k;

/**
 * Convolution over sequences.
 *
 * @shape x: [N, inChannels, L] -> [N, outChannels, out]
 * @state weight: [outChannels, inChannels/groups, K], uniform in ±1/√fanIn
 * @state bias: [outChannels], uniform in ±1/√fanIn
 */
export class Conv1d extends ConvLayer {
  constructor(i: number, o: number, k: number | readonly number[], options: ConvLayerOptions = {}) {
    super(i, o, sizes(k, 1), options);
  }

  override forward(x: Tensor): Tensor {
    this.check(x);
    return conv1d(x, this.weight, this.bias, this.options);
  }
}

/**
 * Convolution over images.
 *
 * @shape x: [N, inChannels, H, W] -> [N, outChannels, outH, outW]
 * @state weight: [outChannels, inChannels/groups, kH, kW], uniform in ±1/√fanIn
 * @state bias: [outChannels], uniform in ±1/√fanIn
 * @throws ShapeError `nn/input-size`
 * @example new Conv2d(1, 4, 3).call(zeros([2, 1, 5, 5])).shape // [2, 4, 3, 3]
 */
export class Conv2d extends ConvLayer {
  constructor(i: number, o: number, k: number | readonly number[], options: ConvLayerOptions = {}) {
    super(i, o, sizes(k, 2), options);
  }

  override forward(x: Tensor): Tensor {
    this.check(x);
    return conv2d(x, this.weight, this.bias, this.options);
  }
}

/**
 * Transposed convolution over images.
 *
 * @shape x: [N, inChannels, H, W] -> [N, outChannels, outH, outW]
 * @state weight: [inChannels, outChannels/groups, kH, kW], uniform in ±1/√fanIn
 * @state bias: [outChannels], uniform in ±1/√fanIn
 */
export class ConvTranspose2d extends Module {
  readonly options: ConvTransposeOptions & { readonly bias?: boolean };
  weight: Tensor;
  bias: Tensor | null;

  constructor(
    inChannels: number,
    outChannels: number,
    kernelSize: number | readonly number[],
    options: ConvTransposeOptions & { readonly bias?: boolean } = {},
  ) {
    super();
    this.options = options;
    this.weight = parameter([
      inChannels,
      outChannels / (options.groups ?? 1),
      ...sizes(kernelSize, 2),
    ]);
    this.bias = (options.bias ?? true) ? parameter([outChannels]) : null;
    defaultInit(this.weight, this.bias);
  }

  override forward(x: Tensor): Tensor {
    return convTranspose2d(x, this.weight, this.bias, this.options);
  }
}

/**
 * A table of vectors, read by index.
 *
 * @shape x: int [...] -> [..., embeddingDim]
 * @state weight: [numEmbeddings, embeddingDim], normal with variance 1 (row paddingIdx: 0)
 */
export class Embedding extends Module {
  readonly paddingIdx: number | null;
  weight: Tensor;

  constructor(
    numEmbeddings: number,
    embeddingDim: number,
    options: { paddingIdx?: number | null } = {},
  ) {
    super();
    this.paddingIdx = options.paddingIdx ?? null;
    this.weight = normal_(parameter([numEmbeddings, embeddingDim]));
    if (this.paddingIdx !== null) {
      const keep = full([numEmbeddings, 1], 1);
      const mask = new Float32Array(numEmbeddings).fill(1);
      mask[this.paddingIdx] = 0;
      this.weight.node = this.weight.detach().mul(tensor(mask, { shape: keep.shape })).node;
    }
  }

  override forward(x: Tensor): Tensor {
    return embeddingLookup(this.weight, x, this.paddingIdx);
  }
}

/** Axes joined, by default all but the first. @shape x: [N, ...] -> [N, n] */
export class Flatten extends Module {
  readonly startDim: number;
  readonly endDim: number;

  constructor(startDim = 1, endDim = -1) {
    super();
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override forward(x: Tensor): Tensor {
    return x.flatten(this.startDim, this.endDim);
  }
}

/** The input itself. @shape x: [...] -> [...] */
export class Identity extends Module {
  override forward(x: Tensor): Tensor {
    return x;
  }
}
