/** Padding as layers: what stands around an input, before (and after) each of its last axes. */
import { needNumber, needWholes, type PadMode, pad, type Tensor } from "@gradus/core";
import { inputRankError } from "../errors.ts";
import { Layer } from "../module.ts";

/** One amount for all sides, or [left, right, top, bottom, front, back], the last axis first. */
export type Padding = number | readonly number[];

abstract class PadLayer extends Layer {
  readonly padding: readonly number[];
  /** What stands around, where it is one value. */
  protected value = 0;

  constructor(padding: Padding) {
    super();
    const sides = 2 * this.dims;
    const given = Array.isArray(padding)
      ? [...padding]
      : new Array<number>(sides).fill(padding as number);
    needWholes(this.constructor.name, "padding", given);
    if (given.length !== sides)
      needWholes(this.constructor.name, `padding (${sides} numbers)`, null);
    this.padding = given;
  }

  /** How many axes are padded. */
  protected get dims(): number {
    return 1;
  }

  protected get mode(): PadMode {
    return "constant";
  }

  override forward(x: Tensor): Tensor {
    if (x.ndim !== this.dims + 1 && x.ndim !== this.dims + 2)
      throw inputRankError(
        this.constructor.name,
        `of ${this.dims + 1} or ${this.dims + 2} axes`,
        x.shape,
      );
    return pad(x, this.padding, {
      mode: this.mode,
      ...(this.mode === "constant" && { value: this.value }),
    });
  }

  override extraRepr(): string {
    return `${this.padding}`;
  }
}

/** Zeros around sequences. @shape x: [N, C, L] -> [N, C, L + left + right] @example new ZeroPad1d(1).call(tensor([[[1, 2, 3]]])) // [[[0, 1, 2, 3, 0]]] */
export class ZeroPad1d extends PadLayer {}

/** Zeros around images. @shape x: [N, C, H, W] -> [N, C, H + top + bottom, W + left + right] @example new ZeroPad2d(1).call(zeros([1, 1, 3, 3])).shape // [1, 1, 5, 5] */
export class ZeroPad2d extends PadLayer {
  protected override get dims(): number {
    return 2;
  }
}

/** Zeros around volumes. @shape x: [N, C, D, H, W] -> [N, C, D + front + back, H + …, W + …] @example new ZeroPad3d(1).call(zeros([1, 1, 3, 3, 3])).shape // [1, 1, 5, 5, 5] */
export class ZeroPad3d extends PadLayer {
  protected override get dims(): number {
    return 3;
  }
}

abstract class ConstantPad extends PadLayer {
  constructor(padding: Padding, value: number) {
    super(padding);
    needNumber(this.constructor.name, "value", value);
    this.value = value;
  }
}

/** One value around sequences. @shape x: [N, C, L] -> [N, C, L + left + right] @example new ConstantPad1d(1, 7).call(tensor([[[1, 2, 3]]])) // [[[7, 1, 2, 3, 7]]] */
export class ConstantPad1d extends ConstantPad {}

/** One value around images. @shape x: [N, C, H, W] -> [N, C, H + top + bottom, W + left + right] @example new ConstantPad2d(1, 7).call(zeros([1, 1, 3, 3])).shape // [1, 1, 5, 5] */
export class ConstantPad2d extends ConstantPad {
  protected override get dims(): number {
    return 2;
  }
}

/** One value around volumes. @shape x: [N, C, D, H, W] -> [N, C, D + front + back, H + …, W + …] @example new ConstantPad3d(1, 7).call(zeros([1, 1, 3, 3, 3])).shape // [1, 1, 5, 5, 5] */
export class ConstantPad3d extends ConstantPad {
  protected override get dims(): number {
    return 3;
  }
}

abstract class ReflectionPad extends PadLayer {
  protected override get mode(): PadMode {
    return "reflect";
  }
}

/** The input mirrored around, without its edge, sequences. @shape x: [N, C, L] -> [N, C, L + left + right] @example new ReflectionPad1d(1).call(tensor([[[1, 2, 3]]])) // [[[2, 1, 2, 3, 2]]] */
export class ReflectionPad1d extends ReflectionPad {}

/** The input mirrored around, without its edge, images. @shape x: [N, C, H, W] -> [N, C, H + top + bottom, W + left + right] @example new ReflectionPad2d(1).call(zeros([1, 1, 3, 3])).shape // [1, 1, 5, 5] */
export class ReflectionPad2d extends ReflectionPad {
  protected override get dims(): number {
    return 2;
  }
}

/** The input mirrored around, without its edge, volumes. @shape x: [N, C, D, H, W] -> [N, C, D + front + back, H + …, W + …] @example new ReflectionPad3d(1).call(zeros([1, 1, 3, 3, 3])).shape // [1, 1, 5, 5, 5] */
export class ReflectionPad3d extends ReflectionPad {
  protected override get dims(): number {
    return 3;
  }
}

abstract class ReplicationPad extends PadLayer {
  protected override get mode(): PadMode {
    return "replicate";
  }
}

/** The edge repeated around sequences. @shape x: [N, C, L] -> [N, C, L + left + right] @example new ReplicationPad1d(1).call(tensor([[[1, 2, 3]]])) // [[[1, 1, 2, 3, 3]]] */
export class ReplicationPad1d extends ReplicationPad {}

/** The edge repeated around images. @shape x: [N, C, H, W] -> [N, C, H + top + bottom, W + left + right] @example new ReplicationPad2d(1).call(zeros([1, 1, 3, 3])).shape // [1, 1, 5, 5] */
export class ReplicationPad2d extends ReplicationPad {
  protected override get dims(): number {
    return 2;
  }
}

/** The edge repeated around volumes. @shape x: [N, C, D, H, W] -> [N, C, D + front + back, H + …, W + …] @example new ReplicationPad3d(1).call(zeros([1, 1, 3, 3, 3])).shape // [1, 1, 5, 5, 5] */
export class ReplicationPad3d extends ReplicationPad {
  protected override get dims(): number {
    return 3;
  }
}

abstract class CircularPad extends PadLayer {
  protected override get mode(): PadMode {
    return "circular";
  }
}

/** The input repeated around sequences. @shape x: [N, C, L] -> [N, C, L + left + right] @example new CircularPad1d(1).call(tensor([[[1, 2, 3]]])) // [[[3, 1, 2, 3, 1]]] */
export class CircularPad1d extends CircularPad {}

/** The input repeated around images. @shape x: [N, C, H, W] -> [N, C, H + top + bottom, W + left + right] @example new CircularPad2d(1).call(zeros([1, 1, 3, 3])).shape // [1, 1, 5, 5] */
export class CircularPad2d extends CircularPad {
  protected override get dims(): number {
    return 2;
  }
}

/** The input repeated around volumes. @shape x: [N, C, D, H, W] -> [N, C, D + front + back, H + …, W + …] @example new CircularPad3d(1).call(zeros([1, 1, 3, 3, 3])).shape // [1, 1, 5, 5, 5] */
export class CircularPad3d extends CircularPad {
  protected override get dims(): number {
    return 3;
  }
}
