/** Activations as layers. */

import type { Tensor } from "@gradus/core";
import * as core from "@gradus/core";
import { needNumber, needOptions } from "@gradus/core";
import { inputRankError, layerOptionError, sizeMismatchError } from "../errors.ts";
import { glu, hardshrink, softshrink, threshold } from "../functional/activation.ts";
import { Layer } from "../module.ts";
import { needSize, parameter } from "./basic.ts";

/** `max(x, 0)`. @shape x: [...] -> [...] @example new ReLU().call(tensor([-1, 2])) // [0, 2] */
export class ReLU extends Layer {
  override forward(x: Tensor): Tensor {
    return core.relu(x);
  }
}
/** `1/(1 + e⁻ˣ)`. @shape x: [...] -> [...] @example new Sigmoid().call(tensor([0])) // [0.5] */
export class Sigmoid extends Layer {
  override forward(x: Tensor): Tensor {
    return core.sigmoid(x);
  }
}
/** Hyperbolic tangent. @shape x: [...] -> [...] @example new Tanh().call(tensor([0])) // [0] */
export class Tanh extends Layer {
  override forward(x: Tensor): Tensor {
    return core.tanh(x);
  }
}
/** Gaussian error linear unit. @shape x: [...] -> [...] @example new GELU().call(tensor([1])) // [0.8413] */
export class GELU extends Layer {
  readonly options: { approximate?: "none" | "tanh" };

  constructor(options: { approximate?: "none" | "tanh" } = {}) {
    needOptions("GELU", options, ["approximate"]);
    super();
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return core.gelu(x, this.options);
  }
}
/** `x·σ(x)`. @shape x: [...] -> [...] @example new SiLU().call(tensor([0])) // [0] */
export class SiLU extends Layer {
  override forward(x: Tensor): Tensor {
    return core.silu(x);
  }
}
/** Slope `negativeSlope` below 0. @shape x: [...] -> [...] @example new LeakyReLU().call(tensor([-1])) // [-0.01] */
export class LeakyReLU extends Layer {
  readonly negativeSlope: number;

  constructor(negativeSlope = 0.01) {
    super();
    needNumber("LeakyReLU", "negativeSlope", negativeSlope);
    this.negativeSlope = negativeSlope;
  }

  override forward(x: Tensor): Tensor {
    return core.leakyRelu(x, { negativeSlope: this.negativeSlope });
  }
}
/** Exponential linear unit. @shape x: [...] -> [...] @example new ELU().call(tensor([-1])) // [-0.6321] */
export class ELU extends Layer {
  readonly alpha: number;

  constructor(alpha = 1) {
    super();
    needNumber("ELU", "alpha", alpha);
    this.alpha = alpha;
  }

  override forward(x: Tensor): Tensor {
    return core.elu(x, { alpha: this.alpha });
  }
}
/** Softmax along an axis. @shape x: [...] -> [...] @example new Softmax(0).call(tensor([0, 0])) // [0.5, 0.5] */
export class Softmax extends Layer {
  readonly dim: number;

  constructor(dim: number) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return core.softmax(x, this.dim);
  }
}
/** Logarithm of softmax along an axis. @shape x: [...] -> [...] @example new LogSoftmax(0).call(tensor([0, 0])) // [-0.6931, -0.6931] */
export class LogSoftmax extends Layer {
  readonly dim: number;

  constructor(dim: number) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return core.logSoftmax(x, this.dim);
  }
}
/** Self-normalising elu. @shape x: [...] -> [...] @example new SELU().call(zeros([2])).shape // [2] */
export class SELU extends Layer {
  override forward(x: Tensor): Tensor {
    return core.selu(x);
  }
}
/** `min(max(x, 0), 6)`. @shape x: [...] -> [...] @example new ReLU6().call(zeros([2])).shape // [2] */
export class ReLU6 extends Layer {
  override forward(x: Tensor): Tensor {
    return core.relu6(x);
  }
}
/** `min(max(x + 3, 0), 6)/6`. @shape x: [...] -> [...] @example new Hardsigmoid().call(zeros([2])).shape // [2] */
export class Hardsigmoid extends Layer {
  override forward(x: Tensor): Tensor {
    return core.hardsigmoid(x);
  }
}
/** `x·hardsigmoid(x)`. @shape x: [...] -> [...] @example new Hardswish().call(zeros([2])).shape // [2] */
export class Hardswish extends Layer {
  override forward(x: Tensor): Tensor {
    return core.hardswish(x);
  }
}
/** `x·tanh(softplus(x))`. @shape x: [...] -> [...] @example new Mish().call(zeros([2])).shape // [2] */
export class Mish extends Layer {
  override forward(x: Tensor): Tensor {
    return core.mish(x);
  }
}
/** `x/(1 + |x|)`. @shape x: [...] -> [...] @example new Softsign().call(zeros([2])).shape // [2] */
export class Softsign extends Layer {
  override forward(x: Tensor): Tensor {
    return core.softsign(x);
  }
}
/** `x − tanh x`. @shape x: [...] -> [...] @example new Tanhshrink().call(zeros([2])).shape // [2] */
export class Tanhshrink extends Layer {
  override forward(x: Tensor): Tensor {
    return core.tanhshrink(x);
  }
}
/** `ln σ(x)`. @shape x: [...] -> [...] @example new LogSigmoid().call(zeros([2])).shape // [2] */
export class LogSigmoid extends Layer {
  override forward(x: Tensor): Tensor {
    return core.logsigmoid(x);
  }
}
/** `max(0, x) + min(0, α(e^{x/α} − 1))`. @shape x: [...] -> [...] @example new CELU().call(tensor([2])) // [2] */
export class CELU extends Layer {
  readonly alpha: number;

