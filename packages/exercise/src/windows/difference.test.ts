/** A wrong number is traced to its window: by what was left out, exchanged or moved, on any sizes. */
import * as gradus from "gradus";
import { conv2d, manualSeed, maxPool2d, randn, type Tensor, tensor } from "gradus";
import { expect, test } from "vitest";
import { gradeHere } from "../run/grade-request.ts";
import { type WindowPicture, type WindowQuestion, windowDifference } from "./difference.ts";

manualSeed(3);
const X = randn([2, 3, 7, 8]);
const W = randn([4, 3, 3, 3]);
const b = randn([4]);
const question: WindowQuestion = {
  input: X,
  kernel: 3,
  stride: 2,
  pad: 1,
  cell: { weights: W, bias: b },
};
const right = (): Tensor => conv2d(X, W, b, { stride: 2, padding: 1 });

/** What is found out about a convolution that was done in another way. */
async function found(got: unknown): Promise<WindowPicture> {
  const picture = await windowDifference({ ...question, got, expected: right() });
  if (!picture) throw new Error("nothing was found");
  return picture;
}

const first = (x: Tensor): Tensor => x.narrow(2, 0, 4).narrow(3, 0, 4);

test("a right answer has no wrong window, and an answer without cells has none either", async () => {
  expect(await windowDifference({ ...question, got: right(), expected: right() })).toBeUndefined();
  for (const got of [tensor([1, 2]), { Z: right() }, "a text", [[1, 2], [3]]])
    expect(await windowDifference({ ...question, got, expected: right() })).toBeUndefined();
});

test("windows that are described wrongly, so that they do not give the right number, are not shown", async () => {
  const got = conv2d(X, W, b, { padding: 1 });
  const described = { ...question, pad: 0 };
  expect(await windowDifference({ ...described, got, expected: right() })).toBeUndefined();
});

test("a stride that is left out moves the window too little", async () => {
  const picture = await found(first(conv2d(X, W, b, { padding: 1 })));
  expect(picture).toMatchObject({
    kind: "window",
    cell: "[0, 0, 0, 1]",
    size: [7, 8],
    pad: 1,
    right: [-1, 1, 3, 3],
    used: [-1, 0, 3, 3],
    says: "The cell [0, 0, 0, 1] looks at rows -1 to 1 and columns 1 to 3, a part of it in the padding. Your number comes from rows -1 to 1 and columns 0 to 2: the stride is left out.",
  });
  expect(picture.values.slice(0, 8)).toEqual(Array.from((await X.data()).slice(0, 8)));
});

test("a padding that is left out is found, also where the answer is smaller for it", async () => {
  const got = conv2d(X, W, b, { stride: 2 });
  expect(got.shape).not.toEqual(right().shape);
  const { cell, used, right: place, says } = await found(got);
  expect([cell, used, place]).toEqual(["[0, 0, 0, 0]", [0, 0, 3, 3], [-1, -1, 3, 3]]);
  expect(says).toContain("the padding is left out");
  const neither = await found(first(conv2d(X, W, b)));
  expect(neither.says).toContain("the stride and the padding are left out");
});

test("the right window with a wrong use of it is said to be right", async () => {
  const cases: [Tensor, string][] = [
    [
      conv2d(X, W.flip([2, 3]), b, { stride: 2, padding: 1 }),
      "the filter is turned by half a turn",
    ],
    [
      conv2d(X, W.transpose(2, 3), b, { stride: 2, padding: 1 }),
      "the filter's rows and columns are exchanged",
    ],
    [conv2d(X, W, undefined, { stride: 2, padding: 1 }), "the bias is left out"],
    [
      conv2d(X.narrow(1, 0, 1), W.narrow(1, 0, 1), b, { stride: 2, padding: 1 }),
      "only the first channel is looked at",
    ],
  ];
  for (const [got, says] of cases) {
    const picture = await found(got);
    expect(picture.used).toBeUndefined();
    expect(picture.says).toContain(
      `This window is the right one. Your number comes out where ${says}`,
    );
  }
  const one = await found(right().narrow(1, 0, 1).expand([2, 4, 4, 4]));
  expect(one.cell).toBe("[0, 1, 0, 0]");
  expect(one.says).toContain("the first filter is used");
});

