import { nn, type Tensor } from "gradus";

/** A new linear layer on a body that stays as it is: images to scores [N, classes]. */
export class FrozenModel extends nn.Module {
  readonly body: nn.TensorModule;
  readonly head: nn.Linear;

  constructor(body: nn.TensorModule, features: number, classes: number) {
    super();
    this.body = body;
    this.head = new nn.Linear(features, classes);
    for (const p of body.parameters()) p.requiresGrad = false;
    body.eval();
  }

  forward(x: Tensor): Tensor {
    return this.head.call(this.body.call(x));
  }

  override train(on = true): this {
    super.train(on);
    this.body.eval();
    return this;
  }
}
