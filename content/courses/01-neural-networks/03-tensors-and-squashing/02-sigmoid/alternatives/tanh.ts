import type { Tensor } from "gradus";

export const sigmoid = (z: Tensor): Tensor => z.div(2).tanh().add(1).div(2);
