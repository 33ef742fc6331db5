import fc from "fast-check";
import { expect, test } from "vitest";
import { arrays, expectDataErrorAtEveryCut } from "../../test/arrays.ts";
import { arrayData } from "../array-data.ts";
import { crc32, gunzip, gzip } from "./gzip.ts";
import { decodeIdx, encodeIdx } from "./idx.ts";

test("reads the bytes the format's description gives", () => {
  const bytes = Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 2, 7, 9);
  expect(decodeIdx(bytes)).toEqual(arrayData(Uint8Array.of(7, 9), [1, 2]));
});

test("reads signed bytes and big-endian shorts as int32", () => {
  expect(decodeIdx(Uint8Array.of(0, 0, 9, 1, 0, 0, 0, 2, 0xff, 1))).toEqual(
    arrayData(Int32Array.of(-1, 1)),
  );
  expect(decodeIdx(Uint8Array.of(0, 0, 11, 1, 0, 0, 0, 1, 0xff, 0xfe))).toEqual(
    arrayData(Int32Array.of(-2)),
  );
});

test("any array with an axis survives writing, packing and reading; bool comes back as bytes", () => {
  const storable = arrays.filter((a) => a.shape.length > 0);
  fc.assert(
    fc.property(storable, (array) => {
      const want = array.dtype === "bool" ? { ...array, dtype: "uint8" } : array;
      expect(decodeIdx(encodeIdx(array))).toEqual(want);
      expect(decodeIdx(gzip(encodeIdx(array)))).toEqual(want);
    }),
  );
});

test("a file cut at any byte is refused, packed or not", () => {
  const bytes = encodeIdx(
    arrayData(
      Int32Array.from({ length: 12 }, (_, i) => i),
      [3, 4],
    ),
  );
  expectDataErrorAtEveryCut(bytes, (b) => decodeIdx(b));
  expectDataErrorAtEveryCut(gzip(bytes), (b) => decodeIdx(b));
});

test("too few bytes are counted in the message", () => {
  const bytes = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 9, 1);
  expect(() => decodeIdx(bytes, { name: "labels.idx" })).toThrowErrorMatchingInlineSnapshot(`
    [DataError: decodeIdx labels.idx: shape [9] needs 17 bytes but the file has 9.
    Hint: copy or download the file again; it was probably cut short on the way.
    (data/idx-truncated)]
  `);
});

test("too many bytes are counted in the message", () => {
  const bytes = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 1, 2, 3);
  expect(() => decodeIdx(bytes)).toThrow(/describes 9 bytes but the file has 11: 2 too many/);
});

test("sizes that multiply to more than memory are refused at once", () => {
  const bytes = new Uint8Array(20).fill(255);
  bytes.set([0, 0, 14, 4]);
  expect(() => decodeIdx(bytes)).toThrow("(data/idx-truncated)");
});

test("other files are refused by magic, type and number of axes", () => {
  expect(() => decodeIdx(new TextEncoder().encode("<html>"))).toThrow("(data/idx-magic)");
  expect(() => decodeIdx(Uint8Array.of(0, 0, 10, 1))).toThrow("(data/idx-dtype)");
  expect(() => decodeIdx(Uint8Array.of(0, 0, 8, 0))).toThrow("(data/idx-header)");
});

test("a scalar cannot be stored", () => {
  expect(() => encodeIdx(arrayData(new Float32Array(1), []))).toThrow("(data/idx-header)");
});

test("gzip: the same bytes give the same file, and come back", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(gzip(bytes, 9)).toEqual(gzip(bytes, 9));
      expect(gunzip(gzip(bytes, 9))).toEqual(bytes);
    }),
  );
});

test("gzip: a changed bit in the trailer's CRC or in stored data is found", () => {
  const bytes = gzip(new TextEncoder().encode("stored as it is"), 0);
  bytes[20] = (bytes[20] as number) ^ 1;
  expect(() => gunzip(bytes)).toThrow("(data/gzip-damaged)");
});

test("gzip: a trailer that promises 4 GB is refused before memory is taken for it", () => {
  const bytes = gzip(Uint8Array.of(1, 2, 3));
  bytes.fill(255, bytes.length - 4);
  expect(() => gunzip(bytes, "x.gz")).toThrowErrorMatchingInlineSnapshot(`
    [DataError: x.gz: the data is damaged: 3 bytes came out, the trailer says 4294967295.
    Hint: copy or download the file again; it was probably cut short on the way.
    (data/gzip-damaged)]
  `);
});

test("CRC-32 of the check string is cbf43926", () => {
  expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
});
