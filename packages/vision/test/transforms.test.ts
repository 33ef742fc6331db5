/**
 * Transforms of samples: image, mask and boxes stay together. A picture of a thing, the thing's mask and the box around
 * it go through a transform; afterwards the mask has to lie where the picture is, and the box around the mask.
 */
import { manualSeed } from "@gradus/core";
import { type ArrayData, MapDataset, SeededRandom } from "@gradus/data";
import { expectClose, readGolden } from "@gradus/testkit";
import { transforms } from "@gradus/vision";
import { beforeEach, describe, expect, test } from "vitest";

const {
  CenterCrop,
  ColorJitter,
  Compose,
  Normalize,
  Pad,
  RandomCrop,
  RandomHorizontalFlip,
  RandomResizedCrop,
  RandomRotation,
  Resize,
  SanitizeBoundingBoxes,
} = transforms;
type Box = transforms.Box;

interface Scene {
  readonly image: ArrayData;
  readonly mask: ArrayData;
  readonly boxes: readonly Box[];
  readonly labels: readonly number[];
  readonly name: string;
}

const [height, width] = [24, 32];
const thing: Box = [9, 7, 20, 13];

/** A bright thing on black, its mask of class 3, and its box. */
function scene(): Scene {
  const inside = (i: number): boolean => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return x >= thing[0] && x < thing[2] && y >= thing[1] && y < thing[3];
  };
  const size = { length: height * width };
  const data = Float32Array.from(size, (_, i) => (inside(i) ? 1 : 0));
  const mask = Uint8Array.from(size, (_, i) => (inside(i) ? 3 : 0));
  return {
    image: { dtype: "float32", shape: [1, height, width], data },
    mask: { dtype: "uint8", shape: [height, width], data: mask },
    boxes: [thing],
    labels: [5],
    name: "a thing",
  };
}

/** The box around what is not 0, pixels as edges; null where all is 0. */
function boxAround({ shape, data }: ArrayData): Box | null {
  const wide = shape.at(-1) as number;
  const places = Array.from(data).flatMap((v, i) => (v ? [i] : []));
  if (places.length === 0) return null;
  const xs = places.map((i) => i % wide);
  const ys = places.map((i) => Math.floor(i / wide));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1];
}

beforeEach(() => void manualSeed(3));

const moves = [
  ["RandomHorizontalFlip", () => new RandomHorizontalFlip(1), 0],
  ["Pad", () => new Pad([1, 2, 3, 4]), 0],
  ["CenterCrop", () => new CenterCrop([20, 29]), 0],
  ["CenterCrop beyond the image", () => new CenterCrop([31, 40]), 0],
  ["RandomCrop", () => new RandomCrop([15, 17], { padding: 3 }), 0],
  ["Resize to twice", () => new Resize([48, 64]), 0],
  ["Resize of the shorter side", () => new Resize(36), 1],
  ["RandomResizedCrop", () => new RandomResizedCrop([30, 26], { interpolation: "nearest" }), 2],
  ["RandomRotation by a quarter", () => new RandomRotation([90, 90]), 0],
  ["RandomRotation by half", () => new RandomRotation([180, 180]), 0],
  ["Compose", () => new Compose([new RandomHorizontalFlip(1), new Pad(2), new Resize(56)]), 0],
] as const;

describe.each(moves)("%s", (_name, make, slack) => {
  test("moves image, mask and box alike", () => {
    const given = scene();
    for (let round = 0; round < 8; round++) {
      const { image, mask, boxes, labels, name } = make().call(given);
      expect(mask.shape).toEqual(image.shape.slice(1));
      expect(mask.dtype).toBe("uint8");
      expect([...new Set(mask.data)].every((v) => v === 0 || v === 3)).toBe(true);
      const around = boxAround(mask);
      const [box] = boxes as [Box];
      if (around)
        for (const i of [0, 1, 2, 3] as const)
          expect(Math.abs((around[i] as number) - (box[i] as number))).toBeLessThanOrEqual(slack);
      else expect(Math.min(box[2] - box[0], box[3] - box[1])).toBeLessThanOrEqual(slack);
      // Where the picture is bright the mask is, and nowhere else.
      const apart = Array.from(mask.data).filter(
        (v, i) => v > 0 !== (image.data[i] as number) > 0.5,
      );
      expect(apart.length).toBeLessThanOrEqual(slack * 2 * (height + width));
      expect([labels, name]).toEqual([[5], "a thing"]);
    }
    expect(given).toEqual(scene());
  });
});

test("a turned box is upright around the old one's corners, and around what is seen of the thing", () => {
  for (const degrees of [17, -33, 120]) {
    const { mask, boxes } = new RandomRotation([degrees, degrees]).call(scene());
    const [box] = boxes as [Box];
    const around = boxAround(mask) as Box;
    for (const i of [0, 1]) expect(around[i]).toBeGreaterThanOrEqual((box[i] as number) - 1);
    for (const i of [2, 3]) expect(around[i]).toBeLessThanOrEqual((box[i] as number) + 1);
    expect(Math.abs((around[0] as number) - (box[0] as number))).toBeLessThan(2);
  }
});

test("turns agree with PyTorch's affine grid and its interpolation", () => {
  const file = readGolden<{ image: number[]; shape: number[]; turns: Record<string, number[]> }>(
    "vision/more/rotation.json",
  );
  const image: ArrayData = {
    dtype: "float32",
    shape: file.shape,
    data: Float32Array.from(file.image),
  };
  for (const [degrees, want] of Object.entries(file.turns)) {
    const range = [Number(degrees), Number(degrees)] as const;
    const turned = new RandomRotation(range, { interpolation: "bilinear" }).call({ image });
    expectClose(turned.image.data, want, { rtol: 1e-6, atol: 1e-6, what: degrees });
  }
});

