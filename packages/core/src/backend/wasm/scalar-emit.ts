/**
 * Every scalar primitive in vector code. In registers a float32 is an f32 lane, an int32 or uint8 an
 * i32 lane (a uint8 is kept in 0–255), and a bool a lane of all ones or all zeros. `null` in the table,
 * or from `canEmit`, sends the whole kernel to the reference executor.
 */
import type { DType } from "../../dtype.ts";
import type { ScalarName } from "../../graph/scalars.ts";
import type { FuncBuilder } from "./assembler.ts";
import type { Code, Value } from "./loop-code.ts";
import * as math from "./math.ts";

/** What an emitter may want to know besides its operands. */
export interface Operation {
  readonly args: readonly Value[];
  /** The dtype of the operands (of the last one, for `where`). */
  readonly from: DType;
  /** The dtype of the result. */
  readonly to: DType;
  /** The operands' values where they are constants. */
  readonly constants: readonly (number | undefined)[];
  /** Index of `fmodFunction` in this module. */
  readonly fmod: () => number;
}

export type Emitter = (c: Code, x: Value, y: Value, o: Operation) => Value;

interface Row {
  readonly emit: Emitter;
  /** Rough cost in instructions a vector. */
  readonly cost: number;
}

const row = (cost: number, emit: Emitter): Row => ({ cost, emit });

/** A float32 function; integers and bools pass through `other`, by default unchanged. */
const float = (cost: number, f: math.Unary, other: Emitter = (_, x) => x): Row =>
  row(cost, (c, x, y, o) => (o.from === "float32" ? f(c, x) : other(c, x, y, o)));

const never: Emitter = (c, x) => c.v128("xor", x, x);

const wrap = (c: Code, x: Value, dtype: DType): Value =>
  dtype === "uint8" ? c.v128("and", x, c.int(255)) : x;

type Both = "add" | "sub" | "mul";
const arithmetic = (name: Both): Emitter => {
  const logic = name === "mul" ? "and" : name === "add" ? "or" : "xor";
  return (c, x, y, o) => {
    if (o.from === "float32") return c.f32x4(name, x, y);
    if (o.from === "bool") return c.v128(logic, x, y);
    return wrap(c, c.i32x4(name, x, y), o.from);
  };
};

type Compare = "lt" | "le" | "gt" | "ge";
const mirrored = { lt: "gt", le: "ge", gt: "lt", ge: "le" } as const;
const compare = (name: Compare): Emitter => {
  return (c, x, y, o) => {
    if (o.from === "float32") return c.f32x4(name, x, y);
    // True is −1 in a register.
    if (o.from === "bool") return c.i32x4(`${mirrored[name]}_s`, x, y);
    return c.i32x4(`${name}_s`, x, y);
  };
};

export function toBool(c: Code, x: Value, from: DType): Value {
  if (from === "bool") return x;
  return from === "float32" ? c.f32x4("ne", x, c.float(0)) : c.i32x4("ne", x, c.int(0));
}

export function castTo(c: Code, x: Value, from: DType, to: DType): Value {
  if (from === to) return x;
  if (to === "bool") return toBool(c, x, from);
  if (to === "float32") {
    if (from === "bool") return c.v128("and", x, c.float(1));
    return c.f32x4("convert_i32x4_s", x);
  }
  if (from === "bool") return c.v128("and", x, c.int(1));
  const whole = from === "float32" ? c.i32x4("trunc_sat_f32x4_s", x) : x;
  return wrap(c, whole, to);
}

const logic = (name: "and" | "or" | "xor"): Emitter => {
  return (c, x, y, o) =>
    o.to === "bool" ? c.v128(name, toBool(c, x, o.from), toBool(c, y, o.from)) : c.v128(name, x, y);
};

const extreme = (name: "max" | "min"): Emitter => {
  return (c, x, y, o) => {
    if (o.from === "bool") return c.v128(name === "max" ? "or" : "and", x, y);
    if (o.from !== "float32") return c.i32x4(`${name}_s`, x, y);
    // Against a constant, NaN comes through as the first operand; adding 0 turns −0 into 0.
    const [a, b] = o.constants;
    const constant = b ?? a;
    if (constant !== undefined && !Number.isNaN(constant)) {
      const best = b === undefined ? c.f32x4(`p${name}`, y, x) : c.f32x4(`p${name}`, x, y);
      if (constant !== 0) return best;
      if (name === "max" && !Object.is(constant, -0)) return c.f32x4("add", best, c.float(0));
    }
    return c.f32x4(name, x, y);
  };
};

