/** The detector of this week as figures and measurements use it: its grid, its network, its training, and what it finds. */
import { data, nn, noGrad, optim, type Tensor, tensor } from "gradus";
import { type Box, kinds, type Scenes, type Thing } from "../11-boxes/scenes.ts";

/** Cells along a side of the grid, and pixels along a side of a cell. */
export const size = 7;
export const cell = 8;
/** Width and height of the anchors in pixels: a tall one and a wide one. */
export const anchors: readonly (readonly [number, number])[] = [
  [11, 22],
  [21, 19],
];
/** Numbers for each anchor in each cell: is there a thing, its middle, its size, its kind. */
export const depth = 5 + kinds.length;

export interface Found extends Thing {
  readonly score: number;
}

export function iou(a: Box, b: Box): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const area = (c: Box): number => (c[2] - c[0]) * (c[3] - c[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** The anchor whose size is nearest to a thing's, by the IoU they have with one middle. */
export function anchorOf([x1, y1, x2, y2]: Box): number {
  const overlaps = anchors.map(([w, h]) => iou([0, 0, w, h], shifted(x2 - x1, y2 - y1, w, h)));
  return overlaps.indexOf(Math.max(...overlaps));
}

const shifted = (width: number, height: number, w: number, h: number): Box => [
  (w - width) / 2,
  (h - height) / 2,
  (w + width) / 2,
  (h + height) / 2,
];

/** What the network should say about these scenes: [N, anchors, depth, size, size]. */
export function targetsOf(scenes: Scenes["things"]): Tensor {
  const values = new Float32Array(scenes.length * anchors.length * depth * size * size);
  scenes.forEach((things, n) => {
    for (const { kind, box } of things) {
      const [x, y] = [(box[0] + box[2]) / 2 / cell, (box[1] + box[3]) / 2 / cell];
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const a = anchorOf(box);
      const [w, h] = anchors[a] as readonly [number, number];
      const said = [
        1,
        x - column,
        y - row,
        Math.log((box[2] - box[0]) / w),
        Math.log((box[3] - box[1]) / h),
        ...kinds.map((_, k) => +(k === kind)),
      ];
      said.forEach((value, d) => {
        values[(((n * anchors.length + a) * depth + d) * size + row) * size + column] = value;
      });
    }
  });
  return tensor(values).reshape([scenes.length, anchors.length, depth, size, size]);
}

export function lossOf(output: Tensor, targets: Tensor): Tensor {
  const part = (from: number, count: number): [Tensor, Tensor] => [
    output.narrow(2, from, count),
    targets.narrow(2, from, count),
  ];
  const [[z, thing], [xy, trueXY], [wh, trueWH], [scores, trueKinds]] = [
    part(0, 1),
    part(1, 2),
    part(3, 2),
    part(5, kinds.length),
  ] as const;
  const sure = nn.functional.binaryCrossEntropyWithLogits(z, thing, { reduction: "none" });
  const place = xy.sigmoid().sub(trueXY).square().mul(thing).sum();
  const extent = wh.sub(trueWH).square().mul(thing).sum();
  const kind = scores.logSoftmax(2).mul(trueKinds).sum().neg();
  return sure
    .mul(thing.add(1).div(2))
    .sum()
    .add(place.add(extent).mul(5))
    .add(kind)
    .div(output.size(0));
}

/** Three halvings from 56 to 7, `width` filters in the first layer: [N, 1, 56, 56] to [N, anchors, depth, 7, 7]. */
export function network(width: number): nn.Sequential {
  const block = (from: number, to: number): nn.TensorModule[] => [
    new nn.Conv2d(from, to, 3, { padding: 1, bias: false }),
    new nn.BatchNorm2d(to),
    new nn.ReLU(),
  ];
  return new nn.Sequential(
    ...block(1, width),
    new nn.MaxPool2d(2),
    ...block(width, 2 * width),
    new nn.MaxPool2d(2),
    ...block(2 * width, 4 * width),
    new nn.MaxPool2d(2),
    ...block(4 * width, 4 * width),
    new nn.Conv2d(4 * width, anchors.length * depth, 1),
    new nn.Unflatten(1, [anchors.length, depth]),
  );
}

export interface Training {
  readonly epochs: number;
  readonly batchSize: number;
  readonly maxLr: number;
}

/** Trains with Adam and one cycle; the mean loss after each epoch. */
export async function* training(
  model: nn.Sequential,
  { images, things }: Scenes,
  { epochs, batchSize, maxLr }: Training,
): AsyncGenerator<number> {
  const examples = new data.TensorDataset(images, targetsOf(things));
  const loader = new data.DataLoader(examples, { batchSize, shuffle: true });
  const optimizer = new optim.Adam(model.parameters(), { lr: maxLr });
  const schedule = new optim.lrScheduler.OneCycleLR(optimizer, {
    maxLr,
    totalSteps: epochs * loader.length,
  });
  for (let epoch = 0; epoch < epochs; epoch++) {
    model.train();
    let sum = 0;
    for await (const [x, y] of loader as AsyncIterable<[Tensor, Tensor]>) {
      optimizer.zeroGrad();
      const loss = lossOf(model.call(x), y);
      loss.backward();
      optimizer.step();
      schedule.step();
      sum += await loss.item();
    }
    yield sum / loader.length;
  }
}

/** What a model finds in each image: boxes with a score of at least `least`, one for each thing. */
export async function find(
  model: nn.TensorModule,
  images: Tensor,
  least: number,
  overlap = 0.5,
): Promise<Found[][]> {
  model.eval();
  const output = noGrad(() => model.call(images));
  const [there, xy, wh, scores] = [
    output.narrow(2, 0, 1).sigmoid(),
    output.narrow(2, 1, 2).sigmoid(),
    output.narrow(2, 3, 2).exp(),
    output.narrow(2, 5, kinds.length).softmax(2),
  ];
  const [places, sizes, sure] = (await Promise.all([
    xy.toArray(),
    wh.toArray(),
    scores.mul(there).toArray(),
  ])) as number[][][][][][];
  return (sure ?? []).map((scene, n) => {
    const found: Found[] = [];
    for (const [a, [w, h]] of anchors.entries())
      for (let row = 0; row < size; row++)
        for (let column = 0; column < size; column++) {
          const at = (table: number[][][][][] | undefined, d: number): number =>
            table?.[n]?.[a]?.[d]?.[row]?.[column] ?? 0;
          const own = (scene[a] ?? []).map((map) => map[row]?.[column] ?? 0);
          const score = Math.max(...own);
          if (score < least) continue;
          const [x, y] = [(column + at(places, 0)) * cell, (row + at(places, 1)) * cell];
          const [across, down] = [(w * at(sizes, 0)) / 2, (h * at(sizes, 1)) / 2];
          const box: Box = [x - across, y - down, x + across, y + down];
          found.push({ kind: own.indexOf(score), score, box });
        }
    found.sort((p, q) => q.score - p.score);
    const kept: Found[] = [];
    for (const one of found)
      if (!kept.some((k) => k.kind === one.kind && iou(k.box, one.box) > overlap)) kept.push(one);
    return kept;
  });
}

/** Whether each box of a kind, the largest score first, has found a thing that no earlier one had. */
export function hitsOf(
  found: readonly (readonly Found[])[],
  truth: Scenes["things"],
  kind: number,
  least: number,
): { score: number; hit: boolean }[] {
  const ordered = found
    .flatMap((list, n) => list.filter((f) => f.kind === kind).map((f) => ({ ...f, n })))
    .sort((a, b) => b.score - a.score);
  const taken = new Set<Thing>();
  return ordered.map(({ n, box, score }) => {
    const own = (truth[n] ?? []).filter((t) => t.kind === kind && !taken.has(t));
    const best = own.toSorted((a, b) => iou(b.box, box) - iou(a.box, box))[0];
    const hit = best !== undefined && iou(best.box, box) >= least;
    if (hit) taken.add(best);
    return { score, hit };
  });
}

/** The average precision of a kind: the area below the curve of the best precision at each recall. */
export function averagePrecision(hits: readonly { hit: boolean }[], things: number): number {
  let right = 0;
  const precisions = hits.map(({ hit }, i) => {
    right += +hit;
    return right / (i + 1);
  });
  let [best, area] = [0, 0];
  for (let i = hits.length - 1; i >= 0; i--) {
    best = Math.max(best, precisions[i] as number);
    if (hits[i]?.hit) area += best / things;
  }
  return area;
}

/** The average precision of each kind. */
export const precisionsOf = (
  found: readonly (readonly Found[])[],
  truth: Scenes["things"],
  least = 0.5,
): number[] =>
  kinds.map((_, k) =>
    averagePrecision(
      hitsOf(found, truth, k, least),
      truth.flat().filter((t) => t.kind === k).length,
    ),
  );
