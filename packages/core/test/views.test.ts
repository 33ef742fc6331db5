/** Views share their memory with what they look at, as PyTorch's do: what reaches whom, with and without gradients. */
import { describe, expect, test } from "vitest";
import * as g from "../src/index.ts";

type T = g.Tensor;

const matrix = (): T =>
  g.tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);

describe("a write through a view reaches its base", () => {
  test.each<[string, (x: T) => T, number[][]]>([
    [
      "view",
      (x) => x.view(6).narrow(0, 0, 2),
      [
        [0, 0, 3],
        [4, 5, 6],
      ],
    ],
    [
      "reshape",
      (x) => x.reshape(3, 2).select(0, 1),
      [
        [1, 2, 0],
        [0, 5, 6],
      ],
    ],
    [
      "flatten",
      (x) => x.flatten().narrow(0, 5, 1),
      [
        [1, 2, 3],
        [4, 5, 0],
      ],
    ],
    [
      "select",
      (x) => x.select(0, 0),
      [
        [0, 0, 0],
        [4, 5, 6],
      ],
    ],
    [
      "narrow",
      (x) => x.narrow(1, 1, 1),
      [
        [1, 0, 3],
        [4, 0, 6],
      ],
    ],
    [
      "index by numbers and slices",
      (x) => x.index([1, g.slice(1)]),
      [
        [1, 2, 3],
        [4, 0, 0],
      ],
    ],
    [
      "a slice with a step",
      (x) => x.index([0, g.slice(null, null, 2)]),
      [
        [0, 2, 0],
        [4, 5, 6],
      ],
    ],
    [
      "transpose",
      (x) => x.transpose(0, 1).select(0, 2),
      [
        [1, 2, 0],
        [4, 5, 0],
      ],
    ],
    [
      "t",
      (x) => x.t().select(0, 0),
      [
        [0, 2, 3],
        [0, 5, 6],
      ],
    ],
    [
      "permute",
      (x) => x.permute(1, 0).select(1, 1),
      [
        [1, 2, 3],
        [0, 0, 0],
      ],
    ],
    [
      "movedim",
      (x) => x.movedim(0, 1).select(0, 1),
      [
        [1, 0, 3],
        [4, 0, 6],
      ],
    ],
    [
      "squeeze and unsqueeze",
      (x) => x.unsqueeze(0).squeeze(0).select(0, 1),
      [
        [1, 2, 3],
        [0, 0, 0],
      ],
    ],
    [
      "split",
      (x) => x.split(2, 1)[1] as T,
      [
        [1, 2, 0],
        [4, 5, 0],
      ],
    ],
    [
      "chunk",
      (x) => x.chunk(2, 0)[0] as T,
      [
        [0, 0, 0],
        [4, 5, 6],
      ],
    ],
    [
      "unbind",
      (x) => x.unbind(1)[1] as T,
      [
        [1, 0, 3],
        [4, 0, 6],
      ],
    ],
    [
      "detach",
      (x) => x.detach().select(0, 1),
      [
        [1, 2, 3],
        [0, 0, 0],
      ],
    ],
    [
      "diagonal",
      (x) => x.diagonal(),
      [
        [0, 2, 3],
        [4, 0, 6],
      ],
    ],
    [
      "expand of what does not grow",
      (x) => x.expand(2, 3).select(0, 0),
      [
        [0, 0, 0],
        [4, 5, 6],
      ],
    ],
  ])("%s", async (_name, look, want) => {
    const x = matrix();
    const other = x.view(6);
    const seen = look(x);
    seen.zero_();
    expect(await x.toArray()).toEqual(want);
    expect(await other.toArray()).toEqual(want.flat());
    expect(await seen.abs().sum().item()).toBe(0);
    // And back again.
    x.add_(1);
    expect((await seen.data()).every((v) => v === 1)).toBe(true);
  });
});

