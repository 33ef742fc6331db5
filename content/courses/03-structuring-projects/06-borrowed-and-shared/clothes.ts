/** Clothes for the lesson's three questions: borrowed bodies, several tasks at once, and one network or two steps. */
import { manualSeed, nn, noGrad, optim, rand, randperm, type Tensor, tensor } from "gradus";

const all = 3000;
export const pixels = 28 * 28;
const [learnable, devImages] = [2000, 500];

export interface Pictures {
  /** [m, pixels], 0 to 1. */
  readonly X: Tensor;
  readonly labels: readonly number[];
}

/** The images whose class is among `kinds`, in the data's order; labels are places in `kinds`. `each` is how many of a kind. */
export function clothes(
  bytes: Uint8Array,
  set: "training" | "dev",
  kinds: readonly number[],
  each = Infinity,
): Pictures {
  const [from, count] = set === "training" ? [0, learnable] : [learnable, devImages];
  const rows: number[] = [];
  const labels: number[] = [];
  for (let i = from; i < from + count; i++) {
    const label = kinds.indexOf(bytes[all * pixels + i] as number);
    if (label < 0 || labels.filter((l) => l === label).length >= each) continue;
    rows.push(i);
    labels.push(label);
  }
  const values = new Float32Array(rows.length * pixels);
  for (const [at, i] of rows.entries())
    values.set(
      bytes.subarray(i * pixels, (i + 1) * pixels).map((v) => v),
      at * pixels,
    );
  return { X: tensor(values).div(255).reshape([rows.length, pixels]), labels };
}

/** Units that the second of two hidden layers gives on to the head. */
export const bodyUnits = 32;

/** What turns an image into 32 numbers. */
export const newBody = (inputs = pixels): nn.Sequential =>
  new nn.Sequential(
    new nn.Linear(inputs, 64),
    new nn.ReLU(),
    new nn.Linear(64, bodyUnits),
    new nn.ReLU(),
  );

/** A cost of scores; `rows` are the numbers of the examples in the batch. */
export type Cost = (scores: Tensor, rows: Tensor) => Tensor;

/** Which class it is. */
export function classCost({ labels }: Pictures): Cost {
  const Y = tensor([...labels]).int();
  const lossOf = new nn.CrossEntropyLoss();
  return (scores, rows) => lossOf.call(scores, Y.indexSelect(0, rows));
}

/** Steps of Adam on shuffled batches of 50, on the parameters given alone. */
export async function train(
  model: (x: Tensor) => Tensor,
  parameters: readonly Tensor[],
  X: Tensor,
  cost: Cost,
  steps: number,
): Promise<void> {
  const optimizer = new optim.Adam([...parameters], { lr: 0.002 });
  const size = Math.min(50, X.size(0));
  let [order, from] = [randperm(X.size(0)), 0];
  for (let step = 0; step < steps; step++) {
    if (from + size > X.size(0)) [order, from] = [randperm(X.size(0)), 0];
    const rows = order.narrow(0, from, size);
    from += size;
    optimizer.zeroGrad();
    cost(model(X.indexSelect(0, rows)), rows).backward();
    optimizer.step();
    if (step % 20 === 19) await parameters.at(-1)?.detach().sum().item();
  }
}

/** The share of wrong classes, in per cent. */
export const errorOf = (model: (x: Tensor) => Tensor, { X, labels }: Pictures): Promise<number> =>
  noGrad(() =>
    model(X)
      .argmax(1)
      .ne(tensor([...labels]).int())
      .float()
      .mean()
      .mul(100),
  ).item();

/** The kinds that are new: sandal, sneaker, boot; and pullover, coat, shirt. A body has learned the other seven. */
export const newKinds = { shoes: [5, 7, 9], tops: [2, 4, 6] } as const;
export type NewKinds = keyof typeof newKinds;

/** A body that has learned to tell the other seven kinds apart. */
export async function borrowedBody(
  bytes: Uint8Array,
  kinds: NewKinds,
  seed: number,
  each = Infinity,
): Promise<nn.Sequential> {
  manualSeed(seed);
  const others = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter(
    (k) => !(newKinds[kinds] as readonly number[]).includes(k),
  );
  const known = clothes(bytes, "training", others, each);
  const body = newBody();
  const head = new nn.Linear(bodyUnits, others.length);
  const model = (x: Tensor): Tensor => head.call(body.call(x));
  await train(model, [...body.parameters(), ...head.parameters()], known.X, classCost(known), 600);
  return body;
}

/** Where the parameters of a body come from, and whether they learn. */
export type Way = "from nothing" | "frozen" | "goes on learning";
export const ways: readonly Way[] = ["from nothing", "frozen", "goes on learning"];

/** Learns the new kinds from `each` images of each with a body; the error on the dev images of these kinds. */
export async function newTask(
  bytes: Uint8Array,
  kinds: NewKinds,
  way: Way,
  body: nn.Sequential,
  each: number,
  seed: number,
): Promise<number> {
  manualSeed(100 + seed);
  const own = newBody();
  if (way !== "from nothing") own.loadStateDict(body.stateDict());
  const head = new nn.Linear(bodyUnits, newKinds[kinds].length);
  const pictures = clothes(bytes, "training", newKinds[kinds], each);
  const model = (x: Tensor): Tensor => head.call(own.call(x));
  const learning =
    way === "frozen" ? head.parameters() : [...own.parameters(), ...head.parameters()];
  await train(model, learning, pictures.X, classCost(pictures), 400);
  return errorOf(model, clothes(bytes, "dev", newKinds[kinds]));
}

