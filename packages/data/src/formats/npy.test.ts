import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arrays, expectDataErrorAtEveryCut } from "../../test/arrays.ts";
import { arrayData } from "../array-data.ts";
import { decodeNpy, encodeNpy } from "./npy.ts";

const fixture = (name: string): Uint8Array =>
  readFileSync(new URL(`../../fixtures/npy-${name}.npy`, import.meta.url));
const ramp = [0.5, -1.25, 3, 1e-7, 65504, -0];

test.each(["f4", "f4-big", "v2", "v3"])("reads NumPy's %s as float32 [2, 3]", (name) => {
  const { dtype, shape, data } = decodeNpy(fixture(name));
  expect({ dtype, shape }).toEqual({ dtype: "float32", shape: [2, 3] });
  expect(data).toEqual(Float32Array.from(ramp));
});

test.each(["f8", "f8-big"])("reads NumPy's %s as float64", (name) => {
  expect(decodeNpy(fixture(name))).toEqual(arrayData(Float64Array.from(ramp), [2, 3]));
});

test("reads float16 as float32, subnormals rounded as NumPy rounded them", () => {
  expect(decodeNpy(fixture("f2"))).toEqual(
    arrayData(Float32Array.of(0.5, -1.25, 3, 2 ** -23, 65504, -0), [2, 3]),
  );
});

test.each(["i4", "i4-big"])("reads %s with the whole int32 range", (name) => {
  const want = Int32Array.of(-2147483648, 0, 7, 1, 2, 2147483647);
  expect(decodeNpy(fixture(name))).toEqual(arrayData(want, [2, 3]));
});

test("reads int64 that fits as int32 and refuses what does not, naming value and place", () => {
  expect(decodeNpy(fixture("i8"))).toEqual(arrayData(Int32Array.of(-5, 2147483647, -2147483648)));
  expect(() =>
    decodeNpy(fixture("i8-large"), { name: "ids.npy" }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [DataError: decodeNpy ids.npy: element [1] is 2147483648 (i8), outside of int32's range -2147483648..2147483647.
    Hint: 64-bit integers are read as int32; store large values as float64, or renumber the ids.
    (data/integer-range)]
  `);
});

test("reads bytes, signed bytes, unsigned shorts and booleans", () => {
  expect(decodeNpy(fixture("u1"))).toEqual(arrayData(Uint8Array.of(0, 127, 255)));
  expect(decodeNpy(fixture("i1"))).toEqual(arrayData(Int32Array.of(-128, 127)));
  expect(decodeNpy(fixture("u2"))).toEqual(arrayData(Int32Array.of(0, 65535)));
  expect(decodeNpy(fixture("b1"))).toEqual(arrayData(Uint8Array.of(1, 0, 0, 1), [2, 2], "bool"));
});

test("turns column-major arrays into row-major order", () => {
  const want = Float32Array.from({ length: 24 }, (_, i) => i);
  expect(decodeNpy(fixture("fortran"))).toEqual(arrayData(want, [2, 3, 4]));
});

test("reads arrays of no axes and of no elements", () => {
  expect(decodeNpy(fixture("scalar"))).toEqual(arrayData(Float32Array.of(2.5), []));
  expect(decodeNpy(fixture("empty"))).toEqual(arrayData(new Float32Array(0), [0, 3]));
});

test.each(["structured", "text"])("refuses %s elements by name", (name) => {
  expect(() => decodeNpy(fixture(name))).toThrow(/cannot be read[\s\S]*\(data\/npy-dtype\)/);
});

test.each([
  "f4",
  "f8",
  "i4",
  "u1",
  "b1",
  "scalar",
  "empty",
])("writes %s byte for byte as NumPy did", (name) => {
  const bytes = fixture(name);
  expect(encodeNpy(decodeNpy(bytes))).toEqual(new Uint8Array(bytes));
});

test("any array survives writing and reading", () => {
  fc.assert(
    fc.property(arrays, (array) => {
      expect(decodeNpy(encodeNpy(array))).toEqual(array);
    }),
  );
});

test("a file cut at any byte is refused, and so is one with a byte more", () => {
  expectDataErrorAtEveryCut(fixture("f4"), (bytes) => decodeNpy(bytes));
  expect(() => decodeNpy(Uint8Array.of(...fixture("f4"), 0))).toThrow(
    /1 too many[\s\S]*\(data\/npy-size\)/,
  );
});

const withHeader = (header: string): Uint8Array => {
  const bytes = new Uint8Array(10 + header.length);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  bytes.set(new TextEncoder().encode(header), 10);
  return bytes;
};

test("a shape that lies is refused before memory is taken for it", () => {
  const lie = "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000, 1000000), }";
  expect(() => decodeNpy(withHeader(lie))).toThrow(
    /needs 8000000000081 bytes .*\(data\/npy-truncated\)/s,
  );
});

test.each([
  ["no dictionary", "[1]", /is not a dictionary/],
  ["a missing key", "{'descr': '<f4', 'shape': (1,), }", /fortran_order is missing/],
  ["a key twice", "{'descr': '<f4', 'descr': '<f4', }", /descr stands there twice/],
  [
    "a shape that is no tuple",
    "{'descr': '<f4', 'fortran_order': False, 'shape': 3}",
    /shape is 3/,
  ],
  [
    "a negative size",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}",
    /shape is \(-1,\)/,
  ],
  [
    "a size beyond 2^53",
    "{'descr': '<f4', 'fortran_order': False, 'shape': (9007199254740993,)}",
    /shape is/,
  ],
  [
    "an order of neither kind",
    "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}",
    /fortran_order is 0/,
  ],
  ["text between entries", "{'descr': '<f4' 'fortran_order': False}", /cannot read/],
])("a header with %s is refused", (_, header, message) => {
  expect(() => decodeNpy(withHeader(header))).toThrow(message);
  expect(() => decodeNpy(withHeader(header))).toThrow(/\(data\/npy-header\)/);
});

test("another file is recognised by its first bytes", () => {
  const html = new TextEncoder().encode("<!doctype html>");
  expect(() => decodeNpy(html, { name: "w.npy" })).toThrowErrorMatchingInlineSnapshot(`
    [DataError: decodeNpy w.npy: this is no npy file: it starts with 3c 21 64 6f 63 74, expected 93 4e 55 4d 50 59.
    Hint: check the path, and that the file is not an error page saved under this name.
    (data/npy-magic)]
  `);
});
