import { expect, test } from "vitest";
import { expectClose } from "./close.ts";
import { lossWeights } from "./golden.ts";
import { numericGrad } from "./numeric-grad.ts";

test("finds the slope of a square, times the weights", async () => {
  const at = [3, -1, 0.5];
  const want = lossWeights(3).map((w, i) => 2 * w * (at[i] as number));
  expectClose(await numericGrad((x) => x.mul(x), at), want, { rtol: 1e-8, atol: 1e-8 });
});

test("weights of the loss are unequal", () => {
  expect(new Set(lossWeights(11)).size).toBe(11);
});
