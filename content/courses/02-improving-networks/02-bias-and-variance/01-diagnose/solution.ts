export interface Diagnosis {
  bias: number;
  variance: number;
  verdict: "bias" | "variance" | "both" | "fine";
}

/** The two gaps between three errors, all in 0..1, and which of them are more than the tolerance. */
export function diagnose(
  baseError: number,
  trainError: number,
  devError: number,
  tolerance: number,
): Diagnosis {
  //# 1. Difference: the two gaps.
  const bias = trainError - baseError;
  const variance = devError - trainError;
  //# 2. Compare: which of them are more than the tolerance?
  const biased = bias > tolerance;
  const varies = variance > tolerance;
  //# 3. Combine: one word for the four cases.
  const verdict = biased ? (varies ? "both" : "bias") : varies ? "variance" : "fine";
  return { bias, variance, verdict };
}
