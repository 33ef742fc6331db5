import { expect, test } from "vitest";
import { typeProblems } from "./type-problems.ts";

const said = async (learner: string): Promise<string[]> => {
  const problems = await typeProblems({
    exercise: "own",
    sources: [
      { id: "own", grade: "", solution: "", learner },
      {
        id: "sigmoid",
        grade: "",
        solution:
          'import type { Tensor } from "gradus";\nexport const sigmoid = (z: Tensor): Tensor => z.sigmoid();',
      },
    ],
  });
  return problems.map(({ line, message }) => `${line}: ${message}`);
};
const head =
  'import { type Tensor, tensor } from "gradus";\nimport { sigmoid } from "./sigmoid.ts";\n';

test("a right file, and types that are not written, say nothing", async () => {
  expect(
    await said(`${head}export const f = (x: Tensor): Tensor => sigmoid(x).add(tensor([1]));`),
  ).toEqual([]);
  expect(
    await said(
      "export const f = (x, y) => x.mul(y);\nconst z = [1].at(0).toFixed(1);\nconsole.log(z);",
    ),
  ).toEqual([]);
});

test.each([
  ["return x * w + b;", ["3: Tensors have no +: write `x.mul(w).add(b)` instead of `x * w + b`."]],
  [
    "return (x - w) / 2;",
    ["3: Tensors have no /: write `x.sub(w).div(2)` instead of `(x - w) / 2`."],
  ],
  [
    "return 2 * (1 - sigmoid(x)) ** 2;",
    [
      "3: Tensors have no *: write `sigmoid(x).neg().add(1).pow(2).mul(2)` instead of `2 * (1 - sigmoid(x)) ** 2`.",
    ],
  ],
  ["return w.sub(0.1 * x);", ["3: Tensors have no *: write `x.mul(0.1)` instead of `0.1 * x`."]],
  ["return sigmoid(1 - x);", ["3: Tensors have no -: write `x.neg().add(1)` instead of `1 - x`."]],
  ["return x ** 2;", ["3: Tensors have no **: write `x.pow(2)` instead of `x ** 2`."]],
  ["x -= w; return x;", ["3: Tensors have no -=: write `x = x.sub(w)` instead of `x -= w`."]],
  ["if (x > 0) return x; return b;", ["3: Tensors have no >: write `x.gt(0)` instead of `x > 0`."]],
  [
    "x.mul(w);",
    ["3: There is no return in f: write return in front of the value that is to come out."],
  ],
  ["if (x.ndim > 1) return x;", ["3: There is a way through f that ends without a return."]],
  ["return x.mull(w);", ["3: Tensors have no mull: did you mean mul?"]],
  ["return x.T;", []],
  [
    "return x.sum(0, { keepDim: true });",
    ["3: There is no option keepDim here: did you mean keepdim?"],
  ],
  ["return sigmod(x);", ["3: Nothing is called sigmod here: did you mean sigmoid?"]],
  ["return zeros([2]);", ['3: zeros is not imported: add it to import { … } from "gradus".']],
  ["return x.item();", ["3: `x.item()` is of type Promise<number>, and a tensor is needed here."]],
  [
    "const n: number = x.item(); return x.mul(n);",
    [
      "3: `x.item()` is a Promise, a value that is still to come: write await in front of it, and async in front of the function.",
    ],
  ],
  [
    "const n: number[] = []; n.push(x.item()); return x;",
    [
      "3: `x.item()` is a Promise, a value that is still to come: write await in front of it, and async in front of the function.",
    ],
  ],
  ["return x.dot();", ["3: This call takes 1 argument and is given 0."]],
  ['return x.add("w");', ['3: `"w"` is a text, and a tensor or a number is needed here.']],
  ["return x.shape();", ["3: `x.shape` is a value and no function: leave the brackets () out."]],
  ["return x.mul(w;", ["3: ')' expected."]],
])("%s is said in words", async (body, words) => {
  expect(
    await said(`${head}export function f(x: Tensor, w: Tensor, b: Tensor): Tensor { ${body} }`),
  ).toEqual(words);
});

test("what the library has not is said where it is imported", async () => {
  expect(await said('import { sigmod } from "gradus";\nsigmod;')).toEqual([
    "1: gradus has nothing called sigmod: did you mean sigmoid?",
  ]);
});
