import { type Tensor, tensor } from "gradus";
import { expect, test } from "vitest";
import { compare } from "./compare.ts";
import { explain, type NamedShape } from "./explain.ts";
import { snapshot } from "./snapshot.ts";

async function why(
  got: unknown,
  expected: unknown,
  inputs: readonly NamedShape[] = [],
): Promise<string | null> {
  const mismatch = compare(await snapshot(got), await snapshot(expected));
  return mismatch && explain(mismatch, inputs);
}

const table = tensor([
  [1, 2, 3],
  [4, 5, 7],
]);
const square = tensor([
  [1, 2],
  [3, 5],
]);
const column = (x: Tensor): Tensor => x.unsqueeze(1);
const four = tensor([1, 2, 3, 4]);

test.each<[string, unknown, unknown, RegExp]>([
  ["transposed", table.t(), table, /^It is the right answer transposed: rows and columns/],
  ["transposed and square", square.t(), square, /^It is the right answer transposed: a \.t\(\)/],
  ["of the transpose's shape", table.t().mul(2), table, /^Rows and columns have changed places/],
  [
    "without keepdim",
    table.sum(1),
    table.sum(1, { keepdim: true }),
    /^The numbers are right; an axis of size 1 is missing: .*keepdim/,
  ],
  [
    "without keepdim, and wrong",
    table.mean(1),
    table.sum(1, { keepdim: true }),
    /^An axis of size 1 is missing/,
  ],
  [
    "with keepdim",
    table.sum(0, { keepdim: true }),
    table.sum(0),
    /^The numbers are right; an axis of size 1 is too many/,
  ],
  [
    "a column for a row",
    column(four),
    four.unsqueeze(0),
    /^The numbers are right; the axis of size 1 stands in another place/,
  ],
  [
    "reduced along the other axis",
    table.sum(0, { keepdim: true }),
    table.sum(1, { keepdim: true }),
    /^Yours is reduced along axis 0, the right one along axis 1/,
  ],
  [
    "not summed",
    table,
    table.sum(0),
    /^Its sum along axis 0 is exactly the right answer: that sum is missing/,
  ],
  ["not averaged", table, table.mean(1), /^Its mean along axis 1 is exactly the right answer/],
  ["not averaged at all", table, table.mean(), /^Its mean along the axes 0 and 1 is exactly/],
  [
    "not reduced, and wrong",
    table.exp(),
    table.sum(0),
    /^It has one axis more than the right answer: axis 0 may/,
  ],
  [
    "a column broadcast with a row",
    column(four).sub(four),
    four,
    /^\[4, 1\] and \[4\] broadcast to \[4, 4\]/,
  ],
  [
    "summed too far",
    table.sum(),
    table.sum(1),
    /^It is the sum of the right answer along axis 0: the sum is too much/,
  ],
  [
    "reduced too far, and wrong",
    table.max(),
    table.exp().sum(1),
    /^It was reduced to one number, but the right answer still has axis 0/,
  ],
  [
    "flat",
    table.flatten(),
    table,
    /^The numbers are right and in the right order; only the shape differs: \.reshape\(\[2, 3\]\)/,
  ],
  ["of the opposite sign", table.neg(), table, /^Every number has the opposite sign/],
  ["m times too large", table.mul(4), table, /^Every number is 4 times the right one/],
  ["m times too small", table.div(3), table, /^Every number is the right one divided by 3/],
  ["some factor", table.mul(0.7), table, /^Every number is 0\.7 times the right one/],
  ["without the bias", table.sub(0.5), table, /^Every number is 0\.5 too small/],
  ["a Promise", { cost: Promise.resolve(1) }, { cost: 1 }, /write await in front of it/],
  ["NaN from an operator", Number.NaN, table, /Tensors have methods/],
  ["a text from an operator", "tensor(1)tensor(2)", table, /Tensors have methods/],
  ["a number for a tensor", 3, tensor(3), /leave \.item\(\) out/],
  ["a tensor for a number", tensor(3), 3, /await x\.item\(\)/],
  ["an array for a tensor", [1, 2], tensor([1, 2]), /tensor\(array\)/],
  ["a tensor for an array", tensor([1, 2]), [1, 2], /toArray/],
])("an answer that is %s is explained", async (_, got, expected, told) => {
  expect(await why(got, expected)).toMatch(told);
});

test("a sum along the other axis is told with the input it reduces", async () => {
  expect(await why(table.sum(0), table.sum(1), [["X", [2, 3]]])).toBe(
    "Yours has one number for each of axis 1 of X [2, 3], the right one has one for each of axis 0. It looks as if a sum or a mean runs along axis 0 instead of 1.",
  );
});

test.each<[string, unknown, unknown]>([
  ["numbers without a pattern", tensor([1, 5, 2]), tensor([1, 2, 3])],
  ["one number", tensor(2), tensor(1)],
  ["all alike", tensor([2, 2]), tensor([1, 1])],
  ["other sizes", tensor([1, 2, 3]), tensor([1, 2])],
])("nothing is made up for %s", async (_, got, expected) => {
  expect(await why(got, expected)).toBeNull();
});
