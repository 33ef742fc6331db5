/**
 * Elementary functions on four float32 lanes, within about 2 units in the last place. The ones
 * networks live on (exp, log, tanh, sigmoid, erf, sin, cos) are float32 polynomials; the coefficients
 * were fitted for this file by minimising the largest weighted error. The rest are computed in
 * float64, two lanes at a time, where textbook formulas and Taylor series are accurate enough.
 */
import type { Code, Value } from "./loop-code.ts";

export type Unary = (c: Code, x: Value) => Value;
export type Binary = (c: Code, x: Value, y: Value) => Value;

const signBit = -0x80000000;
const oneBits = 0x3f800000;
/** Adding 1.5 · 2²³ leaves the nearest integer in the low bits of the sum. */
const roundMagic = 12582912;
const doubleMagic = 1.5 * 2 ** 52;
/** Few enough bits that a whole number of them is exact. */
const ln2High = 0.693359375;
const ln2Low = Math.LN2 - ln2High;

/** `Σ coefficients[i] · xⁱ` by Horner's rule. */
function polynomial(c: Code, x: Value, coefficients: readonly number[]): Value {
  let sum = c.float(coefficients[coefficients.length - 1]);
  for (let i = coefficients.length - 2; i >= 0; i--) sum = c.madd(sum, x, c.float(coefficients[i]));
  return sum;
}

/** Operand order keeps NaN: `pmin` and `pmax` return their first operand when a comparison fails. */
export function clamp(c: Code, x: Value, low: number, high: number): Value {
  return c.f32x4("pmax", c.f32x4("pmin", x, c.float(high)), c.float(low));
}

function withSignOf(c: Code, x: Value, y: Value): Value {
  return c.v128("or", x, c.v128("and", y, c.int(signBit)));
}

const floatMask = (c: Code, x: Value, name: "eq" | "lt" | "gt" | "ge", y: number): Value =>
  c.f32x4(name, x, c.float(y));

// exp and what is made of it.

/** `eˣ = 2ⁿ · (1 + em)` with `em = eʳ − 1`, |r| ≤ ½ ln 2; `bits` holds n · 2²³. */
function splitExp(c: Code, x: Value): { em: Value; bits: Value } {
  const w = c.madd(x, c.float(Math.LOG2E), c.float(roundMagic));
  const n = c.f32x4("sub", w, c.float(roundMagic));
  const r = c.nmadd(n, c.float(ln2Low), c.nmadd(n, c.float(ln2High), x));
  return { em: smallExpm1(c, r), bits: c.shift("shl", w, 23) };
}

function smallExpm1(c: Code, r: Value): Value {
  const q = polynomial(
    c,
    r,
    [
      0.5000000065713011, 0.1666653801533977, 0.041666266537873746, 0.008367246779202754,
      0.0013947598221196171,
    ],
  );
  return c.madd(q, c.f32x4("mul", r, r), r);
}

const powerOfTwo = (c: Code, bits: Value): Value => c.i32x4("add", bits, c.int(oneBits));

/** `x · 2ⁿ` in two steps, so that overflow and subnormal results come out right. */
function scale(c: Code, x: Value, bits: Value): Value {
  const half = c.v128("and", c.shift("shr_s", bits, 1), c.int(-0x800000));
  const rest = c.i32x4("sub", bits, half);
  return c.f32x4("mul", c.f32x4("mul", x, powerOfTwo(c, half)), powerOfTwo(c, rest));
}

export const exp: Unary = (c, x) => {
  const { em, bits } = splitExp(c, clamp(c, x, -104, 89));
  return scale(c, c.f32x4("add", em, c.float(1)), bits);
};

export const exp2: Unary = (c, x) => {
  const near = clamp(c, x, -151, 129);
  const w = c.f32x4("add", near, c.float(roundMagic));
  const r = c.f32x4("sub", near, c.f32x4("sub", w, c.float(roundMagic)));
  const em = smallExpm1(c, c.f32x4("mul", r, c.float(Math.LN2)));
  return scale(c, c.f32x4("add", em, c.float(1)), c.shift("shl", w, 23));
};

