/** Layers that move values between space and channels, or between patches and columns; and distances as layers. */
import {
  cosineSimilarity,
  fold2d,
  needOptions,
  needTensor,
  needWhole,
  type Tensor,
  type UnfoldOptions,
  unfold2d,
} from "@gradus/core";
import { inputRankError } from "../errors.ts";
import { rrelu } from "../functional/dropout.ts";
import { type EmbeddingBagOptions, embeddingBag, pairwiseDistance } from "../functional/pairs.ts";
import { channelShuffle, pixelShuffle, pixelUnshuffle } from "../functional/spatial.ts";
import { normal_ } from "../init.ts";
import { Layer } from "../module.ts";
import { needSize, unfilled } from "./basic.ts";

abstract class FactorLayer extends Layer {
  readonly factor: number;

  constructor(factor: number) {
    super();
    needWhole(this.constructor.name, "the factor", factor, 1);
    this.factor = factor;
  }

  override extraRepr(): string {
    return `${this.factor}`;
  }
}

/** Channels to pixels. @shape x: [N, C·r², H, W] -> [N, C, H·r, W·r] @source Shi et al. 2016, arXiv:1609.05158 @example new PixelShuffle(2).call(zeros([1, 4, 3, 3])).shape // [1, 1, 6, 6] */
export class PixelShuffle extends FactorLayer {
  override forward(x: Tensor): Tensor {
    return pixelShuffle(x, this.factor);
  }
}
/** Pixels to channels. @shape x: [N, C, H·r, W·r] -> [N, C·r², H, W] @example new PixelUnshuffle(2).call(zeros([1, 1, 6, 6])).shape // [1, 4, 3, 3] */
export class PixelUnshuffle extends FactorLayer {
  override forward(x: Tensor): Tensor {
    return pixelUnshuffle(x, this.factor);
  }
}
/** Channels of groups mixed. @shape x: [N, C, ...] -> the same @source Zhang et al. 2018, arXiv:1707.01083 @example new ChannelShuffle(2).call(zeros([1, 4, 3])).shape // [1, 4, 3] */
export class ChannelShuffle extends FactorLayer {
  override forward(x: Tensor): Tensor {
    return channelShuffle(x, this.factor);
  }
}

const windowOptions = ["stride", "padding", "dilation"];

/** Patches of an image as columns. @shape x: [N, C, H, W] -> [N, C·kH·kW, windows] @example new Unfold([1, 2]).call(zeros([1, 1, 2, 2])).shape // [1, 2, 2] */
export class Unfold extends Layer {
  readonly kernelSize: number | readonly number[];
  readonly options: UnfoldOptions;

  constructor(kernelSize: number | readonly number[], options: UnfoldOptions = {}) {
    needOptions("Unfold", options, windowOptions);
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return unfold2d(x, this.kernelSize, this.options);
  }
}
/** Columns of patches added back to an image. @shape x: [N, C·kH·kW, windows] -> [N, C, H, W] @example new Fold([1, 3], [1, 2]).call(tensor([[[1, 2], [3, 4]]])) // [[[[1, 5, 4]]]] */
export class Fold extends Layer {
  readonly outputSize: number | readonly number[];
  readonly kernelSize: number | readonly number[];
  readonly options: UnfoldOptions;

  constructor(
    outputSize: number | readonly number[],
    kernelSize: number | readonly number[],
    options: UnfoldOptions = {},
  ) {
    needOptions("Fold", options, windowOptions);
    super();
    this.outputSize = outputSize;
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return fold2d(x, this.outputSize, this.kernelSize, this.options);
  }
}

/** Softmax over the channels of images, pixel by pixel. @shape x: [N, C, H, W] or [C, H, W] -> the same @throws ShapeError `nn/input-rank` @example new Softmax2d().call(zeros([1, 2, 1, 1])) // [[[[0.5]], [[0.5]]]] */
export class Softmax2d extends Layer {
  override forward(x: Tensor): Tensor {
    if (x.ndim !== 3 && x.ndim !== 4)
      throw inputRankError("Softmax2d", "[N, C, H, W] or [C, H, W]", x.shape);
    return x.softmax(-3);
  }
}

/** Leaky relu with random slopes in training, their mean in evaluation. @shape x: [...] -> [...] @source Xu et al. 2015, arXiv:1505.00853 @example new RReLU({ lower: 0.5, upper: 0.5 }).call(tensor([-2])) // [-1] */
export class RReLU extends Layer {
  readonly options: { lower?: number; upper?: number };

  constructor(options: { lower?: number; upper?: number } = {}) {
    needOptions("RReLU", options, ["lower", "upper"]);
    super();
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return rrelu(x, { ...this.options, training: this.training });
  }
}

/** Cosine of the angle between vectors. @shape a, b: [..., D, ...] -> without the axis @example new CosineSimilarity().call(tensor([[1, 0]]), tensor([[1, 1]])) // [0.7071] */
export class CosineSimilarity extends Layer {
  readonly options: { dim?: number; eps?: number };

  constructor(options: { dim?: number; eps?: number } = {}) {
    needOptions("CosineSimilarity", options, ["dim", "eps"]);
    super();
    this.options = options;
  }

  override forward(a: Tensor, b: Tensor): Tensor {
    return cosineSimilarity(a, b, this.options);
  }
}

/** Distances of pairs of vectors. @shape a, b: [N, D] -> [N] @example new PairwiseDistance().call(tensor([[0, 0]]), tensor([[3, 4]])) // [5] */
export class PairwiseDistance extends Layer {
  readonly options: { p?: number; eps?: number; keepdim?: boolean };

  constructor(options: { p?: number; eps?: number; keepdim?: boolean } = {}) {
    needOptions("PairwiseDistance", options, ["p", "eps", "keepdim"]);
    super();
    this.options = options;
  }

  override forward(a: Tensor, b: Tensor): Tensor {
    return pairwiseDistance(a, b, this.options);
  }
}

/**
 * Sums, means or maxima of embeddings, bag by bag.
 *
 * @shape input: int [N, L] -> [N, D], or int [n] with offsets -> [bags, D]
 * @state weight: [numEmbeddings, embeddingDim], standard normal
 * @example new EmbeddingBag(10, 3).call(tensor([[1, 2], [4, 5]], { dtype: "int32" })).shape // [2, 3]
 */
export class EmbeddingBag extends Layer {
  readonly options: Omit<EmbeddingBagOptions, "perSampleWeights">;
  weight: Tensor;

  constructor(
    numEmbeddings: number,
    embeddingDim: number,
    options: Omit<EmbeddingBagOptions, "perSampleWeights"> = {},
  ) {
    needOptions("EmbeddingBag", options, ["mode", "paddingIdx"]);
    super();
    needSize("EmbeddingBag", "numEmbeddings", numEmbeddings);
    needSize("EmbeddingBag", "embeddingDim", embeddingDim);
    this.options = options;
    this.weight = normal_(unfilled([numEmbeddings, embeddingDim]));
  }

  override forward(
    input: Tensor,
    offsets: readonly number[] | null = null,
    perSampleWeights: Tensor | null = null,
  ): Tensor {
    if (perSampleWeights !== null)
      needTensor("EmbeddingBag", "the weights of samples", perSampleWeights);
    return embeddingBag(input, this.weight, offsets, { ...this.options, perSampleWeights });
  }
}
