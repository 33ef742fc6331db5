import { expect, test } from "vitest";
import { changeText, percent, whole, widthOf } from "./numbers.ts";

test("errors, changes and days are written as people read them, and widths as CSS does", () => {
  expect([percent(0.2034), widthOf(0.25)]).toEqual(["20.3 %", "25%"]);
  expect([changeText(-0.031), changeText(0.005), changeText(0.0002)]).toEqual([
    "−3.1",
    "+0.5",
    "±0.0",
  ]);
  expect([whole(3), whole(0.1 + 0.2)]).toEqual(["3", "0.3"]);
});
