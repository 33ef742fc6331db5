/** Pooling and resizing layers. */
import {
  type AvgPoolOptions,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveAvgPool3d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  adaptiveMaxPool3d,
  avgPool1d,
  avgPool2d,
  avgPool3d,
  type InterpolateOptions,
  interpolate,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  maxPool3d,
  needGivenOptions,
  needNumber,
  needOptions,
  needWholes,
  type Tensor,
} from "@gradus/core";
import {
  type FractionalPoolOptions,
  fractionalMaxPool2d,
  fractionalMaxPool3d,
} from "../functional/fractional-pool.ts";
import {
  type LPPoolOptions,
  lpPool1d,
  lpPool2d,
  lpPool3d,
  maxUnpool1d,
  maxUnpool2d,
  maxUnpool3d,
  type UnpoolOptions,
} from "../functional/spatial.ts";
import { Layer } from "../module.ts";

const maxOptions = ["stride", "padding", "dilation", "ceilMode"];
const avgOptions = ["stride", "padding", "ceilMode", "countIncludePad", "divisorOverride"];

type Size = number | readonly number[];

abstract class WindowPool<O> extends Layer {
  readonly kernelSize: Size;
  readonly options: O;

  constructor(kernelSize: Size, options: O = {} as O) {
    super();
    needOptions(this.constructor.name, options, this.known);
    needWholes(this.constructor.name, "kernelSize", [kernelSize].flat(), 1);
    this.kernelSize = kernelSize;
    this.options = options;
  }

  /** The options there are. */
  protected get known(): readonly string[] {
    return [];
  }

  override extraRepr(): string {
    return `kernelSize=${this.kernelSize}`;
  }
}

/** Maximum of windows. @shape x: [N, C, L] -> [N, C, out] @example new MaxPool1d(2).call(tensor([[[1, 3, 2, 4]]])) // [[[3, 4]]] */
export class MaxPool1d extends WindowPool<MaxPoolOptions> {
  protected override get known(): readonly string[] {
    return maxOptions;
  }

  override forward(x: Tensor): Tensor {
    return maxPool1d(x, this.kernelSize, this.options);
  }
}
/** Maximum of windows. @shape x: [N, C, H, W] -> [N, C, outH, outW] @example new MaxPool2d(2).call(zeros([1, 1, 4, 4])).shape // [1, 1, 2, 2] */
export class MaxPool2d extends WindowPool<MaxPoolOptions> {
  protected override get known(): readonly string[] {
    return maxOptions;
  }

  override forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernelSize, this.options);
  }
}
/** Mean of windows. @shape x: [N, C, L] -> [N, C, out] @example new AvgPool1d(2).call(tensor([[[1, 3, 2, 4]]])) // [[[2, 3]]] */
export class AvgPool1d extends WindowPool<AvgPoolOptions> {
  protected override get known(): readonly string[] {
    return avgOptions;
  }

  override forward(x: Tensor): Tensor {
    return avgPool1d(x, this.kernelSize, this.options);
  }
}
/** Mean of windows. @shape x: [N, C, H, W] -> [N, C, outH, outW] @example new AvgPool2d(2).call(zeros([1, 1, 4, 4])).shape // [1, 1, 2, 2] */
export class AvgPool2d extends WindowPool<AvgPoolOptions> {
  protected override get known(): readonly string[] {
    return avgOptions;
  }

  override forward(x: Tensor): Tensor {
    return avgPool2d(x, this.kernelSize, this.options);
  }
}

/** Maximum of windows. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example new MaxPool3d(2).call(zeros([1, 1, 4, 4, 4])).shape // [1, 1, 2, 2, 2] */
export class MaxPool3d extends WindowPool<MaxPoolOptions> {
  protected override get known(): readonly string[] {
    return maxOptions;
  }

  override forward(x: Tensor): Tensor {
    return maxPool3d(x, this.kernelSize, this.options);
  }
}
/** Mean of windows. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example new AvgPool3d(2).call(zeros([1, 1, 4, 4, 4])).shape // [1, 1, 2, 2, 2] */
export class AvgPool3d extends WindowPool<AvgPoolOptions> {
  protected override get known(): readonly string[] {
    return avgOptions;
  }

  override forward(x: Tensor): Tensor {
    return avgPool3d(x, this.kernelSize, this.options);
  }
}

abstract class UnpoolLayer extends WindowPool<UnpoolOptions> {
  protected override get known(): readonly string[] {
    return ["stride", "padding"];
  }

