import { nonzero, type Tensor } from "gradus";

export interface Filtered {
  /** [K, 4] */
  boxes: Tensor;
  /** [K] */
  scores: Tensor;
  /** [K] */
  kinds: Tensor;
}

/** The boxes [N, 4] whose best score, confidence [N] times probability [N, kinds], is at least the threshold. */
export function filterBoxes(
  boxes: Tensor,
  confidence: Tensor,
  probabilities: Tensor,
  threshold: number,
): Filtered {
  //# 1. Score: confidence times probability, for every kind
  const scores = probabilities.mul(confidence.unsqueeze(1));
  //# 2. Largest: the best score of each box, and its kind
  const best = scores.amax(1);
  const kinds = scores.argmax(1);
  //# 3. Compare: the numbers of the boxes that reach the threshold
  const keep = nonzero(best.ge(threshold)).squeeze(1);
  //# 4. Select: these rows of all three
  return {
    boxes: boxes.indexSelect(0, keep),
    scores: best.indexSelect(0, keep),
    kinds: kinds.indexSelect(0, keep),
  };
}
