import { expect, test } from "vitest";
import { PartReading, secondsFor, wordsIn } from "./reading.ts";

test("a part is read when its end was seen and its words had their time", () => {
  const long = new PartReading(150);
  long.seen(0.5, true);
  expect(long.done).toBe(false);
  long.seen(9.5, false);
  expect(long.done).toBe(true);
  const left = new PartReading(150);
  left.seen(600, false);
  expect(left.done).toBe(false);
});

test("a short part takes a moment, and none more than a third of a minute", () => {
  expect(secondsFor(0)).toBe(2);
  expect(secondsFor(10_000)).toBe(20);
});

test("text and questions are words, code that is shown elsewhere is not", () => {
  expect(
    wordsIn([
      { kind: "markdown", text: "A neuron\nadds." },
      { kind: "figure", name: "one" },
      { kind: "quiz", index: 0, question: "What now?", stands: [], options: [] },
    ]),
  ).toBe(5);
});