  protected abstract unpool(x: Tensor, indices: Tensor, size: Size, options: UnpoolOptions): Tensor;

  override forward(x: Tensor, indices: Tensor, outputSize?: readonly number[]): Tensor {
    const options = outputSize ? { ...this.options, outputSize } : this.options;
    return this.unpool(x, indices, this.kernelSize, options);
  }
}
/** The inverse of max pooling: values go back to their places. @shape x, indices: [N, C, L] -> [N, C, out] @example new MaxUnpool1d(2).call(tensor([[[3]]]), tensor([[[1]]], { dtype: "int32" })) // [[[0, 3]]] */
export class MaxUnpool1d extends UnpoolLayer {
  protected override unpool(x: Tensor, indices: Tensor, size: Size, o: UnpoolOptions): Tensor {
    return maxUnpool1d(x, indices, size, o);
  }
}
/** The inverse of max pooling of images. @shape x, indices: [N, C, H, W] -> [N, C, outH, outW] @example new MaxUnpool2d(2).call(tensor([[[[3]]]]), tensor([[[[1]]]], { dtype: "int32" })) // [[[[0, 3], [0, 0]]]] */
export class MaxUnpool2d extends UnpoolLayer {
  protected override unpool(x: Tensor, indices: Tensor, size: Size, o: UnpoolOptions): Tensor {
    return maxUnpool2d(x, indices, size, o);
  }
}
/** The inverse of max pooling of volumes. @shape x, indices: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example new MaxUnpool3d(1).call(tensor([[[[[3]]]]]), tensor([[[[[0]]]]], { dtype: "int32" })) // [[[[[3]]]]] */
export class MaxUnpool3d extends UnpoolLayer {
  protected override unpool(x: Tensor, indices: Tensor, size: Size, o: UnpoolOptions): Tensor {
    return maxUnpool3d(x, indices, size, o);
  }
}

abstract class NormPool extends WindowPool<LPPoolOptions> {
  readonly normType: number;

  constructor(normType: number, kernelSize: Size, options: LPPoolOptions = {}) {
    super(kernelSize, options);
    needNumber(this.constructor.name, "normType", normType);
    this.normType = normType;
  }

  protected override get known(): readonly string[] {
    return ["stride", "ceilMode"];
  }

  override extraRepr(): string {
    return `normType=${this.normType}, ${super.extraRepr()}`;
  }
}
/** The p-norm of windows. @shape x: [N, C, L] -> [N, C, out] @example new LPPool1d(2, 2).call(tensor([[[3, 4]]])) // [[[5]]] */
export class LPPool1d extends NormPool {
  override forward(x: Tensor): Tensor {
    return lpPool1d(x, this.normType, this.kernelSize, this.options);
  }
}
/** The p-norm of windows of images. @shape x: [N, C, H, W] -> [N, C, outH, outW] @example new LPPool2d(1, 2).call(ones([1, 1, 2, 2])) // [[[[4]]]] */
export class LPPool2d extends NormPool {
  override forward(x: Tensor): Tensor {
    return lpPool2d(x, this.normType, this.kernelSize, this.options);
  }
}
/** The p-norm of windows of volumes. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example new LPPool3d(1, 2).call(ones([1, 1, 2, 2, 2])) // [[[[[8]]]]] */
export class LPPool3d extends NormPool {
  override forward(x: Tensor): Tensor {
    return lpPool3d(x, this.normType, this.kernelSize, this.options);
  }
}

type OutputSize = number | readonly (number | null)[];

abstract class AdaptivePool extends Layer {
  readonly outputSize: OutputSize;

  constructor(outputSize: OutputSize) {
    super();
    const sizes = Array.isArray(outputSize) ? outputSize : [outputSize];
    needWholes(
      this.constructor.name,
      "outputSize",
      sizes.filter((n) => n !== null),
      1,
    );
    this.outputSize = outputSize;
  }

  override extraRepr(): string {
    return `outputSize=${this.outputSize}`;
  }
}

/** Means over as many bins as wanted. @shape x: [N, C, L] -> [N, C, out] @example new AdaptiveAvgPool1d(1).call(tensor([[[1, 3]]])) // [[[2]]] */
export class AdaptiveAvgPool1d extends AdaptivePool {
  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool1d(x, this.outputSize);
  }
}
/** Means over a grid of the wanted size. @shape x: [N, C, H, W] -> [N, C, outH, outW] @example new AdaptiveAvgPool2d(1).call(zeros([1, 2, 4, 4])).shape // [1, 2, 1, 1] */
export class AdaptiveAvgPool2d extends AdaptivePool {
  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}
