import { cat, nn, type Tensor } from "gradus";
import { convBlock } from "../02-conv-block/solution.ts";

/** x [N, from, H, W] twice as large, beside skip [N, to, 2H, 2W], becomes [N, to, 2H, 2W]. */
export class UpBlock extends nn.Module {
  readonly up: nn.ConvTranspose2d;
  readonly block: nn.Sequential;

  constructor(from: number, to: number) {
    super();
    this.up = new nn.ConvTranspose2d(from, to, 2, { stride: 2 });
    this.block = convBlock(2 * to, to);
  }

  override forward(x: Tensor, skip: Tensor): Tensor {
    const larger = this.up.call(x);
    return this.block.call(cat([skip, larger], 1));
  }
}
