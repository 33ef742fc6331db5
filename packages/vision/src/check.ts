/** What arguments of the vision functions must be, checked where a function begins. */
import { isFloat, needTensor, type Tensor } from "@gradus/core";
import { argumentShapeError, optionError } from "./errors.ts";

/** Boxes as floats: a list of four numbers each. @throws ShapeError `vision/argument-shape` */
export function asBoxes(where: string, what: string, boxes: Tensor): Tensor {
  needTensor(where, what, boxes);
  if (boxes.ndim !== 2 || boxes.shape[1] !== 4)
    throw argumentShapeError(
      where,
      what,
      "[N, 4]",
      boxes.shape,
      "give a row of four numbers for each box; a single box is tensor([[x1, y1, x2, y2]]).",
    );
  return isFloat(boxes.dtype) ? boxes : boxes.to("float32");
}

/** One number for each box. @throws ShapeError `vision/argument-shape` */
export function needPerBox(where: string, what: string, values: Tensor, count: number): void {
  needTensor(where, what, values);
  if (values.ndim !== 1 || values.shape[0] !== count)
    throw argumentShapeError(
      where,
      what,
      `[${count}]`,
      values.shape,
      `give one value for each of the ${count} boxes.`,
    );
}

/** A number from 0 to 1. @throws UsageError `vision/option` */
export function needShare(where: string, what: string, value: unknown): asserts value is number {
  if (typeof value !== "number" || !(value >= 0 && value <= 1))
    throw optionError(where, what, value, "a number from 0 to 1");
}