const isPowerConstant = (p: number | undefined): p is number =>
  p !== undefined && [-2, -1, -0.5, 0, 0.5, 1, 2, 3, 4].includes(p);

const maxIntegerPower = 64;

const power: Emitter = (c, x, y, o) => {
  const p = o.constants[1];
  const mul = (a: Value, b: Value): Value => arithmetic("mul")(c, a, b, o);
  if (o.from !== "float32") {
    let result: Value | null = null;
    let base = x;
    for (let rest = p ?? 0; rest > 0; rest >>= 1) {
      if (rest & 1) result = result ? mul(result, base) : base;
      if (rest > 1) base = mul(base, base);
    }
    return result ?? c.int(1);
  }
  if (!isPowerConstant(p)) return math.pow(c, x, y);
  if (p === 0) return c.float(1);
  if (p === 0.5) return c.f32x4("sqrt", x);
  const inverse = (v: Value): Value => c.f32x4("div", c.float(1), v);
  if (p === -0.5) return inverse(c.f32x4("sqrt", x));
  if (p === 1) return x;
  if (p === -1) return inverse(x);
  const square = mul(x, x);
  if (p === 2) return square;
  if (p === -2) return inverse(square);
  return p === 3 ? mul(square, x) : mul(square, square);
};

// Division of integers through float64, where a quotient of two int32 is never rounded across a whole.

function quotient(c: Code, x: Value, y: Value, rounding: "floor" | "trunc"): Value {
  const part = (a: Value, b: Value): Value => {
    const wide = (v: Value): Value => c.f64x2("convert_low_i32x4_s", v);
    return c.i32x4("trunc_sat_f64x2_s_zero", c.f64x2(rounding, c.f64x2("div", wide(a), wide(b))));
  };
  const upper = (v: Value): Value => c.shuffle32(v, v, [2, 3, 2, 3]);
  const q = c.shuffle32(part(x, y), part(upper(x), upper(y)), [0, 1, 4, 5]);
  // −2³¹ / −1 wraps.
  const minusOne = c.i32x4("eq", y, c.int(-1));
  return c.choose(minusOne, c.i32x4("neg", x), q);
}

/** Zero where the divisor is. */
const guarded = (c: Code, q: Value, y: Value): Value =>
  c.v128("andnot", q, c.i32x4("eq", y, c.int(0)));

const integerRemainder = (c: Code, x: Value, y: Value, rounding: "floor" | "trunc"): Value =>
  guarded(c, c.i32x4("sub", x, c.i32x4("mul", quotient(c, x, y, rounding), y)), y);

const floatFmod = (c: Code, x: Value, y: Value, o: Operation): Value => {
  const index = o.fmod();
  return c.eachLane("f32x4", [x, y], (f) => f.call(index));
};

/** All ones where a rest that is not 0 differs in sign from the divisor. */
const wrongSign = (c: Code, y: Value, rest: Value): Value => {
  const unlike = c.i32x4("lt_s", c.v128("xor", rest, y), c.int(0));
  return c.v128("and", unlike, c.f32x4("ne", rest, c.float(0)));
};

/** The rest of a division has the divisor's sign, as in Python; a rest of −0 stays. */
const pythonRemainder = (c: Code, y: Value, rest: Value): Value =>
  c.choose(wrongSign(c, y, rest), c.f32x4("add", rest, y), rest);

const floatFloorDiv: Emitter = (c, x, y, o) => {
  const rest = floatFmod(c, x, y, o);
  const cut = c.f32x4("nearest", c.f32x4("div", c.f32x4("sub", x, rest), y));
  // One less after dividing: x − rest − y would be infinite where y is.
  const one = c.v128("and", c.float(1), wrongSign(c, y, rest));
  const rounded = c.f32x4("sub", cut, one);
  // A quotient of 0 has the sign of x / y; so does division by 0, which is ±∞ or NaN.
  const plain = c.f32x4("div", x, y);
  const zero = c.f32x4("eq", rounded, c.float(0));
  const signed = c.choose(zero, c.v128("and", plain, c.int(-0x80000000)), rounded);
  return c.choose(c.f32x4("eq", y, c.float(0)), plain, signed);
};