test("a window at another place is found by its numbers, and one that nowhere gives them is not made up", async () => {
  const moved = await found(conv2d(gradus.pad(X, [2, 0, 2, 0]), W, b, { stride: 2 }));
  expect(moved).toMatchObject({ right: [-1, -1, 3, 3], used: [-2, -2, 3, 3] });
  expect(moved.says).toContain("the window is moved: 1 row up and 1 column to the left");
  const made = await found(right().mul(0).add(1234.5));
  expect(made.used).toBeUndefined();
  expect(made.says).toContain("No window of this size gives your number");
});

test("a pooling looks at its own channel, and several windows may hold the same largest number", async () => {
  const pool = { input: X, kernel: 2, stride: 2, cell: "largest" } as const;
  const expected = maxPool2d(X, 2);
  const strideless = maxPool2d(X, 2, { stride: 1 }).narrow(2, 0, 3).narrow(3, 0, 4);
  const wrong = await windowDifference({ ...pool, got: strideless, expected });
  expect(wrong?.says).toContain("the stride is left out");
  const mean = gradus.avgPool2d(X, 2);
  expect((await windowDifference({ ...pool, got: mean, expected }))?.says).toContain(
    "the mean is taken and not the largest",
  );
  const input = Array.from({ length: 4 }, (_, y) => [0, 1, 2, 3].map((x) => +(y === 1 && x === 1)));
  const several = await windowDifference({
    input,
    kernel: 2,
    cell: "largest",
    got: [
      [1, 1, 0],
      [1, 0, 0],
      [0, 0, 0],
    ],
    expected: [
      [1, 1, 0],
      [1, 1, 0],
      [0, 0, 0],
    ],
  });
  expect(several).toMatchObject({ cell: "[1, 1]", right: [1, 1, 2, 2] });
  expect(several?.used).toBeUndefined();
  expect(several?.says).toContain("Several other windows give your number.");
});

test("a border is cells that look at one number each", async () => {
  const input = [
    [1, 2],
    [3, 4],
  ];
  const picture = await windowDifference({
    input,
    name: "X",
    kernel: 1,
    pad: 1,
    cell: "copy",
    got: [
      [1, 2, 0, 0],
      [3, 4, 0, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
    expected: [
      [0, 0, 0, 0],
      [0, 1, 2, 0],
      [0, 3, 4, 0],
      [0, 0, 0, 0],
    ],
  });
  expect(picture).toMatchObject({ cell: "[0, 0]", right: [-1, -1, 1, 1], used: [0, 0, 1, 1] });
  expect(picture?.says).toContain("looks at row -1 and column -1 of X, in the padding.");
});

test("in a grade a failing example carries the picture of its window", async () => {
  const solution = `
import { conv2d, type Tensor } from "gradus";
export const conv = (x: Tensor, W: Tensor, stride: number): { Z: Tensor } => ({ Z: conv2d(x, W, undefined, { stride }) });`;
  const grade = `
import { defineExercise } from "@gradus/exercise";
import { tensor } from "gradus";
export default defineExercise<typeof import("./solution.ts")>({
  of: "conv",
  example: ["is right", () => [
    tensor([[[[1, 5, 2, 7], [3, 9, 4, 8], [6, 0, 1, 2], [7, 3, 8, 5]]]]),
    tensor([[[[1, 2], [-1, 0.5]]]]), 2]],
  windows: (x, W, stride) => ({ input: x, kernel: W.size(2), stride, cell: { weights: W }, of: "Z" }),
});`;
  const learner = solution
    .replace("{ stride }", "{ stride: 1 }")
    .replace("})", "}).narrow(2, 0, 2).narrow(3, 0, 2)");
  const asked = (text: string) =>
    gradeHere(
      { exercise: "conv", sources: [{ id: "conv", solution, grade, learner: text }] },
      { modules: { gradus } },
    );
  expect((await asked(solution)).passed).toBe(true);
  const failure = (await asked(learner)).checks[0]?.failure;
  expect(failure?.picture).toMatchObject({
    kind: "window",
    cell: "Z[0, 0, 0, 1]",
    right: [0, 2, 2, 2],
    used: [0, 1, 2, 2],
  });
});
