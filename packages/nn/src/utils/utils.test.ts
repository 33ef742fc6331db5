/** What the helpers around models refuse, and what the golden programs do not reach. */
import { ones, type Tensor, tensor, zeros } from "@gradus/core";
import { describe, expect, test } from "vitest";
import * as nn from "../index.ts";

const { rnn } = nn.utils;
const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

describe("sequences of different lengths", () => {
  test("that do not come longest first are refused with what to write", () => {
    expect(() => rnn.packSequence([ones([1]), ones([2])])).toThrow(/enforceSorted: false/);
  });

  test.each<[string, () => unknown]>([
    ["no sequences", () => rnn.padSequence([])],
    [
      "a side that there is not",
      () => rnn.padSequence([ones([1])], { paddingSide: "top" as never }),
    ],
    ["an empty sequence to pack", () => rnn.packSequence([ones([1]), ones([0])])],
    ["too few lengths", () => rnn.packPaddedSequence(ones([3, 2]), [3])],
    ["a length beyond the padding", () => rnn.packPaddedSequence(ones([3, 2]), [4, 1])],
    ["a length with a fraction", () => rnn.packPaddedSequence(ones([3, 2]), tensor([2.5, 1]))],
    ["an empty batch", () => rnn.packPaddedSequence(zeros([3, 0]), [])],
    [
      "a total length that is too short",
      () => rnn.padPackedSequence(rnn.packSequence([ones([2])]), { totalLength: 1 }),
    ],
    ["batch sizes that grow", () => new rnn.PackedSequence(ones([3]), [1, 2])],
    ["batch sizes that do not add up", () => new rnn.PackedSequence(ones([3]), [1, 1])],
    [
      "an order that names a sequence twice",
      () => new rnn.PackedSequence(ones([3]), [2, 1], [0, 0]),
    ],
  ])("refuse %s", (_what, run) => {
    expect(run).toThrow(/\((nn|usage)\/option\)/);
  });

  test("refuse sequences whose further axes differ", () => {
    expect(() => rnn.padSequence([ones([1, 2]), ones([1, 3])])).toThrow(code("nn/input-rank"));
  });

  test("have the layers say what does not fit", () => {
    const packed = rnn.packSequence([ones([3, 2]), ones([1, 2])]);
    expect(() => new nn.GRU(3, 4).call(packed)).toThrow(code("nn/input-size"));
    expect(() => new nn.GRU(2, 4).call(packed, zeros([1, 3, 4]))).toThrow(code("nn/state-shape"));
    const flat = rnn.packSequence([ones([3]), ones([1])]);
    expect(() => new nn.RNN(1, 4).call(flat)).toThrow(code("nn/input-rank"));
    expect(() => new nn.Linear(2, 2).call(packed as never)).toThrow(code("usage/not-a-tensor"));
  });

  test("go through layers whose outputs a hook sees and the program holds", async () => {
    const layer = new nn.LSTM(2, 3);
    let seen: unknown;
    layer.registerForwardHook((_m, _inputs, output) => {
      seen = output;
    });
    const [output, [h]] = layer.call(rnn.packSequence([ones([3, 2]), ones([1, 2])]));
    expect((seen as [unknown])[0]).toBe(output);
    // The last state of a sequence is its output at its own last step.
    const [padded] = rnn.padPackedSequence(output);
    const last = await padded.select(1, 1).select(0, 0).toArray();
    expect(await h.select(0, 0).select(0, 1).toArray()).toEqual(last);
  });
});

describe("normalised weights", () => {
  test("keep the values of the weight where nothing is trained", async () => {
    const linear = new nn.Linear(3, 2);
    const before = await linear.weight.toArray();
    nn.utils.weightNorm(linear);
    for (const [i, row] of (before as number[][]).entries())
      for (const [j, v] of row.entries())
        expect(((await linear.weight.toArray()) as number[][])[i]?.[j]).toBeCloseTo(v, 6);
    nn.utils.removeWeightNorm(linear);
    expect([...linear.namedParameters()].map(([name]) => name).sort()).toEqual(["bias", "weight"]);
  });

  test("have a largest singular value of 1 after some calls", async () => {
    const linear = nn.utils.spectralNorm(new nn.Linear(4, 3), { nPowerIterations: 50 });
    linear.call(ones([1, 4]));
    linear.eval();
    const largest = linear.weight.norm(2).item();
    // Of a matrix of three rows the Frobenius norm is at most √3 times the largest singular value.
    expect(await largest).toBeGreaterThan(0.999);
    expect(await largest).toBeLessThan(Math.sqrt(3) + 1e-3);
  });

  test("refuse what is no parameter, and a second time", () => {
    const linear = nn.utils.weightNorm(new nn.Linear(3, 2));
    expect(() => nn.utils.weightNorm(linear)).toThrow(code("nn/reparametrized"));
    expect(() => nn.utils.spectralNorm(linear)).toThrow(code("nn/reparametrized"));
    expect(() => nn.utils.weightNorm(new nn.ReLU())).toThrow(code("nn/option"));
    expect(() => nn.utils.weightNorm(new nn.Linear(3, 2), "weight", 2)).toThrow(code("nn/option"));
    expect(() => nn.utils.removeSpectralNorm(linear)).toThrow(code("nn/option"));
  });
});

test("a vector of another length changes no parameter", async () => {
  const linear = new nn.Linear(2, 1);
  const before = await linear.weight.toArray();
  expect(() => nn.utils.vectorToParameters(ones([4]), linear.parameters())).toThrow(
    code("nn/argument-shape"),
  );
  expect(await linear.weight.toArray()).toEqual(before);
});

describe("hooks on the backward pass", () => {
  const x = (): Tensor => tensor([[1, 2]], { requiresGrad: true });

  test("see null for inputs that are no tensors or have no gradient", () => {
    class Two extends nn.Module {
      forward(a: Tensor, _k: number, b: Tensor): Tensor[] {
        return [a.mul(b), a.add(b)];
      }
    }
    const two = new Two();
    const seen: unknown[] = [];
    two.registerFullBackwardHook((_m, gradInput, gradOutput) => {
      seen.push(
        gradInput.map((g) => g?.shape ?? null),
        gradOutput.map((g) => g?.shape ?? null),
      );
    });
    const [y, z] = two.call(x(), 3, ones([1, 2])) as [Tensor, Tensor];
    y.sum().add(z.sum()).backward();
    expect(seen).toEqual([
      [[1, 2], null, null],
      [
        [1, 2],
        [1, 2],
      ],
    ]);
  });

  test("are refused gradients that do not fit", () => {
    const act = new nn.Tanh();
    act.registerFullBackwardHook(() => [null, null]);
    expect(() => act.call(x()).sum().backward()).toThrow(code("nn/option"));
    expect(() => act.registerFullBackwardPreHook(3 as never)).toThrow(code("usage/option"));
  });

  test("are recorded in gradients of gradients", async () => {
    const act = new nn.Tanh();
    act.registerFullBackwardHook((_m, [g]) => [(g as Tensor).mul(3)]);
    const input = x();
    const y = act.call(input).sum();
    y.backward(undefined, { createGraph: true });
    const first = input.grad as Tensor;
    input.grad = null;
    first.sum().backward();
    const [t] = [1, 2].map(Math.tanh) as [number];
    // 3·tanh′ has the slope −6·tanh·tanh′; that reaches the input without an output, and so without the hook.
    expect((await (input.grad as unknown as Tensor).data())[0]).toBeCloseTo(
      -6 * t * (1 - t * t),
      5,
    );
  });
});
