/** What a tensor says of itself, tensors made to be like it, and methods whose arguments stand otherwise than the function's. */

import { needWholes } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { type DType, isFloat } from "../dtype.ts";
import { optionError, rankError } from "../errors.ts";
import { broadcastShapes } from "../graph/node.ts";
import { type Shape, sameShape } from "../shape.ts";
import { castTo, needTensor, type Operand } from "./cast.ts";
import { where as choose } from "./compare.ts";
import {
  type DataOptions,
  empty,
  full,
  type NestedArray,
  ones,
  type TensorOptions,
  tensor,
  zeros,
} from "./create.ts";
import { sumTo } from "./movement.ts";
import { polygamma as polygammaOf } from "./numbers.ts";
import { needOptions } from "./options.ts";
import { item } from "./read.ts";
import { movedim, reshape, transpose } from "./shape-ops.ts";

export { kron } from "./einsum.ts";
export { bernoulli, multinomial } from "./random.ts";

const sizes: Readonly<Record<DType, number>> = {
  float32: 4,
  float64: 8,
  int32: 4,
  uint8: 1,
  bool: 1,
};

/** The number of axes. @example tensor([[1]]).dim() // 2 */
export const dim = (x: Tensor): number => x.ndim;
/** As `dim`. @example tensor([[1]]).ndimension() // 2 */
export const ndimension = (x: Tensor): number => x.ndim;
/** The number of elements. @example tensor([1, 2]).nelement() // 2 */
export const nelement = (x: Tensor): number => x.numel();
/** Bytes of one element. @example tensor([1]).elementSize() // 4 */
export const elementSize = (x: Tensor): number => sizes[x.dtype];
/** Whether the elements are floats. @example tensor([1]).isFloatingPoint() // true */
export const isFloatingPoint = (x: Tensor): boolean => isFloat(x.dtype);
/** Whether the elements can be negative. @example tensor([1], { dtype: "uint8" }).isSigned() // false */
export const isSigned = (x: Tensor): boolean => x.dtype !== "uint8" && x.dtype !== "bool";
/** Whether it lies in order in memory: to a program every tensor does. @example tensor([[1, 2]]).t().isContiguous() // true */
export const isContiguous = (x: Tensor): boolean => x.numel() >= 0;
/** The tensor itself: to a program every tensor lies in order. @shape x: [...] -> [...] @example tensor([1]).contiguous() // [1] */
export const contiguous = (x: Tensor): Tensor => x;

/** Whether another tensor has the same shape. @example tensor([1]).isSameSize(tensor([2])) // true */
export function isSameSize(x: Tensor, other: Tensor): boolean {
  needTensor("isSameSize", "the other", other);
  return sameShape(x.shape, other.shape);
}

/** Whether the one element is not 0. @throws ShapeError `shape/item` @example await tensor(3).isNonzero() // true */
export const isNonzero = async (x: Tensor): Promise<boolean> => (await item(x)) !== 0;

/** As int32, where PyTorch has int64. @shape x: [...] -> [...] @example tensor([1.9]).long() // [1] */
export const long = (x: Tensor): Tensor => castTo(x, "int32");
/** As uint8. @shape x: [...] -> [...] @example tensor([3]).byte().dtype // uint8 */
export const byte = (x: Tensor): Tensor => castTo(x, "uint8");

/** In another tensor's dtype. @shape x: [...] -> [...] @example tensor([1.5]).typeAs(tensor([true])) // [true] */
export function typeAs(x: Tensor, other: Tensor): Tensor {
  needTensor("typeAs", "the other", other);
  return castTo(x, other.dtype);
}

/** Under another tensor's shape. @shape x: [...] -> that of other @example tensor([1, 2]).viewAs(tensor([[3], [4]])) // [[1], [2]] */
export function viewAs(x: Tensor, other: Tensor): Tensor {
  needTensor("viewAs", "the other", other);
  return reshape(x, other.shape);
}
/** As `viewAs`. @shape x: [...] -> that of other @example tensor([1, 2]).reshapeAs(tensor([[3], [4]])) // [[1], [2]] */
export const reshapeAs: typeof viewAs = viewAs;

/** Summed over the axes that broadcasting would have made. @shape x: [...] -> shape @throws ShapeError `shape/rank` @example tensor([[1, 2], [3, 4]]).sumToSize([1, 2]) // [[4, 6]] */
export function sumToSize(x: Tensor, shape: Shape): Tensor {
  needWholes("sumToSize", "shape", shape, 0);
  const wide = broadcastShapes(shape, x.shape);
  if (typeof wide === "number" || !sameShape(wide, x.shape))
    throw optionError(
      "sumToSize",
      "shape",
      shape,
      `one that broadcasts to [${x.shape.join(", ")}]`,
    );
  return sumTo(x, shape);
}

const likeOptions = (x: Tensor, options: TensorOptions): TensorOptions => ({
  dtype: x.dtype,
  ...options,
});

/** Zeros of the same dtype. @example tensor([1]).newZeros([2]) // [0, 0] */
export const newZeros = (x: Tensor, shape: Shape, options: TensorOptions = {}): Tensor => {
  needOptions("newZeros", options, ["dtype", "requiresGrad"]);
  return zeros(shape, likeOptions(x, options));
};
/** Ones of the same dtype. @example tensor([1]).newOnes([2]) // [1, 1] */
export const newOnes = (x: Tensor, shape: Shape, options: TensorOptions = {}): Tensor => {
  needOptions("newOnes", options, ["dtype", "requiresGrad"]);
  return ones(shape, likeOptions(x, options));
};
/** One value of the same dtype everywhere. @example tensor([1]).newFull([2], 7) // [7, 7] */
export const newFull = (
  x: Tensor,
  shape: Shape,
  value: number | boolean,
  options: TensorOptions = {},
): Tensor => {
  needOptions("newFull", options, ["dtype", "requiresGrad"]);
  return full(shape, value, likeOptions(x, options));
};
/** A tensor of the same dtype whose values do not matter yet. @example tensor([1]).newEmpty([2]).shape // [2] */
export const newEmpty = (x: Tensor, shape: Shape, options: TensorOptions = {}): Tensor => {
  needOptions("newEmpty", options, ["dtype", "requiresGrad"]);
  return empty(shape, likeOptions(x, options));
};
/** Other data in the same dtype. @example tensor([1], { dtype: "float64" }).newTensor([2]).dtype // float64 */
export const newTensor = (x: Tensor, values: NestedArray, options: DataOptions = {}): Tensor =>
  tensor(values, { dtype: x.dtype, ...options });

/** x where the condition holds, else `other`. @shape condition, other: broadcastable @example tensor([1, 2]).where(tensor([true, false]), 9) // [1, 9] */
export const where = (x: Tensor, condition: Tensor, other: Operand): Tensor =>
  choose(condition, x, other);

/** The n-th derivative of `digamma`. @shape x: [...] -> [...] @example tensor([1]).polygamma(1) // [1.6449] */
export const polygamma = (x: Tensor, n: number): Tensor => polygammaOf(n, x);

/** The last two axes swapped. @shape x: [..., m, n] -> [..., n, m] @example tensor([[1, 2]]).adjoint() // [[1], [2]] */
export function adjoint(x: Tensor): Tensor {
  if (x.ndim < 2) throw rankError("adjoint", "the input", "at least 2 axes", x.shape);
  return transpose(x, -2, -1);
}

/** The axes the other way round, of two axes at most in PyTorch. */
export const turned = (x: Tensor): Tensor =>
  movedim(
    x,
    x.shape.map((_, i) => i),
    x.shape.map((_, i) => x.ndim - 1 - i),
  );
