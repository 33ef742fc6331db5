import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arrays, expectDataErrorAtEveryCut } from "../../test/arrays.ts";
import { arrayData } from "../array-data.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${name}.safetensors`, import.meta.url)));

test("reads what PyTorch saved: every dtype, a scalar and an empty tensor", () => {
  const { tensors, metadata } = decodeSafetensors(fixture("state"));
  expect(Object.fromEntries(tensors)).toEqual({
    double: arrayData(Float64Array.of(1 / 3)),
    empty: arrayData(new Float32Array(0), [0, 4]),
    "fc.bias": arrayData(Float32Array.of(1, -2)),
    "fc.weight": arrayData(Float32Array.of(0.5, -1.25, 3, 1e-7, 65504, -0), [2, 3]),
    steps: arrayData(Int32Array.of(7), []),
    bytes: arrayData(Uint8Array.of(0, 128, 255)),
    mask: arrayData(Uint8Array.of(1, 0, 1), [3], "bool"),
  });
  expect(metadata.size).toBe(0);
});

test("writes the same tensors byte for byte as the safetensors library", () => {
  const { tensors } = decodeSafetensors(fixture("state"));
  const shuffled = new Map([...tensors].reverse());
  expect(encodeSafetensors(shuffled)).toEqual(fixture("state"));
});

test("writes metadata byte for byte as the safetensors library", () => {
  const { tensors, metadata } = decodeSafetensors(fixture("metadata"));
  expect([...metadata]).toEqual([["format", "pt"]]);
  expect(encodeSafetensors(tensors, { metadata })).toEqual(fixture("metadata"));
});

test("widens F16 and BF16 to the float32 PyTorch gives", () => {
  const { tensors } = decodeSafetensors(fixture("narrow"));
  const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
  expect(tensors.get("f16")?.data).toEqual(
    Float32Array.of(0, -0, 1, -1.5, 65504, 2 ** -24, 168 * 2 ** -24, inf, -inf, nan),
  );
  expect(tensors.get("bf16")?.data).toEqual(
    Float32Array.of(
      0,
      -0,
      1,
      -1.5,
      65536,
      6.00703060626983e-8,
      1.0013580322265625e-5,
      inf,
      -inf,
      nan,
    ),
  );
});

