/**
 * Elementwise mathematics: the rest of the scalar primitives with their gradients, and functions made
 * of them. Integers become float32 where a function is only defined on floats.
 */

import { noGrad, record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError, optionError } from "../errors.ts";
import { scalar } from "../graph/node.ts";
import type { UnaryName } from "../graph/scalars.ts";
import {
  asTensor,
  castTo,
  commonDtype,
  isTensor,
  needOperand,
  needTensor,
  type Operand,
} from "./cast.ts";
import {
  eq,
  ge,
  gt,
  isfinite,
  isinf,
  isnan,
  le,
  logicalAnd,
  logicalOr,
  lt,
  ne,
  where,
} from "./compare.ts";
import { add, exp, log, mul, neg, sub, trueDivide } from "./elementwise.ts";
import { sumTo } from "./movement.ts";
import { needOptions } from "./options.ts";
import { binary, toFloat, unary } from "./primitive.ts";

type UnaryFn = (x: Tensor) => Tensor;

const onFloats =
  (op: UnaryName, gradient: (g: Tensor, x: Tensor, y: Tensor) => Tensor): UnaryFn =>
  (x) =>
    unary(op, toFloat(x), gradient);

/** Absolute value: `y = |x|`. @shape x: [...] -> [...] @example abs(tensor([-1, 2])) // [1, 2] */
export const abs: UnaryFn = (x) => unary("abs", x, (g, v) => mul(g, sign(v)));
/** Sign: −1, 0 or 1; NaN stays. @shape x: [...] -> [...] @example sign(tensor([-3, 0])) // [-1, 0] */
export const sign: UnaryFn = (x) => unary("sign", x, (g) => mul(g, 0));
/** Reciprocal: `y = 1/x`. @shape x: [...] -> [...] @example reciprocal(tensor([4])) // [0.25] */
export const reciprocal: UnaryFn = onFloats("reciprocal", (g, _x, y) => neg(mul(g, mul(y, y))));
/** Square root: `y = √x`. @shape x: [...] -> [...] @example sqrt(tensor([9])) // [3] */
export const sqrt: UnaryFn = onFloats("sqrt", (g, _x, y) => trueDivide(g, mul(y, 2)));
/** Reciprocal square root: `y = 1/√x`. @shape x: [...] -> [...] @example rsqrt(tensor([4])) // [0.5] */
export const rsqrt: UnaryFn = onFloats("rsqrt", (g, _x, y) => mul(g, mul(-0.5, mul(y, mul(y, y)))));
/** Square: `y = x²`. @shape x: [...] -> [...] @example square(tensor([3])) // [9] */
export const square: UnaryFn = (x) => {
  const v = x?.dtype === "bool" ? castTo(x, "int32") : x;
  return mul(v, v);
};
/** Power of two: `y = 2ˣ`. @shape x: [...] -> [...] @example exp2(tensor([3])) // [8] */
export const exp2: UnaryFn = onFloats("exp2", (g, _x, y) => mul(g, mul(y, Math.LN2)));
/** `y = eˣ − 1`, exact near 0. @shape x: [...] -> [...] @example expm1(tensor([0])) // [0] */
export const expm1: UnaryFn = onFloats("expm1", (g, _x, y) => mul(g, add(y, 1)));
/** Binary logarithm. @shape x: [...] -> [...] @example log2(tensor([8])) // [3] */
export const log2: UnaryFn = onFloats("log2", (g, x) => trueDivide(g, mul(x, Math.LN2)));
/** Decimal logarithm. @shape x: [...] -> [...] @example log10(tensor([1000])) // [3] */
export const log10: UnaryFn = onFloats("log10", (g, x) => trueDivide(g, mul(x, Math.LN10)));
/** `y = ln(1 + x)`, exact near 0. @shape x: [...] -> [...] @example log1p(tensor([0])) // [0] */
export const log1p: UnaryFn = onFloats("log1p", (g, x) => trueDivide(g, add(x, 1)));
/** Sine of an angle in radians. @shape x: [...] -> [...] @example sin(tensor([0])) // [0] */
export const sin: UnaryFn = onFloats("sin", (g, x) => mul(g, cos(x)));
/** Cosine of an angle in radians. @shape x: [...] -> [...] @example cos(tensor([0])) // [1] */
export const cos: UnaryFn = onFloats("cos", (g, x) => neg(mul(g, sin(x))));
/** Tangent. @shape x: [...] -> [...] @example tan(tensor([0])) // [0] */
export const tan: UnaryFn = onFloats("tan", (g, _x, y) => mul(g, add(mul(y, y), 1)));
/** Arc sine. @shape x: [...] -> [...] @example asin(tensor([0])) // [0] */
export const asin: UnaryFn = onFloats("asin", (g, x) => mul(g, rsqrt(sub(1, mul(x, x)))));
/** Arc cosine. @shape x: [...] -> [...] @example acos(tensor([1])) // [0] */
export const acos: UnaryFn = onFloats("acos", (g, x) => neg(mul(g, rsqrt(sub(1, mul(x, x))))));
/** Arc tangent. @shape x: [...] -> [...] @example atan(tensor([0])) // [0] */
export const atan: UnaryFn = onFloats("atan", (g, x) => trueDivide(g, add(mul(x, x), 1)));
/** Hyperbolic sine. @shape x: [...] -> [...] @example sinh(tensor([0])) // [0] */
export const sinh: UnaryFn = onFloats("sinh", (g, x) => mul(g, cosh(x)));
/** Hyperbolic cosine. @shape x: [...] -> [...] @example cosh(tensor([0])) // [1] */
export const cosh: UnaryFn = onFloats("cosh", (g, x) => mul(g, sinh(x)));
/** Hyperbolic tangent. @shape x: [...] -> [...] @example tanh(tensor([0])) // [0] */
export const tanh: UnaryFn = onFloats("tanh", (g, _x, y) => mul(g, sub(1, mul(y, y))));
/** Inverse hyperbolic sine. @shape x: [...] -> [...] @example asinh(tensor([0])) // [0] */
export const asinh: UnaryFn = onFloats("asinh", (g, x) => mul(g, rsqrt(add(mul(x, x), 1))));
/** Inverse hyperbolic cosine. @shape x: [...] -> [...] @example acosh(tensor([1])) // [0] */
export const acosh: UnaryFn = onFloats("acosh", (g, x) => mul(g, rsqrt(sub(mul(x, x), 1))));
/** Inverse hyperbolic tangent. @shape x: [...] -> [...] @example atanh(tensor([0])) // [0] */
export const atanh: UnaryFn = onFloats("atanh", (g, x) => trueDivide(g, sub(1, mul(x, x))));

