import { nn, type Tensor } from "gradus";

/** Wide inside, narrow outside: [N, inputs, H, W] to [N, outputs, H/stride, W/stride], with a skip where shapes allow it. */
export class InvertedResidual extends nn.Module {
  readonly branch: nn.Sequential;
  readonly skips: boolean;

  constructor(inputs: number, outputs: number, stride: number, expansion: number) {
    super();
    const bias = false;
    const hidden = inputs * expansion;
    const layers: nn.TensorModule[] = [];
    if (expansion !== 1)
      layers.push(
        new nn.Conv2d(inputs, hidden, 1, { bias }),
        new nn.BatchNorm2d(hidden),
        new nn.ReLU6(),
      );
    layers.push(
      new nn.Conv2d(hidden, hidden, 3, { stride, padding: 1, groups: hidden, bias }),
      new nn.BatchNorm2d(hidden),
      new nn.ReLU6(),
    );
    layers.push(new nn.Conv2d(hidden, outputs, 1, { bias }), new nn.BatchNorm2d(outputs));
    this.branch = new nn.Sequential(...layers);
    this.skips = stride === 1 && inputs === outputs;
  }

  forward(x: Tensor): Tensor {
    const y = this.branch.call(x);
    return this.skips ? x.add(y) : y;
  }
}
