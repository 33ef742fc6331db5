/** A small network for emoji, styles that a formula draws, and a picture painted again: what the lesson's figures share. */
import { avgPool2d, nn, noGrad, optim, type Tensor, tensor } from "gradus";
import { type EmojiSet, emojiGroups, emojiSide } from "../15-same-or-another/emoji.ts";

export const styleNames = ["stripes", "rings", "checks", "dots"] as const;

/** A style, drawn by a formula: [3, 32, 32] in 0..1. */
export function drawnStyle(style: number): Tensor {
  const colours = [
    [0.95, 0.35, 0.15, 0.1, 0.2, 0.55],
    [0.1, 0.65, 0.6, 1, 0.9, 0.6],
    [0.15, 0.15, 0.2, 0.95, 0.8, 0.1],
    [0.55, 0.15, 0.6, 0.6, 0.95, 0.75],
  ][style] as number[];
  const shareAt = (x: number, y: number): number => {
    if (style === 0) return Math.sin(1.1 * (x + y)) / 2 + 0.5;
    if (style === 1) return Math.sin(1.3 * Math.hypot(x - 15.5, y - 15.5)) / 2 + 0.5;
    if (style === 2) return (Math.floor(x / 4) + Math.floor(y / 4)) % 2;
    return Math.hypot((x % 6) - 2.5, (y % 6) - 2.5) < 2 ? 1 : 0;
  };
  const values = Float32Array.from({ length: 3 * emojiSide * emojiSide }, (_, i) => {
    const [channel, place] = [Math.floor(i / emojiSide ** 2), i % emojiSide ** 2];
    const share = shareAt(place % emojiSide, Math.floor(place / emojiSide));
    return share * (colours[channel] as number) + (1 - share) * (colours[channel + 3] as number);
  });
  return tensor(values).reshape([3, emojiSide, emojiSide]);
}

export interface Eye {
  readonly first: nn.Sequential;
  readonly second: nn.Sequential;
  readonly head: nn.Sequential;
}

/** Two blocks of convolutions, and a layer that says which of six groups a symbol is of. */
export function eyeNetwork(): Eye {
  return {
    first: new nn.Sequential(new nn.Conv2d(3, 16, 3, { padding: 1 }), new nn.ReLU()),
    second: new nn.Sequential(
      new nn.MaxPool2d(2),
      new nn.Conv2d(16, 32, 3, { padding: 1 }),
      new nn.ReLU(),
    ),
    head: new nn.Sequential(
      new nn.MaxPool2d(4),
      new nn.Flatten(),
      new nn.Linear(32 * 16, emojiGroups.length),
    ),
  };
}

/** Trains it to tell the groups of symbols, for some steps of 48 images, and gives the cost of each. */
export async function* learning(
  eye: Eye,
  { hands, groups }: EmojiSet,
  steps: number,
): AsyncGenerator<number> {
  const parameters = [eye.first, eye.second, eye.head].flatMap((part) => [...part.parameters()]);
  const optimizer = new optim.Adam(parameters, { lr: 0.002 });
  const lossOf = new nn.CrossEntropyLoss();
  const batchSize = 48;
  const batches = Math.floor(hands[0].size(0) / batchSize);
  for (let step = 0; step < steps; step++) {
    const from = (step % batches) * batchSize;
    const x = hands[step % 2 === 0 ? 0 : 1].narrow(0, from, batchSize);
    const scores = eye.head.call(eye.second.call(eye.first.call(x.sub(0.5))));
    const cost = lossOf.call(scores, groups.narrow(0, from, batchSize));
    optimizer.zeroGrad();
    cost.backward();
    optimizer.step();
    yield await cost.item();
  }
}

/** The maps of both blocks for one picture [3, 32, 32]. */
function seen({ first, second }: Eye, picture: Tensor): [Tensor, Tensor] {
  const low = first.call(picture.unsqueeze(0).sub(0.5));
  return [low.select(0, 0), second.call(low).select(0, 0)];
}

const gram = (maps: Tensor): Tensor => {
  const rows = maps.reshape([maps.size(0), -1]);
  return rows.matmul(rows.t()).div(2 * maps.numel());
};

export interface Costs {
  readonly content: Tensor;
  readonly style: Tensor;
}

/** What a picture costs against a content and a style: content in the second block, style in both. */
export function costing(eye: Eye, content: Tensor, style: Tensor): (picture: Tensor) => Costs {
  const [, wanted] = noGrad(() => seen(eye, content));
  const grams = noGrad(() => seen(eye, style).map(gram));
  return (picture) => {
    const maps = seen(eye, picture);
    const parts = maps.map((m, i) =>
      gram(m)
        .sub(grams[i] as Tensor)
        .square()
        .sum(),
    );
    return {
      content: maps[1].sub(wanted).square().mean().div(4),
      style: (parts[0] as Tensor).add(parts[1] as Tensor).div(2),
    };
  };
}

export interface Painting {
  readonly picture: Tensor;
  readonly content: number;
  readonly style: number;
}

/** Paints from the content picture with Adam, and shows the picture with its costs before each step and at the end. */
export async function* painting(
  costsOf: (picture: Tensor) => Costs,
  from: Tensor,
  { alpha, beta, steps }: { readonly alpha: number; readonly beta: number; readonly steps: number },
): AsyncGenerator<Painting> {
  const picture = from.detach().clone().requiresGrad_();
  const optimizer = new optim.Adam([picture], { lr: 0.02 });
  for (let step = 0; step <= steps; step++) {
    const { content, style } = costsOf(picture);
    const shown = { content: await content.item(), style: await style.item() };
    yield { ...shown, picture: picture.detach().clone() };
    if (step === steps) return;
    optimizer.zeroGrad();
    content.mul(alpha).add(style.mul(beta)).backward();
    optimizer.step();
    noGrad(() => picture.clamp_(0, 1));
  }
}

/** How far two pictures are apart when only large patches count: the mean difference of 4 by 4 patches. */
export const roughly = (a: Tensor, b: Tensor): Promise<number> =>
  avgPool2d(a.unsqueeze(0), 4)
    .sub(avgPool2d(b.unsqueeze(0), 4))
    .abs()
    .mean()
    .item();

/** The pixels of a picture [3, 32, 32] in 0..1 for a figure: red, green, blue of each in 0..255. */
export async function pixelsOf(picture: Tensor): Promise<number[]> {
  const values = Array.from(await picture.permute([1, 2, 0]).reshape([-1]).data(), Number);
  return values.map((v) => Math.round(255 * v));
}