const twoOverRootPi = 2 / Math.sqrt(Math.PI);
const gauss = (x: Tensor): Tensor => mul(exp(neg(mul(x, x))), twoOverRootPi);
/** Error function. @shape x: [...] -> [...] @example erf(tensor([0])) // [0] */
export const erf: UnaryFn = onFloats("erf", (g, x) => mul(g, gauss(x)));
/** Complementary error function `1 − erf(x)`. @shape x: [...] -> [...] @example erfc(tensor([0])) // [1] */
export const erfc: UnaryFn = onFloats("erfc", (g, x) => neg(mul(g, gauss(x))));
/** Inverse of `erf`. @shape x: [...] in −1..1 -> [...] @example erfinv(tensor([0])) // [0] */
export const erfinv: UnaryFn = onFloats("erfinv", (g, _x, y) =>
  mul(g, mul(exp(mul(y, y)), Math.sqrt(Math.PI) / 2)),
);
/** Logarithm of |Γ(x)|. @shape x: [...] -> [...] @example lgamma(tensor([1])) // [0] */
export const lgamma: UnaryFn = onFloats("lgamma", (g, x) => mul(g, digamma(x)));
/** Derivative of `lgamma`. @shape x: [...] -> [...] @example digamma(tensor([1])) // [-0.5772] */
export const digamma: UnaryFn = onFloats("digamma", (g, x) => mul(g, trigamma(x)));

/** Coefficients of z⁻³, z⁻⁵, … in the asymptotic series of trigamma: Bernoulli numbers B₂, B₄, … */
const bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];

/**
 * Derivative of `digamma`: `ψ₁(x) = Σₖ 1/(x + k)²`, the first terms as they are and the rest by the
 * asymptotic series; for negative x by reflection.
 *
 * @source Abramowitz & Stegun 1964, 6.4.7, 6.4.12
 */