/**
 * `fmod` of two f32, exact for any quotient: in float64 a partial quotient cut to 24 bits times the
 * divisor has no rounding, and each round takes 24 bits off.
 */
export function fmodFunction(f: FuncBuilder): void {
  const [x, y, r, d] = [0, 1, f.local("f64"), f.local("f64")];
  f.get(x).f32("abs").f64("promote_f32").set(r);
  f.get(y).f32("abs").f64("promote_f32").set(d);
  f.get(r).f64Const(Infinity).f64("lt").get(d).f64Const(0).f64("gt").i32("and").i32("eqz");
  f.if(() => f.f32Const(NaN).return());
  f.get(d)
    .f64Const(Infinity)
    .f64("eq")
    .if(() => f.get(x).return());
  f.block((done) => {
    f.loop((again) => {
      f.get(r).get(d).f64("lt").brIf(done);
      f.get(r).get(r).get(d).f64("div").f64("trunc");
      f.i64("reinterpret_f64")
        .i64Const(-(2 ** 29))
        .i64("and")
        .f64("reinterpret_i64");
      f.get(d).f64("mul").f64("sub").set(r);
      f.get(r)
        .f64Const(0)
        .f64("lt")
        .if(() => f.get(r).get(d).f64("add").set(r).br(done));
      f.br(again);
    });
  });
  f.get(r).f32("demote_f64").get(x).f32("copysign");
}

const shift = (kind: "shl" | "shr_s"): Emitter => {
  return (c, x, y, o) => {
    const count = o.constants[1];
    const beyond = (v: Value): Value => (kind === "shl" ? c.int(0) : c.shift("shr_s", v, 31));
    if (count !== undefined) {
      if (count < 0 || count > 31) return beyond(x);
      return wrap(c, c.shift(kind, x, count), o.from);
    }
    const moved = c.eachLane("i32x4", [x, y], (f) => f.i32(kind));
    const inRange = c.i32x4("lt_u", y, c.int(32));
    return wrap(c, c.choose(inRange, moved, beyond(x)), o.from);
  };
};

const flag = (c: Code, x: Value): Value => c.f32x4("ne", x, x);

