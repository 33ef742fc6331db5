import { expect, test } from "vitest";
import { linalg, ones, pad, softplus, sum, tensor } from "../index.ts";

const x = ones([2, 3]);

test.each([
  [() => sum(x, 1, { keepDim: true } as never), "sum: there is no option keepDim", "keepdim?"],
  [() => x.sum(1, { keepdims: true } as never), "no option keepdims", "keepdim?"],
  [() => x.std(0, { unbiased: false } as never), "no option unbiased", "correction?"],
  [() => softplus(x, { betta: 1 } as never), "no option betta", "beta?"],
  [() => tensor([1], { requires_grad: true } as never), "no option requires_grad", "requiresGrad?"],
  [() => pad(x, [1, 1], { fill: 1 } as never), "no option fill", "leave it out"],
  [() => linalg.eigh(ones([2, 2]), { uplo: "U" } as never), "no option uplo", "UPLO?"],
])("an option that is not there is refused, with what was probably meant", (run, what, hint) => {
  expect(run).toThrow(what);
  expect(run).toThrow(hint);
  expect(run).toThrow("(usage/unknown-option)");
});

test("what is no object of options is refused where one belongs", () => {
  for (const given of [true, 1, null, "mean", [1], tensor(1)])
    expect(() => x.sum(1, given as never)).toThrow("(usage/options)");
  expect(() => x.sum(1, true as never)).toThrow("write { keepdim: … }");
});

test("the other triangle may be asked for", async () => {
  const a = tensor([
    [4, 2],
    [2, 5],
  ]);
  expect(await linalg.cholesky(a, { upper: true }).toArray()).toEqual([
    [2, 1],
    [0, 2],
  ]);
  const upper = tensor([
    [2, 1],
    [9, 2],
  ]);
  const { eigenvalues } = linalg.eigh(upper, { UPLO: "U" });
  const [low, high] = (await eigenvalues.toArray()) as number[];
  expect(low).toBeCloseTo(1, 5);
  expect(high).toBeCloseTo(3, 5);
});