function trigamma(x: Tensor): Tensor {
  const negative = lt(x, 0.5);
  const z = where(negative, sub(1, x), x);
  const terms = 8;
  let y: Tensor = mul(z, 0);
  for (let k = 0; k < terms; k++) y = add(y, reciprocal(square(add(z, k))));
  const r = reciprocal(add(z, terms));
  const r2 = square(r);
  let series: Tensor = mul(r2, 0);
  for (const b of bernoulli.toReversed()) series = mul(add(series, b), r2);
  y = add(y, mul(r, add(add(series, 1), mul(r, 0.5))));
  const s = sin(mul(x, Math.PI));
  return where(negative, sub(trueDivide(Math.PI ** 2, square(s)), y), y);
}
/** Logistic function: `y = 1/(1 + e⁻ˣ)`. @shape x: [...] -> [...] @example sigmoid(tensor([0])) // [0.5] */
export const sigmoid: UnaryFn = onFloats("sigmoid", (g, _x, y) => mul(g, mul(y, sub(1, y))));
/** Log odds: `y = ln(x/(1 − x))`. @shape x: [...] -> [...] @example logit(tensor([0.5])) // [0] */
export function logit(x: Tensor, options: { eps?: number } = {}): Tensor {
  needOptions("logit", options, ["eps"]);
  const { eps } = options;
  const v = eps === undefined ? toFloat(x) : clamp(toFloat(x), eps, 1 - eps);
  return log(trueDivide(v, sub(1, v)));
}

const stepwise =
  (op: "floor" | "ceil" | "round" | "trunc"): UnaryFn =>
  (x) => {
    needTensor(op, "the input", x);
    return isFloat(x.dtype) ? unary(op, x, (g) => mul(g, 0)) : x;
  };
/** Largest whole number not above x. @shape x: [...] -> [...] @example floor(tensor([1.5])) // [1] */
export const floor: UnaryFn = stepwise("floor");
/** Smallest whole number not below x. @shape x: [...] -> [...] @example ceil(tensor([1.5])) // [2] */
export const ceil: UnaryFn = stepwise("ceil");
const roundWhole: UnaryFn = stepwise("round");
/** Nearest whole number, halves to even, or nearest number with so many decimals. @shape x: [...] -> [...] @example round(tensor([2.5])) // [2] */
export function round(x: Tensor, options: { decimals?: number } = {}): Tensor {
  needOptions("round", options, ["decimals"]);
  const { decimals = 0 } = options;
  if (decimals === 0) return roundWhole(x);
  // Divided by a power of ten above 1, which is exact, rather than multiplied by one below.
  const power = 10 ** Math.abs(decimals);
  return decimals > 0
    ? trueDivide(roundWhole(mul(x, power)), power)
    : mul(roundWhole(trueDivide(x, power)), power);
}
/** Whole part. @shape x: [...] -> [...] @example trunc(tensor([-1.5])) // [-1] */
export const trunc: UnaryFn = stepwise("trunc");
/** What `trunc` cuts off. @shape x: [...] -> [...] @example frac(tensor([1.25])) // [0.25] */
export const frac: UnaryFn = (x) => sub(x, trunc(x));
/** Degrees to radians. @shape x: [...] -> [...] @example deg2rad(tensor([180])) // [3.1416] */
export const deg2rad: UnaryFn = (x) => mul(toFloat(x), Math.PI / 180);
/** Radians to degrees. @shape x: [...] -> [...] @example rad2deg(tensor([0])) // [0] */
export const rad2deg: UnaryFn = (x) => mul(toFloat(x), 180 / Math.PI);
/** `sin(πx)/(πx)`, 1 at 0. @shape x: [...] -> [...] @example sinc(tensor([0])) // [1] */
export function sinc(x: Tensor): Tensor {
  const t = mul(toFloat(x), Math.PI);
  const safe = where(ne(t, 0), t, 1);
  return where(ne(t, 0), trueDivide(sin(safe), safe), 1);
}

/**
 * Quotient `y = a / b`, with `roundingMode` "trunc" or "floor" rounded.
 *
 * @shape a, b: broadcastable -> broadcast shape
 * @throws UsageError `usage/option`
 * @example div(tensor([7]), 2) // [3.5]
 */
export function div(
  a: Operand,
  b: Operand,
  options: { roundingMode?: "trunc" | "floor" | null } = {},
): Tensor {
  needOptions("div", options, ["roundingMode"]);
  const mode = options.roundingMode ?? null;
  if (mode === null) return trueDivide(a, b);
  if (mode === "floor") return floorDivide(a, b);
  if (mode !== "trunc") throw optionError("div", "roundingMode", mode, '"trunc" or "floor"');
  const common = commonDtype(a, b);
  const q = trunc(trueDivide(isFloat(common) ? a : wide(a), isFloat(common) ? b : wide(b)));
  return castTo(q, common);
}

