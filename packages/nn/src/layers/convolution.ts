/** Convolutions and their transposes as layers. */
import {
  type ConvOptions,
  type ConvTransposeOptions,
  conv1d,
  conv2d,
  conv3d,
  convTranspose1d,
  convTranspose2d,
  convTranspose3d,
  needOptions,
  needWholes,
  pad,
  type Tensor,
} from "@gradus/core";
import { layerOptionError, sizeMismatchError } from "../errors.ts";
import { Layer } from "../module.ts";
import { defaultInit, needSize, parameter, unfilled } from "./basic.ts";

export type ConvLayerOptions = ConvOptions & {
  readonly bias?: boolean;
  /** What padding is made of; default "zeros". */
  readonly paddingMode?: "zeros" | "reflect" | "replicate" | "circular";
};

const modes = ["zeros", "reflect", "replicate", "circular"];

/** Refuses what are no sizes, and groups that do not divide the channels. */
function checkSizes(
  layer: string,
  inChannels: number,
  outChannels: number,
  size: readonly number[],
  groups = 1,
): void {
  needSize(layer, "inChannels", inChannels);
  needSize(layer, "outChannels", outChannels);
  needWholes(layer, "kernelSize", size, 1);
  const whole = Number.isInteger(groups) && groups >= 1;
  if (whole && inChannels % groups === 0 && outChannels % groups === 0) return;
  const allowed = `a divisor of inChannels = ${inChannels} and outChannels = ${outChannels}`;
  throw layerOptionError(layer, "groups", groups, allowed);
}

