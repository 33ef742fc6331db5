import { expect, test } from "vitest";
import { optionOrder } from "./option-order.ts";

test("every option is there once, in an order that a question keeps", () => {
  const order = optionOrder("2 + 2?", ["4", "5", "22"]);
  expect([...order].sort()).toEqual([0, 1, 2]);
  expect(optionOrder("2 + 2?", ["4", "5", "22"])).toEqual(order);
});

test("over many questions the first option does not stay first", () => {
  const firsts = Array.from(
    { length: 300 },
    (_, i) => optionOrder(`question ${i}`, ["a", "b", "c"])[0],
  );
  for (const option of [0, 1, 2])
    expect(firsts.filter((f) => f === option).length).toBeGreaterThan(60);
});
