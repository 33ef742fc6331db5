/** Further functions of numbers, element by element: whole numbers, powers of two, the gamma family and Bessel's. */

import { needWhole } from "../arguments.ts";
import { noGrad, record } from "../autograd/tape.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { isFloat } from "../dtype.ts";
import { dtypeError } from "../errors.ts";
import { asTensor, castTo, commonDtype, needOperand, needTensor, type Operand } from "./cast.ts";
import { eq, ge, gt, isfinite, le, logicalAnd, lt, ne, where } from "./compare.ts";
import { add, exp, mul, neg, sub, trueDivide } from "./elementwise.ts";
import {
  abs,
  clamp,
  digamma,
  exp2,
  floor,
  floorDivide,
  lgamma,
  log2,
  logaddexp,
  pow,
  reciprocal,
  rsqrt,
  sin,
  square,
} from "./math.ts";
import { toFloat } from "./primitive.ts";

function wholeOperands(op: string, a: Operand, b: Operand): [Tensor, Tensor] {
  needOperand(op, a);
  needOperand(op, b);
  const dtype = commonDtype(a, b);
  if (isFloat(dtype) || dtype === "bool")
    throw dtypeError(op, "an operand", dtype, "a whole number");
  return [castTo(asTensor(a, dtype), dtype), castTo(asTensor(b, dtype), dtype)];
}

/** Steps of Euclid's algorithm that any two 32-bit numbers are done after: Fibonacci numbers take the most. */
const euclidSteps = 46;

/**
 * Greatest common divisor, by Euclid's algorithm.
 *
 * @shape a, b: int, broadcastable -> broadcast shape
 * @throws DtypeError for floats
 * @example gcd(tensor([12], { dtype: "int32" }), 18) // [6]
 */
export function gcd(a: Operand, b: Operand): Tensor {
  const [x, y] = wholeOperands("gcd", a, b);
  return noGrad(() => {
    let [p, q] = [abs(add(x, mul(y, 0))), abs(add(y, mul(x, 0)))];
    for (let i = 0; i < euclidSteps; i++) {
      const done = eq(q, 0);
      const rest = sub(p, mul(floorDivide(p, where(done, 1, q)), q));
      [p, q] = [where(done, p, q), where(done, q, rest)];
    }
    return castTo(p, commonDtype(a, b));
  });
}

/** Least common multiple: `|a·b|/gcd(a, b)`. @shape a, b: int, broadcastable @throws DtypeError for floats @example lcm(tensor([4], { dtype: "int32" }), 6) // [12] */
export function lcm(a: Operand, b: Operand): Tensor {
  const [x, y] = wholeOperands("lcm", a, b);
  const divisor = gcd(x, y);
  return noGrad(() => {
    const times = abs(mul(floorDivide(x, where(eq(divisor, 0), 1, divisor)), y));
    return castTo(times, commonDtype(a, b));
  });
}

/** Power in float64: `y = aᵇ`. @shape a, b: broadcastable @example floatPower(tensor([2]), 3).dtype // float64 */
export function floatPower(a: Operand, b: Operand): Tensor {
  needOperand("floatPower", a);
  needOperand("floatPower", b);
  const wide = (v: Operand): Operand => (typeof v === "object" ? castTo(v, "float64") : Number(v));
  const base = wide(a);
  return pow(typeof base === "object" ? base : asTensor(base, "float64"), wide(b));
}

/** `x·2ᵒᵗʰᵉʳ`. @shape x, other: broadcastable @example ldexp(tensor([3]), tensor([2])) // [12] */
export function ldexp(x: Tensor, other: Operand): Tensor {
  needTensor("ldexp", "the input", x);
  needOperand("ldexp", other);
  return mul(toFloat(x), exp2(toFloat(asTensor(other, "float32"))));
}

