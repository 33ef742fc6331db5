import { expect, test } from "vitest";
import { codeLines } from "./form/code-lines.ts";
import { times } from "./times.ts";

test("durations are said with two digits, and beside another as how many times as long", () => {
  expect([0.001, 0.1234, 2.06, 345, 12_345].map(times.about)).toEqual([
    "less than 0.01 ms",
    "about 0.12 ms",
    "about 2.1 ms",
    "about 350 ms",
    "about 12 s",
  ]);
  expect([1, 1.7, 2.04, 7.6, 0.5, 0.05].map((ms) => times.beside(ms, 1))).toEqual([
    "about as long as yours",
    "about as long as yours",
    "about 2 times as long as yours",
    "about 8 times as long as yours",
    "yours takes about 2 times as long",
    "yours takes about 20 times as long",
  ]);
  expect(times.beside(3, 0)).toBe("about 3 ms");
});

test("lines of code are those that hold code: no comments, no imports, no empty ones", () => {
  expect(
    codeLines(`// a comment
import { a } from "gradus";
import {
  b,
} from "gradus";

/** Another,
 *  of two lines. */
export function f(x: number): string {
  // steps
  const said = \`one
two\`;
  return said; // done
}
`),
  ).toBe(5);
});
