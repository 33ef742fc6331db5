import { manualSeed, ones, randn, type Tensor, tensor, zeros } from "@gradus/core";
import { expect, test } from "vitest";
import * as nn from "../index.ts";

const { functional: F } = nn;
const many = (): Tensor => ones([4000]);

test("dropout keeps the mean, and does nothing in evaluation", async () => {
  manualSeed(1);
  const dropped = F.dropout(many(), { p: 0.25 });
  const kept = await dropped.ne(0).to("float32").mean().item();
  expect(kept).toBeGreaterThan(0.7);
  expect(kept).toBeLessThan(0.8);
  expect(await dropped.amax().item()).toBeCloseTo(4 / 3, 5);
  const x = many();
  expect(F.dropout(x, { training: false })).toBe(x);
  expect(F.dropout(x, { p: 0 })).toBe(x);
  expect(await F.dropout(x, { p: 1 }).sum().item()).toBe(0);
});

test("channels go together", async () => {
  manualSeed(2);
  const shapes = [
    [1, 64, 9],
    [1, 64, 3, 3],
    [1, 64, 3, 3, 1],
  ];
  const drops = [F.dropout1d, F.dropout2d, F.dropout3d];
  for (const [i, shape] of shapes.entries()) {
    const y = drops[i]?.(ones(shape), { p: 0.5 }).reshape([64, 9]) as Tensor;
    expect(await y.amax(1).eq(y.amin(1)).all().item()).toBe(1);
    expect(await y.amin(1).eq(0).any().item()).toBe(1);
  }
  const z = F.featureAlphaDropout(ones([1, 64, 9]), { p: 0.5 }).reshape([64, 9]);
  expect(await z.amax(1).eq(z.amin(1)).all().item()).toBe(1);
});

test("alpha dropout keeps mean and variance", async () => {
  manualSeed(3);
  const y = F.alphaDropout(randn([20_000]), { p: 0.3 });
  expect(await y.mean().item()).toBeCloseTo(0, 1);
  expect(await y.std().item()).toBeCloseTo(1, 1);
});

test("gumbel softmax gives probabilities, hard ones as one-hot with a gradient", async () => {
  manualSeed(4);
  const logits = randn([50, 3]).requiresGrad_();
  const soft = F.gumbelSoftmax(logits, { tau: 0.5 });
  expect(await soft.sum(1).sub(1).abs().amax().item()).toBeLessThan(1e-5);
  const hard = F.gumbelSoftmax(logits, { hard: true });
  expect(await hard.amax(1).sub(1).abs().amax().item()).toBeLessThan(1e-5);
  hard
    .mul(tensor([1, 2, 3]))
    .sum()
    .backward();
  expect(await (logits.grad as Tensor).abs().sum().item()).toBeGreaterThan(0);
});

test("rrelu draws slopes in training and takes their mean in evaluation", async () => {
  manualSeed(5);
  const y = F.rrelu(ones([1000]).neg(), { lower: 0.1, upper: 0.3, training: true });
  expect(await y.amin().item()).toBeGreaterThan(-0.3);
  expect(await y.amax().item()).toBeLessThan(-0.1);
  expect(await F.rrelu(tensor([-1]), { lower: 0.1, upper: 0.3 }).item()).toBeCloseTo(-0.2, 6);
});

test("batchNorm moves the running statistics it is given", async () => {
  const [mean, variance] = [zeros([2]), ones([2])];
  F.batchNorm(
    tensor([
      [1, 2],
      [3, 6],
    ]),
    mean,
    variance,
    { training: true, momentum: 0.5 },
  );
  expect(await mean.toArray()).toEqual([1, 2]);
  // Half of 1 and half of the unbiased variances 2 and 8.
  expect(await variance.toArray()).toEqual([1.5, 4.5]);
});

test("a lazy layer is the layer it stands for from its first call on", async () => {
  const lazy = new nn.LazyConv2d(4, 3, { padding: 1 });
  expect(lazy.parameters()).toEqual([]);
  expect(lazy.call(zeros([2, 5, 6, 6])).shape).toEqual([2, 4, 6, 6]);
  expect(lazy).toBeInstanceOf(nn.Conv2d);
  expect((lazy as unknown as nn.Conv2d).weight.shape).toEqual([4, 5, 3, 3]);
  const norm = new nn.LazyBatchNorm1d();
  norm.call(randn([4, 3, 2]));
  expect(Object.keys(norm.stateDict()).sort()).toEqual(
    Object.keys(new nn.BatchNorm1d(3).stateDict()).sort(),
  );
  norm.eval();
  expect(norm.call(randn([4, 3, 2])).shape).toEqual([4, 3, 2]);
});

test("parameters in lists and by name are found, saved and trained", () => {
  class Model extends nn.Module {
    list = new nn.ParameterList([ones([2]), ones([3])]);
    table = new nn.ParameterDict({ scale: ones([1]) });
    alone = nn.Parameter(zeros([4]));
    frozen = nn.Parameter(zeros([4]), { requiresGrad: false });

    override forward(x: Tensor): Tensor {
      return x.mul(this.table.get("scale") as Tensor);
    }
  }
  const model = new Model();
  const names = ["alone", "frozen", "list.0", "list.1", "table.scale"];
  expect([...model.namedParameters()].map(([name]) => name)).toEqual(names);
  expect(Object.keys(model.stateDict())).toEqual(names);
  expect(model.parameters().filter((p) => p.requiresGrad).length).toBe(4);
  expect(() => nn.Parameter(tensor([1], { dtype: "int32" }))).toThrow("nn/parameter");
  expect(() => new nn.ParameterDict({ "a.b": ones([1]) })).toThrow("nn/module-name");
});

test("the transformer's mask hides what comes later", async () => {
  const mask = nn.Transformer.generateSquareSubsequentMask(2);
  expect(await mask.toArray()).toEqual([
    [0, Number.NEGATIVE_INFINITY],
    [0, 0],
  ]);
});
