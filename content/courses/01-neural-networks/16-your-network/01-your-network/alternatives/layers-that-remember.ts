import { manualSeed, randn, sub, type Tensor, zeros } from "gradus";

/** Each kind of layer is a class with forward and backward, and remembers what it was given. */
abstract class Layer {
  parameters: Tensor[] = [];
  grads: Tensor[] = [];
  abstract forward(x: Tensor): Tensor;
  abstract backward(d: Tensor): Tensor;
}

class Dense extends Layer {
  #x: Tensor | undefined;
  constructor(inputs: number, units: number) {
    super();
    this.parameters = [randn([units, inputs]).mul(Math.sqrt(2 / inputs)), zeros([units])];
  }
  forward(x: Tensor): Tensor {
    this.#x = x;
    const [W, b] = this.parameters as [Tensor, Tensor];
    return x.matmul(W.t()).add(b);
  }
  backward(d: Tensor): Tensor {
    this.grads = [d.t().matmul(this.#x as Tensor), d.sum(0)];
    return d.matmul(this.parameters[0] as Tensor);
  }
}

class ReLU extends Layer {
  #on: Tensor | undefined;
  forward(x: Tensor): Tensor {
    this.#on = x.gt(0).float();
    return x.relu();
  }
  backward(d: Tensor): Tensor {
    return d.mul(this.#on as Tensor);
  }
}

class Network {
  #layers: Layer[] = [];
  constructor(sizes: readonly number[]) {
    sizes.slice(1).forEach((units, l) => {
      if (l > 0) this.#layers.push(new ReLU());
      this.#layers.push(new Dense(sizes[l] ?? 0, units));
    });
  }
  parameters(): Tensor[] {
    return this.#layers.flatMap((layer) => layer.parameters);
  }
  forward(X: Tensor): Tensor {
    let x = X;
    for (const layer of this.#layers) x = layer.forward(x);
    return x.sigmoid();
  }
  cost(X: Tensor, Y: Tensor): Tensor {
    const A = this.forward(X);
    return Y.mul(A.log())
      .add(sub(1, Y).mul(sub(1, A).log()))
      .mean()
      .neg();
  }
  gradients(X: Tensor, Y: Tensor): Tensor[] {
    let d = this.forward(X).sub(Y).div(X.size(0));
    for (const layer of [...this.#layers].reverse()) d = layer.backward(d);
    return this.#layers.flatMap((layer) => layer.grads);
  }
  async fit(
    X: Tensor,
    Y: Tensor,
    options: {
      learningRate: number;
      iterations: number;
      report?: (point: { step: number; loss: number }) => void;
    },
  ): Promise<number[]> {
    const costs: number[] = [];
    for (let step = 0; step < options.iterations; step++) {
      const cost = this.cost(X, Y);
      this.gradients(X, Y);
      for (const layer of this.#layers) {
        layer.parameters = layer.parameters.map((p, i) =>
          p.sub((layer.grads[i] as Tensor).mul(options.learningRate)),
        );
      }
      costs.push(await cost.item());
      options.report?.({ step, loss: costs.at(-1) as number });
    }
    return costs;
  }
  predict(X: Tensor): Tensor {
    return this.forward(X).gt(0.5).float();
  }
}

export const makeNetwork = (sizes: readonly number[], { seed }: { seed: number }) => {
  manualSeed(seed);
  return new Network(sizes);
};
