import { manualSeed, ones, rand, randn, type Tensor, tensor, zeros } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { scaledDotProductAttention } from "../functional/attention.ts";
import { MultiheadAttention } from "./attention.ts";
import { LayerNorm } from "./normalization.ts";
import {
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from "./transformer.ts";

const largest = async (a: Tensor, b: Tensor): Promise<number> =>
  (await a.sub(b).abs().amax().item()) as number;

const future = (n: number): Tensor => ones([n, n]).triu(1).bool();

describe("scaledDotProductAttention", () => {
  test("gives zeros, not NaN, to a query that sees no key, and passes no gradient on", async () => {
    const q = tensor(
      [
        [1, 2],
        [3, 4],
      ],
      { requiresGrad: true },
    );
    const mask = tensor([
      [false, false],
      [true, true],
    ]);
    const out = scaledDotProductAttention(q, q, q, { attnMask: mask });
    out.sum().backward();
    expect(((await out.toArray()) as number[][])[0]).toEqual([0, 0]);
    for (const g of await (q.grad as Tensor).data()) expect(Number.isFinite(g)).toBe(true);
  });

  test("shares heads of keys among several heads of queries", async () => {
    manualSeed(0);
    const [q, k, v] = [randn([1, 4, 3, 2]), randn([1, 2, 5, 2]), randn([1, 2, 5, 2])];
    const shared = scaledDotProductAttention(q, k, v, { enableGqa: true });
    const wide = (x: Tensor): Tensor => x.repeatInterleave(2, 1);
    expect(await largest(shared, scaledDotProductAttention(q, wide(k), wide(v)))).toBe(0);
    expect(() => scaledDotProductAttention(randn([1, 3, 3, 2]), k, v, { enableGqa: true })).toThrow(
      "divide those of query",
    );
  });

  test("drops weights with dropoutP", async () => {
    const x = ones([4, 8]);
    const out = scaledDotProductAttention(x, x, x, { dropoutP: 0.5 });
    expect(new Set(await out.data()).size).toBeGreaterThan(1);
  });

  test("refuses shapes and masks that do not belong together", () => {
    const [q, k] = [zeros([2, 3, 4]), zeros([2, 5, 4])];
    expect(() =>
      scaledDotProductAttention(q, zeros([2, 5, 3]), k),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: scaledDotProductAttention: query and key must be equally wide, but the shapes are query [2, 3, 4], key [2, 5, 3], value [2, 5, 4].
      Hint: check the order of the arguments (query, key, value) and which axis is the batch.
      (nn/attention-shape)]
    `);
    expect(() => scaledDotProductAttention(q, k, zeros([2, 4, 4]))).toThrow("a value for each key");
    expect(() => scaledDotProductAttention(zeros([4]), k, k)).toThrow("at least 2 axes");
    expect(() =>
      scaledDotProductAttention(q, k, k, { attnMask: zeros([5, 3]) }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: scaledDotProductAttention: attnMask must have shape [2, 3, 5], but has [5, 3].
      Hint: make the mask for this batch: queries are rows, keys are columns.
      (nn/mask-shape)]
    `);
    expect(() =>
      scaledDotProductAttention(q, k, k, { attnMask: zeros([3, 5]), isCausal: true }),
    ).toThrow("isCausal");
  });
});

describe("MultiheadAttention", () => {
  test("has PyTorch's parameters, with biases that start at 0", async () => {
    const m = new MultiheadAttention(4, 2, { kdim: 3, addBiasKv: true });
    expect([...m.namedParameters()].map(([name]) => name)).toEqual([
      "q_proj_weight",
      "k_proj_weight",
      "v_proj_weight",
      "in_proj_bias",
      "bias_k",
      "bias_v",
      "out_proj.weight",
      "out_proj.bias",
    ]);
    const { in_proj_bias, out_proj } = m;
    for (const bias of [in_proj_bias, out_proj.bias])
      expect(new Set(await (bias as Tensor).data())).toEqual(new Set([0]));
  });

  test("gives the same whether inputs are one tensor or equal ones", async () => {
    manualSeed(3);
    const m = new MultiheadAttention(4, 2, { batchFirst: true });
    const x = randn([2, 3, 4]);
    const apart = m.call(x, x.clone(), x.clone())[0];
    expect(await largest(m.call(x, x, x)[0], apart)).toBeLessThan(1e-6);
    const memory = x.clone();
    expect(await largest(m.call(x, memory, memory)[0], apart)).toBeLessThan(1e-6);
  });

  test("takes sequences without a batch", async () => {
    manualSeed(4);
    const m = new MultiheadAttention(4, 2);
    const x = randn([3, 4]);
    const [out, weights] = m.call(x, x, x, {
      keyPaddingMask: tensor([false, false, true]),
    });
    expect(out.shape).toEqual([3, 4]);
    expect(weights?.shape).toEqual([3, 3]);
    expect(await weights?.select(1, 2).toArray()).toEqual([0, 0, 0]);
  });

  test("makes the causal mask itself with isCausal", async () => {
    manualSeed(5);
    const m = new MultiheadAttention(4, 2);
    const x = randn([3, 2, 4]);
    const given = m.call(x, x, x, { attnMask: future(3) });
    const made = m.call(x, x, x, { isCausal: true });
    expect(await largest(given[0], made[0])).toBe(0);
    expect(await largest(given[1] as Tensor, made[1] as Tensor)).toBe(0);
  });

  test("shows learned and zero keys to every query, whatever the mask", () => {
    const m = new MultiheadAttention(4, 2, { addBiasKv: true, addZeroAttn: true });
    const x = randn([3, 2, 4]);
    const [out, weights] = m.call(x, x, x, { attnMask: future(3) });
    expect(out.shape).toEqual([3, 2, 4]);
    expect(weights?.shape).toEqual([2, 3, 5]);
  });

  test("refuses heads that do not divide the width, and shapes that do not fit", () => {
    const m = new MultiheadAttention(4, 2);
    const x = zeros([3, 2, 4]);
    expect(() => new MultiheadAttention(4, 3)).toThrowErrorMatchingInlineSnapshot(`
      [UsageError: MultiheadAttention: numHeads is 3, but must be a divisor of embedDim = 4.
      Hint: pass numHeads as a divisor of embedDim = 4.
      (nn/option)]
    `);
    expect(() => m.call(x, zeros([3, 2, 5]), x)).toThrow("kdim = 4");
    expect(() => m.call(x, zeros([3, 4]), x)).toThrow("3 axes, or all 2");
    expect(() => m.call(x, zeros([3, 1, 4]), zeros([3, 1, 4]))).toThrow("same batch size");
    expect(() => m.call(x, zeros([5, 2, 4]), x)).toThrow("a value for each key");
    expect(() =>
      m.call(x, x, x, { attnMask: zeros([2, 3, 3]) }),
    ).toThrowErrorMatchingInlineSnapshot(`
      [ShapeError: MultiheadAttention: attnMask must have shape [3, 3] or [4, 3, 3], but has [2, 3, 3].
      Hint: make the mask for this batch: queries are rows, keys are columns.
      (nn/mask-shape)]
    `);
    expect(() => m.call(x, x, x, { keyPaddingMask: zeros([3, 2]) })).toThrow("[2, 3]");
  });
});