/** Every scalar primitive; `null` has no vector code. */
export const scalarEmit: Record<ScalarName, Row | null> = {
  neg: float(
    1,
    (c, x) => c.f32x4("neg", x),
    (c, x, _, o) => wrap(c, c.i32x4("neg", x), o.from),
  ),
  abs: float(
    1,
    (c, x) => c.f32x4("abs", x),
    (c, x, _, o) => (o.from === "int32" ? c.i32x4("abs", x) : x),
  ),
  sign: float(
    5,
    (c, x) => {
      const nonzero = c.v128("or", c.f32x4("gt", x, c.float(0)), c.f32x4("lt", x, c.float(0)));
      const one = c.v128("or", c.float(1), c.v128("and", x, c.int(-0x80000000)));
      return c.v128("and", one, nonzero);
    },
    (c, x, _, o) =>
      o.from === "bool" ? x : c.i32x4("max_s", c.i32x4("min_s", x, c.int(1)), c.int(-1)),
  ),
  reciprocal: float(4, (c, x) => c.f32x4("div", c.float(1), x)),
  sqrt: float(4, (c, x) => c.f32x4("sqrt", x)),
  rsqrt: float(8, (c, x) => c.f32x4("div", c.float(1), c.f32x4("sqrt", x))),
  exp: float(25, math.exp),
  exp2: float(25, math.exp2),
  expm1: float(80, math.expm1),
  log: float(40, math.log),
  log2: float(40, math.log2),
  log10: float(40, math.log10),
  log1p: float(110, math.log1p),
  sin: float(55, math.sin),
  cos: float(55, math.cos),
  tan: float(60, math.tan),
  asin: float(130, math.asin),
  acos: float(130, math.acos),
  atan: float(110, math.atan),
  sinh: float(90, math.sinh),
  cosh: float(80, math.cosh),
  tanh: float(25, math.tanh),
  asinh: float(140, math.asinh),
  acosh: float(130, math.acosh),
  atanh: float(120, math.atanh),
  erf: float(45, math.erf),
  erfc: float(130, math.erfc),
  erfinv: null,
  lgamma: null,
  digamma: null,
  sigmoid: float(25, math.sigmoid),
  floor: float(1, (c, x) => c.f32x4("floor", x)),
  ceil: float(1, (c, x) => c.f32x4("ceil", x)),
  round: float(1, (c, x) => c.f32x4("nearest", x)),
  trunc: float(1, (c, x) => c.f32x4("trunc", x)),
  isnan: float(1, flag, never),
  isinf: float(2, (c, x) => c.f32x4("eq", c.f32x4("abs", x), c.float(Infinity)), never),
  not: row(1, (c, x, _, o) => c.v128("not", toBool(c, x, o.from))),
  bitNot: row(1, (c, x, _, o) => wrap(c, c.v128("not", x), o.from)),

  add: row(1, arithmetic("add")),
  sub: row(1, arithmetic("sub")),
  mul: row(1, arithmetic("mul")),
  div: row(4, (c, x, y) => c.f32x4("div", x, y)),
  pow: row(200, power),
  maximum: row(3, extreme("max")),
  minimum: row(3, extreme("min")),
  floorDiv: row(60, (c, x, y, o) =>
    o.from === "float32"
      ? floatFloorDiv(c, x, y, o)
      : wrap(c, guarded(c, quotient(c, x, y, "floor"), y), o.from),
  ),
  remainder: row(60, (c, x, y, o) =>
    o.from === "float32"
      ? pythonRemainder(c, y, floatFmod(c, x, y, o))
      : integerRemainder(c, x, y, "floor"),
  ),
  fmod: row(60, (c, x, y, o) =>
    o.from === "float32" ? floatFmod(c, x, y, o) : integerRemainder(c, x, y, "trunc"),
  ),
  atan2: row(150, (c, x, y) => math.atan2(c, x, y)),
  eq: row(1, (c, x, y, o) => (o.from === "float32" ? c.f32x4("eq", x, y) : c.i32x4("eq", x, y))),
  ne: row(1, (c, x, y, o) => (o.from === "float32" ? c.f32x4("ne", x, y) : c.i32x4("ne", x, y))),
  lt: row(1, compare("lt")),
  le: row(1, compare("le")),
  gt: row(1, compare("gt")),
  ge: row(1, compare("ge")),
  and: row(1, logic("and")),
  or: row(1, logic("or")),
  xor: row(1, logic("xor")),
  shl: row(12, shift("shl")),
  shr: row(12, shift("shr_s")),
  where: row(1, (c, _x, _y, { args: [test, yes, no] }) =>
    c.choose(test as Value, yes as Value, no as Value),
  ),
};

const floatOnly: ReadonlySet<ScalarName> = new Set<ScalarName>(
  (
    "reciprocal sqrt rsqrt exp exp2 expm1 log log2 log10 log1p sin cos tan asin acos atan sinh " +
    "cosh tanh asinh acosh atanh erf erfc sigmoid div atan2"
  ).split(" ") as ScalarName[],
);

/** Whether the primitive has vector code for operands of this dtype. */
export function canEmit(
  name: ScalarName,
  from: DType,
  constants: readonly (number | undefined)[],
): boolean {
  if (from === "float64" || scalarEmit[name] === null) return false;
  if (from === "float32") return name !== "shl" && name !== "shr" && name !== "bitNot";
  if (floatOnly.has(name)) return false;
  if (from === "bool")
    return !["neg", "pow", "floorDiv", "remainder", "fmod", "shl", "shr"].includes(name);
  const p = constants[1];
  return name !== "pow" || (p !== undefined && p >= 0 && p <= maxIntegerPower);
}

/** Rough instructions a vector, for choosing how much to unroll and what to keep. */
export function costOf(name: ScalarName, constants: readonly (number | undefined)[]): number {
  if (name === "pow" && isPowerConstant(constants[1])) return 4;
  if ((name === "shl" || name === "shr") && constants[1] !== undefined) return 1;
  return scalarEmit[name]?.cost ?? 0;
}
