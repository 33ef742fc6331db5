import { expect, test } from "vitest";
import { wrongText } from "../run/suspects.ts";
import { spansOfAll } from "./apply.ts";
import { deriveExercise, type FolderTexts } from "./derive.ts";
import { readForm } from "./read-form.ts";
import { standardMistakes } from "./standard.ts";
import { shownSolution, starterOf, stepsOf } from "./starter.ts";
import { Source } from "./syntax.ts";

const solution = `import { sub, type Tensor } from "gradus";
import { sigmoid } from "../02-sigmoid/solution.ts";

/** The options. */
export interface Options {
  rate: number;
}

const half = (x: Tensor): Tensor => x.div(2);

/** The mean error of x [m, n] against y [m, n]. */
export function meanError(x: Tensor, y: Tensor, { rate }: Options): Tensor {
  //# 1. Activation: sigmoid(x)
  const a = sigmoid(x);
  for (const _ of [1]) {
    //# 2. Error: a minus y
    half(a);
  }
  const given = sub(a, y); //# given
  return given.mean(0).mul(rate);
}
`;

const grade = (fields: string): string =>
  `import { defineExercise, replace } from "@gradus/exercise";
export default defineExercise<typeof import("./solution.ts")>({
${fields}
});
`;

const derive = (fields: string, more: Partial<FolderTexts> = {}, bugHunt = false) =>
  deriveExercise({ solution, grade: grade(fields), ...more }, { scaffold: "guided", bugHunt });

test("a guided starter has the heads, the steps and what is given, and imports what is built on", () => {
  expect(starterOf(solution, "guided")).toBe(`import { notDone } from "@gradus/exercise";
import { sub, type Tensor } from "gradus";
import { sigmoid } from "../02-sigmoid/solution.ts";

/** The options. */
export interface Options {
  rate: number;
}

/** The mean error of x [m, n] against y [m, n]. */
export function meanError(x: Tensor, y: Tensor, { rate }: Options): Tensor {
  // 1. Activation: sigmoid(x)
  //   2. Error: a minus y
  const given = sub(a, y);
  return notDone("meanError");
}
`);
});

test("a signature comes without the steps, a blank page with names only", () => {
  expect(starterOf(solution, "signature")).not.toContain("1. Activation");
  expect(starterOf(solution, "blank")).toBe("// Export meanError(x, y, { rate }).\nexport {};\n");
  expect(starterOf("export class Scale {\n  constructor() {}\n}\n", "blank")).toBe(
    "// Export class Scale.\nexport {};\n",
  );
});

test("methods of an exported class lose their bodies, and a constructor still calls its base", () => {
  const text = starterOf(
    `import { nn, type Tensor } from "gradus";
export class Scale extends nn.Module {
  factor: number;
  constructor(factor: number) {
    super();
    this.factor = factor;
  }
  forward(x: Tensor): Tensor {
    //# 1. Multiply: by the factor
    return x.mul(this.factor);
  }
}
`,
    "guided",
  );
  expect(text).toContain(`  constructor(factor: number) {
    super();
    notDone("Scale.constructor");
  }`);
  expect(text).toContain(`  forward(x: Tensor): Tensor {
    // 1. Multiply: by the factor
    return notDone("Scale.forward");
  }`);
});

test("learners read a solution without marks, and its steps are known with their lines", () => {
  expect(shownSolution(solution)).toContain("  // 1. Activation: sigmoid(x)\n");
  expect(shownSolution(solution)).toContain("  const given = sub(a, y);\n");
  expect(stepsOf(solution)).toEqual([
    { line: 13, text: "Activation: sigmoid(x)" },
    { line: 16, text: "Error: a minus y" },
  ]);
});