/** `tanh x = (e²ˣ − 1) / (e²ˣ + 1)`, the numerator without cancellation. */
export const tanh: Unary = (c, x) => {
  const near = clamp(c, x, -10, 10);
  const { em, bits } = splitExp(c, c.f32x4("add", near, near));
  const s = powerOfTwo(c, bits);
  const top = c.madd(em, s, c.f32x4("sub", s, c.float(1)));
  return withSignOf(c, c.f32x4("div", top, c.f32x4("add", top, c.float(2))), x);
};

export const sigmoid: Unary = (c, x) => {
  const { em, bits } = splitExp(c, clamp(c, c.f32x4("neg", x), -88, 89));
  const s = powerOfTwo(c, bits);
  // s may be infinite; em · s + s would then be NaN for a negative em.
  const e = c.f32x4("mul", c.f32x4("add", em, c.float(1)), s);
  return c.f32x4("div", c.float(1), c.f32x4("add", e, c.float(1)));
};

export const erf: Unary = (c, x) => {
  const size = c.f32x4("abs", x);
  const square = c.f32x4("mul", x, x);
  const small = c.madd(
    polynomial(
      c,
      square,
      [
        0.1283791666425656, -0.3761263369791259, 0.11283693949858188, -0.026859271098137894,
        0.005200634922603874, -0.0008137443357592186, 8.34524577137327e-5,
      ],
    ),
    x,
    x,
  );
  const t = c.f32x4("pmin", size, c.float(4));
  const logErfc = c.f32x4(
    "mul",
    polynomial(
      c,
      t,
      [
        -1.1286484898598432, -0.635151318102405, -0.10623687462933139, 0.023762060101093156,
        -0.003642457589554104, 0.00032280347690694095, -1.1231265536830205e-5,
      ],
    ),
    t,
  );
  const { em, bits } = splitExp(c, logErfc);
  const s = powerOfTwo(c, bits);
  const large = c.f32x4("sub", c.float(1), c.madd(em, s, s));
  const isLarge = floatMask(c, size, "gt", 0.925);
  return withSignOf(c, c.choose(isLarge, large, small), x);
};

// Logarithms.

/** `ln x = y + e · ln 2` with y = ln m, m in [√½, √2). */
function splitLog(c: Code, x: Value): { y: Value; e: Value } {
  const tiny = floatMask(c, x, "lt", 2 ** -126);
  const normal = c.choose(tiny, c.f32x4("mul", x, c.float(2 ** 23)), x);
  const over = c.i32x4("sub", normal, c.int(0x3f3504f3));
  const exponent = c.shift("shr_s", over, 23);
  const m = c.i32x4("sub", normal, c.shift("shl", exponent, 23));
  const e = c.f32x4("sub", c.f32x4("convert_i32x4_s", exponent), c.v128("and", tiny, c.float(23)));
  const f = c.f32x4("sub", m, c.float(1));
  const square = c.f32x4("mul", f, f);
  const p = polynomial(
    c,
    f,
    [
      0.333333103715553, -0.24999986523657694, 0.20002231611542143, -0.1666925924393697,
      0.14218556151851228, -0.12384121191547155, 0.11873544605459647, -0.11791517708561468,
      0.06916180483130825,
    ],
  );
  const tail = c.f32x4("mul", c.f32x4("mul", p, f), square);
  const y = c.f32x4("add", f, c.nmadd(square, c.float(0.5), tail));
  return { y, e };
}

/** The result inside the domain; −∞ at 0, NaN below, ∞ and NaN as they came. */
function logEdges(c: Code, x: Value, inside: Value): Value {
  const regular = c.v128("and", floatMask(c, x, "gt", 0), floatMask(c, x, "lt", Infinity));
  const outside = c.choose(floatMask(c, x, "lt", 0), c.float(NaN), x);
  const edge = c.choose(floatMask(c, x, "eq", 0), c.float(-Infinity), outside);
  return c.choose(regular, inside, edge);
}

