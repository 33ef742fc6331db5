import { afterAll, beforeAll, expect, test } from "vitest";
import { type Asked, apiOf } from "../../../test/api.ts";
import { contentApi } from "./content.ts";

let api: Asked;
beforeAll(async () => {
  api = await apiOf(contentApi);
});
afterAll(() => api.remove());

test("the catalogue lists everything and holds neither task nor hint, solution nor folder", async () => {
  const catalogue = await api.ask("/content");
  for (const secret of ["return x + x", "Write `double(x)`", "What does twice mean", "courses/01-"])
    expect([secret, catalogue.text.includes(secret)]).toEqual([secret, false]);
  expect(catalogue.json).toMatchObject({
    courses: [{ id: "numbers", lessons: ["numbers/doubling", "numbers/twice-more"] }],
    lessons: [{ id: "numbers/doubling", exercises: ["numbers/double"] }, { name: "twice-more" }],
    exercises: [
      { id: "numbers/double", name: "double", lesson: "numbers/doubling", kind: "write", hints: 3 },
      { id: "numbers/quadruple", uses: ["numbers/double"] },
    ],
    explains: [],
  });
});

test("what goes out is picked: these fields, and no other that content may come to hold", async () => {
  const { json } = await api.ask("/content");
  const fields = (list: unknown): string[] =>
    [...new Set((list as object[]).flatMap((one) => Object.keys(one)))].sort();
  expect(fields(json.lessons)).toEqual(
    [
      ["course", "ends", "exercises", "explains", "figures", "id", "minutes", "name", "needs"],
      ["number", "sources", "summary", "teaches", "title", "week"],
    ].flat(),
  );
  expect(fields(json.exercises)).toEqual(
    [
      ["assets", "course", "fastLane", "hints", "id", "kind", "lesson", "minutes", "name", "needs"],
      ["number", "placement", "scaffold", "teaches", "title", "uses"],
    ].flat(),
  );
  const lesson = (await api.ask("/lessons/numbers/doubling")).json;
  expect(Object.keys(lesson)).toEqual(expect.arrayContaining(["blocks", "compares"]));
  expect(Object.keys(lesson)).not.toEqual(expect.arrayContaining(["files"]));
  expect(Object.keys(lesson)).not.toEqual(expect.arrayContaining(["folder"]));
});

test("a lesson has its blocks as data; its text is never HTML to the server", async () => {
  expect((await api.ask("/lessons/numbers/doubling")).json).toMatchObject({
    blocks: [{ kind: "markdown", text: expect.stringContaining("<script>") }, {}, {}, {}, {}],
    compares: { add: { gradus: "tensor(1).add(1)\n" } },
  });
  expect((await api.ask("/lessons/numbers/ghost")).status).toBe(404);
  expect((await api.ask("/explains/numbers/ghost")).status).toBe(404);
});

test("search and the placement check answer by ids of their course", async () => {
  expect((await api.ask("/search?q=four")).json).toMatchObject([{ id: "numbers/quadruple" }]);
  expect((await api.ask("/placement/numbers")).json).toMatchObject([
    { kind: "quiz", lesson: "numbers/doubling" },
    { kind: "exercise", exercise: "numbers/quadruple" },
  ]);
});

test("a data set is bytes; one that is not there, or a path for an id, is refused", async () => {
  const answer = await api.ask("/datasets/bytes");
  expect([answer.status, [...Buffer.from(answer.text, "latin1")]]).toEqual([200, [1, 2, 3, 4]]);
  for (const id of ["nothing", "..%2F..%2Fsecret.txt", "constructor"])
    expect([id, (await api.ask(`/datasets/${id}`)).status]).toEqual([id, 404]);
});

test("lessons of one name in two courses are two", async () => {
  const two = await apiOf(contentApi, "two-courses");
  for (const [course, title] of [
    ["numbers", "Doubling a number"],
    ["lists", "Doubling a list"],
  ])
    expect((await two.ask(`/lessons/${course}/doubling`)).json).toMatchObject({ title });
  two.remove();
});
