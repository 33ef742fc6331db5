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

/** Exceptions for float32, by operator or layer. */
export const exceptions: Readonly<Record<string, Tolerance>> = {};

/** The allowance for a value of `dtype` that `name` computed. */
export function allowanceFor(name: string, dtype: string): { rtol: number; atol: number } {
  const base = general[dtype];
  if (!base) return { rtol: 0, atol: 0 };
  const wider = dtype === "float32" ? exceptions[name] : undefined;
  return { rtol: wider?.rtol ?? base.rtol, atol: wider?.atol ?? base.atol };
}
