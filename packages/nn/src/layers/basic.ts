/** Linear and bilinear layers, embeddings, flattening. */
import {
  arange,
  einsum,
  embeddingLookup,
  full,
  matmul,
  needOptions,
  needTensor,
  type Tensor,
  tensor,
  where,
} from "@gradus/core";
import { layerOptionError, sizeMismatchError } from "../errors.ts";
import { kaimingUniform_, normal_, uniform_ } from "../init.ts";
import { Layer } from "../module.ts";

/** Refuses sizes that are not counts. @throws UsageError `nn/option` */
export function needSize(layer: string, option: string, value: number, least = 0): void {
  if (!Number.isInteger(value) || value < least)
    throw layerOptionError(layer, option, value, `a whole number from ${least}`);
}

/** Storage for a parameter of some shape. */
export const parameter = (shape: readonly number[], value = 0): Tensor =>
  tensor(new Float32Array(shape.reduce((p, n) => p * n, 1)).fill(value), {
    shape,
    requiresGrad: true,
  });

/** A parameter for an initialiser to fill: what it would fill is not stored, so a large layer costs nothing until it runs. */
export function unfilled(shape: readonly number[]): Tensor {
  const made = full(shape, 0);
  made.requiresGrad = true;
  return made;
}

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
export class Linear extends Layer {
  readonly inFeatures: number;
  readonly outFeatures: number;
  weight: Tensor;
  bias: Tensor | null;

  constructor(inFeatures: number, outFeatures: number, options: { bias?: boolean } = {}) {
    needOptions("Linear", options, ["bias"]);
    super();
    needSize("Linear", "inFeatures", inFeatures);
    needSize("Linear", "outFeatures", outFeatures);
    this.inFeatures = inFeatures;
    this.outFeatures = outFeatures;
    this.weight = unfilled([outFeatures, inFeatures]);
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

/**
 * Bilinear map of two inputs: `yₒ = Σᵢⱼ x1ᵢ·Wₒᵢⱼ·x2ⱼ + bₒ`.
 *
 * @shape x1: [..., in1Features], x2: [..., in2Features] -> [..., outFeatures]
 * @state weight: [outFeatures, in1Features, in2Features], uniform in ±1/√in1Features
 * @state bias: [outFeatures], uniform in ±1/√in1Features
 * @throws ShapeError `nn/input-size`
 * @example new Bilinear(2, 3, 4).call(zeros([5, 2]), zeros([5, 3])).shape // [5, 4]
 */
export class Bilinear extends Layer {
  readonly in1Features: number;
  readonly in2Features: number;
  weight: Tensor;
  bias: Tensor | null;

  constructor(
    in1Features: number,
    in2Features: number,
    outFeatures: number,
    options: { bias?: boolean } = {},
  ) {
    needOptions("Bilinear", options, ["bias"]);
    super();
    needSize("Bilinear", "in1Features", in1Features, 1);
    needSize("Bilinear", "in2Features", in2Features, 1);
    needSize("Bilinear", "outFeatures", outFeatures, 1);
    this.in1Features = in1Features;
    this.in2Features = in2Features;
    const bound = 1 / Math.sqrt(in1Features);
    this.weight = uniform_(unfilled([outFeatures, in1Features, in2Features]), -bound, bound);
    this.bias = (options.bias ?? true) ? uniform_(parameter([outFeatures]), -bound, bound) : null;
  }

  override forward(x1: Tensor, x2: Tensor): Tensor {
    needTensor("Bilinear", "the second input", x2);
    if (x1.shape.at(-1) !== this.in1Features)
      throw sizeMismatchError("Bilinear", "in1Features", this.in1Features, -1, x1.shape);
    if (x2.shape.at(-1) !== this.in2Features)
      throw sizeMismatchError("Bilinear", "in2Features", this.in2Features, -1, x2.shape);
    const y = einsum("...i,oij,...j->...o", x1, this.weight, x2);
    return this.bias ? y.add(this.bias) : y;
  }
}

/**
 * A table of vectors, read by index.
 *
 * @shape x: int [...] -> [..., embeddingDim]
 * @state weight: [numEmbeddings, embeddingDim], normal with variance 1 (row paddingIdx: 0)
 * @throws UsageError `nn/option` for a paddingIdx outside of the table; negative ones count from its end
 * @example new Embedding(10, 4).call(tensor([[1, 2]], { dtype: "int32" })).shape // [1, 2, 4]
 */
export class Embedding extends Layer {
  readonly paddingIdx: number | null;
  weight: Tensor;

  constructor(
    numEmbeddings: number,
    embeddingDim: number,
    options: { paddingIdx?: number | null } = {},
  ) {
    needOptions("Embedding", options, ["paddingIdx"]);
    super();
    needSize("Embedding", "numEmbeddings", numEmbeddings);
    needSize("Embedding", "embeddingDim", embeddingDim);
    const given = options.paddingIdx ?? null;
    this.weight = normal_(unfilled([numEmbeddings, embeddingDim]));
    if (given === null) {
      this.paddingIdx = null;
      return;
    }
    if (!Number.isInteger(given) || given < -numEmbeddings || given >= numEmbeddings)
      throw layerOptionError(
        "Embedding",
        "paddingIdx",
        given,
        `from ${-numEmbeddings} to ${numEmbeddings - 1}`,
      );
    this.paddingIdx = given < 0 ? given + numEmbeddings : given;
    const isPadding = arange(numEmbeddings).eq(this.paddingIdx).unsqueeze(1);
    this.weight.node = where(isPadding, 0, this.weight.detach()).node;
  }

  override forward(x: Tensor): Tensor {
    return embeddingLookup(this.weight, x, this.paddingIdx);
  }
}

/** Axes joined, by default all but the first. @shape x: [N, ...] -> [N, n] @example new Flatten().call(zeros([2, 3, 4])).shape // [2, 12] */
export class Flatten extends Layer {
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

/** The input itself. @shape x: [...] -> [...] @example new Identity().call(tensor([1])) // [1] */
export class Identity extends Layer {
  override forward(x: Tensor): Tensor {
    return x;
  }
}

/** One axis split into several. @shape x: [..., n, ...] @example new Unflatten(1, [2, 2]).call(zeros([3, 4])).shape // [3, 2, 2] */
export class Unflatten extends Layer {
  readonly dim: number;
  readonly sizes: readonly number[];

  constructor(dim: number, sizes: readonly number[]) {
    super();
    this.dim = dim;
    this.sizes = sizes;
  }

  override forward(x: Tensor): Tensor {
    return x.unflatten(this.dim, this.sizes);
  }
}
