import { tensor } from "gradus";
import { expect, test } from "vitest";
import { compare, pathText } from "./compare.ts";
import { snapshot } from "./snapshot.ts";

const sentence = async (got: unknown, expected: unknown, tolerance = {}): Promise<string | null> =>
  compare(await snapshot(got), await snapshot(expected), tolerance)?.sentence ?? null;

test.each([
  [1 + 1e-6, 1],
  [Number.NaN, Number.NaN],
  [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
  [-0, 0],
  [tensor([1, Number.NaN]), tensor([1, Number.NaN])],
  [tensor([1, 2], { dtype: "float64" }), tensor([1, 2])],
  [tensor([1, 2], { dtype: "int32" }), tensor([1, 2], { dtype: "uint8" })],
  [{ a: [1, "x", null, undefined, true], more: 1 }, { a: [1, "x", null, undefined, true] }],
  [new Map([["a", 1]]), { a: 1 }],
  [Float32Array.of(1, 2), [1, 2]],
])("%o agrees with %o", async (got, expected) => {
  expect(await sentence(got, expected)).toBeNull();
});

test.each([
  [0.5, 0.25, "the answer is 0.5, expected 0.25."],
  [Number.NaN, 1, "the answer is NaN, expected 1."],
  [1, Number.POSITIVE_INFINITY, "the answer is 1, expected Infinity."],
  [1, tensor(1), "the answer is the number 1, expected a float32 tensor of shape []."],
  [tensor(2), tensor(1), "the answer is 2, expected 1."],
  [tensor([1, 2]), tensor([[1, 2]]), "the shape is [2], expected [1, 2]."],
  [tensor([1], { dtype: "int32" }), tensor([1]), "the dtype is int32, expected float32."],
  [tensor([2], { dtype: "int32" }), tensor([1], { dtype: "int32" }), "[0] is 2, expected 1."],
  [
    { A: [tensor([[1, 5, 7]])] },
    { A: [tensor([[1, 2, 3]])] },
    "A[0, 0, 1] is 5, expected 2; 2 of 3 values differ.",
  ],
  [{ a: 1 }, { a: 1, db: tensor([1]) }, "db is missing."],
  [[1, 2], [1], "the answer has length 2, expected length 1."],
  ["a", "b", 'the answer is the text "a", expected the text "b".'],
  [undefined, [1], "the answer is undefined, expected an array of 1."],
  [true, false, "the answer is true, expected false."],
])("%o is not %o, and the first difference is told", async (got, expected, told) => {
  expect(await sentence(got, expected)).toBe(told);
});

test("float64 is compared more closely than float32, and a tolerance of one's own wins", async () => {
  const [a, b] = [tensor([1.00001], { dtype: "float64" }), tensor([1], { dtype: "float64" })];
  expect(await sentence(a, b)).toContain("expected 1");
  expect(await sentence(a.float(), b.float())).toBeNull();
  expect(await sentence(1.05, 1, { rtol: 0.1 })).toBeNull();
  expect(await sentence(1.00001, 1, { rtol: 0, atol: 0 })).toContain("expected 1");
});

test("a difference is plain data even where numbers are not finite", async () => {
  const mismatch = compare(await snapshot([Number.NaN]), await snapshot([1]));
  expect(JSON.parse(JSON.stringify(mismatch?.difference))).toEqual({
    path: [0],
    expected: 1,
    got: "NaN",
    count: 1,
    of: 1,
  });
});

test("a value that holds itself has an end", async () => {
  const ring: { self?: unknown } = {};
  ring.self = ring;
  expect(compare(await snapshot(ring), await snapshot(ring))).toBeNull();
});

test("paths are written as in code", () => {
  expect(pathText(["grads", "dw", 0, 3])).toBe("grads.dw[0, 3]");
  expect(pathText(["caches", 0, "A", 1])).toBe("caches[0].A[1]");
});
