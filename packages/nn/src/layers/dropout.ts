/** Dropout as layers: in training some values are zeroed and the others scaled up, in evaluation nothing happens. */
import { needNumber, type Tensor } from "@gradus/core";
import { layerOptionError } from "../errors.ts";
import {
  alphaDropout,
  type DropoutOptions,
  dropout,
  dropout1d,
  dropout2d,
  dropout3d,
  featureAlphaDropout,
} from "../functional/dropout.ts";
import { Layer } from "../module.ts";

abstract class DropoutLayer extends Layer {
  readonly p: number;

  constructor(p = 0.5) {
    super();
    needNumber(this.constructor.name, "p", p);
    if (!(p >= 0 && p <= 1)) throw layerOptionError(this.constructor.name, "p", p, "from 0 to 1");
    this.p = p;
  }

  /** What the function is told. */
  protected get own(): DropoutOptions {
    return { p: this.p, training: this.training };
  }

  override extraRepr(): string {
    return `p=${this.p}`;
  }
}

/**
 * Zeroes each value with probability p and divides the others by 1 − p.
 *
 * @shape x: [...] -> [...]
 * @source Srivastava et al. 2014, "Dropout"
 * @example new Dropout(0.5).eval().call(tensor([1, 2])) // [1, 2]
 */
export class Dropout extends DropoutLayer {
  override forward(x: Tensor): Tensor {
    return dropout(x, this.own);
  }
}

/** Dropout of whole channels. @shape x: [N, C, L] or [C, L] -> the same @throws ShapeError `nn/input-rank` @source Tompson et al. 2015, arXiv:1411.4280 @example new Dropout1d(0.5).eval().call(tensor([[[1]]])) // [[[1]]] */
export class Dropout1d extends DropoutLayer {
  override forward(x: Tensor): Tensor {
    return dropout1d(x, this.own);
  }
}

/** Dropout of whole channels. @shape x: [N, C, H, W] -> the same @remarks As in PyTorch, three axes are [N, C, L]. @source Tompson et al. 2015, arXiv:1411.4280 @example new Dropout2d(0.5).eval().call(tensor([[[[1]]]])) // [[[[1]]]] */
export class Dropout2d extends DropoutLayer {
  override forward(x: Tensor): Tensor {
    return dropout2d(x, this.own);
  }
}

/** Dropout of whole channels of volumes. @shape x: [N, C, D, H, W] or [C, D, H, W] -> the same @throws ShapeError `nn/input-rank` @example new Dropout3d(0.5).eval().call(ones([1, 1, 1, 1, 1])) // [[[[[1]]]]] */
export class Dropout3d extends DropoutLayer {
  override forward(x: Tensor): Tensor {
    return dropout3d(x, this.own);
  }
}

/**
 * Dropout to selu's floor instead of 0, then scaled and shifted so that mean and variance stay.
 *
 * @shape x: [...] -> [...]
 * @source Klambauer et al. 2017, arXiv:1706.02515
 * @example new AlphaDropout(0.5).eval().call(tensor([1, 2])) // [1, 2]
 */
export class AlphaDropout extends DropoutLayer {
  override forward(x: Tensor): Tensor {
    return alphaDropout(x, this.own);
  }
}

/** As `AlphaDropout`, of whole channels. @shape x: [N, C, ...] -> the same @example new FeatureAlphaDropout(0.5).eval().call(tensor([[[1]]])) // [[[1]]] */
export class FeatureAlphaDropout extends DropoutLayer {
  override forward(x: Tensor): Tensor {
    return featureAlphaDropout(x, this.own);
  }
}