abstract class ConvLayer extends Layer {
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
    const { paddingMode = "zeros", padding = 0, stride = 1, groups } = options;
    const name = this.constructor.name;
    checkSizes(name, inChannels, outChannels, size, groups);
    if (!modes.includes(paddingMode))
      throw layerOptionError(name, "paddingMode", paddingMode, modes.join(", "));
    if (typeof padding === "string" && padding !== "same" && padding !== "valid")
      throw layerOptionError(name, "padding", padding, '"same", "valid" or numbers');
    if (padding === "same" && [stride].flat().some((s) => s !== 1))
      throw layerOptionError(name, "stride", `[${[stride].flat()}]`, '1 with padding "same"');
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.options = options;
    this.weight = unfilled([outChannels, inChannels / (options.groups ?? 1), ...size]);
    this.bias = (options.bias ?? true) ? parameter([outChannels]) : null;
    defaultInit(this.weight, this.bias);
  }

  /** The input padded by the mode and the options without padding, or both as they are for zeros. */
  protected padded(x: Tensor): { x: Tensor; options: ConvOptions } {
    const { paddingMode: mode = "zeros", padding = 0, dilation = 1 } = this.options;
    const { stride = 1, groups = 1 } = this.options;
    const own = { stride, padding, dilation, groups };
    if (mode === "zeros" || padding === "valid") return { x, options: own };
    const kernel = this.weight.shape.slice(2);
    const each = (v: number | readonly number[], i: number): number =>
      typeof v === "number" ? v : (v[i] as number);
    // pad() wants the last axis first.
    const amounts = kernel
      .flatMap((k, i) => {
        if (padding !== "same") return [[each(padding, i), each(padding, i)]];
        const total = each(dilation, i) * (k - 1);
        return [[Math.floor(total / 2), Math.ceil(total / 2)]];
      })
      .toReversed()
      .flat();
    return { x: pad(x, amounts, { mode }), options: { ...own, padding: 0 } };
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
 * @example new Conv1d(1, 4, 3).call(zeros([2, 1, 8])).shape // [2, 4, 6]
 */
export class Conv1d extends ConvLayer {
  constructor(i: number, o: number, k: number | readonly number[], options: ConvLayerOptions = {}) {
    needOptions("Conv1d", options, [
      "stride",
      "padding",
      "dilation",
      "groups",
      "bias",
      "paddingMode",
    ]);
    super(i, o, sizes(k, 1), options);
  }

  override forward(x: Tensor): Tensor {
    this.check(x);
    const padded = this.padded(x);
    return conv1d(padded.x, this.weight, this.bias, padded.options);
  }
}

/**
 * Convolution over images.
 *
 * @shape x: [N, inChannels, H, W] -> [N, outChannels, outH, outW]
 * @state weight: [outChannels, inChannels/groups, kH, kW], uniform in ±1/√fanIn
 * @state bias: [outChannels], uniform in ±1/√fanIn
 * @throws ShapeError `nn/input-size`
 * @throws UsageError `nn/option` for groups, paddings and modes that cannot be
 * @example new Conv2d(1, 4, 3).call(zeros([2, 1, 5, 5])).shape // [2, 4, 3, 3]
 */
export class Conv2d extends ConvLayer {
  constructor(i: number, o: number, k: number | readonly number[], options: ConvLayerOptions = {}) {
    needOptions("Conv2d", options, [
      "stride",
      "padding",
      "dilation",
      "groups",
      "bias",
      "paddingMode",
    ]);
    super(i, o, sizes(k, 2), options);
  }

  override forward(x: Tensor): Tensor {
    this.check(x);
    const padded = this.padded(x);
    return conv2d(padded.x, this.weight, this.bias, padded.options);
  }
}

/**
 * Convolution over volumes.
 *
 * @shape x: [N, inChannels, D, H, W] -> [N, outChannels, outD, outH, outW]
 * @state weight: [outChannels, inChannels/groups, kD, kH, kW], uniform in ±1/√fanIn
 * @state bias: [outChannels], uniform in ±1/√fanIn
 * @example new Conv3d(1, 4, 3).call(zeros([2, 1, 5, 5, 5])).shape // [2, 4, 3, 3, 3]
 */
export class Conv3d extends ConvLayer {
  constructor(i: number, o: number, k: number | readonly number[], options: ConvLayerOptions = {}) {
    needOptions("Conv3d", options, [
      "stride",
      "padding",
      "dilation",
      "groups",
      "bias",
      "paddingMode",
    ]);
    super(i, o, sizes(k, 3), options);
  }

  override forward(x: Tensor): Tensor {
    this.check(x);
    const padded = this.padded(x);
    return conv3d(padded.x, this.weight, this.bias, padded.options);
  }
}

export type ConvTransposeLayerOptions = ConvTransposeOptions & { readonly bias?: boolean };

abstract class ConvTransposeLayer extends Layer {
  readonly options: ConvTransposeLayerOptions;
  weight: Tensor;
  bias: Tensor | null;

  constructor(
    inChannels: number,
    outChannels: number,
    size: readonly number[],
    options: ConvTransposeLayerOptions,
  ) {
    super();
    checkSizes(this.constructor.name, inChannels, outChannels, size, options.groups);
    this.options = options;
    this.weight = unfilled([inChannels, outChannels / (options.groups ?? 1), ...size]);
    this.bias = (options.bias ?? true) ? parameter([outChannels]) : null;
    defaultInit(this.weight, this.bias);
  }

  /** The options of the function. */
  protected get own(): ConvTransposeOptions {
    const { bias: _, ...own } = this.options;
    return own;
  }
}

/**
 * Transposed convolution over sequences.
 *
 * @shape x: [N, inChannels, L] -> [N, outChannels, out]
 * @state weight: [inChannels, outChannels/groups, K], uniform in ±1/√fanIn
 * @state bias: [outChannels], uniform in ±1/√fanIn
 * @example new ConvTranspose1d(1, 2, 3).call(zeros([1, 1, 4])).shape // [1, 2, 6]
 */
export class ConvTranspose1d extends ConvTransposeLayer {
  constructor(
    i: number,
    o: number,
    k: number | readonly number[],
    options: ConvTransposeLayerOptions = {},
  ) {
    needOptions("ConvTranspose1d", options, [
      "stride",
      "padding",
      "outputPadding",
      "groups",
      "dilation",
      "bias",
    ]);
    super(i, o, sizes(k, 1), options);
  }

  override forward(x: Tensor): Tensor {
    return convTranspose1d(x, this.weight, this.bias, this.own);
  }
}

/**
 * Transposed convolution over images.
 *
 * @shape x: [N, inChannels, H, W] -> [N, outChannels, outH, outW]
 * @state weight: [inChannels, outChannels/groups, kH, kW], uniform in ±1/√fanIn
 * @state bias: [outChannels], uniform in ±1/√fanIn
 * @example new ConvTranspose2d(1, 2, 3).call(zeros([1, 1, 4, 4])).shape // [1, 2, 6, 6]
 */
export class ConvTranspose2d extends ConvTransposeLayer {
  constructor(
    i: number,
    o: number,
    k: number | readonly number[],
    options: ConvTransposeLayerOptions = {},
  ) {
    needOptions("ConvTranspose2d", options, [
      "stride",
      "padding",
      "outputPadding",
      "groups",
      "dilation",
      "bias",
    ]);
    super(i, o, sizes(k, 2), options);
  }

  override forward(x: Tensor): Tensor {
    return convTranspose2d(x, this.weight, this.bias, this.own);
  }
}

/**
 * Transposed convolution over volumes.
 *
 * @shape x: [N, inChannels, D, H, W] -> [N, outChannels, outD, outH, outW]
 * @state weight: [inChannels, outChannels/groups, kD, kH, kW], uniform in ±1/√fanIn
 * @state bias: [outChannels], uniform in ±1/√fanIn
 * @example new ConvTranspose3d(1, 2, 3).call(zeros([1, 1, 4, 4, 4])).shape // [1, 2, 6, 6, 6]
 */
export class ConvTranspose3d extends ConvTransposeLayer {
  constructor(
    i: number,
    o: number,
    k: number | readonly number[],
    options: ConvTransposeLayerOptions = {},
  ) {
    needOptions("ConvTranspose3d", options, [
      "stride",
      "padding",
      "outputPadding",
      "groups",
      "dilation",
      "bias",
    ]);
    super(i, o, sizes(k, 3), options);
  }

  override forward(x: Tensor): Tensor {
    return convTranspose3d(x, this.weight, this.bias, this.own);
  }
}