test("reads I64, I16 and I8 as int32, and refuses an I64 that does not fit", () => {
  const { tensors } = decodeSafetensors(fixture("narrow"));
  expect(tensors.get("i64")).toEqual(arrayData(Int32Array.of(-1, 2147483647)));
  expect(tensors.get("i16")).toEqual(arrayData(Int32Array.of(-32768, 32767)));
  expect(tensors.get("i8")).toEqual(arrayData(Int32Array.of(-128, 127)));
  expect(() =>
    decodeSafetensors(fixture("large"), { name: "m.safetensors" }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [DataError: decodeSafetensors m.safetensors, tensor "i64": element [1] is 1099511627776 (i8), outside of int32's range -2147483648..2147483647.
    Hint: 64-bit integers are read as int32; store large values as float64, or renumber the ids.
    (data/integer-range)]
  `);
});

test("any set of arrays and metadata survives writing and reading", () => {
  const names = fc.string({ unit: "binary", maxLength: 6 }).filter((n) => n !== "__metadata__");
  const set = fc.uniqueArray(fc.tuple(names, arrays), { selector: ([n]) => n, maxLength: 5 });
  const meta = fc.uniqueArray(fc.tuple(names, fc.string()), { selector: ([n]) => n, maxLength: 3 });
  fc.assert(
    fc.property(set, meta, (list, pairs) => {
      const bytes = encodeSafetensors(new Map(list), { metadata: new Map(pairs) });
      const back = decodeSafetensors(bytes);
      expect(back.tensors).toEqual(new Map(list));
      expect(back.metadata).toEqual(new Map(pairs));
      expect(encodeSafetensors(new Map([...list].reverse()), { metadata: back.metadata })).toEqual(
        bytes,
      );
    }),
  );
});

test("the data starts at a multiple of 8", () => {
  for (const name of ["a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "é"]) {
    const bytes = encodeSafetensors({ [name]: arrayData(new Float32Array(1)) });
    expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  }
});

test("a file cut at any byte is refused, and so is one with a byte more", () => {
  expectDataErrorAtEveryCut(fixture("state"), (bytes) => decodeSafetensors(bytes));
  expect(() => decodeSafetensors(Uint8Array.of(...fixture("state"), 0))).toThrow(
    /\(data\/safetensors-size\)/,
  );
});

const file = (header: unknown, dataBytes: number): Uint8Array => {
  const json = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
};
const f32 = (shape: unknown, begin: unknown, end: unknown): unknown => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

test("tensors that overlap are refused, naming both ends", () => {
  const bytes = file({ a: f32([2], 0, 8), b: f32([1], 4, 8) }, 8);
  expect(() =>
    decodeSafetensors(bytes, { name: "m.safetensors" }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [DataError: decodeSafetensors m.safetensors: tensor "b" starts at byte 4, inside of the one before, which ends at 8.
    Hint: the file is damaged or was written by a faulty program; export it again.
    (data/safetensors-offsets)]
  `);
});

test.each([
  ["a hole", { a: f32([1], 0, 4), b: f32([1], 8, 12) }, 12, "offsets"],
  ["a hole at the start", { a: f32([1], 4, 8) }, 8, "offsets"],
  ["a span shorter than the shape", { a: f32([2], 0, 4) }, 4, "offsets"],
  ["a span that runs backwards", { a: f32([0], 4, 0) }, 4, "offsets"],
  ["a span beyond the file", { a: f32([1000000], 0, 4000000) }, 4, "truncated"],
  ["a shape whose product overflows", { a: f32([2 ** 40, 2 ** 40], 0, 4) }, 4, "offsets"],
  ["a fractional size", { a: f32([0.5], 0, 2) }, 2, "header"],
  ["a negative size", { a: f32([-1], 0, 4) }, 4, "header"],
  ["offsets that are no pair", { a: { dtype: "F32", shape: [], data_offsets: [0] } }, 4, "header"],
  ["no shape", { a: { dtype: "F32", data_offsets: [0, 4] } }, 4, "header"],
  ["no dtype", { a: { shape: [], data_offsets: [0, 4] } }, 4, "header"],
  [
    "a dtype that is not read",
    { a: { dtype: "F8_E4M3", shape: [4], data_offsets: [0, 4] } },
    4,
    "dtype",
  ],
  ["a tensor that is null", { a: null }, 0, "header"],
  ["metadata that is not text", { __metadata__: { step: 3 } }, 0, "header"],
  ["metadata that is a list", { __metadata__: [] }, 0, "header"],
  ["a header that is a list", [], 0, "header"],
  ["a header that is no JSON", "{'a': 1}", 0, "header"],
  [
    "a name twice",
    '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}',
    2,
    "name",
  ],
  [
    "a name twice, once written with an escape",
    '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}',
    2,
    "name",
  ],
  [
    "a shape that overflows before its zero",
    '{"a":{"dtype":"U8","shape":[4294967296,4294967296,0],"data_offsets":[0,0]}}',
    0,
    "offsets",
  ],
])("%s is refused", (_, header, dataBytes, code) => {
  expect(() => decodeSafetensors(file(header, dataBytes))).toThrow(`(data/safetensors-${code})`);
});

test("a header length beyond the format's limit is refused before memory is taken for it", () => {
  const bytes = new Uint8Array(16).fill(255);
  expect(() => decodeSafetensors(bytes)).toThrow(
    /18446744073709551615, the format allows 100000000/,
  );
});

test("the reserved name cannot be a tensor's", () => {
  expect(() => encodeSafetensors({ __metadata__: arrayData(new Float32Array(1)) })).toThrow(
    "(data/safetensors-name)",
  );
});

test("an array whose shape does not fit its data is refused", () => {
  expect(() =>
    encodeSafetensors({ w: { dtype: "float32", shape: [3], data: new Float32Array(2) } }),
  ).toThrow(/tensor "w": shape \[3\] needs 3 elements but the data has 2/);
});
