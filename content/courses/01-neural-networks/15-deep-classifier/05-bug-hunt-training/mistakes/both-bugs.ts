// caught by: prepares new images as it did the training images
// misconception: the mean of the images at hand
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
  const m = X.size(0);
  const next = [...layers];
  let dZ = AL.sub(Y);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { W, b } = layers[l] as Layer;
    const dW = dZ
      .t()
      .matmul(inputs[l] as Tensor)
      .div(m);
    const db = dZ.mean(0);
    next[l] = { W: W.sub(dW.mul(learningRate)), b: b.sub(db.mul(learningRate)) };
    const below = sums[l - 1];
    if (below) dZ = dZ.matmul(next[l].W).mul(below.gt(0).float());
  }
  return next;
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
  const X = normalize(images, images.mean(0));
  return forward(X, model.layers).AL.gt(0.5).float();
}

/** The share of images that are predicted right. */
export async function accuracy(model: Model, images: Tensor, Y: Tensor): Promise<number> {
  return predict(model, images).eq(Y).float().mean().item();
}
