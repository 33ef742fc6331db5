import { ones, type Tensor } from "gradus";

export const sigmoid = (z: Tensor): Tensor => ones(z.shape).div(z.mul(-1).exp().add(1));