describe("chance", () => {
  const crop = () => new RandomResizedCrop(9).call(scene()).boxes;

  test("comes from the default generator, which manualSeed sets", () => {
    const first = [crop(), crop(), crop()];
    expect(new Set(first.map(String)).size).toBeGreaterThan(1);
    manualSeed(3);
    expect([crop(), crop(), crop()]).toEqual(first);
  });

  test("or from what a data set hands on, so that a sample is the same in every run", async () => {
    const one = { length: 4, get: () => scene() };
    const all = new Compose([
      new RandomCrop(12),
      new RandomHorizontalFlip(),
      new ColorJitter({ brightness: 0.5 }),
    ]);
    const mapped = new MapDataset(one, (s, random) => all.call(s, random), { seed: 1 });
    expect(await mapped.get(2, 1)).toEqual(await mapped.get(2, 1));
    expect(await mapped.get(2, 1)).not.toEqual(await mapped.get(3, 1));
    const random = new SeededRandom(8);
    const flips = Array.from(
      { length: 400 },
      () => new RandomHorizontalFlip(0.25).call(scene(), random).boxes[0]?.[0] !== thing[0],
    );
    expect(flips.filter(Boolean).length).toBeGreaterThan(60);
    expect(flips.filter(Boolean).length).toBeLessThan(140);
  });

  test("windows of RandomResizedCrop have areas and proportions of their ranges", () => {
    const pixels = Float32Array.from({ length: 60 * 60 }, (_, i) => i);
    const image: ArrayData = { dtype: "float32", shape: [1, 60, 60], data: pixels };
    const whole: Box = [0, 0, 60, 60];
    for (let i = 0; i < 50; i++) {
      const transform = new RandomResizedCrop(600, { scale: [0.3, 0.6], interpolation: "nearest" });
      const rows = new Set<number>();
      const columns = new Set<number>();
      for (const v of transform
        .call({ image, boxes: [whole] })
        .image.data.filter((_, j) => j % 7 === 0)) {
        rows.add(Math.floor(v / 60));
        columns.add(v % 60);
      }
      const area = (rows.size * columns.size) / 3600;
      expect(area).toBeGreaterThan(0.27);
      expect(area).toBeLessThan(0.64);
      expect(columns.size / rows.size).toBeGreaterThan(0.7);
      expect(columns.size / rows.size).toBeLessThan(1.45);
    }
  });
});

test("boxes that a crop has left nothing of go, with their labels and masks", () => {
  const masks: ArrayData = {
    dtype: "bool",
    shape: [2, 2, 3],
    data: new Uint8Array([0, 0, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0]),
  };
  const given = {
    image: { dtype: "float32", shape: [1, 2, 3], data: new Float32Array(6) } as ArrayData,
    mask: masks,
    boxes: [
      [3, 0, 3, 2],
      [0, 0, 2, 2],
    ] as Box[],
    labels: [4, 6],
  };
  const { boxes, labels, mask } = new SanitizeBoundingBoxes().call(given);
  expect([boxes, labels, mask.shape, [...mask.data]]).toEqual([
    [[0, 0, 2, 2]],
    [6],
    [1, 2, 3],
    [1, 1, 0, 1, 0, 0],
  ]);
});

test("colours are the image's alone", () => {
  const given = scene();
  const { image, mask, boxes } = new Compose([
    new ColorJitter({ contrast: 0.5 }),
    new Normalize([0.5], [0.5]),
  ]).call(given);
  expect([mask, boxes]).toEqual([given.mask, given.boxes]);
  expect(Math.min(...image.data)).toBeLessThan(0);
});

const sample = scene();
test.each([
  [
    "a mask of another size",
    () => new Pad(1).call({ ...sample, mask: { ...sample.mask, shape: [2, 384] } }),
    /mask is uint8/,
  ],
  ["a mask of floats", () => new Pad(1).call({ ...sample, mask: sample.image }), /mask is float32/],
  [
    "a label too many",
    () => new Pad(1).call({ ...sample, labels: [1, 2] }),
    /2 labels and 1 boxes/,
  ],
  [
    "a box of three numbers",
    () => new Pad(1).call({ ...sample, boxes: [[1, 2, 3] as never] }),
    /x1, y1, x2, y2/,
  ],
  ["bytes for an image", () => new Pad(1).call({ image: sample.mask }), /toTensor/],
  ["nothing", () => new Pad(1).call(undefined as never), /image/],
  [
    "a window that does not fit",
    () => new RandomCrop(40).call(sample),
    /at most the padded image, 24 by 32/,
  ],
  ["a probability above 1", () => new RandomHorizontalFlip(2), /0 to 1/],
  ["three paddings", () => new Pad([1, 2, 3]), /one, two or four/],
  ["a range that falls", () => new RandomRotation([3, 1]), /rising/],
  ["an area beyond the image", () => new RandomResizedCrop(3, { scale: [0.5, 2] }), /scale/],
  [
    "an interpolation that is none",
    () => new Resize(3, { interpolation: "cubic" as never }),
    /nearest or bilinear/,
  ],
  ["a function for a transform", () => new Compose([(() => 1) as never]), /transform 0/],
  ["an unknown option", () => new RandomCrop(3, { pad: 1 } as never), /padding/],
])("%s is refused by name", (_name, run, message) => {
  expect(run).toThrow(message);
});