export const log: Unary = (c, x) => {
  const { y, e } = splitLog(c, x);
  return logEdges(c, x, c.madd(e, c.float(ln2High), c.madd(e, c.float(ln2Low), y)));
};

export const log2: Unary = (c, x) => {
  const { y, e } = splitLog(c, x);
  return logEdges(c, x, c.f32x4("add", e, c.madd(y, c.float(Math.LOG2E - 1), y)));
};

const log10Of2High = 0.30078125;

export const log10: Unary = (c, x) => {
  const { y, e } = splitLog(c, x);
  const low = c.madd(
    e,
    c.float(Math.log10(2) - log10Of2High),
    c.f32x4("mul", y, c.float(Math.LOG10E)),
  );
  return logEdges(c, x, c.madd(e, c.float(log10Of2High), low));
};

// Circular functions.

/** The digits of 2/π to the base 2²⁴: what is needed to reduce the largest float32. */
const twoOverPi = [
  0xa2f983, 0x6e4e44, 0x1529fc, 0x2757d1, 0xf534dd, 0xc0db62, 0x95993c, 0x439041, 0xfe5163,
];
/** Up to here π/2 in two parts is exact enough. */
const nearLimit = 2 ** 20;

/**
 * `x = q · π/2 + r` with |r| ≤ π/4, by float64 with π/2 in two parts. Where a lane is beyond what that can do, the
 * digits of 2/π take its place; q holds as many quarter turns as count, in the low bits.
 */
function reduceAngle(c: Code, x: Value): { r: Value; q: Value } {
  const given = c.pin(c.make("v128", [x], () => {}));
  const near = nearAngle(c, given);
  const [r, q] = [c.pin(near.r), c.pin(near.q)];
  const far = c.pin(c.f32x4("gt", c.f32x4("abs", given), c.float(nearLimit)));
  const whole = c.make("v128", [], (f) => {
    f.get(far.local).v128("any_true");
    f.if(() => {
      const exact = farAngle(c, given);
      c.push(c.choose(far, exact.r, r));
      c.push(c.choose(far, exact.q, q));
      f.set(q.local).set(r.local);
    });
    f.get(r.local);
  });
  return { r: c.pin(whole), q };
}

/**
 * The same by Payne and Hanek's method: x times each digit of 2/π is exact in float64, whole turns are taken off before
 * the parts are added, and what is left is as exact as a float32 needs, however large x is.
 */
function farAngle(c: Code, x: Value): { r: Value; q: Value } {
  const half = (part: Value): { r: Value; w: Value } => {
    const wide = c.f64x2("promote_low_f32x4", part);
    let rest = c.double(0);
    let quarters = c.double(0);
    twoOverPi.forEach((digit, i) => {
      const p = c.f64x2("mul", wide, c.double(digit * 2 ** (-24 * (i + 1))));
      const turns = c.f64x2("trunc", c.f64x2("mul", p, c.double(0.25)));
      const within = c.f64x2("sub", p, c.f64x2("mul", turns, c.double(4)));
      const sum = c.f64x2("add", rest, within);
      const n = c.f64x2("nearest", sum);
      rest = c.f64x2("sub", sum, n);
      quarters = c.f64x2("add", quarters, n);
    });
    return {
      r: c.f32x4("demote_f64x2_zero", c.f64x2("mul", rest, c.double(Math.PI / 2))),
      w: c.f64x2("add", quarters, c.double(doubleMagic)),
    };
  };
  return joinedHalves(c, x, half);
}

/** An angle of four lanes from those of its two halves. */
function joinedHalves(
  c: Code,
  x: Value,
  half: (part: Value) => { r: Value; w: Value },
): { r: Value; q: Value } {
  const low = half(x);
  const high = half(c.shuffle32(x, x, [2, 3, 2, 3]));
  return {
    r: c.shuffle32(low.r, high.r, [0, 1, 4, 5]),
    q: c.shuffle32(low.w, high.w, [0, 2, 4, 6]),
  };
}

