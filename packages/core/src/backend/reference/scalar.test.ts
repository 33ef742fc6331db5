import { describe, expect, test } from "vitest";
import { type ScalarName, scalarNames } from "../../graph/scalars.ts";
import { boolFunctions, scalarFunction, scalarFunctions, truncate } from "./scalar.ts";

const inf = Infinity;
const nan = Number.NaN;

/** The same to 3 in 10¹⁵, and exactly where the answer is a zero (with its sign), ±∞ or NaN. */
function expectSame(got: number, want: number, where: string): void {
  const same = Object.is(got, want) || Math.abs(got - want) <= 3e-15 * Math.abs(want);
  if (!same) expect.fail(`${where}: got ${got}, want ${want}`);
}

// Inputs and results; PyTorch 2.13 computed the results in float64.
const unary: Partial<Record<ScalarName, readonly [readonly number[], readonly number[]]>> = {
  erf: [
    [0, 1e-10, -0.3, 0.5, 0.99, 1.01, -2.5, 6, -inf, nan],
    [
      0,
      1.1283791670955126e-10,
      -0.3286267594591274,
      0.5204998778130465,
      0.8385080695553698,
      0.8468104962282768,
      -0.999593047982555,
      1,
      -1,
      nan,
    ],
  ],
  erfc: [
    [0, 0.3, 0.5, -1.2, 2, 5.5, 12, 26, 30, -inf, inf, nan],
    [
      1,
      0.6713732405408726,
      0.4795001221869535,
      1.9103139782296354,
      0.004677734981047266,
      7.357847917974398e-15,
      1.3562611692059042e-64,
      5.663192408856143e-296,
      0,
      2,
      0,
      nan,
    ],
  ],
  erfinv: [
    [0, 1e-12, 0.1, -0.5, 0.9, 0.999999, 1, -1, 1.5, nan],
    [
      0,
      8.86226925452758e-13,
      0.08885599049425769,
      -0.4769362762044699,
      1.1630871536766743,
      3.458910737275499,
      inf,
      -inf,
      nan,
      nan,
    ],
  ],
  lgamma: [
    [
      1e-5,
      0.3,
      1,
      1.0001,
      1.4616321449683622,
      1.9,
      2,
      2.001,
      3.5,
      9.5,
      10,
      50.5,
      1000000,
      1e300,
      -1e-300,
      -0.3,
      -0.5,
      -3.7,
      0,
      -2,
      inf,
      -inf,
      nan,
    ],
    [
      11.512919692895826,
      1.0957979948180756,
      0,
      -5.771334222047127e-5,
      -0.12148629053584961,
      -0.03898427592308336,
      0,
      0.000423106734800117,
      1.2009736023470743,
      11.689333420797269,
      12.801827480081469,
      146.51925549072064,
      12815504.569147611,
      6.897755278982137e302,
      690.7755278982137,
      1.4648400508576025,
      1.2655121234846454,
      -1.3797399049658245,
      inf,
      inf,
      inf,
      inf,
      nan,
    ],
  ],
  digamma: [
    [1e-5, 0.3, 1, 2, 9.99, 10, 1000000, -0.3, -3.7, 0, -0, -1, -7, inf, -inf, nan],
    [
      -100000.57719921567,
      -3.502524222200133,
      -0.5772156649015328,
      0.422784335098467,
      2.2507003728312007,
      2.251752589066721,
      13.81551005796419,
      2.1133097796353986,
      -0.8450768588704183,
      -inf,
      inf,
      nan,
      nan,
      inf,
      nan,
      nan,
    ],
  ],
  sigmoid: [
    [0, -800, 800, -2.5, 3, nan],
    [0.5, 0, 1, 0.07585818002124355, 0.9525741268224334, nan],
  ],
  exp2: [
    [0.5, -3, 1000, -1074, 2000, nan],
    [Math.SQRT2, 0.125, 1.0715086071862673e301, 5e-324, inf, nan],
  ],
  log2: [
    [8, 0.3, 0, -1],
    [3, -1.7369655941662063, -inf, nan],
  ],
  log10: [
    [1000, 0.3, 0, -1],
    [3, -0.5228787452803376, -inf, nan],
  ],
  log1p: [
    [1e-12, -1, 3],
    [9.999999999995e-13, -inf, 1.3862943611198906],
  ],
  expm1: [
    [1e-12, -50, 2],
    [1.0000000000005e-12, -1, 6.38905609893065],
  ],
  rsqrt: [
    [4, 0, 2, -1],
    [0.5, inf, 0.7071067811865475, nan],
  ],
  sign: [
    [-2, 0, 3, nan, -inf],
    [-1, 0, 1, 0, -1],
  ],
  round: [
    [0.5, 1.5, 2.5, -0.5, -1.5, 2.4999, -0.2, 4503599627370498, inf, nan],
    [0, 2, 2, -0, -2, 2, -0, 4503599627370498, inf, nan],
  ],
  tan: [
    [1, -4],
    [1.5574077246549023, -1.1578212823495775],
  ],
  asinh: [
    [1e-9, -3],
    [1e-9, -1.8184464592320668],
  ],
  acosh: [
    [1, 2.5, 0.5],
    [0, 1.566799236972411, nan],
  ],
  atanh: [
    [0.3, 1, -1, 2],
    [0.30951960420311175, inf, -inf, nan],
  ],
  sinh: [
    [1e-9, -3],
    [1e-9, -10.017874927409903],
  ],
  cosh: [[2], [3.7621956910836314]],
  tanh: [
    [0.3, -40],
    [0.2913126124515909, -1],
  ],
};

