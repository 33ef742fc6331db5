/**
 * How near is near. Golden values were computed in float64, so an allowance covers Gradus' own rounding
 * and nothing else. Every exception names its reason: what float32 cannot do, never what we do not.
 */

export interface Tolerance {
  readonly rtol?: number;
  readonly atol?: number;
  /** Why the general allowance cannot hold. */
  readonly why: string;
}

/** The general allowance by dtype; integers and booleans are exact. */
const general: Readonly<Record<string, Omit<Required<Tolerance>, "why">>> = {
  float32: { rtol: 1e-5, atol: 1e-6 },
  float64: { rtol: 1e-10, atol: 1e-12 },
};

/** Exceptions by dtype, then by operator or layer. */
export const exceptions: Readonly<Record<string, Readonly<Record<string, Tolerance>>>> = {
  float32: {
    conv3d: {
      atol: 2e-6,
      why: "a kernel of one sums products of the order of 1 that cancel to -0.003: float32 rounds each to 6e-8, and the compiled kernel adds them in another order than PyTorch.",
    },
  },
  float64: {
    digamma: {
      rtol: 5e-10,
      why: "PyTorch's trigamma, its gradient, ends its series early: it is off by 1.2e-10 to 4e-10 of the value, where a sum of 200,000 terms (at 3.96875) agrees with ours to 1e-15.",
    },
  },
};

/** The allowance for a value of `dtype` that `name` computed. */
export function allowanceFor(name: string, dtype: string): { rtol: number; atol: number } {
  const base = general[dtype];
  if (!base) return { rtol: 0, atol: 0 };
  const wider = exceptions[dtype]?.[name];
  return { rtol: wider?.rtol ?? base.rtol, atol: wider?.atol ?? base.atol };
}