test("a mistake is the solution with its edits; what it newly uses is imported in its first line", () => {
  const made = derive(`mistakes: {
    "ones": [replace("sub(a, y)", "ones([2])"), "You made ones."],
    "twice": [every("half", "double"), after("mean(0)", ".mul(2)"), "Twice."],
    "quiet": replace(".mean(0)", ".sum(0)"),
  },`);
  const [ones, , quiet] = made?.mistakes ?? [];
  expect(ones).toMatchObject({ name: "ones", text: "You made ones.", imports: ["ones"] });
  expect(quiet).not.toHaveProperty("text");
  const text = ones && wrongText(made?.solution ?? "", ones);
  expect(text).toMatch(/^import \{ ones \} from "gradus"; import \{ sub, type Tensor \}/);
  expect(text).toContain("const given = ones([2]);");
});

test("alternatives import what they use and nothing else, and say what differs", () => {
  const [one, two] =
    derive(`alternatives: {
      "a body": "return zeros([1]);",
      "an edit": [replace("sub(a, y)", "a.sub(y)"), "A method instead of a function."],
    },`)?.alternatives ?? [];
  expect(one?.text).toContain('import { type Tensor, zeros } from "gradus";\n');
  expect(one?.text).not.toContain("sigmoid");
  expect(one?.text).toContain("): Tensor {\n  return zeros([1]);\n}");
  expect(two?.text).toContain('import type { Tensor } from "gradus";');
  expect(two?.why).toBe("A method instead of a function.");
});

test("a bug hunt begins with the bugs, and each of them alone is a mistake", () => {
  const made = derive(
    `bugs: {
      "the other direction": [replace("mean(0)", "mean(1)"), "Direction 0."],
      "the wrong way round": replace("sub(a, y)", "sub(y, a)"),
    },`,
    {},
    true,
  );
  expect(made?.starter).toContain("const given = sub(y, a);\n  return given.mean(1).mul(rate);");
  expect(made?.mistakes.filter((m) => !m.standard).map((m) => m.name)).toEqual([
    "the other direction",
    "the wrong way round",
  ]);
});

test("what a comment says is not the code that an edit speaks of", () => {
  const solution = "// 1. Mean: x.mean()\nexport const f = (x) => x.mean(); /* .mean() */\n";
  const edit = { kind: "replace", text: ".mean()", by: ".sum()" } as const;
  expect(spansOfAll(solution, [{ edit, line: 1 }])).toEqual([[46, 53, ".sum()"]]);
  // Where the code has it nowhere, a comment can be what is wrong.
  const said = { ...edit, text: "Mean:", by: "Sum:" };
  expect(spansOfAll(solution, [{ edit: said, line: 1 }])).toEqual([[6, 11, "Sum:"]]);
});

test("whole files stand in for edits, with imports that lead where they led", () => {
  const made = derive(`mistakes: { "all of it": [file("mistakes/a.ts"), "Wrong."] },`, {
    files: { "mistakes/a.ts": 'import { s } from "../../02-sigmoid/solution.ts";' },
  });
  expect(made?.mistakes[0]?.whole).toBe('import { s } from "../02-sigmoid/solution.ts";');
});

test.each([
  ['"a": replace("nowhere", "x"),', 4, 'the text "nowhere" does not occur in solution.ts'],
  [
    '\n"a": replace("Tensor", "x"),',
    5,
    'the text "Tensor" occurs 6 times in solution.ts (lines 1,',
  ],
  ['"a": every("nowhere", "x"),', 4, 'every: the text "nowhere" does not occur'],
  ['"a": body("other", "x"),', 4, "the solution has no function other; it has half, meanError"],
  ['"a": file("mistakes/a.ts"),', 4, "the exercise's folder has no mistakes/a.ts"],
  ['"a": [replace("mean(0)", "x"), replace("given.mean(0)", "x")],', 4, "change the same place"],
  ['"a": "text",', 4, '"a" is neither an edit nor a list of edits'],
  ['"a": ["text"],', 4, '"a" has no edit'],
  ['"a": [replace("mean(0)", shared())],', 4, '"shared()" stands where one of replace, every,'],
  ['"a": replace("mean(0)"),', 4, "stands where replace with 2 texts is needed"],
  [`"a": replace("mean(0)", \`\${1}\`),`, 4, "stands where a value that is written out"],
  ['"a": replace("mean(0)", "x"), "a": replace("sub", "x"),', 4, '"a" is there twice'],
])("an edit that does not fit says so, with its line: %s", (fields, line, message) => {
  let thrown: unknown;
  try {
    derive(`mistakes: {\n${fields}\n},`);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ code: "exercise/form", line });
  expect((thrown as Error).message).toContain(message);
});

