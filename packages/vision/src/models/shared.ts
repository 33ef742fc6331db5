/** What the networks have in common: their options, and the parts that several are made of. */
import { needNumber, needOptions, needWhole, type Tensor } from "@gradus/core";
import {
  BatchNorm2d,
  Conv2d,
  init,
  Linear,
  type Module,
  ReLU6,
  Sequential,
  type TensorModule,
} from "@gradus/nn";
import { optionError } from "../errors.ts";

/** A network from images to scores. */
export type ImageModel = Module & { forward(x: Tensor): Tensor };

/** Options of every network that classifies images. */
export interface ClassifierOptions {
  /** Scores for each image. */
  readonly numClasses?: number;
  /** Channels of the images, 1 for grey ones; default 3. */
  readonly inChannels?: number;
  /** By what the numbers of channels are multiplied; default 1. */
  readonly widthMult?: number;
}

export const classifierOptions = ["numClasses", "inChannels", "widthMult"] as const;

/** Refuses options that are not there, and sizes that are none. */
export function needSizes(
  where: string,
  options: ClassifierOptions,
  known: readonly string[] = classifierOptions,
): void {
  needOptions(where, options, known);
  const { numClasses = 1, inChannels = 1, widthMult = 1 } = options;
  needWhole(where, "numClasses", numClasses, 1);
  needWhole(where, "inChannels", inChannels, 1);
  needNumber(where, "widthMult", widthMult);
  if (!(widthMult > 0 && widthMult <= 16))
    throw optionError(where, "widthMult", widthMult, "above 0 and at most 16");
}

/** Channels times a width, at least one. */
export const widened = (channels: number, widthMult: number): number =>
  Math.max(1, Math.round(channels * widthMult));

/** He's normal start for convolutions, by their outputs, with biases at 0. @source He et al. 2015, arXiv:1502.01852 */
export function startConvolutions(model: Module): void {
  for (const module of model.modules()) {
    if (!(module instanceof Conv2d)) continue;
    init.kaimingNormal_(module.weight, { mode: "fanOut", nonlinearity: "relu" });
    if (module.bias) init.zeros_(module.bias);
  }
}

/** A small normal start for linear layers, with biases at 0. */
export function startLinear(model: Module): void {
  for (const module of model.modules()) {
    if (!(module instanceof Linear)) continue;
    init.normal_(module.weight, 0, 0.01);
    if (module.bias) init.zeros_(module.bias);
  }
}

export interface ConvNormOptions {
  readonly stride?: number;
  readonly groups?: number;
  readonly activation?: TensorModule;
}

/** A convolution without bias that keeps the size (at stride 1), batch normalisation and ReLU6, or another activation. */
export function convNorm(
  from: number,
  to: number,
  kernelSize: number,
  { stride = 1, groups = 1, activation = new ReLU6() }: ConvNormOptions = {},
): Sequential {
  const padding = (kernelSize - 1) / 2;
  return new Sequential(
    new Conv2d(from, to, kernelSize, { stride, padding, groups, bias: false }),
    new BatchNorm2d(to),
    activation,
  );
}