function nearAngle(c: Code, x: Value): { r: Value; q: Value } {
  const half = (part: Value): { r: Value; w: Value } => {
    const wide = c.f64x2("promote_low_f32x4", part);
    const w = c.f64x2("add", c.f64x2("mul", wide, c.double(2 / Math.PI)), c.double(doubleMagic));
    const n = c.f64x2("sub", w, c.double(doubleMagic));
    const high = c.f64x2("sub", wide, c.f64x2("mul", n, c.double(1.5707963267341256)));
    const r = c.f64x2("sub", high, c.f64x2("mul", n, c.double(6.077100506506192e-11)));
    const bounded = c.f64x2("pmax", c.f64x2("pmin", r, c.double(0.7854)), c.double(-0.7854));
    return { r: c.f32x4("demote_f64x2_zero", bounded), w };
  };
  return joinedHalves(c, x, half);
}

function sinCosOf(c: Code, r: Value): { sine: Value; cosine: Value } {
  const square = c.f32x4("mul", r, r);
  const s = polynomial(
    c,
    square,
    [-0.16666666641426559, 0.008333329362284746, -0.00019839327137883422, 2.7182372884064287e-6],
  );
  const k = polynomial(
    c,
    square,
    [0.04166664674776468, -0.0013887361449714164, 2.443773004994387e-5],
  );
  return {
    sine: c.madd(c.f32x4("mul", s, square), r, r),
    cosine: c.madd(c.f32x4("mul", k, square), square, c.nmadd(square, c.float(0.5), c.float(1))),
  };
}

function sinLike(c: Code, x: Value, quarters: number): Value {
  const { r, q } = reduceAngle(c, x);
  const turned = quarters === 0 ? q : c.i32x4("add", q, c.int(quarters));
  const { sine, cosine } = sinCosOf(c, r);
  const odd = c.i32x4("ne", c.v128("and", turned, c.int(1)), c.int(0));
  const sign = c.shift("shl", c.v128("and", turned, c.int(2)), 30);
  return c.v128("xor", c.choose(odd, cosine, sine), sign);
}

const keepZero = (c: Code, x: Value, y: Value): Value => c.choose(floatMask(c, x, "eq", 0), x, y);

export const sin: Unary = (c, x) => keepZero(c, x, sinLike(c, x, 0));
export const cos: Unary = (c, x) => sinLike(c, x, 1);

// In float64: `f` on lanes 0 and 1, then on 2 and 3.

function inDouble(c: Code, x: Value, f: (x: Value) => Value): Value {
  return inDoubles(c, x, x, (a) => f(a));
}

function inDoubles(c: Code, x: Value, y: Value, f: (x: Value, y: Value) => Value): Value {
  const upper = (v: Value): Value => c.shuffle32(v, v, [2, 3, 2, 3]);
  const wide = (v: Value): Value => c.f64x2("promote_low_f32x4", v);
  const part = (a: Value, b: Value): Value =>
    c.f32x4("demote_f64x2_zero", a === b ? f(wide(a), wide(a)) : f(wide(a), wide(b)));
  const low = part(x, y);
  const high = x === y ? upper(x) : null;
  return c.shuffle32(low, high ? part(high, high) : part(upper(x), upper(y)), [0, 1, 4, 5]);
}

function polynomial64(c: Code, x: Value, coefficients: readonly number[]): Value {
  let sum = c.double(coefficients[coefficients.length - 1]);
  for (let i = coefficients.length - 2; i >= 0; i--)
    sum = c.f64x2("add", c.f64x2("mul", sum, x), c.double(coefficients[i]));
  return sum;
}

const inverseFactorials = Array.from({ length: 12 }, (_, n) => {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return 1 / product;
});

