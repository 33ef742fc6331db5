/** How well a class for every pixel fits: counted over all pixels of all images that are given. */
import {
  arange,
  isFloat,
  needOptions,
  needTensor,
  needWhole,
  type Tensor,
  where,
} from "@gradus/core";
import { argumentShapeError, optionError } from "../errors.ts";

/** Options of the measures of segmentation. */
export interface SegmentationOptions {
  /** Pixels that are this class in the target count nowhere. */
  readonly ignoreIndex?: number;
}

/** Options of measures that are a mean over classes. */
export interface ClassMeanOptions extends SegmentationOptions {
  /** "macro": the mean of the classes that occur; "none": each class by itself. Default "macro". */
  readonly average?: "macro" | "none";
}

function check(where: string, predicted: Tensor, target: Tensor, ignoreIndex: unknown): void {
  needTensor(where, "predicted", predicted);
  needTensor(where, "target", target);
  if (predicted.shape.join() !== target.shape.join())
    throw argumentShapeError(
      where,
      "predicted",
      `[${target.shape.join(", ")}], that of the target`,
      predicted.shape,
      "of scores [N, classes, H, W] take the best class first: argmax(1).",
    );
  for (const [name, x] of [
    ["predicted", predicted],
    ["target", target],
  ] as const)
    if (isFloat(x.dtype))
      throw optionError(
        where,
        name,
        x,
        'classes as whole numbers: of scores argmax(1), of classes kept as floats to("int32")',
      );
  if (ignoreIndex !== undefined) needWhole(where, "ignoreIndex", ignoreIndex);
}

/**
 * The share of pixels with the right class.
 *
 * @shape predicted, target: [...] of the same shape -> []
 * @throws ShapeError `vision/argument-shape`; UsageError `vision/option` for scores in place of classes
 * @remarks NaN where no pixel counts.
 * @example
 * const whole = { dtype: "int32" };
 * pixelAccuracy(tensor([[0, 1], [1, 1]], whole), tensor([[0, 1], [0, 1]], whole)) // 0.75
 */
export function pixelAccuracy(
  predicted: Tensor,
  target: Tensor,
  options: SegmentationOptions = {},
): Tensor {
  needOptions("pixelAccuracy", options, ["ignoreIndex"]);
  const { ignoreIndex } = options;
  check("pixelAccuracy", predicted, target, ignoreIndex);
  const right = predicted.eq(target).to("float32");
  if (ignoreIndex === undefined) return right.mean();
  const counts = target.ne(ignoreIndex).to("float32");
  return right.mul(counts).sum().div(counts.sum());
}

/** Of each class: pixels that are it in both, in what was predicted, and in the target. */
function countsOf(
  where: string,
  predicted: Tensor,
  target: Tensor,
  numClasses: number,
  { ignoreIndex, average = "macro" }: ClassMeanOptions,
): [both: Tensor, predicted: Tensor, target: Tensor] {
  check(where, predicted, target, ignoreIndex);
  needWhole(where, "numClasses", numClasses, 1);
  if (average !== "macro" && average !== "none")
    throw optionError(where, "average", average, "macro or none");
  const classes = arange(numClasses);
  const isClass = (x: Tensor): Tensor => x.reshape([-1, 1]).eq(classes);
  const counts =
    ignoreIndex === undefined
      ? isClass(predicted)
      : isClass(predicted).logicalAnd(target.reshape([-1, 1]).ne(ignoreIndex));
  const is = isClass(target);
  const wanted = ignoreIndex === undefined ? is : is.logicalAnd(classes.ne(ignoreIndex));
  const sum = (x: Tensor): Tensor => x.to("float64").sum(0);
  return [sum(counts.logicalAnd(wanted)), sum(counts), sum(wanted)];
}

/** Part over whole of each class; a class that does not occur is NaN, and no part of the mean. */
function shares(part: Tensor, whole: Tensor, average: "macro" | "none" = "macro"): Tensor {
  const each = where(whole.gt(0), part.div(whole), Number.NaN);
  return (average === "none" ? each : each.nanmean()).to("float32");
}

/**
 * Mean intersection over union: of each class `IoU = |P ∩ T| / |P ∪ T|`, with P and T its pixels in the prediction and
 * the target, then the mean over the classes that occur in one of the two.
 *
 * @shape predicted, target: [...] of the same shape -> [], or [numClasses] with average "none"
 * @param numClasses classes are the numbers below it
 * @throws ShapeError `vision/argument-shape`; UsageError `vision/option`, `usage/option`
 * @remarks A class that does not occur is NaN with average "none".
 * @example
 * const whole = { dtype: "int32" };
 * meanIou(tensor([[0, 1], [1, 1]], whole), tensor([[0, 1], [0, 1]], whole), 2) // 0.5833
 */
export function meanIou(
  predicted: Tensor,
  target: Tensor,
  numClasses: number,
  options: ClassMeanOptions = {},
): Tensor {
  needOptions("meanIou", options, ["ignoreIndex", "average"]);
  const [both, p, t] = countsOf("meanIou", predicted, target, numClasses, options);
  return shares(both, p.add(t).sub(both), options.average);
}

/**
 * Dice's coefficient, the F1 score of pixels: of each class `2·|P ∩ T| / (|P| + |T|)`, with P and T its pixels in the
 * prediction and the target, then the mean over the classes that occur in one of the two.
 *
 * @shape predicted, target: [...] of the same shape -> [], or [numClasses] with average "none"
 * @param numClasses classes are the numbers below it
 * @throws ShapeError `vision/argument-shape`; UsageError `vision/option`, `usage/option`
 * @example
 * const whole = { dtype: "int32" };
 * dice(tensor([[0, 1], [1, 1]], whole), tensor([[0, 1], [0, 1]], whole), 2) // 0.7333
 * @source Dice 1945, "Measures of the amount of ecologic association between species"
 */
export function dice(
  predicted: Tensor,
  target: Tensor,
  numClasses: number,
  options: ClassMeanOptions = {},
): Tensor {
  needOptions("dice", options, ["ignoreIndex", "average"]);
  const [both, p, t] = countsOf("dice", predicted, target, numClasses, options);
  return shares(both.mul(2), p.add(t), options.average);
}
