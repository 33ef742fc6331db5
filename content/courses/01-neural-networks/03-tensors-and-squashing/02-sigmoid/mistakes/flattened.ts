// caught by: keeps any shape
// misconception: the shape is lost
import type { Tensor } from "gradus";

export const sigmoid = (z: Tensor): Tensor => z.flatten().neg().exp().add(1).reciprocal();