const wide = (x: Operand): Operand => (isTensor(x) ? castTo(x, "float64") : x);

/** `⌊a/b⌋`. @shape a, b: broadcastable @example floorDivide(tensor([-7]), 2) // [-4] */
export function floorDivide(a: Operand, b: Operand): Tensor {
  if (commonDtype(a, b) === "bool")
    throw dtypeError("floorDivide", "the operands", "bool", "a number");
  return binary("floorDiv", a, b, (g) => [() => mul(g, 0), () => mul(g, 0)]);
}
/** Remainder with the divisor's sign. @shape a, b: broadcastable @example remainder(tensor([-7]), 3) // [2] */
export const remainder = (a: Operand, b: Operand): Tensor =>
  binary("remainder", a, b, (g, x, y) => [() => g, () => neg(mul(g, floorDivide(x, y)))]);
/** Remainder with the dividend's sign. @shape a, b: broadcastable @example fmod(tensor([-7]), 3) // [-1] */
export const fmod = (a: Operand, b: Operand): Tensor =>
  binary("fmod", a, b, (g, x, y) => [() => g, () => neg(mul(g, trunc(trueDivide(x, y))))]);

/**
 * Power: `y = aᵇ`.
 *
 * @shape a, b: broadcastable -> broadcast shape
 * @throws DtypeError where an integer would be raised to a negative number
 * @example pow(tensor([2, 3]), 2) // [4, 9]
 */
export function pow(a: Operand, b: Operand): Tensor {
  const common = commonDtype(a, b);
  if (!isFloat(common) && typeof b === "number" && b < 0)
    throw dtypeError("pow", "a base with a negative exponent", common, "a float");
  if (b === 2 && isTensor(a)) return castTo(square(a), common);
  return binary("pow", a, b, (g, x, y) => [
    () => mul(g, where(asBool(y, 0), 0, mul(y, pow(x, sub(y, 1))))),
    () => {
      // 0 to a power that is not negative stays 0 nearby; a negative base has no logarithm: NaN.
      const base = asTensor(x, common);
      const flat = logicalAnd(eq(base, 0), ge(asTensor(y, common), 0));
      return mul(g, where(flat, 0, mul(pow(x, y), log(where(flat, 1, base)))));
    },
  ]);
}

const asBool = (y: Operand, value: number): Operand =>
  isTensor(y) ? castTo(sub(1, castTo(ne(y, value), "float32")), "bool") : y === value;

/** Angle of the point (x, y) = (b, a); its gradient at (0, 0) is 0. @shape a, b: broadcastable @example atan2(tensor([0]), 1) // [0] */
export const atan2 = (a: Operand, b: Operand): Tensor => {
  const common = commonDtype(a, b);
  return binary(
    "atan2",
    a,
    b,
    (g, y, x) => {
      const over = (v: Tensor) => {
        const r = add(mul(x, x), mul(y, y));
        const origin = eq(r, 0);
        return where(origin, 0, trueDivide(v, where(origin, 1, r)));
      };
      return [() => mul(g, over(x)), () => neg(mul(g, over(y)))];
    },
    { compute: isFloat(common) ? common : "float32" },
  );
};

const half = (g: Tensor, wins: Tensor, a: Operand, b: Operand): Tensor =>
  mul(g, where(wins, 1, where(castTo(ne(a, b), "bool"), 0, 0.5)));

/** Larger of two, NaN wins; ties share the gradient. @shape a, b: broadcastable @example maximum(tensor([1]), 2) // [2] */
export const maximum = (a: Operand, b: Operand): Tensor =>
  binary("maximum", a, b, (g, x, y) => [
    () => half(g, gt(x, y), x, y),
    () => half(g, gt(y, x), x, y),
  ]);
/** Smaller of two, NaN wins; ties share the gradient. @shape a, b: broadcastable @example minimum(tensor([1]), 2) // [1] */
export const minimum = (a: Operand, b: Operand): Tensor =>
  binary("minimum", a, b, (g, x, y) => [
    () => half(g, lt(x, y), x, y),
    () => half(g, lt(y, x), x, y),
  ]);
/** Larger of two, a NaN loses; at a tie the gradient is a's. @shape a, b: broadcastable @example fmax(tensor([1]), 2) // [2] */
export const fmax = (a: Operand, b: Operand): Tensor => withoutNaN("fmax", a, b, ge, maximum);
/** Smaller of two, a NaN loses; at a tie the gradient is a's. @shape a, b: broadcastable @example fmin(tensor([1]), 2) // [1] */
export const fmin = (a: Operand, b: Operand): Tensor => withoutNaN("fmin", a, b, le, minimum);

