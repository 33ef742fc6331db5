import { randn, type Tensor, zeros } from "gradus";

/** What a network of three layers learns: W [units, inputs] and b [units] of each. */
export interface ThreeLayers {
  W1: Tensor;
  b1: Tensor;
  W2: Tensor;
  b2: Tensor;
  W3: Tensor;
  b3: Tensor;
}

/** He's start for the two hidden layers, and small scores: sizes are inputs, units, units, classes. */
export function initializeThreeLayers(sizes: readonly number[]): ThreeLayers {
  const [inputs = 0, h1 = 0, h2 = 0, classes = 0] = sizes;
  return {
    W1: randn([h1, inputs]).mul(Math.sqrt(2 / inputs)),
    b1: zeros([h1]),
    W2: randn([h2, h1]).mul(Math.sqrt(2 / h1)),
    b2: zeros([h2]),
    W3: randn([classes, h2]).mul(0.01),
    b3: zeros([classes]),
  };
}