const binary: Partial<
  Record<ScalarName, readonly [readonly number[], readonly number[], readonly number[]]>
> = {
  pow: [
    [1, 1, -1, -1, nan, 0, 0, -0, -8, 2, inf, -inf, 2, 0.5, -2],
    [nan, inf, inf, -inf, 0, 0, -2, -1, 0.3333333333333333, -1074, -1, 3, inf, inf, 3],
    [1, 1, 1, 1, 1, 1, inf, -inf, nan, 5e-324, 0, -inf, inf, 0, -8],
  ],
  floorDiv: [
    [1, -1, 5, -5, 5, 0, 1, -1, 0, -7, inf, 1, -1, nan, 7],
    [0.1, 0.1, -2, 2, 2, -3, 0, 0, 0, 2, 2, inf, inf, 1, 0.7],
    [9, -10, -3, -3, 2, -0, inf, -inf, nan, -4, nan, 0, -1, nan, 10],
  ],
  remainder: [
    [5, -5, 5, -5, 1, 1, -1, 0, 5.5, -0.3],
    [3, 3, -3, -3, 0, inf, inf, -3, -2, 0.1],
    [2, 1, -1, -2, nan, 1, inf, 0, -0.5, 2.7755575615628914e-17],
  ],
  fmod: [
    [5, -5, 5, -5, 1, 1, -1, 5.5],
    [3, 3, -3, -3, 0, inf, inf, -2],
    [2, -2, 2, -2, nan, 1, -1, 1.5],
  ],
  atan2: [
    [1, -1, 0, -0, 0, inf, nan],
    [1, -1, -1, -1, 0, -inf, 1],
    [0.7853981633974483, -2.356194490192345, Math.PI, -Math.PI, 0, 2.356194490192345, nan],
  ],
  maximum: [
    [1, nan, 2, -inf],
    [2, 0, nan, inf],
    [2, nan, nan, inf],
  ],
  minimum: [
    [1, nan, 2, -inf],
    [2, 0, nan, inf],
    [1, nan, nan, -inf],
  ],
};

// PyTorch 2.13 computed these in int32.
const integers: Partial<
  Record<ScalarName, readonly [readonly number[], readonly number[], readonly number[]]>
> = {
  add: [
    [7, -7, 7, -7, 2147483647, -2147483648],
    [2, 2, -2, -2, 2, 3],
    [9, -5, 5, -9, -2147483647, -2147483645],
  ],
  sub: [
    [7, -7, 7, -7, 2147483647, -2147483648],
    [2, 2, -2, -2, 2, 3],
    [5, -9, 9, -5, 2147483645, 2147483645],
  ],
  mul: [
    [7, -7, 7, -7, 2147483647, -2147483648],
    [2, 2, -2, -2, 2, 3],
    [14, -14, -14, 14, -2, -2147483648],
  ],
  floorDiv: [
    [7, -7, 7, -7, 2147483647, -2147483648],
    [2, 2, -2, -2, 2, 3],
    [3, -4, -4, 3, 1073741823, -715827883],
  ],
  remainder: [
    [7, -7, 7, -7, 2147483647, -2147483648],
    [2, 2, -2, -2, 2, 3],
    [1, 1, -1, -1, 1, 1],
  ],
  fmod: [
    [7, -7, 7, -7, 2147483647, -2147483648],
    [2, 2, -2, -2, 2, 3],
    [1, -1, 1, -1, 1, -2],
  ],
  pow: [
    [2, 3, -2, 0, -1, -1, 1, 2, 46341],
    [31, 20, 3, 0, -3, -2, -5, -1, 2],
    [-2147483648, -808182895, -8, 1, -1, 1, 1, 0, -2147479015],
  ],
  and: [
    [7, -7, 7, -7, 2147483647, -2147483648],
    [2, 2, -2, -2, 2, 3],
    [2, 0, 6, -8, 2, 0],
  ],
  or: [
    [7, -7, 7, -7, 2147483647, -2147483648],
    [2, 2, -2, -2, 2, 3],
    [7, -5, -1, -1, 2147483647, -2147483645],
  ],
  xor: [
    [7, -7, 7, -7, 2147483647, -2147483648],
    [2, 2, -2, -2, 2, 3],
    [5, -5, -7, 7, 2147483645, -2147483645],
  ],
  shl: [
    [1, 1, -8, -8, 5],
    [31, 32, 1, 0, 2],
    [-2147483648, 0, -16, -8, 20],
  ],
  shr: [
    [1, -8, -8, 100, -1],
    [32, 1, 33, 3, 31],
    [0, -4, -1, 12, -1],
  ],
};