/** `eˣ − 1` and `eˣ` in float64, for results that will be float32: |x| beyond 200 saturates. */
function exponentials64(c: Code, x: Value): { exp: Value; expm1: Value } {
  const near = c.f64x2("pmax", c.f64x2("pmin", x, c.double(200)), c.double(-200));
  const w = c.f64x2("add", c.f64x2("mul", near, c.double(Math.LOG2E)), c.double(doubleMagic));
  const n = c.f64x2("sub", w, c.double(doubleMagic));
  const r = c.f64x2("sub", near, c.f64x2("mul", n, c.double(Math.LN2)));
  const em = c.f64x2("mul", r, polynomial64(c, r, inverseFactorials.slice(1)));
  const s = c.i64x2("add", c.shift("shl", w, 52, "i64x2"), c.double(1));
  const scaled = c.f64x2("mul", em, s);
  return {
    exp: c.f64x2("add", scaled, s),
    expm1: c.f64x2("add", scaled, c.f64x2("sub", s, c.double(1))),
  };
}

const exp64: Unary = (c, x) => exponentials64(c, x).exp;

/** `2 atanh s = ln((1 + s) / (1 − s))` for |s| ≤ ¼. */
const atanhSeries: Unary = (c, s) =>
  c.f64x2(
    "mul",
    c.f64x2("add", s, s),
    polynomial64(c, c.f64x2("mul", s, s), [
      1,
      1 / 3,
      1 / 5,
      1 / 7,
      1 / 9,
      1 / 11,
      1 / 13,
      1 / 15,
      1 / 17,
    ]),
  );

const sqrtHalf = new Int32Array(new Float64Array([Math.SQRT1_2]).buffer)[1];

/** Natural logarithm of normal float64 numbers, 0, ∞ and NaN; NaN below 0. */
const log64: Unary = (c, x) => {
  const shifted = c.i64x2("sub", x, c.words(0, sqrtHalf - 0x3ff00000, 0, sqrtHalf - 0x3ff00000));
  const biased = c.shift("shr_u", shifted, 52, "i64x2");
  const e = c.f64x2("sub", c.v128("or", biased, c.double(2 ** 52)), c.double(2 ** 52 + 1023));
  const power = c.shift("shl", biased, 52, "i64x2");
  const m = c.i64x2("add", c.i64x2("sub", x, power), c.double(1));
  const s = c.f64x2("div", c.f64x2("sub", m, c.double(1)), c.f64x2("add", m, c.double(1)));
  const inside = c.f64x2("add", c.f64x2("mul", e, c.double(Math.LN2)), atanhSeries(c, s));
  const regular = c.v128(
    "and",
    c.f64x2("gt", x, c.double(0)),
    c.f64x2("lt", x, c.double(Infinity)),
  );
  const outside = c.choose(c.f64x2("lt", x, c.double(0)), c.double(NaN), x);
  const edge = c.choose(c.f64x2("eq", x, c.double(0)), c.double(-Infinity), outside);
  return c.choose(regular, inside, edge);
};

const log1p64: Unary = (c, x) => {
  const small = c.f64x2("lt", c.f64x2("abs", x), c.double(0.4));
  const s = c.f64x2("div", x, c.f64x2("add", x, c.double(2)));
  return c.choose(small, atanhSeries(c, s), log64(c, c.f64x2("add", x, c.double(1))));
};

const signed64 = (c: Code, x: Value, y: Value): Value =>
  c.v128("or", x, c.v128("and", y, c.double(-0)));

const atanTaylor = Array.from({ length: 14 }, (_, k) => (k % 2 === 0 ? 1 : -1) / (2 * k + 1));

/** Arc tangent: |x| > 1 by its reciprocal, then values over tan(π/8) relative to 1. */
const atan64: Unary = (c, x) => {
  const size = c.f64x2("abs", x);
  const big = c.f64x2("gt", size, c.double(1));
  const folded = c.choose(big, c.f64x2("div", c.double(1), size), size);
  const steep = c.f64x2("gt", folded, c.double(Math.SQRT2 - 1));
  const turned = c.f64x2(
    "div",
    c.f64x2("sub", folded, c.double(1)),
    c.f64x2("add", folded, c.double(1)),
  );
  const t = c.choose(steep, turned, folded);
  const series = c.f64x2("mul", t, polynomial64(c, c.f64x2("mul", t, t), atanTaylor));
  const upTo1 = c.f64x2("add", series, c.v128("and", steep, c.double(Math.PI / 4)));
  const angle = c.choose(big, c.f64x2("sub", c.double(Math.PI / 2), upTo1), upTo1);
  return signed64(c, angle, x);
};

