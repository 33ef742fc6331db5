import { nn, type Tensor } from "gradus";

/** Three convolutions, and one past them: [N, inputs, H, W] to [N, outputs, H/stride, W/stride]. */
export class ProjectionBlock extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly conv2: nn.Conv2d;
  readonly bn2: nn.BatchNorm2d;
  readonly conv3: nn.Conv2d;
  readonly bn3: nn.BatchNorm2d;
  readonly skip: nn.Conv2d;
  readonly skipNorm: nn.BatchNorm2d;

  constructor(inputs: number, middle: number, outputs: number, stride: number) {
    super();
    this.conv1 = new nn.Conv2d(inputs, middle, 1, { bias: false });
    this.bn1 = new nn.BatchNorm2d(middle);
    this.conv2 = new nn.Conv2d(middle, middle, 3, { stride, padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(middle);
    this.conv3 = new nn.Conv2d(middle, outputs, 1, { bias: false });
    this.bn3 = new nn.BatchNorm2d(outputs);
    this.skip = new nn.Conv2d(inputs, outputs, 1, { stride, bias: false });
    this.skipNorm = new nn.BatchNorm2d(outputs);
  }

  forward(x: Tensor): Tensor {
    const a = this.bn1.call(this.conv1.call(x)).relu();
    const b = this.bn2.call(this.conv2.call(a)).relu();
    const branch = this.bn3.call(this.conv3.call(b));
    const past = this.skipNorm.call(this.skip.call(x));
    return branch.add(past).relu();
  }
}
