import type { Tensor } from "gradus";

export const weightedSum = (x: Tensor, w: Tensor, b: number): Tensor => x.dot(w).add(b);
