import { expect, test } from "vitest";
import { type Exercise, historyOf, type LearningAct, starterFor } from "../index.ts";

const exercise = (scaffold: "guided" | "signature" | "blank"): Exercise =>
  ({
    id: "next",
    kind: "write",
    scaffold,
    hints: ["Which call squashes?", "It is sigmoid.", "z.sigmoid()"],
    files: {
      starter: `/** Squashes. */\nexport function squash(z) {\n  // 1. Squash z.\n  return notDone("squash");\n}\n`,
    },
  }) as unknown as Exercise;

/** A history in which the exercises a, b, c … were passed one after the other, with these hints. */
function passed(...hints: number[]) {
  const acts = hints.flatMap((level, i): LearningAct[] => {
    const id = "abcdefgh"[i] as string;
    const hint = { kind: "hint", exercise: id, level } as const;
    const pass = { kind: "attempt", exercise: id, passed: true } as const;
    return level > 0 ? [hint, pass] : [pass];
  });
  return historyOf(
    acts.map((act, i) => ({ at: new Date(Date.UTC(2026, 2, 1, 10, i)).toISOString(), ...act })),
  );
}

const given = exercise("guided").files.starter;

test("with little history everyone begins with what the author wrote", () => {
  expect(starterFor(exercise("guided"), passed(0, 0))).toBe(given);
});

test("after three passes without a hint the steps are left out, and the head stays", () => {
  const text = starterFor(exercise("guided"), passed(3, 0, 0, 0));
  expect(text).not.toContain("1. Squash z.");
  expect(text).toContain("The steps are left out");
  expect(text).toContain(`  return notDone("squash");`);
});

test("a hint among the last three keeps the steps", () => {
  expect(starterFor(exercise("guided"), passed(0, 0, 1, 0))).toBe(given);
});

test("who needed telling hints twice is given the first hint with a bare signature", () => {
  const text = starterFor(exercise("signature"), passed(2, 3, 0));
  expect(text).toContain(`  // To begin with: Which call squashes?\n  return notDone("squash");`);
  expect(starterFor(exercise("signature"), passed(2, 0, 0))).toBe(given);
});

test("a blank page stays blank", () => {
  for (const history of [passed(0, 0, 0), passed(3, 3, 3)])
    expect(starterFor(exercise("blank"), history)).toBe(given);
});
