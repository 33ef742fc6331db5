/** Pooling layers. */
import {
  type AvgPoolOptions,
  adaptiveAvgPool2d,
  avgPool2d,
  type MaxPoolOptions,
  maxPool2d,
  type Tensor,
} from "@gradus/core";
import { Module } from "../module.ts";

type Size = number | readonly number[];

/** Maximum of windows. @shape x: [N, C, H, W] -> [N, C, outH, outW] */
export class MaxPool2d extends Module {
  readonly kernelSize: Size;
  readonly options: MaxPoolOptions;

  constructor(kernelSize: Size, options: MaxPoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return maxPool2d(x, this.kernelSize, this.options);
  }

  override extraRepr(): string {
    return `kernelSize=${this.kernelSize}`;
  }
}

/** Mean of windows. @shape x: [N, C, H, W] -> [N, C, outH, outW] */
export class AvgPool2d extends Module {
  readonly kernelSize: Size;
  readonly options: AvgPoolOptions;

  constructor(kernelSize: Size, options: AvgPoolOptions = {}) {
    super();
    this.kernelSize = kernelSize;
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return avgPool2d(x, this.kernelSize, this.options);
  }
}

/** Means over a grid of the wanted size. @shape x: [N, C, H, W] -> [N, C, outH, outW] */
export class AdaptiveAvgPool2d extends Module {
  readonly outputSize: number | readonly (number | null)[];

  constructor(outputSize: number | readonly (number | null)[]) {
    super();
    this.outputSize = outputSize;
  }

  override forward(x: Tensor): Tensor {
    return adaptiveAvgPool2d(x, this.outputSize);
  }
}
