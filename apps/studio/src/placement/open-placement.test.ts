import type { PlacementItem, Progress } from "@gradus/content";
import { expect, test } from "vitest";
import { OpenPlacement, openItems } from "./open-placement.ts";

const item = (...concepts: string[]): PlacementItem => ({
  kind: "exercise",
  exercise: "x",
  lesson: "l",
  concepts,
});

test("what is shown is told at once, and a skipped item is one that is not known", async () => {
  const told: [readonly string[], boolean][] = [];
  const open = new OpenPlacement([item("a", "b"), item("c")], async (concepts, known) => {
    told.push([concepts, known]);
  });
  await open.answer(true);
  expect([open.at.value, open.over.value]).toEqual([1, false]);
  await open.answer(false);
  expect(told).toEqual([
    [["a", "b"], true],
    [["c"], false],
  ]);
  expect([open.over.value, [...open.known.value], open.asked]).toEqual([
    true,
    ["a", "b"],
    ["a", "b", "c"],
  ]);
});

test("three misses in a row say that the rest is new, a right answer takes it back", async () => {
  const open = new OpenPlacement(
    Array.from({ length: 6 }, () => item("a")),
    async () => {},
  );
  for (const right of [false, false, false]) await open.answer(right);
  expect(open.lost).toBe(true);
  await open.answer(true);
  expect(open.lost).toBe(false);
  open.stop();
  expect([open.over.value, open.item]).toEqual([true, null]);
});

test("what is known already is not asked", () => {
  const p = {
    concepts: [
      { id: "a", level: "fresh" },
      { id: "b", level: "shaky" },
    ],
  };
  const items = [item("a"), item("a", "b"), item("new")];
  expect(openItems(items, p as unknown as Progress)).toEqual([items[1], items[2]]);
});
