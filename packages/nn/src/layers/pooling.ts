/** Pooling and resizing layers. */
import {
  type AvgPoolOptions,
  adaptiveAvgPool1d,
  adaptiveAvgPool2d,
  adaptiveMaxPool1d,
  adaptiveMaxPool2d,
  avgPool1d,
  avgPool2d,
  type InterpolateOptions,
  interpolate,
  type MaxPoolOptions,
  maxPool1d,
  maxPool2d,
  needOptions,
  needWholes,
  type Tensor,
} from "@gradus/core";
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
