import { expect, test } from "vitest";
import { startModule } from "./load.ts";

/** What a file exports once it has come to its end. */
async function exportsOf(source: string): Promise<object> {
  const { exports, done } = startModule(source);
  await done;
  return exports;
}

test.each([
  ["of an arrow called at once", "export const v = await (async () => 7)();", 7],
  ["of an array", "export const v = (await [7])[0];", 7],
  ["of a regular expression", "export const v = (await /a/).test('a');", true],
  ["of a template", "export const v = await `7`;", "7"],
  ["of a negative number", "export const v = await -7;", -7],
  ["in a template", "export const v = `$".concat("{await Promise.resolve(7)}`;"), "7"],
  ["in a block", "let n = 0;\nif (true) { n = await (7); }\nexport const v = n;", 7],
  [
    "in a loop over promises",
    "let n = 0;\nfor await (const one of [Promise.resolve(3), 4]) n += one;\nexport const v = n;",
    7,
  ],
  ["in an argument of an arrow", "export const v = [1, 2].map((n) => n + 1)[await (0)];", 2],
  [
    "after a nested async arrow",
    "const f = async () => { await 1; };\nexport const v = await (f(), 7);",
    7,
  ],
])("a file may await something outside of its functions: %s", async (_, source, value) => {
  expect(await exportsOf(source)).toEqual({ v: value });
});

test.each([
  ["in a comment", "// await (1)\nexport const v = 1; /* await (2) */"],
  ["in a string", "export const v = 'await (1)';"],
  ["in a template's text", "export const v = `await (1)`;"],
  ["in a regular expression", "export const v = /await (1)/;"],
  [
    "in nested async functions",
    "export const v = async () => { await (async () => { await 1; })(); };",
  ],
  ["in a method", "export class V { async run() { for await (const x of []) x; } }"],
  ["as a property", "export const v = { await: 1 }.await;"],
])("a file that only mentions it has run to its end at once: %s", (_, source) => {
  expect(startModule(source).done).toBeUndefined();
});

test("an await in a function that is not async is a syntax error with its line", () => {
  expect(() => startModule("const a = 1;\nexport function f() {\n  const b = await a;\n}")).toThrow(
    /line 3/,
  );
});
