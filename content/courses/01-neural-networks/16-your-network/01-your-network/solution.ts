import { manualSeed, randn, sub, type Tensor, zeros } from "gradus";

export interface FitOptions {
  learningRate: number;
  iterations: number;
  /** Told the cost of each step as it comes. */
  report?: (point: { step: number; loss: number }) => void;
}

/** A layer: weighted sums, then ReLU, or nothing where the layer is the last. */
class Dense {
  W: Tensor;
  b: Tensor;
  readonly bends: boolean;

  constructor(inputs: number, units: number, bends: boolean) {
    this.W = randn([units, inputs]).mul(Math.sqrt(2 / inputs));
    this.b = zeros([units]);
    this.bends = bends;
  }

  /** What the layer hands on, and its way back: from the gradient above to its own and the one below. */
  forward(A: Tensor): { out: Tensor; back: (dOut: Tensor) => { dA: Tensor; grads: Tensor[] } } {
    const { W } = this;
    const Z = A.matmul(W.t()).add(this.b);
    return {
      out: this.bends ? Z.relu() : Z,
      back: (dOut) => {
        const dZ = this.bends ? dOut.mul(Z.gt(0).float()) : dOut;
        const m = A.size(0);
        return { dA: dZ.matmul(W), grads: [dZ.t().matmul(A).div(m), dZ.sum(0).div(m)] };
      },
    };
  }
}

/** Layers in a row; the sigmoid of the last one's sums is the answer. */
class Network {
  readonly layers: readonly Dense[];

  constructor(sizes: readonly number[]) {
    const last = sizes.length - 2;
    this.layers = sizes.slice(1).map((units, l) => new Dense(sizes[l] ?? 0, units, l < last));
  }

  /** W and b of each layer, first layer first. */
  parameters(): Tensor[] {
    return this.layers.flatMap(({ W, b }) => [W, b]);
  }

  forward(X: Tensor): Tensor {
    return this.layers.reduce((A, layer) => layer.forward(A).out, X).sigmoid();
  }

  cost(X: Tensor, Y: Tensor): Tensor {
    const A = this.forward(X);
    const ones = Y.mul(A.log());
    return ones
      .add(sub(1, Y).mul(sub(1, A).log()))
      .mean()
      .neg();
  }

  /** The slope of the cost by each parameter, in their order. */
  gradients(X: Tensor, Y: Tensor): Tensor[] {
    let A = X;
    const ways = this.layers.map((layer) => {
      const { out, back } = layer.forward(A);
      A = out;
      return back;
    });
    // The slope of the cost by the last sums: the sigmoid's slope and the cost's cancel.
    let dA = A.sigmoid().sub(Y);
    const grads: Tensor[] = [];
    for (const back of ways.reverse()) {
      const step = back(dA);
      dA = step.dA;
      grads.unshift(...step.grads);
    }
    return grads;
  }

  /** Gradient descent; the cost before each step. */
  async fit(X: Tensor, Y: Tensor, options: FitOptions): Promise<number[]> {
    const costs: number[] = [];
    for (let step = 0; step < options.iterations; step++) {
      const cost = this.cost(X, Y);
      const grads = this.gradients(X, Y).map((g) => g.mul(options.learningRate));
      this.layers.forEach((layer, l) => {
        layer.W = layer.W.sub(grads[2 * l] as Tensor);
        layer.b = layer.b.sub(grads[2 * l + 1] as Tensor);
      });
      const loss = await cost.item();
      costs.push(loss);
      options.report?.({ step, loss });
    }
    return costs;
  }

  /** 0 or 1 for each example. */
  predict(X: Tensor): Tensor {
    return this.forward(X).gt(0.5).float();
  }
}

export function makeNetwork(sizes: readonly number[], { seed }: { seed: number }): Network {
  manualSeed(seed);
  return new Network(sizes);
}
