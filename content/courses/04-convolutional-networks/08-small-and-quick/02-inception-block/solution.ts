import { cat, nn, type Tensor } from "gradus";

export interface Widths {
  one: number;
  reduce3: number;
  three: number;
  reduce5: number;
  five: number;
  pool: number;
}

/** Four ways side by side, their channels one behind another: [N, inputs, H, W] to [N, one + three + five + pool, H, W]. */
export class InceptionBlock extends nn.Module {
  readonly one: nn.Sequential;
  readonly three: nn.Sequential;
  readonly five: nn.Sequential;
  readonly pooled: nn.Sequential;

  constructor(inputs: number, widths: Widths) {
    super();
    const { one, reduce3, three, reduce5, five, pool } = widths;
    this.one = new nn.Sequential(new nn.Conv2d(inputs, one, 1), new nn.ReLU());
    this.three = new nn.Sequential(
      new nn.Conv2d(inputs, reduce3, 1),
      new nn.ReLU(),
      new nn.Conv2d(reduce3, three, 3, { padding: 1 }),
      new nn.ReLU(),
    );
    this.five = new nn.Sequential(
      new nn.Conv2d(inputs, reduce5, 1),
      new nn.ReLU(),
      new nn.Conv2d(reduce5, five, 5, { padding: 2 }),
      new nn.ReLU(),
    );
    this.pooled = new nn.Sequential(
      new nn.MaxPool2d(3, { stride: 1, padding: 1 }),
      new nn.Conv2d(inputs, pool, 1),
      new nn.ReLU(),
    );
  }

  forward(x: Tensor): Tensor {
    const ways = [this.one, this.three, this.five, this.pooled].map((way) => way.call(x));
    return cat(ways, 1);
  }
}
