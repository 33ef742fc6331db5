import type { Exercise } from "@gradus/content";
import type { Failure, Shown, Verdict } from "@gradus/exercise";
import { expect, test } from "vitest";
import { hintsShown } from "./hints.ts";
import { numberText, paintFor, shownLines } from "./shown-text.ts";
import { verdictJson, verdictLines } from "./verdict-text.ts";

const paint = paintFor(false);
const tensor = (shape: number[], data: number[]): Shown => ({
  kind: "tensor",
  dtype: "float32",
  shape,
  data,
});
const exercise = { id: "double", title: "Twice", hints: ["a", "b", "c"] } as unknown as Exercise;

function lines(failure: Failure, more: Partial<Verdict> = {}, hints = 0): string {
  const verdict: Verdict = {
    exercise: "double",
    passed: false,
    checks: [
      { name: "first", kind: "value", status: "passed" },
      { name: "second", kind: "value", status: "failed", failure },
      { name: "third", kind: "value", status: "not-run" },
    ],
    printed: [],
    durationMs: 1234,
    ...more,
  };
  return verdictLines(verdict, exercise, {
    paint,
    hintsShown: hints,
    titleOf: (id) => `the ${id}`,
    nameOf: (id) => id,
  }).join("\n");
}

test("a matrix is rows of aligned numbers with the element that differs marked", () => {
  expect(shownLines(tensor([2, 2], [1, -2.5, 3, 400]), [1, 0], paint)).toEqual([
    "float32 tensor of shape [2, 2]",
    "[   1  -2.5]",
    "[   ›3‹   400]",
  ]);
});

test("of a large tensor the part around the difference is shown", () => {
  const data = Array.from({ length: 20 * 30 }, (_, i) => i);
  const shown = shownLines(tensor([20, 30], data), [12, 25], paint);
  expect(shown.length).toBeLessThan(12);
  expect(shown.join("\n")).toContain("›385‹");
  expect(shown[1]).toBe("…");
});

test("records and lists lead to the part that differs", () => {
  const shown: Shown = {
    kind: "record",
    entries: [
      ["dw", tensor([2], [1, 2])],
      ["db", { kind: "number", value: Number.NaN }],
    ],
  };
  expect(shownLines(shown, ["dw", 1], paint)).toEqual([
    "dw:",
    "  float32 tensor of shape [2]",
    "  [1  ›2‹]",
    "db: NaN",
  ]);
  const list: Shown = { kind: "list", items: [1, 2].map((value) => ({ kind: "number", value })) };
  expect(shownLines(list, [1], paint)).toEqual(["[1, ›2‹]"]);
});

test("numbers have about six digits and say what they are when they are none", () => {
  expect([0.1 + 0.2, 1e-9, 123456789, Number.POSITIVE_INFINITY].map(numberText)).toEqual([
    "0.3",
    "1.0000e-9",
    "123456789",
    "Infinity",
  ]);
});

test("a failure shows case, inputs, both answers, the first difference, the wrong idea and the line", () => {
  const text = lines({
    message: "double: the answer differs.",
    case: "a row",
    inputs: [["x", tensor([2], [1, 2])]],
    expected: tensor([2], [2, 4]),
    got: tensor([2], [2, 2]),
    difference: { path: [1], expected: 4, got: 2, count: 1, of: 2 },
    misconception: { name: "forgot to double", explanation: "Twice means two of it." },
    line: 7,
  });
  for (const part of [
    "case      a row",
    "[2  ›4‹]",
    "[2  ›2‹]",
    "first at [1]: expected 4, got 2 (1 of 2 values differ)",
    "This looks like: forgot to double",
    "exercises/double.ts:7",
    "✓ first",
    "✗ second",
    "· third",
  ])
    expect(text).toContain(part);
  expect(text).toContain("Hint 1 of 3 is there for you: gradus hint double");
  expect(lines({ message: "x" }, {}, 3)).toContain("All hints again");
});

test("shapes that do not fit are lined up from the right with the axis marked", () => {
  const text = lines({
    message: "shapes",
    picture: {
      kind: "shapes",
      left: { name: "left", shape: [5, 3] },
      right: { name: "right", shape: [2] },
      axis: -1,
    },
  });
  expect(text).toContain("left  [    5›    3‹ ]\n    right [     ›    2‹ ]");
});

test("a wrong window is drawn on its input beside the right one, with its padding, and said in words", () => {
  const picture = {
    kind: "window",
    cell: "Z[0, 1]",
    size: [2, 3],
    values: [1, 2, 3, 4, 5, 60],
    pad: 1,
    right: [-1, 1, 2, 2],
    used: [0, 1, 2, 2],
    says: "Your number comes from rows 0 to 1 and columns 1 to 2: the padding is left out.",
  } as const;
  const text = lines({ message: "conv", picture });
  expect(text).toContain("columns 1 to 2: the padding is left out.");
  expect(text).toContain(
    [
      "       ·     ·   [ ·]  [ ·]    ·  ",
      "       ·     1  |[ 2]||[ 3]|   ·  ",
      "       ·     4  |  5 || 60 |   ·  ",
    ]
      .map((line) => line.trimEnd())
      .join("\n"),
  );
  expect(text).toContain("[ ] the right window   | | the window used   · padding");
  const many = lines({ message: "conv", picture: { ...picture, values: [] } });
  expect(many).toContain("the padding is left out.");
  expect(many).not.toContain("[ ] the right window");
});

