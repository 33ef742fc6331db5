import { expect, test } from "vitest";
import { ContentError, parseBlocks, parseExercise, parseExplain, parseLesson } from "../index.ts";

const front = (fields: string): string => `---\n${fields}\n---\nText.\n`;
const lesson = "id: one\ntitle: One\nsummary: S\nweek: 1\nminutes: 5\nteaches: [a]";

function problem(run: () => unknown): ContentError {
  try {
    run();
  } catch (error) {
    if (error instanceof ContentError) return error;
    throw error;
  }
  expect.unreachable("it should have been refused");
}

test("a lesson's fields that may be left out are empty lists", () => {
  const { meta, blocks } = parseLesson(front(lesson));
  expect(meta).toMatchObject({ id: "one", needs: [], teaches: ["a"], sources: [] });
  expect(blocks).toEqual([{ kind: "markdown", text: "Text." }]);
});

test("a wrong field is named with its file, its line and a next step", () => {
  const wrong = problem(() =>
    parseLesson(front(lesson.replace("week: 1", "week: soon")), "x/lesson.md"),
  );
  expect(wrong.message).toBe(
    'x/lesson.md:5: week: it is "soon", but it must be a number.\nHint: mend the value.\n(content/field)',
  );
  expect(problem(() => parseLesson(front(lesson.replace("week: 1\n", "")))).message).toContain(
    "week: it is missing.",
  );
  const typo = problem(() => parseLesson(front(`${lesson}\nneed: [a]`)));
  expect([typo.field, typo.line]).toEqual(["need", 8]);
  expect(problem(() => parseLesson(front(`${lesson}\nneeds: [a, "../b"]`)))).toMatchObject({
    field: "needs.1",
    line: 8,
  });
});

test("front matter that is missing, open, no YAML or uses anchors is refused", () => {
  expect(problem(() => parseLesson("# Title")).code).toBe("content/front-matter");
  expect(problem(() => parseLesson("---\nid: a")).code).toBe("content/front-matter");
  expect(problem(() => parseLesson(front("id: [a"))).code).toBe("content/yaml");
  expect(problem(() => parseLesson(front("id: &x [a]\ntitle: [*x, *x]"))).code).toBe(
    "content/yaml",
  );
});

test("an exercise has exactly three hints", () => {
  const text = front("id: e\ntitle: E\nminutes: 5\nscaffold: blank\nhints: [a, b]");
  expect(problem(() => parseExercise(text))).toMatchObject({ field: "hints", line: 6 });
});

test("a question in words has points and a model answer below it", () => {
  const fields = "id: e\ntitle: E\nminutes: 5\nkind: explain\npoints: [a, b]";
  const { meta, task, answer } = parseExplain(`---\n${fields}\n---\nWhy?\n\n::answer\nSo.\n`);
  expect(meta).toEqual({
    id: "e",
    title: "E",
    minutes: 5,
    needs: [],
    teaches: [],
    points: ["a", "b"],
  });
  expect([task, answer]).toEqual(["Why?", "So."]);
  expect(problem(() => parseExplain(`---\n${fields}\n---\nWhy?`)).message).toContain(
    "there is no model answer",
  );
  expect(problem(() => parseExplain(`---\n${fields}\n---\n::answer\nSo.`)).message).toContain(
    "there is nothing above ::answer",
  );
  const few = fields.replace("[a, b]", "[a]");
  expect(problem(() => parseExplain(`---\n${few}\n---\nWhy?\n::answer\nSo.`))).toMatchObject({
    field: "points",
    line: 6,
  });
});

test("difficulty and importance are whole numbers from 1 to 5", () => {
  const exercise = (more: string) =>
    parseExercise(front(`id: e\ntitle: E\nminutes: 5\nscaffold: blank\nhints: [a, b, c]\n${more}`))
      .meta;
  expect(exercise("difficulty: 2\nimportance: 5")).toMatchObject({ difficulty: 2, importance: 5 });
  for (const [field, value] of [
    ["difficulty", "6"],
    ["importance", "0"],
    ["difficulty", "2.5"],
    ["importance", "high"],
  ])
    expect(problem(() => exercise(`${field}: ${value}`))).toMatchObject({ field, line: 7 });
});

test("directives and quizzes become blocks, and code that looks like them does not", () => {
  const body = [
    "Before.",
    "```",
    '::figure{name="no"}',
    "```",
    '::figure{name="yes"}',
    "```quiz",
    "question: Q?",
    "options:",
    '  - { text: "a", correct: true, why: "w" }',
    '  - { text: "b", correct: false, why: "w" }',
    "```",
    '::project{name="shop"}',
    "After.",
  ].join("\n");
  expect(parseBlocks(body, "f", 1).map((b) => b.kind)).toEqual([
    "markdown",
    "figure",
    "quiz",
    "project",
    "markdown",
  ]);
});

test("a directive that is unknown or badly written is refused at its line", () => {
  expect(problem(() => parseBlocks('a\n\n::video{name="x"}', "f", 10))).toMatchObject({
    code: "content/directive",
    line: 12,
  });
  for (const line of ['::figure{id="x"}', "::figure{name=x}", '::exercise{id="../x"}', "::figure"])
    expect(problem(() => parseBlocks(line, "f", 1)).code, line).toBe("content/directive");
});

test("a quiz without a right answer, or with one that is not explained, is refused at its line", () => {
  const quiz = (second: string) =>
    `\`\`\`quiz\nquestion: Q?\noptions:\n  - { text: a, correct: false, why: w }\n  - ${second}\n\`\`\``;
  expect(
    problem(() => parseBlocks(quiz("{ text: b, correct: false, why: w }"), "f", 1)).message,
  ).toContain("at least one must be correct");
  const bare = problem(() => parseBlocks(quiz("{ text: b, correct: true }"), "f", 1));
  expect([bare.field, bare.line]).toEqual(["options.1.why", 5]);
});
