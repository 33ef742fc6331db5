import { nn, rand, type Tensor } from "gradus";

/** Drops each value with probability p in training, and divides the others by 1 − p. */
export class DropoutLayer extends nn.Module {
  readonly p: number;

  constructor(p: number) {
    super();
    this.p = p;
  }

  forward(x: Tensor): Tensor {
    if (!this.training) return x;
    const mask = rand(x.shape).ge(this.p).float();
    return x.mul(mask).div(1 - this.p);
  }
}
