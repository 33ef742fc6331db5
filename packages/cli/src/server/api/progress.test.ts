import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Asked, apiOf } from "../../../test/api.ts";
import { progressApi } from "./progress.ts";

let api: Asked;
beforeAll(async () => {
  api = await apiOf(progressApi);
});
afterAll(() => api.remove());

test("events are held against the schema and the content, and progress follows", async () => {
  const post = async (body: unknown) => (await api.ask("/events", "POST", body)).status;
  const passed = { kind: "attempt", exercise: "numbers/double", passed: true };
  expect(await post({ ...passed, at: "2999-01-01" })).toBe(200);
  expect(await post({ ...passed, exercise: "numbers/ghost" })).toBe(404);
  expect(await post({ ...passed, exercise: "../x" })).toBe(400);
  expect(await post({ ...passed, exercise: "a/b/c" })).toBe(400);
  expect(await post({ kind: "read", lesson: "numbers/ghost" })).toBe(404);
  expect(await post({ kind: "explain", explain: "numbers/ghost", points: [true] })).toBe(404);
  expect(await post({ kind: "dance" })).toBe(400);
  const lines = readFileSync(join(api.workspace.root, "progress.jsonl"), "utf8").trim();
  expect(lines.split("\n").map((l) => JSON.parse(l).kind)).toEqual(["attempt"]);
  expect((await api.ask("/progress")).json).toMatchObject({
    exercises: { "numbers/double": "passed" },
    next: { lesson: "numbers/doubling", exercise: null },
    unreadable: null,
  });
});
