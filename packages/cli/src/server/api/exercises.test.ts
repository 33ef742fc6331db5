import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Asked, apiOf } from "../../../test/api.ts";
import { exercisesApi } from "./exercises.ts";

let api: Asked;
beforeEach(async () => {
  api = await apiOf(exercisesApi);
});
afterEach(() => api.remove());

const onDisk = (path: string): string => readFileSync(join(api.workspace.root, path), "utf8");

test("an exercise begins with its starter, and says what it is without its solution", async () => {
  const { json, text } = await api.ask("/numbers/double");
  expect(json).toMatchObject({
    meta: { id: "numbers/double", hints: 3 },
    task: "Write `double(x)`.",
    hintsShown: 0,
    text: expect.stringContaining("notDone"),
    passing: null,
  });
  expect(json.meta).not.toHaveProperty("files");
  expect(text).not.toContain("caught by");
  expect(onDisk("exercises/numbers/double.ts")).toBe(json.text);
});

test("it is saved, and when it changed meanwhile refused with the disk's text", async () => {
  const { version } = (await api.ask("/numbers/double")).json;
  const saved = await api.ask("/numbers/double", "PUT", { text: "mine", baseVersion: version });
  expect(saved.status).toBe(200);
  expect(onDisk("exercises/numbers/double.ts")).toBe("mine");
  const late = await api.ask("/numbers/double", "PUT", { text: "other", baseVersion: version });
  expect(late).toMatchObject({ status: 409, json: { text: "mine", version: saved.json.version } });
});

test("what was written in a review can be taken, and a reset begins again; both keep what was there", async () => {
  const { text, version } = (await api.ask("/numbers/double")).json;
  await api.ask("/numbers/double", "PUT", { text: "mine", baseVersion: version });
  const adopted = await api.ask("/numbers/double/adopt", "POST", { text: "new" });
  expect(adopted.json).toMatchObject({ kept: "notes/numbers/double-before-review-1.ts" });
  expect(onDisk("exercises/numbers/double.ts")).toBe("new");
  expect(onDisk("notes/numbers/double-before-review-1.ts")).toBe("mine");
  expect((await api.ask("/numbers/double/adopt", "POST", { text: 7 })).status).toBe(400);
  expect((await api.ask("/numbers/double/reset", "POST", {})).json).toEqual({
    text,
    version,
    kept: "notes/numbers/double-before-reset-1.ts",
  });
});

test("a grader is asked with the learner's files, each by its path", async () => {
  const { text } = (await api.ask("/numbers/double")).json;
  await api.ask("/numbers/quadruple");
  expect((await api.ask("/numbers/quadruple/grading")).json).toMatchObject({
    exercise: "numbers/quadruple",
    sources: [
      { id: "numbers/double", folder: "courses/01-numbers/01-doubling/01-double", learner: text },
      { id: "numbers/quadruple", uses: ["numbers/double"] },
    ],
    assetNames: [],
  });
});

test("exercises of one name in two courses are two files", async () => {
  const two = await apiOf(exercisesApi, "two-courses");
  for (const course of ["numbers", "lists"]) {
    const { version } = (await two.ask(`/${course}/double`)).json;
    await two.ask(`/${course}/double`, "PUT", { text: `// ${course}`, baseVersion: version });
  }
  expect((await two.ask("/numbers/double")).json.text).toBe("// numbers");
  expect((await two.ask("/lists/double")).json.text).toBe("// lists");
  const { sources, files } = (await two.ask("/lists/double/grading")).json;
  expect(sources).toMatchObject([{ learner: "// numbers" }, { learner: "// lists" }]);
  expect(Object.keys(files as object)).toEqual([
    "courses/01-numbers/01-doubling/example.ts",
    "courses/02-lists/01-doubling/example.ts",
  ]);
  two.remove();
});

test("what no course has is not there", async () => {
  for (const path of ["/numbers/ghost", "/ghost/double", "/numbers/..%2fdouble", "/numbers"])
    expect([path, (await api.ask(path)).status]).toEqual([path, 404]);
});

test("other answers are shown once one's own has passed, and refused before", async () => {
  const before = await api.ask("/numbers/double/answers");
  expect(before).toMatchObject({
    status: 403,
    json: { code: "workspace/not-passed", error: expect.stringContaining("has passed") },
  });
  expect(before.text).not.toContain("x + x");
  const failed = { kind: "attempt", exercise: "numbers/double", passed: false } as const;
  await api.workspace.append(failed);
  expect((await api.ask("/numbers/double/answers")).status).toBe(403);
  const { version } = (await api.ask("/numbers/double")).json;
  const text = "// mine\nexport const double = (x: number) => {\n  return x * 2;\n};\n";
  await api.ask("/numbers/double", "PUT", { text, baseVersion: version });
  await api.workspace.append({ ...failed, passed: true });
  expect((await api.ask("/numbers/double/answers")).json).toEqual({
    mine: { text, lines: 3 },
    others: [
      {
        name: "the solution",
        text: "export function double(x: number): number {\n  return x + x;\n}\n",
        lines: 3,
      },
      { name: "times", text: "export const double = (x: number): number => 2 * x;\n", lines: 1 },
    ],
  });
});
