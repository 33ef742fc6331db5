import { randn, type Tensor, zeros } from "gradus";

export interface Layer {
  W: Tensor;
  b: Tensor;
}

/** What is needed to answer: the weights, and how images were prepared in training. */
export interface Model {
  layers: Layer[];
  /** The mean of the training images, pixel by pixel. */
  mean: Tensor;
}

/** Bytes 0 to 255 to numbers around 0. */
export function normalize(images: Tensor, mean: Tensor): Tensor {
  return images.sub(mean).div(255);
}

function initialize(sizes: readonly number[]): Layer[] {
  return sizes.slice(1).map((units, l) => {
    const inputs = sizes[l] ?? 1;
    return { W: randn([units, inputs]).mul(Math.sqrt(2 / inputs)), b: zeros([units]) };
  });
}

/** What each layer was given, its sums, and the network's answers. */
export function forward(X: Tensor, layers: readonly Layer[]) {
  const inputs: Tensor[] = [];
  const sums: Tensor[] = [];
  let A = X;
  layers.forEach(({ W, b }, l) => {
    const Z = A.matmul(W.t()).add(b);
    inputs.push(A);
    sums.push(Z);
    A = l === layers.length - 1 ? Z.sigmoid() : Z.relu();
  });
  return { AL: A, inputs, sums };
}

/** The layers after one step of gradient descent. */
export function step(
  X: Tensor,
  Y: Tensor,
  layers: readonly Layer[],
  learningRate: number,
): Layer[] {
  const { AL, inputs, sums } = forward(X, layers);
  const slopes = [AL.sub(Y)];
  for (let l = layers.length - 1; l > 0; l--)
    slopes.unshift(
      (slopes[0] as Tensor)
        .matmul((layers[l] as Layer).W)
        .mul((sums[l - 1] as Tensor).gt(0).float()),
    );
  const rate = learningRate / X.size(0);
  return layers.map(({ W, b }, l) => {
    const dZ = slopes[l] as Tensor;
    return {
      W: W.sub(
        dZ
          .t()
          .matmul(inputs[l] as Tensor)
          .mul(rate),
      ),
      b: b.sub(dZ.sum(0).mul(rate)),
    };
  });
}

/** A model trained on images [m, pixels] of bytes with labels [m, 1]. */
export async function train(
  images: Tensor,
  Y: Tensor,
  sizes: readonly number[],
  options: { learningRate: number; iterations: number },
): Promise<Model> {
  const mean = images.mean(0);
  const X = normalize(images, mean);
  let layers = initialize(sizes);
  for (let i = 0; i < options.iterations; i++) {
    layers = step(X, Y, layers, options.learningRate);
    await (layers[0] as Layer).b.data();
  }
  return { layers, mean };
}

/** 0 or 1 for each image: [m, 1]. */
export function predict(model: Model, images: Tensor): Tensor {
  const X = normalize(images, model.mean);
  return forward(X, model.layers).AL.gt(0.5).float();
}

/** The share of images that are predicted right. */
export async function accuracy(model: Model, images: Tensor, Y: Tensor): Promise<number> {
  return predict(model, images).eq(Y).float().mean().item();
}