function withoutNaN(
  op: string,
  a: Operand,
  b: Operand,
  wins: (a: Operand, b: Operand) => Tensor,
  pick: (a: Operand, b: Operand) => Tensor,
): Tensor {
  needOperand(op, a);
  needOperand(op, b);
  const common = commonDtype(a, b);
  if (!isFloat(common)) return pick(a, b);
  const [x, y] = [asTensor(a, common), asTensor(b, common)];
  return where(logicalOr(wins(x, y), isnan(y)), x, y);
}

/** Two operands as tensors of the float dtype they meet in. */
function floatOperands(op: string, a: Operand, b: Operand): [Tensor, Tensor] {
  needOperand(op, a);
  needOperand(op, b);
  const common = commonDtype(a, b);
  const dtype = isFloat(common) ? common : "float32";
  return [castTo(asTensor(a, dtype), dtype), castTo(asTensor(b, dtype), dtype)];
}

/** `√(a² + b²)`. @shape a, b: broadcastable @example hypot(tensor([3]), 4) // [5] */
export function hypot(a: Operand, b: Operand): Tensor {
  const [x, y] = floatOperands("hypot", a, b);
  // Divided by the larger of the two, so that no square overflows.
  const value = noGrad(() => {
    const top = maximum(abs(x), abs(y));
    const plain = logicalAnd(isfinite(top), ne(top, 0));
    const scale = where(plain, top, 1);
    const length = mul(
      scale,
      sqrt(add(square(trueDivide(x, scale)), square(trueDivide(y, scale)))),
    );
    const infinite = logicalOr(isinf(x), isinf(y));
    return where(infinite, Number.POSITIVE_INFINITY, length);
  });
  const out: Tensor = record("hypot", value.node, [x, y], (g) => [
    x.requiresGrad ? sumTo(mul(g, trueDivide(x, out)), x.shape) : null,
    y.requiresGrad ? sumTo(mul(g, trueDivide(y, out)), y.shape) : null,
  ]);
  return out;
}
/** `ln(eᵃ + eᵇ)`, stable. @shape a, b: broadcastable @example logaddexp(tensor([0]), 0) // [0.6931] */
export function logaddexp(a: Operand, b: Operand): Tensor {
  const [x, y] = floatOperands("logaddexp", a, b);
  const value = noGrad(() => {
    // Equal infinities have no difference; their sum is that infinity.
    const same = logicalAnd(eq(x, y), isinf(x));
    return where(same, x, add(maximum(x, y), log1p(exp(neg(abs(sub(x, y)))))));
  });
  return record("logaddexp", value.node, [x, y], (g) => [
    x.requiresGrad ? sumTo(mul(g, sigmoid(sub(x, y))), x.shape) : null,
    y.requiresGrad ? sumTo(mul(g, sigmoid(sub(y, x))), y.shape) : null,
  ]);
}
/** `a·ln b`, 0 where a is 0. @shape a, b: broadcastable @example xlogy(tensor([0]), 0) // [0] */
export function xlogy(a: Operand, b: Operand): Tensor {
  const [x, y] = floatOperands("xlogy", a, b);
  const zero = castTo(sub(1, castTo(ne(x, 0), x.dtype)), "bool");
  const product = mul(x, log(where(zero, 1, y)));
  return where(isnan(y), Number.NaN, where(zero, mul(x, 0), product));
}
/** |a| with the sign of b. @shape a, b: broadcastable @example copysign(tensor([2]), -1) // [-2] */
export function copysign(a: Operand, b: Operand): Tensor {
  const [x, y] = floatOperands("copysign", a, b);
  const negative = lt(reciprocal(where(ne(y, 0), 1, y)), 0);
  const isNegative = where(ne(y, 0), lt(y, 0), negative);
  return where(isNegative, neg(abs(x)), abs(x));
}
/** 0 below 0, `values` at 0, 1 above. @shape x, values: broadcastable @example heaviside(tensor([-1]), 1) // [0] */
export function heaviside(x: Tensor, values: Operand): Tensor {
  needTensor("heaviside", "the input", x);
  needOperand("heaviside", values);
  return where(ne(x, 0), castTo(gt(x, 0), x.dtype), asTensor(values, x.dtype));
}

/**
 * Linear interpolation: `y = a + w·(b − a)`.
 *
 * @shape a, b, w: broadcastable -> broadcast shape
 * @example lerp(tensor([0]), tensor([10]), 0.5) // [5]
 */
