/**
 * Lazy layers: they take the number of their inputs from the first input they see, and are then the layer they stand for,
 * as in PyTorch. Before that they have no parameters, so an optimizer is made after the first call.
 */

import type { Tensor } from "@gradus/core";
import { inputRankError } from "../errors.ts";
import { Layer } from "../module.ts";
import { Linear } from "./basic.ts";
import {
  Conv1d,
  Conv2d,
  Conv3d,
  type ConvLayerOptions,
  ConvTranspose1d,
  ConvTranspose2d,
  ConvTranspose3d,
  type ConvTransposeLayerOptions,
} from "./convolution.ts";
import {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  type BatchNormOptions,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
} from "./normalization.ts";

type Size = number | readonly number[];

abstract class LazyLayer extends Layer {
  readonly #make: (inputs: number) => Layer;
  readonly #axis: number;

  /** `make` gives the layer it stands for, `axis` counts the inputs, from the end. */
  constructor(make: (inputs: number) => Layer, axis: number, divisor = 1) {
    super();
    // Wrong arguments are told when the layer is made, not when it is first called.
    make(Number.isInteger(divisor) && divisor > 0 ? divisor : 1);
    this.#make = make;
    this.#axis = axis;
  }

  override forward(x: Tensor): Tensor {
    const inputs = x.shape.at(this.#axis);
    if (inputs === undefined)
      throw inputRankError(this.constructor.name, `of at least ${-this.#axis} axes`, x.shape);
    const made = this.#make(inputs);
    made.train(this.training);
    const buffers = new Map(made.namedBuffers());
    for (const [name, value] of Object.entries(made))
      if (buffers.has(name)) this.registerBuffer(name, value as Tensor);
      else Reflect.set(this, name, value);
    Object.setPrototypeOf(this, Object.getPrototypeOf(made));
    return (this as unknown as { forward(x: Tensor): Tensor }).forward(x);
  }
}

/** A linear layer that takes inFeatures from its first input. @shape x: [..., in] -> [..., outFeatures] @state as `Linear`, from the first call on @example new LazyLinear(3).call(zeros([2, 5])).shape // [2, 3] */
export class LazyLinear extends LazyLayer {
  constructor(outFeatures: number, options: { bias?: boolean } = {}) {
    super((inputs) => new Linear(inputs, outFeatures, options), -1);
  }
}

/** A convolution that takes inChannels from its first input. @shape x: [N, C, L] @state as `Conv1d`, from the first call on @example new LazyConv1d(4, 3).call(zeros([1, 2, 5])).shape // [1, 4, 3] */
export class LazyConv1d extends LazyLayer {
  constructor(outChannels: number, kernelSize: Size, options: ConvLayerOptions = {}) {
    super((inputs) => new Conv1d(inputs, outChannels, kernelSize, options), -2, options?.groups);
  }
}

/** A convolution that takes inChannels from its first input. @shape x: [N, C, H, W] @state as `Conv2d`, from the first call on @example new LazyConv2d(4, 3).call(zeros([1, 2, 5, 5])).shape // [1, 4, 3, 3] */
export class LazyConv2d extends LazyLayer {
  constructor(outChannels: number, kernelSize: Size, options: ConvLayerOptions = {}) {
    super((inputs) => new Conv2d(inputs, outChannels, kernelSize, options), -3, options?.groups);
  }
}

/** A convolution that takes inChannels from its first input. @shape x: [N, C, D, H, W] @state as `Conv3d`, from the first call on @example new LazyConv3d(4, 2).call(zeros([1, 2, 3, 3, 3])).shape // [1, 4, 2, 2, 2] */
export class LazyConv3d extends LazyLayer {
  constructor(outChannels: number, kernelSize: Size, options: ConvLayerOptions = {}) {
    super((inputs) => new Conv3d(inputs, outChannels, kernelSize, options), -4, options?.groups);
  }
}

/** A transposed convolution that takes inChannels from its first input. @shape x: [N, C, L] @state as `ConvTranspose1d`, from the first call on @example new LazyConvTranspose1d(4, 3).call(zeros([1, 2, 5])).shape // [1, 4, 7] */
export class LazyConvTranspose1d extends LazyLayer {
  constructor(outChannels: number, kernelSize: Size, options: ConvTransposeLayerOptions = {}) {
    super(
      (inputs) => new ConvTranspose1d(inputs, outChannels, kernelSize, options),
      -2,
      options?.groups,
    );
  }
}

/** A transposed convolution that takes inChannels from its first input. @shape x: [N, C, H, W] @state as `ConvTranspose2d`, from the first call on @example new LazyConvTranspose2d(4, 3).call(zeros([1, 2, 5, 5])).shape // [1, 4, 7, 7] */
export class LazyConvTranspose2d extends LazyLayer {
  constructor(outChannels: number, kernelSize: Size, options: ConvTransposeLayerOptions = {}) {
    super(
      (inputs) => new ConvTranspose2d(inputs, outChannels, kernelSize, options),
      -3,
      options?.groups,
    );
  }
}

/** A transposed convolution that takes inChannels from its first input. @shape x: [N, C, D, H, W] @state as `ConvTranspose3d`, from the first call on @example new LazyConvTranspose3d(4, 2).call(zeros([1, 2, 3, 3, 3])).shape // [1, 4, 4, 4, 4] */
export class LazyConvTranspose3d extends LazyLayer {
  constructor(outChannels: number, kernelSize: Size, options: ConvTransposeLayerOptions = {}) {
    super(
      (inputs) => new ConvTranspose3d(inputs, outChannels, kernelSize, options),
      -4,
      options?.groups,
    );
  }
}

/** Batch normalisation that takes numFeatures from its first input. @shape x: [N, C, L] -> the same @state as `BatchNorm1d`, from the first call on @example new LazyBatchNorm1d().call(zeros([1, 2, 5])).shape // [1, 2, 5] */
export class LazyBatchNorm1d extends LazyLayer {
  constructor(options: BatchNormOptions = {}) {
    super((inputs) => new BatchNorm1d(inputs, options), -2);
  }
}

/** Batch normalisation that takes numFeatures from its first input. @shape x: [N, C, H, W] -> the same @state as `BatchNorm2d`, from the first call on @example new LazyBatchNorm2d().call(zeros([1, 2, 5, 5])).shape // [1, 2, 5, 5] */
export class LazyBatchNorm2d extends LazyLayer {
  constructor(options: BatchNormOptions = {}) {
    super((inputs) => new BatchNorm2d(inputs, options), -3);
  }
}

/** Batch normalisation that takes numFeatures from its first input. @shape x: [N, C, D, H, W] -> the same @state as `BatchNorm3d`, from the first call on @example new LazyBatchNorm3d().call(zeros([1, 2, 3, 3, 3])).shape // [1, 2, 3, 3, 3] */
export class LazyBatchNorm3d extends LazyLayer {
  constructor(options: BatchNormOptions = {}) {
    super((inputs) => new BatchNorm3d(inputs, options), -4);
  }
}

/** Instance normalisation that takes numFeatures from its first input. @shape x: [N, C, L] -> the same @state as `InstanceNorm1d`, from the first call on @example new LazyInstanceNorm1d().call(zeros([1, 2, 5])).shape // [1, 2, 5] */
export class LazyInstanceNorm1d extends LazyLayer {
  constructor(options: BatchNormOptions = {}) {
    super((inputs) => new InstanceNorm1d(inputs, options), -2);
  }
}

/** Instance normalisation that takes numFeatures from its first input. @shape x: [N, C, H, W] -> the same @state as `InstanceNorm2d`, from the first call on @example new LazyInstanceNorm2d().call(zeros([1, 2, 5, 5])).shape // [1, 2, 5, 5] */
export class LazyInstanceNorm2d extends LazyLayer {
  constructor(options: BatchNormOptions = {}) {
    super((inputs) => new InstanceNorm2d(inputs, options), -3);
  }
}

/** Instance normalisation that takes numFeatures from its first input. @shape x: [N, C, D, H, W] -> the same @state as `InstanceNorm3d`, from the first call on @example new LazyInstanceNorm3d().call(zeros([1, 2, 3, 3, 3])).shape // [1, 2, 3, 3, 3] */
export class LazyInstanceNorm3d extends LazyLayer {
  constructor(options: BatchNormOptions = {}) {
    super((inputs) => new InstanceNorm3d(inputs, options), -4);
  }
}