export const expm1: Unary = (c, x) =>
  keepZero(
    c,
    x,
    inDouble(c, x, (v) => exponentials64(c, v).expm1),
  );

export const log1p: Unary = (c, x) =>
  keepZero(
    c,
    x,
    inDouble(c, x, (v) => log1p64(c, v)),
  );

export const tan: Unary = (c, x) => {
  const { r, q } = reduceAngle(c, x);
  const { sine, cosine } = sinCosOf(c, r);
  const odd = c.i32x4("ne", c.v128("and", q, c.int(1)), c.int(0));
  const top = c.choose(odd, c.f32x4("neg", cosine), sine);
  return keepZero(c, x, c.f32x4("div", top, c.choose(odd, sine, cosine)));
};

export const atan: Unary = (c, x) => inDouble(c, x, (v) => atan64(c, v));

/** `asin x = atan(x / √(1 − x²))`. */
export const asin: Unary = (c, x) =>
  inDouble(c, x, (v) => {
    const rest = c.f64x2("sub", c.double(1), c.f64x2("mul", v, v));
    return atan64(c, c.f64x2("div", v, c.f64x2("sqrt", rest)));
  });

/** `acos x = 2 atan √((1 − x) / (1 + x))`. */
export const acos: Unary = (c, x) =>
  inDouble(c, x, (v) => {
    const ratio = c.f64x2("div", c.f64x2("sub", c.double(1), v), c.f64x2("add", c.double(1), v));
    const half = atan64(c, c.f64x2("sqrt", ratio));
    return c.f64x2("add", half, half);
  });

/** The angle of (x, y) from the arc tangent of the smaller over the larger side. */
export const atan2: Binary = (c, y, x) =>
  inDoubles(c, y, x, (a, b) => {
    const up = c.f64x2("abs", a);
    const across = c.f64x2("abs", b);
    const ratio = c.f64x2("div", up, across);
    const bothZero = c.f64x2("eq", c.f64x2("add", up, across), c.double(0));
    const bothInfinite = c.v128(
      "and",
      c.f64x2("eq", up, c.double(Infinity)),
      c.f64x2("eq", across, c.double(Infinity)),
    );
    const slope = c.choose(bothInfinite, c.double(1), c.v128("andnot", ratio, bothZero));
    const angle = atan64(c, slope);
    // The sign bit, not x < 0: atan2(±0, −0) is ±π.
    const behind = c.i32x4("lt_s", c.shuffle32(b, b, [1, 1, 3, 3]), c.int(0));
    const turned = c.choose(behind, c.f64x2("sub", c.double(Math.PI), angle), angle);
    return signed64(c, turned, a);
  });

/** With `m = eˣ − 1`: `sinh x = (m + m / (m + 1)) / 2`. */
export const sinh: Unary = (c, x) => {
  const y = inDouble(c, x, (v) => {
    const m = exponentials64(c, v).expm1;
    const inverse = c.f64x2("div", m, c.f64x2("add", m, c.double(1)));
    return c.f64x2("mul", c.f64x2("add", m, inverse), c.double(0.5));
  });
  return keepZero(c, x, y);
};

export const cosh: Unary = (c, x) =>
  inDouble(c, x, (v) => {
    const e = exp64(c, v);
    const inverse = c.f64x2("div", c.double(1), e);
    return c.f64x2("mul", c.f64x2("add", e, inverse), c.double(0.5));
  });