/** Four yes/no questions, and the kinds for which the answer is yes. */
export const questions = {
  "worn above the belt": [0, 2, 3, 4, 6],
  "long sleeves": [2, 4, 6],
  "for the feet": [5, 7, 9],
  "open at the front or the toes": [4, 5, 6],
} as const;
const tasks = Object.values(questions) as readonly (readonly number[])[];
const kindsOfAll = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const answers = ({ labels }: Pictures): Tensor =>
  tensor(labels.map((l) => tasks.map((yes) => Number(yes.includes(l)))));

/** Several questions learned from images for each of which only some answers are known: mean error in per cent. */
export async function severalTasks(
  bytes: Uint8Array,
  way: "one network each" | "shared, masked" | "shared, missing is no",
  images: number,
  known: number,
  seed: number,
): Promise<number> {
  manualSeed(seed);
  const pictures = clothes(bytes, "training", kindsOfAll, images / 10);
  const dev = clothes(bytes, "dev", kindsOfAll);
  const Y = answers(pictures);
  const mask = (await rand([pictures.labels.length, tasks.length]).lt(known)).float();
  const bce = nn.functional.binaryCrossEntropyWithLogits;
  const errors = async (model: (x: Tensor) => Tensor, truth: Tensor): Promise<number> =>
    noGrad(() => model(dev.X).gt(0).float().ne(truth).float().mean().mul(100)).item();
  if (way !== "one network each") {
    const net = new nn.Sequential(...newBody(), new nn.Linear(bodyUnits, tasks.length));
    const cost: Cost = (scores, rows) => {
      const [y, m] = [Y.indexSelect(0, rows), mask.indexSelect(0, rows)];
      if (way === "shared, missing is no") return bce(scores, y.mul(m));
      return bce(scores, y, { reduction: "none" }).mul(m).sum().div(m.sum().clamp(1));
    };
    await train((x) => net.call(x), net.parameters(), pictures.X, cost, 400);
    return errors((x) => net.call(x), answers(dev));
  }
  let sum = 0;
  for (const t of tasks.keys()) {
    const net = new nn.Sequential(...newBody(), new nn.Linear(bodyUnits, 1));
    const column = (A: Tensor): Tensor => A.narrow(1, t, 1);
    const rows = Array.from(await column(mask).data(), Number).flatMap((v, i) => (v ? [i] : []));
    const own = tensor(rows).int();
    const [X, y] = [pictures.X.indexSelect(0, own), column(Y).indexSelect(0, own)];
    const cost: Cost = (scores, picked) => bce(scores, y.indexSelect(0, picked));
    await train((x) => net.call(x), net.parameters(), X, cost, 400);
    sum += await errors((x) => net.call(x), column(answers(dev)));
  }
  return sum / tasks.length;
}

/** The side of the frame in which a piece lies somewhere. */
const frame = 48;
const side = 28;

/** A piece is somewhere in a larger frame. */
async function framed({ X, labels }: Pictures): Promise<Pictures> {
  const values = Float32Array.from(await X.data(), Number);
  const dice = Array.from(await rand([labels.length, 2]).data(), Number);
  const far = frame - side + 1;
  const out = new Float32Array(labels.length * frame * frame);
  for (let i = 0; i < labels.length; i++) {
    const [down, right] = [0, 1].map((k) => Math.floor(far * (dice[2 * i + k] as number)));
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++)
        out[i * frame * frame + (y + (down as number)) * frame + x + (right as number)] = values[
          i * pixels + y * side + x
        ] as number;
  }
  return { X: tensor(out).reshape([labels.length, frame * frame]), labels };
}

/** The first of two steps, written by hand: cuts the smallest box around all that is not black, in the middle of 28 by 28. */
async function found({ X, labels }: Pictures): Promise<Pictures> {
  const values = Float32Array.from(await X.data(), Number);
  const out = new Float32Array(labels.length * pixels);
  for (let i = 0; i < labels.length; i++) {
    const image = values.subarray(i * frame * frame, (i + 1) * frame * frame);
    let [top, left, bottom, right] = [frame, frame, -1, -1];
    for (const [at, v] of image.entries()) {
      if (v < 0.1) continue;
      const [y, x] = [Math.floor(at / frame), at % frame];
      [top, left] = [Math.min(top, y), Math.min(left, x)];
      [bottom, right] = [Math.max(bottom, y), Math.max(right, x)];
    }
    const [dy, dx] = [
      Math.floor((side - (bottom - top + 1)) / 2),
      Math.floor((side - (right - left + 1)) / 2),
    ];
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++)
        out[i * pixels + (y - top + dy) * side + x - left + dx] = image[y * frame + x] as number;
  }
  return { X: tensor(out).reshape([labels.length, pixels]), labels };
}

/** From the frame to the class in one network, or found first and then classified: the dev error in per cent. */
export async function oneOrTwo(
  bytes: Uint8Array,
  way: "end to end" | "two steps",
  images: number,
  seed: number,
): Promise<number> {
  manualSeed(seed);
  const seen = await framed(clothes(bytes, "training", kindsOfAll, images / 10));
  const dev = await framed(clothes(bytes, "dev", kindsOfAll));
  const [a, b] = way === "end to end" ? [seen, dev] : [await found(seen), await found(dev)];
  const net = new nn.Sequential(...newBody(a.X.size(1)), new nn.Linear(bodyUnits, 10));
  const model = (x: Tensor): Tensor => net.call(x);
  await train(model, net.parameters(), a.X, classCost(a), 800);
  return errorOf(model, b);
}
