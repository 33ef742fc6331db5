/** What new lessons, exercises, data sets and papers begin as. */

export interface Named {
  readonly id: string;
  /** As a function is called: `twoLayerModel`. */
  readonly name: string;
  readonly title: string;
}

export interface Template {
  /** The folder of the content it belongs to. */
  readonly top: string;
  /** Where below it, with capital words for names. */
  readonly shape: string;
  readonly example: string;
  /** Whether its folder begins with a number. */
  readonly numbered: boolean;
  /** Its files by name. */
  readonly files: (named: Named) => Readonly<Record<string, string>>;
  /** What to do then, in a sentence. */
  readonly next: (id: string) => string;
}

const lesson = ({ id, title }: Named): string => `---
id: ${id}
title: "${title}"
summary: "One sentence: what one can do afterwards."
week: 1
minutes: 20
needs: []
teaches: [${id}]
sources:
  - "Author, title, year, address"
---

Say first what cannot be done yet, and show it. Then the one idea of this lesson.

\`\`\`quiz
question: A question whose wrong answers are what people really think.
options:
  - text: The right one.
    correct: true
    why: Why it is right.
  - text: A wrong one.
    correct: false
    why: What is wrong with the thought behind it.
\`\`\`
`;

const exercise = ({ id, name, title }: Named): string => `---
id: ${id}
title: "${title}"
minutes: 8
difficulty: 2
importance: 3
needs: []
teaches: []
scaffold: guided
hints:
  - "Where to look: a question."
  - "What to use: a call, or a line of the formula."
  - "\`x.mul(2).add(1)\`"
---
Write \`${name}(x)\`: every number of \`x\` doubled, plus 1.

- \`x\` is a tensor of any shape.
- The answer has the same shape.

For \`x = [1, 2]\` the answer is \`[3, 5]\`.
`;

const solution = ({ name }: Named): string => `import type { Tensor } from "gradus";

/** Every number of x doubled, plus 1. */
export function ${name}(x: Tensor): Tensor {
  //# 1. Multiply: every number by 2
  //# 2. Add: 1
  return x.mul(2).add(1);
}
`;

const grade = ({
  name,
}: Named): string => `import { body, defineExercise, replace } from "@gradus/exercise";
import { tensor } from "gradus";

export default defineExercise<typeof import("./solution.ts")>({
  of: "${name}",
  example: ["is [3, 5] for the example in the task", () => [tensor([1, 2])], tensor([3, 5])],
  any: (r) => [r.table(r.int(1, 4), r.int(1, 4))],
  mistakes: {
    "the 1 is added before": [
      replace("x.mul(2).add(1)", "x.add(1).mul(2)"),
      "You added 1 first, so it was doubled too. Double first.",
    ],
    "squared": [
      replace("x.mul(2)", "x.mul(x)"),
      "You multiplied x with itself. Here every number is multiplied by 2.",
    ],
  },
  alternatives: {
    "by adding": [body("return x.add(x).add(1);"), "Doubling is adding a number to itself."],
  },
});
`;

const dataset = ({ id, title }: Named): string => `---
id: ${id}
title: "${title}"
summary: "What it is, in a sentence."
licence: "The licence's name"
source: "Whose it is, and the address"
---

What the bytes of data.bin mean: one sentence for each part, with types and shapes.
`;

const paper = ({ id, title }: Named): string => `---
id: ${id}
title: "${title}"
authors: ["First Author"]
year: 2000
summary: "What it shows, in a sentence."
needs: []
---

What the paper claims, claim by claim, each with its section, and what our own run says to it.
`;

/** By kind. */
export const templates: Readonly<Record<string, Template>> = {
  lesson: {
    top: "courses",
    shape: "NN-COURSE/NN-LESSON",
    example: "02-improving-networks/03-dropout",
    numbered: true,
    files: (named) => ({ "lesson.md": lesson(named) }),
    next: () => "Write its text; its exercises come beside it: gradus content new exercise …",
  },
  exercise: {
    top: "courses",
    shape: "NN-COURSE/NN-LESSON/NN-EXERCISE",
    example: "02-improving-networks/03-dropout/01-mask",
    numbered: true,
    files: (named) => ({
      "exercise.md": exercise(named),
      "solution.ts": solution(named),
      "grade.ts": grade(named),
    }),
    next: (id) =>
      `Show it in the lesson with ::exercise{id="${id}"}, then: gradus content check ${id} --watch`,
  },
  dataset: {
    top: "datasets",
    shape: "NAME",
    example: "spirals",
    numbered: false,
    files: (named) => ({ "dataset.md": dataset(named) }),
    next: () => "Add data.bin, the text of its licence, and what makes it to tools/.",
  },
  paper: {
    top: "papers",
    shape: "YEAR-NAME",
    example: "2014-adam",
    numbered: true,
    files: (named) => ({ "paper.md": paper(named) }),
    next: () => "Add model.ts and experiment.ts, and what they should reach.",
  },
};
