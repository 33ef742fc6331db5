import { expect, test } from "vitest";
import { arranged, arrangementOf } from "./arrange.ts";
import { deriveExercise } from "./derive.ts";

const solution = `import { type Tensor, zeros } from "gradus";
import { propagate } from "../01-propagate/solution.ts";

/** Gradient descent. */
export async function optimize(w: Tensor, { steps, rate }: Options): Promise<number[]> {
  // Where it starts.
  let now = w.add(zeros([1]));
  const costs: number[] = [];
  for (let i = 0; i < steps; i++) {
    const { dw, cost } = propagate(now);
    if (i % 100 === 0) {
      costs.push(await cost.item());
    } else {
      console.log(i);
    }
    now = now.sub(
      dw.mul(rate),
    );
  }
  return costs;
}
`;

const mistakes = (fields: string) =>
  deriveExercise(
    {
      solution,
      grade: `import { defineExercise, replace } from "@gradus/exercise";
export default defineExercise<typeof import("./solution.ts")>({ mistakes: { ${fields} } });
`,
    },
    { scaffold: "guided" },
  )?.mistakes ?? [];

const known = mistakes(`
  "one step more": [replace("i < steps", "i <= steps"), "One too many."],
  "from ones": [replace("w.add(zeros([1]))", "w.add(ones([1]))"), "Ones."],
  "in two places": [replace("costs: number[] = []", "costs: number[] = [0]"), replace("return costs", "return costs.slice(1)"), "Two."],
  "a third": [replace("return costs", "return now"), "Another."],
`);

test("statements are whole, blocks open and end in lines of their own, comments are left out", () => {
  const found = arrangementOf(solution, [], "optimize");
  expect(found?.order.map((i) => found.lines[i])).toEqual([
    "let now = w.add(zeros([1]));",
    "const costs: number[] = [];",
    "for (let i = 0; i < steps; i++) {",
    "const { dw, cost } = propagate(now);",
    "if (i % 100 === 0) {",
    "costs.push(await cost.item());",
    "} else {",
    "console.log(i);",
    "}",
    "now = now.sub(\n  dw.mul(rate),\n);",
    "}",
    "return costs;",
  ]);
  expect(found?.head).toMatch(/^\/\*\* Gradient descent.*\nexport async function optimize/);
});

test("in their order the lines are the solution, with its indentation", () => {
  const found = arrangementOf(solution, known, "optimize");
  if (!found) throw new Error("there are lines to arrange");
  const lines = found.order.map((i) => found.lines[i] as string);
  expect(arranged(found, lines)).toBe(solution.replace("  // Where it starts.\n", ""));
});

test("two lines do not belong: a known mistake's, each in another's place, with what they import", () => {
  const found = arrangementOf(solution, known, "optimize");
  if (!found) throw new Error("there are lines to arrange");
  const others = found.lines.filter((_, i) => !found.order.includes(i));
  expect(others.sort()).toEqual([
    "for (let i = 0; i <= steps; i++) {",
    "let now = w.add(ones([1]));",
  ]);
  expect(found.before).toContain('import { ones, type Tensor, zeros } from "gradus";');
  const wrong = arranged(found, ["let now = w.add(ones([1]));"]);
  expect(wrong).toContain('import { ones, type Tensor } from "gradus";');
});

test("the order is the same every time, another for another name, and never the right one", () => {
  const lines = (name: string) => arrangementOf(solution, known, name)?.lines;
  expect(lines("a")).toEqual(lines("a"));
  expect(lines("a")).not.toEqual(lines("b"));
  const three = `export function f(x: number): number {
  const a = x;
  const b = a + 1;
  return b;
}
`;
  for (let i = 0; i < 50; i++) {
    const found = arrangementOf(three, [], `name ${i}`);
    expect(found?.order).not.toEqual([0, 1, 2]);
    expect([...(found?.order ?? [])].sort()).toEqual([0, 1, 2]);
  }
});

test("an answer with too few or too many statements, or with two functions, has no lines to arrange", () => {
  const body = (n: number) => `export function f(x: number): number {\n${"  x++;\n".repeat(n)}}\n`;
  expect(arrangementOf(body(2), [], "f")).toBeUndefined();
  expect(arrangementOf(body(15), [], "f")).toBeDefined();
  expect(arrangementOf(body(16), [], "f")).toBeUndefined();
  expect(arrangementOf(`${body(4)}${body(4).replace("f(", "g(")}`, [], "f")).toBeUndefined();
  expect(arrangementOf("export const f = (x: number) => x;\n", [], "f")).toBeUndefined();
});
