/** Signs, and what real numbers answer to questions about complex ones. */
import { noGrad, record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError } from "../errors.ts";
import { castTo, needTensor } from "./cast.ts";
import { eq, isnan, lt, where } from "./compare.ts";
import { onesLike, zerosLike } from "./create.ts";
import { mul } from "./elementwise.ts";
import { reciprocal, sign } from "./math.ts";

/** As `sign`, which differs for complex numbers only. @shape x: [...] -> [...] @example sgn(tensor([-3, 0])) // [-1, 0] */
export const sgn: typeof sign = sign;

/** Whether the sign is minus, that of −0 too. @shape x: [...] -> bool [...] @example signbit(tensor([-1, 0])) // [true, false] */
export function signbit(x: Tensor): Tensor {
  needTensor("signbit", "the input", x);
  if (x.dtype === "bool") return zerosLike(x);
  if (!isFloat(x.dtype)) return lt(x, 0);
  // 1/−0 is −Infinity.
  const zero = eq(x, 0);
  return lt(where(zero, reciprocal(where(zero, x, 1)), x), 0);
}

/** x itself, of numbers. @shape x: [...] -> [...] @throws DtypeError for bools @example positive(tensor([-1])) // [-1] */
export function positive(x: Tensor): Tensor {
  needTensor("positive", "the input", x);
  if (x.dtype === "bool") throw dtypeError("positive", "the input", "bool", "a number");
  return x;
}

/** Whether an element is −Infinity. @shape x: [...] -> bool [...] @example isneginf(tensor([-Infinity, 1])) // [true, false] */
export const isneginf = (x: Tensor): Tensor => eq(x, Number.NEGATIVE_INFINITY);

/** Whether an element is Infinity. @shape x: [...] -> bool [...] @example isposinf(tensor([Infinity, 1])) // [true, false] */
export const isposinf = (x: Tensor): Tensor => eq(x, Number.POSITIVE_INFINITY);

/** Whether an element is real: all are. @shape x: [...] -> bool [...] @example isreal(tensor([1, 2])) // [true, true] */
export function isreal(x: Tensor): Tensor {
  needTensor("isreal", "the input", x);
  return castTo(onesLike(x), "bool");
}

/** The real part: x itself, as there are no complex numbers. @shape x: [...] -> [...] @example real(tensor([1])) // [1] */
export function real(x: Tensor): Tensor {
  needTensor("real", "the input", x);
  return x;
}

/** The complex conjugate: x itself, as there are no complex numbers. @shape x: [...] -> [...] @example conj(tensor([1])) // [1] */
export function conj(x: Tensor): Tensor {
  needTensor("conj", "the input", x);
  return x;
}

/** The angle of a real number in the complex plane: π below 0, else 0; NaN stays. @shape x: [...] -> [...] @example angle(tensor([-1, 2])) // [3.1416, 0] */
export function angle(x: Tensor): Tensor {
  needTensor("angle", "the input", x);
  const v = isFloat(x.dtype) ? x : castTo(x, "float32");
  const value = noGrad(() => where(isnan(v), v, where(lt(v, 0), Math.PI, 0)));
  return record("angle", value.node, [v], (g) => [mul(g, 0)]);
}