test("an earlier exercise that is the cause is named instead of a hint", () => {
  const text = lines({ message: "x" }, { blame: { exercise: "half", check: "halves" } });
  expect(text).toContain("The cause is your half (the half)");
  expect(text).not.toContain("gradus hint");
});

test("what ended the run is said with its line, and once", () => {
  const trouble = { kind: "unsettled", message: "It never settles." } as const;
  const text = lines({ message: "It never settles." }, { trouble });
  expect(text.split("It never settles.")).toHaveLength(2);
  expect(
    lines(
      { message: "x" },
      { checks: [], trouble: { kind: "syntax", message: "A bracket.", line: 3 } },
    ),
  ).toContain("A bracket. (exercises/double.ts:3)");
});

test("as JSON, numbers that JSON has no word for are text", () => {
  const shown: Shown = { kind: "number", value: Number.NaN };
  const verdict = { checks: [{ failure: { got: shown } }] } as unknown as Verdict;
  expect(verdictJson(verdict)).toContain('"value":"NaN"');
});

test("hints start again after a reset", () => {
  const at = "2026-01-01T00:00:00Z";
  const hint = { at, kind: "hint", exercise: "double", level: 2 } as const;
  expect(hintsShown("double", [hint])).toBe(2);
  expect(hintsShown("double", [hint, { at, kind: "reset", exercise: "double" }])).toBe(0);
  expect(hintsShown("other", [hint])).toBe(0);
});

test("of what was printed the failing case's lines are shown, and of the others how many there are", () => {
  const failure: Failure = { message: "double: it is 3" };
  const printed = ["a", "b", "c", "the failing one"];
  const text = lines(failure, { printed, printedBefore: 3 });
  expect(text).toContain("3 lines of other cases; --verbose shows them.\n  │ the failing one");
  expect(text).not.toContain("│ a");
  const flood = Array.from({ length: 60 }, (_, i) => `line ${i}`);
  const passed = lines(failure, { printed: flood, passed: true });
  expect(passed).toContain("│ line 4\n  │ … 55 more lines");
  const all = verdictLines(
    { exercise: "double", passed: true, checks: [], printed: flood, durationMs: 1 },
    exercise,
    { paint, hintsShown: 0, titleOf: (id) => id, nameOf: (id) => id, verbose: true },
  );
  expect(all.filter((line) => line.includes("│"))).toHaveLength(60);
});

test("what a wrong answer comes from is said before its numbers are shown", () => {
  const text = lines({
    message: "double: the answer is 3",
    expected: { kind: "number", value: 4 },
    got: { kind: "number", value: 3 },
    misconception: { name: "halved", explanation: "Twice is no half." },
  });
  expect(text.indexOf("Twice is no half.")).toBeLessThan(text.indexOf("expected"));
});

test("what TypeScript knows stands below the checks, with its line, unless it is the cause", () => {
  const problems = [
    { line: 3, message: "Tensors have no *: write `x.mul(w)` instead of `x * w`." },
  ];
  const sees = "TypeScript sees in your file:\n    line 3  Tensors have no *: write";
  const first = (text: string): boolean => text.indexOf(sees) < text.indexOf("✓ first");
  const wrong = lines({ message: "double: the answer is 3, expected 4" }, { problems });
  expect(wrong).toContain(sees);
  expect(first(wrong)).toBe(false);
  expect(first(lines({ message: "double threw", line: 3 }, { problems }))).toBe(true);
  expect(first(lines({ message: "double threw", line: 9 }, { problems }))).toBe(false);
  const nan = { path: [], expected: 4, got: Number.NaN, count: 1, of: 1 };
  expect(first(lines({ message: "double: NaN", difference: nan }, { problems }))).toBe(true);
  const named = { name: "halved", explanation: "Twice is no half." };
  expect(
    first(lines({ message: "double: NaN", difference: nan, misconception: named }, { problems })),
  ).toBe(false);
  const trouble = { kind: "syntax", message: "A bracket is missing.", line: 3 } as const;
  expect(first(lines({ message: "x" }, { problems, trouble }))).toBe(true);
});

test("what the library warns of stands below the checks, with its line and what to do", () => {
  const warnings = [{ code: "nn/odd", message: "mseLoss: odd.", hint: "mend it.", line: 7 }];
  const text = lines({ message: "x" }, { warnings });
  expect(text).toContain(
    "Warning (exercises/double.ts:7) mseLoss: odd.\n    Hint: mend it. (nn/odd)",
  );
});
