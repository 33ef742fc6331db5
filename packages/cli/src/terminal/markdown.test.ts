import { expect, test } from "vitest";
import { markdownLines, widthOf } from "./markdown.ts";

const plain = (text: string, width = 40): string =>
  markdownLines(text, { colors: false, width }).join("\n");

test("headings, paragraphs, code and maths", () => {
  expect(
    plain(
      "## A title\n\nSome **strong** and *slanted* words, `code` and $w_1^2$, which is long enough to break.\n\n```ts\nconst x = 1;\n\n  y();\n```\n\n$$\na = \\frac{1}{2}\n$$\n\nThe end.",
    ),
  ).toMatchInlineSnapshot(`
    "## A title

    Some **strong** and *slanted* words,
    \`code\` and w₁², which is long enough to
    break.

        const x = 1;

          y();

        a = 1/2

    The end."
  `);
});

test("lists keep their numbers and their depth", () => {
  expect(
    plain(
      "3. three\n4. four, which is long enough that it has to break\n   - inner\n   - inner two\n\nafter",
    ),
  ).toMatchInlineSnapshot(`
    "  3. three
      4. four, which is long enough that it
         has to break
           - inner
           - inner two

    after"
  `);
});

test("a table keeps its columns where they fit, and breaks cells where they do not", () => {
  const table =
    "| Gradus | what |\n|---|---|\n| `x.mul(w)` | place by place |\n| $\\sigma$ | squash |\n";
  expect(plain(table)).toMatchInlineSnapshot(`
    "Gradus      what
    ──────────  ──────────────
    \`x.mul(w)\`  place by place
    σ           squash"
  `);
  expect(plain(table, 20)).toMatchInlineSnapshot(`
    "Gradus     what
    ─────────  ─────────
    \`x.mul(w)\`  place by
               place

    σ          squash"
  `);
});

test("links show where they lead, quotes are marked", () => {
  expect(
    plain("> [a place](https://example.org/x) and <https://example.org>"),
  ).toMatchInlineSnapshot(`
    "│ a place (https://example.org/x) and
    │ https://example.org"
  `);
});

test("no line is wider than the terminal but for words and code that cannot be broken", () => {
  const text = "Words of a **text that is** `not short` at all and goes on. ".repeat(8);
  for (let width = 12; width < 100; width += 7)
    for (const colors of [true, false])
      for (const line of markdownLines(text, { colors, width }))
        expect(widthOf(line)).toBeLessThanOrEqual(width);
});

test("text cannot command the terminal, and HTML is text", () => {
  const evil =
    "a\x1b[2Jb\x1b]0;title\x07 \x9b31m <b>bold</b> <script>x</script> `\x1b[31m`\r\n\n\x00";
  const lines = markdownLines(evil, { colors: false, width: 80 }).join("\n");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that they are gone is what is tested
  expect(lines).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
  expect(lines).toContain("<b>bold</b>");
});

test("colours end where they began", () => {
  const [line = ""] = markdownLines("**a b** `c` *d*", { colors: true, width: 80 });
  expect(line).toBe("\x1b[1ma\x1b[22m \x1b[1mb\x1b[22m \x1b[36mc\x1b[39m \x1b[3md\x1b[23m");
});