test.each<[string, (x: T) => T]>([
  ["clone", (x) => x.clone()],
  ["a reshape that PyTorch copies", (x) => x.t().reshape(6)],
  ["flatten of a transposed matrix", (x) => x.t().flatten()],
  ["repeat once", (x) => x.repeat(1, 1)],
  ["roll by nothing", (x) => x.roll(0, 0)],
  ["flip of no axis", (x) => x.flip([])],
  ["pad by nothing", (x) => g.pad(x, [0, 0])],
  ["cat of one", (x) => g.cat([x])],
  ["stack of one", (x) => g.stack([x])],
  ["index by a tensor", (x) => x.index([g.tensor([0, 1]).int()])],
  ["arithmetic", (x) => x.add(0)],
])("%s shares nothing", async (_name, make) => {
  const x = matrix();
  make(x).zero_();
  expect(await x.toArray()).toEqual(await matrix().toArray());
});

test("a view of a view of a view", async () => {
  const x = g.arange(24).reshape(2, 3, 4);
  const corner = x.select(0, 1).narrow(1, 2, 2).transpose(0, 1);
  corner.mul_(0).add_(7);
  expect(await x.flatten().toArray()).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 7, 7, 16, 17, 7, 7, 20, 21, 7, 7,
  ]);
});

test("parts of parameters are set without recording", async () => {
  const w = g.ones([3, 2], { requiresGrad: true });
  g.noGrad(() => w.narrow(0, 1, 1).fill_(5));
  g.noGrad(() => w.select(1, 0).zero_());
  expect(await w.toArray()).toEqual([
    [0, 1],
    [0, 5],
    [0, 1],
  ]);
  expect(w.isLeaf).toBe(true);
  w.square().sum().backward();
  expect(await (w.grad as T).toArray()).toEqual([
    [0, 2],
    [0, 10],
    [0, 2],
  ]);
});

test("a view of a leaf that requires a gradient is refused like the leaf; its detached value is not", async () => {
  const w = g.ones([2, 2], { requiresGrad: true });
  expect(() => w.select(0, 0).zero_()).toThrow("grad/leaf-in-place");
  expect(() => w.view(4).add_(1)).toThrow("grad/leaf-in-place");
  w.detach().select(0, 0).zero_();
  expect(await w.toArray()).toEqual([
    [0, 0],
    [1, 1],
  ]);
});

test("what is expanded cannot be written", () => {
  expect(() => g.ones([1, 2]).expand(3, 2).add_(1)).toThrow("usage/overlap");
  expect(() => g.ones([1, 2]).expand(3, 2).clone().add_(1)).not.toThrow();
});

test("gradients flow through a base that was written through a view", async () => {
  const x = g.tensor([1, 2, 3], { requiresGrad: true });
  const s = g.tensor([10], { requiresGrad: true });
  const y = x.mul(2);
  const middle = y.narrow(0, 1, 1);
  middle.mul_(s);
  expect(middle.requiresGrad).toBe(true);
  y.square().sum().backward();
  // y = [2, 4s, 6]
  expect(await (x.grad as T).toArray()).toEqual([8, 1600, 24]);
  expect(await (s.grad as T).toArray()).toEqual([320]);
});

test("a view that no gradient reached has one after its base was written", async () => {
  const x = g.tensor([1, 2], { requiresGrad: true });
  const y = g.zeros([2]);
  const head = y.narrow(0, 0, 1);
  expect(head.requiresGrad).toBe(false);
  y.copy_(x.square());
  expect(head.requiresGrad).toBe(true);
  head.sum().backward();
  expect(await (x.grad as T).toArray()).toEqual([2, 0]);
});

test("detached values follow an update, and what was computed from them does not", async () => {
  const w = g.tensor([1, 2], { requiresGrad: true });
  const value = w.detach();
  const twice = value.mul(2);
  g.noGrad(() => w.add_(10));
  expect(await value.toArray()).toEqual([11, 12]);
  expect(await twice.toArray()).toEqual([2, 4]);
});

test("rows are written one by one", async () => {
  const rows = g.zeros([4, 3]);
  for (let i = 0; i < 4; i++) rows.select(0, i).copy_(g.full([3], i));
  expect(await rows.sum(1).toArray()).toEqual([0, 3, 6, 9]);
});

test("padding seen as a number is zero", async () => {
  expect(
    await g
      .pad(g.tensor([5]), [1, 0])
      .select(0, 0)
      .item(),
  ).toBe(0);
  expect(
    await g
      .pad(g.tensor([5]), [1, 0])
      .select(0, 0)
      .add(1)
      .mul(2)
      .item(),
  ).toBe(2);
});
