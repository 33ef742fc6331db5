/** A small network for ten kinds of clothes, cut into body and head, and where it looks: what the lesson's figures share. */
import { data, nn, noGrad, optim, stack, type Tensor, tensor } from "gradus";

export const side = 28;
/** The maps have 7 by 7 places, one for each square of 4 by 4 pixels. */
export const places = 7;
const square = side / places;

export interface Seeing {
  readonly body: nn.Sequential;
  readonly head: nn.Sequential;
}

export function seeingNetwork(): Seeing {
  return {
    body: new nn.Sequential(
      new nn.Conv2d(1, 8, 5, { padding: 2 }),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Conv2d(8, 16, 3, { padding: 1 }),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
    ),
    head: new nn.Sequential(new nn.Flatten(), new nn.Linear(16 * places * places, 10)),
  };
}

export const scoresOf = ({ body, head }: Seeing, images: Tensor): Tensor =>
  head.call(body.call(images));

/** Trains for a number of epochs with Adam, and says after each step how many were taken. */
export async function* learning(
  network: Seeing,
  images: Tensor,
  labels: Tensor,
  epochs: number,
): AsyncGenerator<number> {
  const parameters = [...network.body.parameters(), ...network.head.parameters()];
  const optimizer = new optim.Adam(parameters, { lr: 0.003 });
  const lossOf = new nn.CrossEntropyLoss();
  const examples = new data.TensorDataset(images, labels);
  const loader = new data.DataLoader(examples, { batchSize: 50, shuffle: true });
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++)
    for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
      optimizer.zeroGrad();
      lossOf.call(scoresOf(network, x), y).backward();
      optimizer.step();
      yield ++step;
    }
}

/** Feature maps of images [n, 1, 28, 28], and the gradients of a class's score each by them: [n, 16, 7, 7] both. */
function mapsAndGradients(
  { body, head }: Seeing,
  images: Tensor,
  labels: Tensor,
): [Tensor, Tensor] {
  const maps = noGrad(() => body.call(images))
    .detach()
    .requiresGrad_();
  head.call(maps).gather(1, labels.unsqueeze(1)).sum().backward();
  return [maps.detach(), maps.grad as Tensor];
}

/** Grad-CAM of images [n, 1, 28, 28] for a class each: [n, 7, 7], not divided by anything. */
export function classMaps(network: Seeing, images: Tensor, labels: Tensor): Tensor {
  const [maps, gradients] = mapsAndGradients(network, images, labels);
  return maps
    .mul(gradients.mean([2, 3], { keepdim: true }))
    .sum(1)
    .relu();
}

/** The same with a weight for each place of a map instead of one for the whole map. */
export function placeMaps(network: Seeing, images: Tensor, labels: Tensor): Tensor {
  const [maps, gradients] = mapsAndGradients(network, images, labels);
  return maps.mul(gradients).sum(1).relu();
}

/** How far the score of a class falls when each square of an image [1, 28, 28] is covered with black: [7, 7]. */
export function occlusionOf(network: Seeing, image: Tensor, label: number): Tensor {
  const covered = Array.from({ length: places * places }, (_, i) => {
    const mask = new Float32Array(side * side).fill(1);
    const [top, left] = [square * Math.floor(i / places), square * (i % places)];
    for (let y = top; y < top + square; y++)
      mask.fill(0, y * side + left, y * side + left + square);
    return image.mul(tensor(mask).reshape([1, side, side]));
  });
  return noGrad(() => {
    const before = scoresOf(network, image.unsqueeze(0)).select(1, label);
    return before.sub(scoresOf(network, stack(covered)).select(1, label)).reshape([places, places]);
  });
}

/** Images in which the squares with the `count` largest numbers of a map each, [n, 49], are black. */
export async function without(images: Tensor, maps: Tensor, count: number): Promise<Tensor> {
  const n = images.size(0);
  const chosen = Array.from(await maps.topk(count, 1).indices.data(), Number);
  const mask = new Float32Array(n * side * side).fill(1);
  chosen.forEach((place, k) => {
    const from = Math.floor(k / count) * side * side;
    const [top, left] = [square * Math.floor(place / places), square * (place % places)];
    for (let y = top; y < top + square; y++)
      mask.fill(0, from + y * side + left, from + y * side + left + square);
  });
  return images.mul(tensor(mask).reshape([n, 1, side, side]));
}