/** Maxima over as many bins as wanted. @shape x: [N, C, L] -> [N, C, out] @example new AdaptiveMaxPool1d(1).call(tensor([[[1, 3]]])) // [[[3]]] */
export class AdaptiveMaxPool1d extends AdaptivePool {
  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool1d(x, this.outputSize);
  }
}
/** Maxima over a grid of the wanted size. @shape x: [N, C, H, W] -> [N, C, outH, outW] @example new AdaptiveMaxPool2d(1).call(zeros([1, 2, 4, 4])).shape // [1, 2, 1, 1] */
export class AdaptiveMaxPool2d extends AdaptivePool {
  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool2d(x, this.outputSize);
  }
}

/** Means over a volume's bins of the wanted sizes. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example new AdaptiveAvgPool3d(1).call(zeros([1, 2, 4, 4, 4])).shape // [1, 2, 1, 1, 1] */
export class AdaptiveAvgPool3d extends AdaptivePool {
  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool3d(x, this.outputSize);
  }
}
/** Maxima over a volume's bins of the wanted sizes. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example new AdaptiveMaxPool3d(1).call(zeros([1, 2, 4, 4, 4])).shape // [1, 2, 1, 1, 1] */
export class AdaptiveMaxPool3d extends AdaptivePool {
  override forward(x: Tensor): Tensor {
    return adaptiveMaxPool3d(x, this.outputSize);
  }
}

abstract class FractionalPool extends WindowPool<Omit<FractionalPoolOptions, "returnIndices">> {
  protected override get known(): readonly string[] {
    return ["outputSize", "outputRatio", "randomSamples"];
  }
}
/** Maxima of windows at random places, to a size or a share of the input's. @shape x: [N, C, H, W] -> [N, C, outH, outW] @source Graham 2014, arXiv:1412.6071 @example new FractionalMaxPool2d(2, { outputRatio: 0.5 }).call(zeros([1, 2, 8, 8])).shape // [1, 2, 4, 4] */
export class FractionalMaxPool2d extends FractionalPool {
  override forward(x: Tensor): Tensor {
    return fractionalMaxPool2d(x, this.kernelSize, this.options);
  }
}
/** As `FractionalMaxPool2d`, of volumes. @shape x: [N, C, D, H, W] -> [N, C, outD, outH, outW] @example new FractionalMaxPool3d(2, { outputSize: 3 }).call(zeros([1, 2, 8, 8, 8])).shape // [1, 2, 3, 3, 3] */
export class FractionalMaxPool3d extends FractionalPool {
  override forward(x: Tensor): Tensor {
    return fractionalMaxPool3d(x, this.kernelSize, this.options);
  }
}

/**
 * Resizing to a size or by a factor.
 *
 * @shape x: [N, C, L] or [N, C, H, W] -> [N, C, ...size]
 * @example new Upsample({ scaleFactor: 2 }).call(tensor([[[1, 2]]])) // [[[1, 1, 2, 2]]]
 */
export class Upsample extends Layer {
  readonly options: InterpolateOptions;

  constructor(options: InterpolateOptions) {
    needOptions("Upsample", options, ["size", "scaleFactor", "mode", "alignCorners"]);
    super();
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return interpolate(x, this.options);
  }
}

abstract class Upsampling extends Upsample {
  constructor(options: {
    size?: number | readonly number[];
    scaleFactor?: number | readonly number[];
  }) {
    needGivenOptions(new.target.name, options, ["size", "scaleFactor"]);
    super(options);
  }
}
/** Images resized by repeating pixels. @shape x: [N, C, H, W] -> [N, C, ...size] @example new UpsamplingNearest2d({ scaleFactor: 2 }).call(tensor([[[[1]]]])) // [[[[1, 1], [1, 1]]]] */
export class UpsamplingNearest2d extends Upsampling {
  override forward(x: Tensor): Tensor {
    return interpolate(x, { ...this.options, mode: "nearest" });
  }
}
/** Images resized by straight lines between pixels, corners on corners. @shape x: [N, C, H, W] -> [N, C, ...size] @example new UpsamplingBilinear2d({ size: [1, 3] }).call(tensor([[[[1, 3]]]])) // [[[[1, 2, 3]]]] */
export class UpsamplingBilinear2d extends Upsampling {
  override forward(x: Tensor): Tensor {
    return interpolate(x, { ...this.options, mode: "bilinear", alignCorners: true });
  }
}