export const lerp = (a: Tensor, b: Tensor, w: Operand): Tensor => add(a, mul(w, sub(b, a)));
/** `x + value·a·b`. @shape broadcastable @example addcmul(tensor([1]), tensor([2]), tensor([3])) // [7] */
export const addcmul = (x: Tensor, a: Tensor, b: Tensor, o: { value?: number } = {}): Tensor => {
  needOptions("addcmul", o, ["value"]);
  return add(x, mul(mul(a, b), o.value ?? 1));
};
/** `x + value·a/b`. @shape broadcastable @example addcdiv(tensor([1]), tensor([6]), tensor([3])) // [3] */
export const addcdiv = (x: Tensor, a: Tensor, b: Tensor, o: { value?: number } = {}): Tensor => {
  needOptions("addcdiv", o, ["value"]);
  return add(x, mul(trueDivide(a, b), o.value ?? 1));
};

/**
 * Values limited to `min ≤ y ≤ max`; the gradient passes where x is within, bounds included.
 *
 * @shape x: [...] -> [...]
 * @throws UsageError where neither bound is given
 * @example clamp(tensor([-2, 0.5, 2]), -1, 1) // [-1, 0.5, 1]
 */
export function clamp(x: Tensor, min?: Operand | null, max?: Operand | null): Tensor {
  needTensor("clamp", "the input", x);
  if ((min ?? null) === null && (max ?? null) === null)
    throw optionError("clamp", "min and max", "missing", "at least one of them");
  let dtype = x.dtype;
  for (const bound of [min, max])
    if (bound !== undefined && bound !== null) {
      needOperand("clamp", bound);
      dtype = commonDtype(asTensor(0, dtype), bound);
    }
  const input = castTo(x, dtype);
  if (isTensor(min) || isTensor(max)) return clampBetween(input, min ?? null, max ?? null);
  const node = clampNode(input, min ?? null, max ?? null);
  return record("clamp", node, [input], (g) => {
    let inside: Operand = true;
    if (typeof min === "number") inside = ge(input, min);
    if (typeof max === "number")
      inside = isTensor(inside) ? mul(inside, le(input, max)) : le(input, max);
    return [where(inside, g, 0)];
  });
}

/** Bounds that are tensors take the gradient where they hold the value. */
function clampBetween(x: Tensor, min: Operand | null, max: Operand | null): Tensor {
  const value = noGrad(() => {
    const y = min === null ? x : maximum(x, min);
    return max === null ? y : minimum(y, max);
  });
  const inputs = [x, min, max].filter(isTensor);
  return record("clamp", castTo(value, x.dtype).node, inputs, (g) => {
    const above = min === null ? true : ge(x, min);
    const below = max === null ? true : le(x, max);
    const grads = [sumTo(where(above, where(below, g, 0), 0), x.shape)];
    if (isTensor(min)) {
      const held = max === null ? true : lt(min, max);
      grads.push(sumTo(where(lt(x, min), where(held, g, 0), 0), min.shape));
    }
    if (isTensor(max)) {
      const held = min === null ? gt(x, max) : logicalOr(gt(x, max), lt(max, min));
      grads.push(sumTo(where(held, g, 0), max.shape));
    }
    return grads;
  });
}

function clampNode(x: Tensor, min: Operand | null, max: Operand | null) {
  return noGrad(() => {
    let node = x.node;
    const bound = (v: Operand) => asTensor(v, x.dtype).node;
    if (min !== null) node = scalar("maximum", [node, bound(min)], x.shape, x.dtype);
    if (max !== null) node = scalar("minimum", [node, bound(max)], x.shape, x.dtype);
    return node;
  });
}

/** NaN and infinities replaced. @shape x: [...] -> [...] @example nanToNum(tensor([NaN])) // [0] */
export function nanToNum(
  x: Tensor,
  options: { nan?: number; posinf?: number; neginf?: number } = {},
): Tensor {
  needOptions("nanToNum", options, ["nan", "posinf", "neginf"]);
  needTensor("nanToNum", "the input", x);
  if (!isFloat(x.dtype)) return x;
  const big = x.dtype === "float64" ? Number.MAX_VALUE : 3.4028234663852886e38;
  const { nan = 0, posinf = big, neginf = -big } = options;
  const finite = where(isnan(x), nan, x);
  return where(gt(finite, big), posinf, where(lt(finite, -big), neginf, finite));
}
