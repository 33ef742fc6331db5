export interface ChainErrors {
  best: number;
  training: number;
  dev: number;
  /** Null where it was not measured yet. */
  test: number | null;
  use: number | null;
}

export type Knob = "fit" | "carry over" | "larger dev set" | "new target" | "measure" | "done";

/** What is to be worked on next: the first gap in the chain that is more than the tolerance. */
export function nextKnob(errors: ChainErrors, tolerance: number): Knob {
  const { best, training, dev, test, use } = errors; //# given
  //# 1. Compare: can it learn its examples, and do they carry over?
  if (training - best > tolerance) return "fit";
  if (dev - training > tolerance) return "carry over";
  //# 2. Compare: does the test set agree with the dev set?
  if (test === null) return "measure";
  if (test - dev > tolerance) return "larger dev set";
  //# 3. Compare: does what is measured agree with what is lived?
  if (use === null) return "measure";
  return use - test > tolerance ? "new target" : "done";
}