test("texts come from constants of the file, from parts and from templates; nothing is run", () => {
  const text = `import { defineExercise, replace as swap } from "@gradus/exercise";
const says = "One. " + \`Two \\u00b7 \\\`three\\\`.\`;
const shared = { "b": replace("x", "y") };
throw new Error("run");
export default defineExercise({ mistakes: { a: [replace("x", "z"), says], ...shared }, forbid: ["softmax"],
  alike: [["a", "b", "They have to be."]], standard: { sign: false, sum: "Mine." } });`;
  expect(readForm(text)).toMatchObject({
    mistakes: [{ name: "a", text: "One. Two · `three`." }, { name: "b" }],
    forbid: ["softmax"],
    alike: [{ names: ["a", "b"], reason: "They have to be." }],
    standard: new Map<string, unknown>([
      ["sign", false],
      ["sum", "Mine."],
    ]),
  });
  expect(() => readForm("export default [];")).toThrow("is no defineExercise with a record");
});

test("every operator brings the mistakes it is known for, at its place", () => {
  const ids = (expression: string): string[] =>
    standardMistakes(
      new Source(`export function f(x: Tensor, m: number): Tensor {\n  return ${expression};\n}`),
    )
      .map((m) => m.id)
      .filter((id) => !id.includes("writes into"));
  expect(ids("x.t().matmul(w).add(b)")).toEqual([
    "bias: x.t().matmul(w).add(b)",
    "transpose: x.t().matmul(w)",
    "transpose: x.t()",
  ]);
  expect(ids("x.mean(0, { keepdim: true })")).toEqual([
    "sum: x.mean(0, { keepdim: true })",
    "axis: x.mean(0, { keepdim: true })",
    "keepdim: x.mean(0, { keepdim: true })",
  ]);
  expect(ids("y.sum(1).div(m)")).toEqual([
    "division: y.sum(1).div(m)",
    "mean: y.sum(1)",
    "axis: y.sum(1)",
  ]);
  expect(ids("x.sub(y)")).toEqual([
    "plus for minus: x.sub(y)",
    "order: x.sub(y)",
    "in place: x.sub(y)",
  ]);
  expect(ids("z.square().sqrt().abs().log().neg()").map((id) => id.split(":")[0])).toEqual([
    "sign",
    "log",
    "log base",
    "abs",
    "root",
    "square",
  ]);
  expect(ids("z.sigmoid()").map((id) => id.split(":")[0])).toEqual([
    "no activation",
    "twice",
    "activation",
    "activation",
  ]);
  expect(ids("z.gt(0.5).float()").map((id) => id.split(":")[0])).toEqual([
    "float",
    "border",
    "comparison",
  ]);
});

test("an exercise's own mistake of the same edit, and its word about a kind, come before the standard", () => {
  const names = (fields: string): string[] =>
    derive(fields)
      ?.mistakes.filter((m) => m.standard)
      .map((m) => m.id) ?? [];
  expect(names("")).toContain("sum: given.mean(0)");
  expect(names('mistakes: { mine: replace("mean(0)", "sum(0)") },')).not.toContain(
    "sum: given.mean(0)",
  );
  expect(names("standard: { sum: false },")).not.toContain("sum: given.mean(0)");
  const said = derive('standard: { sum: "Mine." },')?.mistakes.find((m) => m.id.startsWith("sum:"));
  expect(said?.text).toBe("Mine.");
});
