/** Dropout: in training some values are zeroed and the others scaled up, in evaluation nothing happens. */
import { needNumber, rand, type Tensor } from "@gradus/core";
import { inputRankError, layerOptionError } from "../errors.ts";
import { featureAlphaDropout } from "../functional/dropout.ts";
import { Layer } from "../module.ts";

abstract class DropoutLayer extends Layer {
  readonly p: number;

  constructor(p = 0.5) {
    super();
    needNumber(this.constructor.name, "p", p);
    if (!(p >= 0 && p <= 1)) throw layerOptionError(this.constructor.name, "p", p, "from 0 to 1");
    this.p = p;
  }

  /** 1 where a value stays, 0 where it goes. */
  protected kept(shape: readonly number[], x: Tensor): Tensor {
    return rand(shape).ge(this.p).to(x.dtype);
  }

  protected get idle(): boolean {
    return !this.training || this.p === 0;
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
    if (this.idle) return x;
    if (this.p === 1) return x.mul(0);
    return x.mul(this.kept(x.shape, x).mul(1 / (1 - this.p)));
  }
}

abstract class ChannelDropout extends DropoutLayer {
  /** How many of the first axes count channels: the others go together. */
  protected leading(_x: Tensor): number {
    return 2;
  }

  override forward(x: Tensor): Tensor {
    if (this.idle) return x;
    if (this.p === 1) return x.mul(0);
    const leading = this.leading(x);
    const mask = this.kept(
      x.shape.map((n, i) => (i < leading ? n : 1)),
      x,
    );
    return x.mul(mask.mul(1 / (1 - this.p)));
  }
}

/** Dropout of whole channels. @shape x: [N, C, L] or [C, L] -> the same @throws ShapeError `nn/input-rank` @source Tompson et al. 2015, arXiv:1411.4280 @example new Dropout1d(0.5).eval().call(tensor([[[1]]])) // [[[1]]] */
export class Dropout1d extends ChannelDropout {
  protected override leading(x: Tensor): number {
    if (x.ndim !== 2 && x.ndim !== 3)
      throw inputRankError("Dropout1d", "[C, L] or [N, C, L]", x.shape);
    return x.ndim - 1;
  }
}
/** Dropout of whole channels. @shape x: [N, C, H, W] -> the same @remarks As in PyTorch, three axes are [N, C, L]. @source Tompson et al. 2015, arXiv:1411.4280 @example new Dropout2d(0.5).eval().call(tensor([[[[1]]]])) // [[[[1]]]] */
export class Dropout2d extends ChannelDropout {}

/** Dropout of whole channels of volumes. @shape x: [N, C, D, H, W] or [C, D, H, W] -> the same @throws ShapeError `nn/input-rank` @example new Dropout3d(0.5).eval().call(ones([1, 1, 1, 1, 1])) // [[[[[1]]]]] */
export class Dropout3d extends ChannelDropout {
  protected override leading(x: Tensor): number {
    if (x.ndim !== 4 && x.ndim !== 5)
      throw inputRankError("Dropout3d", "[C, D, H, W] or [N, C, D, H, W]", x.shape);
    return x.ndim - 3;
  }
}

/** As `AlphaDropout`, of whole channels. @shape x: [N, C, ...] -> the same @example new FeatureAlphaDropout(0.5).eval().call(tensor([[[1]]])) // [[[1]]] */
export class FeatureAlphaDropout extends DropoutLayer {
  override forward(x: Tensor): Tensor {
    return featureAlphaDropout(x, { p: this.p, training: this.training });
  }
}

/** What selu gives far below 0. */
const seluFloor = -1.7580993408473766;

/**
 * Dropout to selu's floor instead of 0, then scaled and shifted so that mean and variance stay.
 *
 * @shape x: [...] -> [...]
 * @source Klambauer et al. 2017, arXiv:1706.02515
 * @example new AlphaDropout(0.5).eval().call(tensor([1, 2])) // [1, 2]
 */
export class AlphaDropout extends DropoutLayer {
  override forward(x: Tensor): Tensor {
    if (this.idle) return x;
    if (this.p === 1) return x.mul(0);
    const scale = 1 / Math.sqrt((1 - this.p) * (1 + this.p * seluFloor ** 2));
    const keep = this.kept(x.shape, x);
    const dropped = keep.neg().add(1).mul(seluFloor);
    return x
      .mul(keep)
      .add(dropped)
      .mul(scale)
      .sub(scale * seluFloor * this.p);
  }
}