describe("in float64", () => {
  test.each(Object.entries(unary))("%s agrees with torch", (name, [inputs, results]) => {
    const f = scalarFunctions[name as ScalarName];
    inputs.forEach((x, i) => {
      expectSame(f(x, 0, 0), results[i], `${name}(${x})`);
    });
  });

  test.each(Object.entries(binary))("%s agrees with torch", (name, [xs, ys, results]) => {
    const f = scalarFunctions[name as ScalarName];
    xs.forEach((x, i) => {
      const y = ys[i];
      expectSame(f(x, y, 0), results[i], `${name}(${x}, ${y})`);
    });
  });

  test("lgamma is exact in relative terms beside its zeros", () => {
    // ln Γ(1 + d) = −γ·d + ζ(2)/2·d² − …, ln Γ(2 + d) = (1 − γ)·d + …; d is 2⁻³⁰, which 1 + d keeps.
    const d = 2 ** -30;
    const gamma = 0.5772156649015329;
    const [half, zeta2] = [d / 2, Math.PI ** 2 / 6];
    expectSame(scalarFunctions.lgamma(1 + d, 0, 0), d * (half * zeta2 - gamma), "lgamma(1 + d)");
    expectSame(
      scalarFunctions.lgamma(2 + d, 0, 0),
      d * (1 - gamma + half * (zeta2 - 1)),
      "lgamma(2 + d)",
    );
  });

  test("digamma keeps its digits beside a root", () => {
    // ψ(−1/2) = 2 − γ − 2·ln 2
    expect(Math.abs(scalarFunctions.digamma(-0.5, 0, 0) - 0.03648997397857652)).toBeLessThan(
      1.2e-16,
    );
  });

  test("erf undoes erfinv all over its range", () => {
    for (let y = -0.99; y < 1; y += 0.09)
      expectSame(
        scalarFunctions.erf(scalarFunctions.erfinv(y, 0, 0), 0, 0),
        y,
        `erf(erfinv(${y}))`,
      );
  });

  test("comparisons with NaN are false, but for ne", () => {
    for (const name of ["eq", "lt", "le", "gt", "ge"] as const)
      expect(scalarFunctions[name](nan, nan, 0)).toBe(0);
    expect(scalarFunctions.ne(nan, nan, 0)).toBe(1);
  });

  test("where picks by anything but 0, and passes NaN and −0 on", () => {
    expect(scalarFunctions.where(1, -0, 5)).toBe(-0);
    expect(scalarFunctions.where(0, 5, nan)).toBe(nan);
  });
});

describe("in int32", () => {
  test.each(Object.entries(integers))("%s agrees with torch", (name, [xs, ys, results]) => {
    const f = scalarFunction(name as ScalarName, "int32", "int32");
    expect(xs.map((x, i) => f(x, ys[i], 0) + 0)).toEqual(results);
  });

  test("division by zero gives 0, and the least number by −1 wraps", () => {
    for (const name of ["floorDiv", "remainder", "fmod"] as const)
      expect(scalarFunction(name, "int32", "int32")(7, 0, 0)).toBe(0);
    expect(scalarFunction("floorDiv", "int32", "int32")(-2147483648, -1, 0)).toBe(-2147483648);
    expect(scalarFunction("neg", "int32", "int32")(-2147483648, 0, 0)).toBe(-2147483648);
    expect(scalarFunction("abs", "int32", "int32")(-2147483648, 0, 0)).toBe(-2147483648);
  });

  test("bit operators become logic where the result is bool", () => {
    expect(scalarFunction("and", "int32", "int32")(1, 2, 0)).toBe(0);
    expect(scalarFunction("and", "int32", "bool")(1, 2, 0)).toBe(1);
    expect(scalarFunction("xor", "int32", "bool")(1, 2, 0)).toBe(0);
    expect(scalarFunction("bitNot", "int32", "int32")(5, 0, 0)).toBe(-6);
  });
});

test("bool arithmetic stays at 0 and 1", () => {
  for (const name of Object.keys(boolFunctions) as ScalarName[])
    for (const [a, b] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ] as const)
      expect([0, 1]).toContain(scalarFunction(name, "bool", "bool")(a, b, 0));
  expect(scalarFunction("add", "bool", "bool")(1, 1, 0)).toBe(1);
  expect(scalarFunction("bitNot", "bool", "bool")(1, 0, 0)).toBe(0);
});

test("truncate clips to int32 and makes NaN 0", () => {
  expect([2.9, -2.9, 3e9, -3e9, inf, nan].map(truncate)).toEqual([
    2, -2, 2147483647, -2147483648, 2147483647, 0,
  ]);
});

test("every primitive has a function", () => {
  expect(Object.keys(scalarFunctions).sort()).toEqual([...scalarNames].sort());
});