/** Mantissa from ½ to 1 and exponent: `x = mantissa·2^exponent`. @shape x: [...] -> { mantissa, exponent: int32 } as x @example frexp(tensor([6])).mantissa // [0.75] */
export function frexp(x: Tensor): { mantissa: Tensor; exponent: Tensor } {
  needTensor("frexp", "the input", x);
  if (!isFloat(x.dtype)) throw dtypeError("frexp", "the input", x.dtype, "a float");
  return noGrad(() => {
    const size = abs(x.detach());
    const plain = logicalAnd(isfinite(size), ne(size, 0));
    const safe = where(plain, size, 1);
    const guess = add(floor(log2(safe)), 1);
    // The logarithm may be a rounding off at powers of two. In two steps, as 2^-exponent alone may overflow.
    const half = floor(mul(guess, 0.5));
    const scaled = mul(mul(safe, exp2(neg(half))), exp2(sub(half, guess)));
    const exponent = add(guess, sub(where(ge(scaled, 1), 1, 0), where(lt(scaled, 0.5), 1, 0)));
    const mantissa = mul(scaled, where(ge(scaled, 1), 0.5, where(lt(scaled, 0.5), 2, 1)));
    return {
      mantissa: where(plain, where(lt(x.detach(), 0), neg(mantissa), mantissa), x.detach()),
      exponent: castTo(where(plain, exponent, 0), "int32"),
    };
  });
}

/** `log₂(2ᵃ + 2ᵇ)`, stable. @shape a, b: broadcastable @example logaddexp2(tensor([1]), 1) // [2] */
export function logaddexp2(a: Operand, b: Operand): Tensor {
  needOperand("logaddexp2", a);
  needOperand("logaddexp2", b);
  const dtype = commonDtype(a, b);
  const wide = (v: Operand): Tensor => toFloat(asTensor(v, isFloat(dtype) ? dtype : "float32"));
  return mul(logaddexp(mul(wide(a), Math.LN2), mul(wide(b), Math.LN2)), 1 / Math.LN2);
}

/** `other − alpha·x`. @shape x, other: broadcastable @example rsub(tensor([1]), 3) // [2] */
export function rsub(x: Operand, other: Operand, options: { alpha?: number } = {}): Tensor {
  return sub(other, x, options);
}

/** At least `min`. @shape x: [...] -> [...] @example clampMin(tensor([-1, 2]), 0) // [0, 2] */
export function clampMin(x: Tensor, min: Operand): Tensor {
  needOperand("clampMin", min);
  return clamp(x, min);
}

/** At most `max`. @shape x: [...] -> [...] @example clampMax(tensor([-1, 2]), 0) // [-1, 0] */
export function clampMax(x: Tensor, max: Operand): Tensor {
  needOperand("clampMax", max);
  return clamp(x, null, max);
}

/**
 * Logarithm of the multivariate gamma function: `p(p − 1)/4·ln π + Σⱼ lgamma(x − j/2)`, j from 0 to p − 1.
 *
 * @shape x: [...] -> [...]
 * @param p the dimension, from 1
 * @example mvlgamma(tensor([1]), 1) // [0]
 */
export function mvlgamma(x: Tensor, p: number): Tensor {
  needTensor("mvlgamma", "the input", x);
  needWhole("mvlgamma", "p", p, 1);
  const v = toFloat(x);
  let y = lgamma(v);
  for (let j = 1; j < p; j++) y = add(y, lgamma(sub(v, j / 2)));
  return add(y, ((p * (p - 1)) / 4) * Math.log(Math.PI));
}

/** Bernoulli numbers B₂, B₄, … over (2j)!, of the Euler–Maclaurin formula. */
const eulerMaclaurin = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
];

/** Hurwitz' zeta function `Σₖ (x + k)^−s` for x > 0: the first terms as they are, the rest by Euler and Maclaurin. */
function hurwitz(s: number, x: Tensor): Tensor {
  const terms = 12;
  let y = pow(x, -s);
  for (let k = 1; k < terms; k++) y = add(y, pow(add(x, k), -s));
  const z = add(x, terms);
  y = add(y, add(mul(pow(z, 1 - s), 1 / (s - 1)), mul(pow(z, -s), 0.5)));
  let factor = s;
  eulerMaclaurin.forEach((b, j) => {
    y = add(y, mul(pow(z, -s - 2 * j - 1), b * factor));
    factor *= (s + 2 * j + 1) * (s + 2 * j + 2);
  });
  return y;
}

/**
 * The n-th derivative of `digamma`: `ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹·n!·Σₖ (x + k)^−(n+1)`.
 *
 * @shape x: [...] above 0 -> [...]
 * @param n from 0
 * @remarks The arguments stand as in `torch.polygamma(n, x)`; as a method it is `x.polygamma(n)`. For n > 1 values below 0
 *   give NaN.
 * @example polygamma(1, tensor([1])) // [1.6449]
 * @source Abramowitz & Stegun 1964, 6.4.10
 */