/** `asinh |x| = ln(1 + |x| + x² / (1 + √(1 + x²)))`. */
export const asinh: Unary = (c, x) =>
  inDouble(c, x, (v) => {
    const size = c.f64x2("abs", v);
    const square = c.f64x2("mul", v, v);
    const root = c.f64x2("sqrt", c.f64x2("add", square, c.double(1)));
    // x² / (1 + √(1 + x²)) is √(1 + x²) − 1, but is NaN at infinity; √ − 1 is exact enough there.
    const small = c.f64x2("div", square, c.f64x2("add", root, c.double(1)));
    const rest = c.choose(
      c.f64x2("lt", size, c.double(1)),
      small,
      c.f64x2("sub", root, c.double(1)),
    );
    return signed64(c, log1p64(c, c.f64x2("add", size, rest)), v);
  });

/** `acosh x = ln(1 + t + √(2t + t²))` with t = x − 1. */
export const acosh: Unary = (c, x) =>
  inDouble(c, x, (v) => {
    const t = c.f64x2("sub", v, c.double(1));
    const inside = c.f64x2("mul", t, c.f64x2("add", t, c.double(2)));
    const y = log1p64(c, c.f64x2("add", t, c.f64x2("sqrt", inside)));
    return c.choose(c.f64x2("lt", v, c.double(1)), c.double(NaN), y);
  });

/** `atanh x = ½ ln(1 + 2x / (1 − x))`. */
export const atanh: Unary = (c, x) => {
  const y = inDouble(c, x, (v) => {
    const ratio = c.f64x2("div", c.f64x2("add", v, v), c.f64x2("sub", c.double(1), v));
    return c.f64x2("mul", log1p64(c, ratio), c.double(0.5));
  });
  return keepZero(c, x, y);
};

/** `erfc x = e^(−x²) · erfcx x` for x ≥ 0, with erfcx a polynomial in (x − 3) / (x + 3). */
export const erfc: Unary = (c, x) =>
  inDouble(c, x, (v) => {
    const size = c.f64x2("pmin", c.f64x2("abs", v), c.double(11));
    const t = c.f64x2("div", c.f64x2("sub", size, c.double(3)), c.f64x2("add", size, c.double(3)));
    const scaled = polynomial64(
      c,
      t,
      [
        0.17900115117961332, -0.32623356005748505, 0.24560380207466712, -0.15011593583550709,
        0.07166582583856249, -0.024392511388003447, 0.004269265236182137, 0.0007078785362886532,
        -0.000597721197231615, 4.444169392146556e-5, 6.553716594231996e-5, -1.0393426274058417e-5,
        -8.75042641691996e-6, -8.096404755529143e-7,
      ],
    );
    const e = exp64(c, c.f64x2("neg", c.f64x2("mul", size, size)));
    const y = c.f64x2("mul", e, scaled);
    return c.choose(c.f64x2("lt", v, c.double(0)), c.f64x2("sub", c.double(2), y), y);
  });

/** `|x|ʸ = e^(y ln |x|)` in float64, then C's rules for signs, ones and infinities. */
export const pow: Binary = (c, x, y) => {
  const size = c.f32x4("abs", x);
  const power = inDoubles(c, size, y, (a, b) => exp64(c, c.f64x2("mul", log64(c, a), b)));
  const isInteger = c.f32x4("eq", c.f32x4("nearest", y), y);
  const half = c.f32x4("mul", y, c.float(0.5));
  const isEven = c.f32x4("eq", c.f32x4("nearest", half), half);
  const isOdd = c.v128("andnot", isInteger, isEven);
  const sign = c.v128("and", c.v128("and", x, c.int(signBit)), isOdd);
  const noReal = c.v128(
    "and",
    c.v128("andnot", floatMask(c, x, "lt", 0), isInteger),
    floatMask(c, x, "gt", -Infinity),
  );
  const signed = c.v128("xor", power, sign);
  const real = c.choose(noReal, c.float(NaN), signed);
  const endless = c.f32x4("eq", c.f32x4("abs", y), c.float(Infinity));
  const one = c.v128(
    "or",
    c.v128("or", floatMask(c, y, "eq", 0), floatMask(c, x, "eq", 1)),
    c.v128("and", floatMask(c, size, "eq", 1), endless),
  );
  return c.choose(one, c.float(1), real);
};