  constructor(alpha = 1) {
    super();
    needNumber("CELU", "alpha", alpha);
    this.alpha = alpha;
  }

  override forward(x: Tensor): Tensor {
    return core.celu(x, { alpha: this.alpha });
  }
}
/** Limited to [minVal, maxVal]. @shape x: [...] -> [...] @example new Hardtanh().call(tensor([2])) // [1] */
export class Hardtanh extends Layer {
  readonly minVal: number;
  readonly maxVal: number;

  constructor(minVal = -1, maxVal = 1) {
    super();
    needNumber("Hardtanh", "minVal", minVal);
    needNumber("Hardtanh", "maxVal", maxVal);
    if (!(maxVal > minVal))
      throw layerOptionError("Hardtanh", "maxVal", maxVal, `above minVal = ${minVal}`);
    this.minVal = minVal;
    this.maxVal = maxVal;
  }

  override forward(x: Tensor): Tensor {
    return core.hardtanh(x, { minVal: this.minVal, maxVal: this.maxVal });
  }
}
/** Smooth rectifier `ln(1 + e^{βx})/β`, linear above the threshold. @shape x: [...] -> [...] @example new Softplus().call(tensor([0])) // [0.6931] */
export class Softplus extends Layer {
  readonly options: { readonly beta?: number; readonly threshold?: number };

  constructor(options: { readonly beta?: number; readonly threshold?: number } = {}) {
    needOptions("Softplus", options, ["beta", "threshold"]);
    super();
    this.options = options;
  }

  override forward(x: Tensor): Tensor {
    return core.softplus(x, this.options);
  }
}
/** `softmax(−x)` along an axis. @shape x: [...] -> [...] @example new Softmin(0).call(tensor([0, 0])) // [0.5, 0.5] */
export class Softmin extends Layer {
  readonly dim: number;

  constructor(dim: number) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return core.softmin(x, this.dim);
  }
}
/** Gated linear unit: half of an axis gates the other half. @shape x: [..., 2n] -> [..., n] @example new GLU().call(tensor([3, 0])) // [1.5] */
export class GLU extends Layer {
  readonly dim: number;

  constructor(dim = -1) {
    super();
    this.dim = dim;
  }

  override forward(x: Tensor): Tensor {
    return glu(x, this.dim);
  }
}
/** 0 within ±lambd. @shape x: [...] -> [...] @example new Hardshrink().call(tensor([0.2, 1])) // [0, 1] */
export class Hardshrink extends Layer {
  readonly lambd: number;

  constructor(lambd = 0.5) {
    super();
    needNumber("Hardshrink", "lambd", lambd);
    this.lambd = lambd;
  }

  override forward(x: Tensor): Tensor {
    return hardshrink(x, this.lambd);
  }
}
/** Moved towards 0 by lambd. @shape x: [...] -> [...] @example new Softshrink().call(tensor([0.2, 1])) // [0, 0.5] */
export class Softshrink extends Layer {
  readonly lambd: number;

  constructor(lambd = 0.5) {
    super();
    needNumber("Softshrink", "lambd", lambd);
    this.lambd = lambd;
  }

  override forward(x: Tensor): Tensor {
    return softshrink(x, this.lambd);
  }
}
/** x above the threshold, `value` elsewhere. @shape x: [...] -> [...] @example new Threshold(0, 9).call(tensor([-1, 2])) // [9, 2] */
export class Threshold extends Layer {
  readonly threshold: number;
  readonly value: number;

  constructor(limit: number, value: number) {
    super();
    needNumber("Threshold", "limit", limit);
    needNumber("Threshold", "value", value);
    this.threshold = limit;
    this.value = value;
  }

  override forward(x: Tensor): Tensor {
    return threshold(x, this.threshold, this.value);
  }
}
/**
 * Rectifier with a learned slope below 0, one for all or one a channel.
 *
 * @shape x: [N, C, ...] -> the same
 * @state weight: [numParameters], starts at `init` (0.25)
 * @throws ShapeError `nn/input-size` for other numbers of channels
 * @source He et al. 2015, arXiv:1502.01852
 * @example new PReLU().call(tensor([-4])) // [-1]
 */
export class PReLU extends Layer {
  weight: Tensor;

  constructor(numParameters = 1, options: { init?: number } = {}) {
    needOptions("PReLU", options, ["init"]);
    super();
    needSize("PReLU", "numParameters", numParameters, 1);
    this.weight = parameter([numParameters], options.init ?? 0.25);
  }

  override forward(x: Tensor): Tensor {
    const one = this.weight.numel() === 1;
    if (!one && x.ndim < 2) throw inputRankError("PReLU", "[N, C, ...]", x.shape);
    if (!one && x.shape[1] !== this.weight.numel())
      throw sizeMismatchError("PReLU", "numParameters", this.weight.numel(), 1, x.shape);
    return core.prelu(x, this.weight);
  }
}
