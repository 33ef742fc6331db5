/** What the tests of this package share: random arrays and the cut-file property. Imported by tests only. */
import { DataError } from "@gradus/core";
import fc from "fast-check";
import { expect } from "vitest";
import { type ArrayData, elementCount } from "../src/array-data.ts";

/** Arrays of every dtype with up to 3 axes, NaN and infinities included. */
export const arrays: fc.Arbitrary<ArrayData> = fc
  .array(fc.nat({ max: 4 }), { maxLength: 3 })
  .chain((shape) => {
    const size = { minLength: elementCount(shape), maxLength: elementCount(shape) };
    const of = (dtype: ArrayData["dtype"], data: fc.Arbitrary<ArrayData["data"]>) =>
      data.map((values) => ({ dtype, shape, data: values }));
    return fc.oneof(
      of("float32", fc.float32Array(size)),
      of("float64", fc.float64Array(size)),
      of("int32", fc.int32Array(size)),
      of("uint8", fc.uint8Array(size)),
      of("bool", fc.uint8Array({ ...size, max: 1 })),
    );
  });

/** Cuts `bytes` at every place; each piece must be a `DataError` that `read` throws. */
export function expectDataErrorAtEveryCut(
  bytes: Uint8Array,
  read: (bytes: Uint8Array) => unknown,
): void {
  for (let length = 0; length < bytes.length; length++) {
    let thrown: unknown;
    try {
      read(bytes.slice(0, length));
    } catch (error) {
      thrown = error;
    }
    expect(thrown, `cut at byte ${length} of ${bytes.length}`).toBeInstanceOf(DataError);
  }
}
