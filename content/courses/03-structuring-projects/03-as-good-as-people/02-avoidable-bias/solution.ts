export interface Gaps {
  /** The lowest error that is known to be possible. */
  base: number;
  bias: number;
  variance: number;
  larger: "bias" | "variance" | "both";
}

/** Avoidable bias and variance, measured from the best that people or the network reached on new examples. */
export function avoidableBias(
  people: readonly number[],
  training: number,
  dev: number,
  tolerance: number,
): Gaps {
  //# 1. Compare: who got farthest on examples that were new
  const base = Math.min(...people, dev);
  //# 2. Difference: the two gaps
  const bias = Math.max(0, training - base);
  const variance = dev - training;
  //# 3. Compare: which one is larger, if any
  const alike = Math.abs(bias - variance) <= tolerance;
  const larger = alike ? "both" : bias > variance ? "bias" : "variance";
  return { base, bias, variance, larger }; //# given
}
