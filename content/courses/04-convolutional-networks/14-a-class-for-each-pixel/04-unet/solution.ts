import { nn, type Tensor } from "gradus";
import { convBlock } from "../02-conv-block/solution.ts";
import { UpBlock } from "../03-upsampling-block/solution.ts";

/** Scores of every class for every pixel: [N, 1, H, W] to [N, classes, H, W]. */
export class UNet extends nn.Module {
  readonly down1: nn.Sequential;
  readonly down2: nn.Sequential;
  readonly bottom: nn.Sequential;
  readonly up2: UpBlock;
  readonly up1: UpBlock;
  readonly head: nn.Conv2d;
  readonly pool = new nn.MaxPool2d(2);

  constructor(width: number, classes: number) {
    super();
    this.down1 = convBlock(1, width);
    this.down2 = convBlock(width, 2 * width);
    this.bottom = convBlock(2 * width, 4 * width);
    this.up2 = new UpBlock(4 * width, 2 * width);
    this.up1 = new UpBlock(2 * width, width);
    this.head = new nn.Conv2d(width, classes, 1);
  }

  override forward(x: Tensor): Tensor {
    const a = this.down1.call(x);
    const b = this.down2.call(this.pool.call(a));
    const c = this.bottom.call(this.pool.call(b));
    const d = this.up2.call(c, b);
    const e = this.up1.call(d, a);
    return this.head.call(e);
  }
}
