/** Second names of operators, as PyTorch has them: each is the very same function. */
import { ge, gt, le, lt, ne } from "./compare.ts";
import { mul, neg, sub } from "./elementwise.ts";
import { abs, acos, acosh, asin, asinh, atan, atan2, atanh, clamp, div, trunc } from "./math.ts";
import { outer } from "./matrix.ts";
import { cat, movedim, transpose } from "./shape-ops.ts";

/** As `abs`. @shape as there @example absolute(tensor([-2])) // [2] */
export const absolute: typeof abs = abs;
/** As `neg`. @shape as there @example negative(tensor([1])) // [-1] */
export const negative: typeof neg = neg;
/** As `trunc`. @shape as there @example fix(tensor([-1.5])) // [-1] */
export const fix: typeof trunc = trunc;
/** As `acos`. @shape as there @example arccos(tensor([1])) // [0] */
export const arccos: typeof acos = acos;
/** As `acosh`. @shape as there @example arccosh(tensor([1])) // [0] */
export const arccosh: typeof acosh = acosh;
/** As `asin`. @shape as there @example arcsin(tensor([0])) // [0] */
export const arcsin: typeof asin = asin;
/** As `asinh`. @shape as there @example arcsinh(tensor([0])) // [0] */
export const arcsinh: typeof asinh = asinh;
/** As `atan`. @shape as there @example arctan(tensor([0])) // [0] */
export const arctan: typeof atan = atan;
/** As `atanh`. @shape as there @example arctanh(tensor([0])) // [0] */
export const arctanh: typeof atanh = atanh;
/** As `atan2`. @shape as there @example arctan2(tensor([0]), 1) // [0] */
export const arctan2: typeof atan2 = atan2;
/** As `clamp`. @shape as there @example clip(tensor([-1, 2]), 0, 1) // [0, 1] */
export const clip: typeof clamp = clamp;
/** As `div`. @shape as there @example divide(tensor([1]), 2) // [0.5] */
export const divide: typeof div = div;
/** As `mul`. @shape as there @example multiply(tensor([3]), 2) // [6] */
export const multiply: typeof mul = mul;
/** As `sub`. @shape as there @example subtract(tensor([3]), 2) // [1] */
export const subtract: typeof sub = sub;
/** As `gt`. @shape as there @example greater(tensor([1, 3]), 2) // [false, true] */
export const greater: typeof gt = gt;
/** As `ge`. @shape as there @example greaterEqual(tensor([1, 2]), 2) // [false, true] */
export const greaterEqual: typeof ge = ge;
/** As `lt`. @shape as there @example less(tensor([1, 3]), 2) // [true, false] */
export const less: typeof lt = lt;
/** As `le`. @shape as there @example lessEqual(tensor([2, 3]), 2) // [true, false] */
export const lessEqual: typeof le = le;
/** As `ne`. @shape as there @example notEqual(tensor([2, 3]), 2) // [false, true] */
export const notEqual: typeof ne = ne;
/** As `outer`. @shape as there @example ger(tensor([1, 2]), tensor([3])) // [[3], [6]] */
export const ger: typeof outer = outer;
/** As `movedim`. @shape as there @example moveaxis(tensor([[1, 2]]), 0, 1) // [[1], [2]] */
export const moveaxis: typeof movedim = movedim;
/** As `transpose`. @shape as there @example swapaxes(tensor([[1, 2]]), 0, 1) // [[1], [2]] */
export const swapaxes: typeof transpose = transpose;
/** As `transpose`. @shape as there @example swapdims(tensor([[1, 2]]), 0, 1) // [[1], [2]] */
export const swapdims: typeof transpose = transpose;
/** As `cat`. @shape as there @example concat([tensor([1]), tensor([2])]) // [1, 2] */
export const concat: typeof cat = cat;
/** As `cat`. @shape as there @example concatenate([tensor([1]), tensor([2])]) // [1, 2] */
export const concatenate: typeof cat = cat;
