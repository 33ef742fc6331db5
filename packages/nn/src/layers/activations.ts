/** Activations and dropout as layers. */

import type { Tensor } from "@gradus/core";
import * as core from "@gradus/core";
import { layerOptionError } from "../errors.ts";
import { Module } from "../module.ts";

/** `max(x, 0)`. @shape x: [...] -> [...] */
export class ReLU extends Module {
  override forward(x: Tensor): Tensor {
    return core.relu(x);
  }
}
/** `1/(1 + e⁻ˣ)`. @shape x: [...] -> [...] */
export class Sigmoid extends Module {
  override forward(x: Tensor): Tensor {
    return core.sigmoid(x);
  }
}
/** Hyperbolic tangent. @shape x: [...] -> [...] */
export class Tanh extends Module {
  override forward(x: Tensor): Tensor {
    return core.tanh(x);
  }
}
/** Gaussian error linear unit. @shape x: [...] -> [...] */
export class GELU extends Module {
  readonly options: { approximate?: "none" | "tanh" };

  constructor(options: { approximate?: "none" | "tanh" } = {}) {
    super();
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return core.gelu(x, this.options);
  }
}
/** `x·σ(x)`. @shape x: [...] -> [...] */
export class SiLU extends Module {
  override forward(x: Tensor): Tensor {
    return core.silu(x);
  }
}
/** Slope `negativeSlope` below 0. @shape x: [...] -> [...] */
export class LeakyReLU extends Module {
  readonly negativeSlope: number;

  constructor(negativeSlope = 0.01) {
    super();
    this.negativeSlope = negativeSlope;
  }

  override forward(x: Tensor): Tensor {
    return core.leakyRelu(x, { negativeSlope: this.negativeSlope });
  }
}
/** Exponential linear unit. @shape x: [...] -> [...] */
export class ELU extends Module {
  readonly alpha: number;

  constructor(alpha = 1) {
    super();
    this.alpha = alpha;
  }

  override forward(x: Tensor): Tensor {
    return core.elu(x, { alpha: this.alpha });
  }
}
/** Softmax along an axis. @shape x: [...] -> [...] */
export class Softmax extends Module {
  readonly dim: number;

  constructor(dim: number) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return core.softmax(x, this.dim);
  }
}
/** Logarithm of softmax along an axis. @shape x: [...] -> [...] */
export class LogSoftmax extends Module {
  readonly dim: number;

  constructor(dim: number) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return core.logSoftmax(x, this.dim);
  }
}

/**
 * In training, zeroes elements with probability p and scales the others by 1/(1 − p).
 *
 * @shape x: [...] -> [...]
 * @source Srivastava et al. 2014, "Dropout"
 */
export class Dropout extends Module {
  readonly p: number;

  constructor(p = 0.5) {
    super();
    if (!(p >= 0 && p <= 1)) throw layerOptionError("Dropout", "p", p, "from 0 to 1");
    this.p = p;
  }

  override forward(x: Tensor): Tensor {
    if (!this.training || this.p === 0) return x;
    if (this.p === 1) return x.mul(0);
    const keep = core.rand(x.shape).ge(this.p).to(x.dtype);
    return x.mul(keep.mul(1 / (1 - this.p)));
  }
}
