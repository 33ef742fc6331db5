import { nn, type Tensor } from "gradus";

/** Three convolutions with a skip past them: [N, channels, H, W] to the same shape, `middle` channels inside. */
export class IdentityBlock extends nn.Module {
  readonly conv1: nn.Conv2d;
  readonly bn1: nn.BatchNorm2d;
  readonly conv2: nn.Conv2d;
  readonly bn2: nn.BatchNorm2d;
  readonly conv3: nn.Conv2d;
  readonly bn3: nn.BatchNorm2d;

  constructor(channels: number, middle: number) {
    super();
    this.conv1 = new nn.Conv2d(channels, middle, 1, { bias: false });
    this.bn1 = new nn.BatchNorm2d(middle);
    this.conv2 = new nn.Conv2d(middle, middle, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(middle);
    this.conv3 = new nn.Conv2d(middle, channels, 1, { bias: false });
    this.bn3 = new nn.BatchNorm2d(channels);
  }

  forward(x: Tensor): Tensor {
    const a = this.bn1.call(this.conv1.call(x)).relu();
    const b = this.bn2.call(this.conv2.call(a)).relu();
    const c = this.bn3.call(this.conv3.call(b));
    return c.add(x).relu();
  }
}