describe("transformer layers", () => {
  const small = { dimFeedforward: 8, dropout: 0, batchFirst: true };

  test("have PyTorch's children in PyTorch's order", () => {
    const children = (m: TransformerEncoderLayer | TransformerDecoderLayer): string[] =>
      [...m.namedChildren()].map(([name]) => name);
    expect(children(new TransformerEncoderLayer(4, 2)).join(" ")).toBe(
      "self_attn linear1 dropout linear2 norm1 norm2 dropout1 dropout2",
    );
    expect(children(new TransformerDecoderLayer(4, 2)).join(" ")).toBe(
      "self_attn multihead_attn linear1 dropout linear2 norm1 norm2 norm3 dropout1 dropout2 dropout3",
    );
  });

  test("drop elements in training only", async () => {
    const layer = new TransformerEncoderLayer(4, 2, { dimFeedforward: 8, dropout: 0.5 });
    const x = randn([3, 2, 4]);
    const once = async (): Promise<unknown> => layer.call(x).toArray();
    expect(await once()).not.toEqual(await once());
    layer.eval();
    expect(await once()).toEqual(await once());
  });

  test("let no position see a later one with isCausal", async () => {
    const layer = new TransformerEncoderLayer(4, 2, small);
    const x = rand([1, 4, 4]);
    const other = x.mul(tensor([[1], [1], [1], [2]]));
    const run = (y: Tensor): Tensor => layer.call(y, { isCausal: true });
    expect(await largest(run(x).narrow(1, 0, 3), run(other).narrow(1, 0, 3))).toBe(0);
    expect(await largest(run(x), run(other))).toBeGreaterThan(0);
  });

  test("take any function as activation, and refuse unknown names", () => {
    const layer = new TransformerEncoderLayer(4, 2, { ...small, activation: (x) => x.tanh() });
    expect(layer.call(zeros([1, 2, 4])).shape).toEqual([1, 2, 4]);
    expect(() => new TransformerDecoderLayer(4, 2, { activation: "sine" as never })).toThrow(
      "activation is sine",
    );
  });

  test("stack as independent copies with equal values and the layer's mode", async () => {
    const layer = new TransformerEncoderLayer(4, 2, small).eval();
    const stack = new TransformerEncoder(layer, 2, { norm: new LayerNorm(4) });
    const x = randn([2, 3, 4]);
    const want = new LayerNorm(4).call(layer.call(layer.call(x)));
    expect(await largest(stack.call(x), want)).toBe(0);
    expect(new Set(stack.parameters()).size).toBe(2 * layer.parameters().length + 2);
    expect(stack.layers.at(1)?.training).toBe(false);
    expect(Object.keys(stack.stateDict())[0]).toBe("layers.0.self_attn.in_proj_weight");
  });

  test("decode with memory and masks through every layer", () => {
    const decoder = new TransformerDecoder(new TransformerDecoderLayer(4, 2, small), 2);
    const [tgt, memory] = [zeros([2, 3, 4]), zeros([2, 5, 4])];
    expect(decoder.call(tgt, memory, { tgtIsCausal: true }).shape).toEqual([2, 3, 4]);
    expect(() => decoder.call(tgt, memory, { memoryMask: zeros([3, 3]) })).toThrow("[3, 5]");
    expect(() => new TransformerDecoder(new TransformerDecoderLayer(4, 2), -1)).toThrow(
      "numLayers is -1",
    );
  });
});