export function polygamma(n: number, x: Tensor): Tensor {
  needWhole("polygamma", "n", n, 0);
  needTensor("polygamma", "the input", x);
  const v = toFloat(x);
  if (n === 0) return digamma(v);
  const value = noGrad(() => polygammaValue(n, v.detach()));
  return record("polygamma", value.node, [v], (g) => [mul(g, polygamma(n + 1, v))]);
}

function polygammaValue(n: number, x: Tensor): Tensor {
  let factor = n % 2 === 0 ? -1 : 1;
  for (let k = 2; k <= n; k++) factor *= k;
  if (n > 1)
    return where(
      gt(x, 0),
      mul(hurwitz(n + 1, where(gt(x, 0), x, 1)), factor),
      where(eq(x, 0), factor * Number.POSITIVE_INFINITY, Number.NaN),
    );
  // By reflection below ½.
  const low = lt(x, 0.5);
  const value = hurwitz(2, where(low, sub(1, x), x));
  const s = sin(mul(x, Math.PI));
  return where(low, sub(trueDivide(Math.PI ** 2, square(s)), value), value);
}

/** A polynomial by Horner's rule, its last coefficient first. */
const polynomial = (x: Tensor, coefficients: readonly number[]): Tensor =>
  coefficients.reduceRight<Tensor>((y, c) => add(mul(y, x), c), mul(x, 0));

/** Up to here the power series, beyond it the asymptotic one: both are exact to float64 with these many terms. */
const besselLimit = 20;
const besselTerms = 48;
const besselFarTerms = 28;

/** Coefficients of `Σₖ tᵏ/(k!·(k + order)!)`. */
function besselNear(order: 0 | 1): number[] {
  const list = [1];
  for (let k = 1; k < besselTerms; k++) list.push((list[k - 1] as number) / (k * (k + order)));
  return list;
}

/** Coefficients of `Σₖ (−1)ᵏ·Πⱼ(4·order² − (2j − 1)²)/(k!·(8x)ᵏ)`. */
function besselFar(order: 0 | 1): number[] {
  const list = [1];
  for (let k = 1; k < besselFarTerms; k++)
    list.push(((list[k - 1] as number) * ((2 * k - 1) ** 2 - 4 * order ** 2)) / (8 * k));
  return list;
}

function besselI(x: Tensor, order: 0 | 1): Tensor {
  const size = abs(x);
  const small = le(size, besselLimit);
  const [near, far] = [where(small, size, 0), where(small, besselLimit, size)];
  const series = polynomial(mul(square(near), 0.25), besselNear(order));
  const low = order === 0 ? series : mul(mul(near, 0.5), series);
  const wave = mul(polynomial(reciprocal(far), besselFar(order)), rsqrt(mul(far, 2 * Math.PI)));
  // In two factors: the exponential alone overflows before the function does.
  const half = exp(mul(far, 0.5));
  const value = where(small, low, mul(mul(wave, half), half));
  return order === 0 ? value : where(lt(x, 0), neg(value), value);
}

/**
 * Modified Bessel function of the first kind, of order 0: `I₀(x) = Σₖ (x²/4)ᵏ/(k!)²`; its slope is I₁.
 *
 * @shape x: [...] -> [...]
 * @example i0(tensor([0, 1])) // [1, 1.2661]
 * @source Abramowitz & Stegun 1964, 9.6.10, 9.7.1
 */
export function i0(x: Tensor): Tensor {
  needTensor("i0", "the input", x);
  const v = toFloat(x);
  const value = noGrad(() => besselI(v.detach(), 0));
  return record("i0", value.node, [v], (g) => [mul(g, i1(v))]);
}

/** Of order 1, with the slope `I₀ − I₁/x`. */
function i1(x: Tensor): Tensor {
  const value = noGrad(() => besselI(x.detach(), 1));
  const out: Tensor = record("i1", value.node, [x], (g) => {
    const zero = eq(x, 0);
    const slope = where(zero, 0.5, sub(i0(x), trueDivide(out, where(zero, 1, x))));
    return [mul(g, slope)];
  });
  return out;
}
