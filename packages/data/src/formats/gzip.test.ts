import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { arrayData } from "../array-data.ts";
import { gunzip, gzip } from "./gzip.ts";
import { decodeIdx, encodeIdx } from "./idx.ts";
import { decodeNpz, encodeNpz } from "./npz.ts";

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const text = (of: string): Uint8Array => new TextEncoder().encode(of);
const zeros = (bytes: number): Uint8Array => new Uint8Array(gzipSync(new Uint8Array(bytes)));

test("the members of a file follow one another, whatever their sizes", () => {
  const long = Uint8Array.from({ length: 100_000 }, (_, i) => (i * i) >> 3);
  const parts = [text("one "), new Uint8Array(0), long, text("three")];
  const packed = join(...parts.map((p) => gzip(p)));
  expect(gunzip(packed)).toEqual(join(...parts));
});

test("a cut file is named as one, wherever it is cut", () => {
  const packed = gzip(text("some words that are not very long, but long enough to be packed"));
  for (let size = 0; size < packed.length; size++)
    expect(() => gunzip(packed.subarray(0, size)), `${size} bytes`).toThrow(
      "(data/gzip-truncated)",
    );
  expect(() => gunzip(packed.subarray(0, -4), "x.gz")).toThrow(
    /x\.gz: the trailer with its checksum needs/,
  );
  const two = join(packed, packed);
  expect(() => gunzip(two.subarray(0, -30), "x.gz")).toThrow("the compressed data");
});

test("damage of any member is found and says which", () => {
  const one = gzip(text("abc"));
  const bad = one.slice();
  bad[bad.length - 6] = (bad[bad.length - 6] as number) ^ 1;
  expect(() => gunzip(join(bad, one))).toThrow(/CRC-32 is/);
  expect(() => gunzip(join(one, bad))).toThrow(/CRC-32 of member 2 is/);
  expect(() => gunzip(join(one, text("no gzip at all, but long enough")))).toThrow(
    /what stands behind member 1 is no gzip/,
  );
});

test("unpacking ends at the limit, which can be raised", () => {
  const bomb = zeros(4_000_000);
  expect(bomb.length).toBeLessThan(10_000);
  expect(() => gunzip(bomb, "x.gz", { maxBytes: 1_000_000 })).toThrowErrorMatchingInlineSnapshot(`
    [DataError: x.gz: it unpacks to more, and at most 1000000 are allowed.
    Hint: a small file can hold gigabytes of nothing; if you trust this one and have the memory, pass a larger \`maxBytes\`.
    (data/unpacked-size)]
  `);
  expect(gunzip(bomb, "x.gz", { maxBytes: 4_000_000 }).length).toBe(4_000_000);
});

test("an idx file is unpacked as far as its header needs, and no further", () => {
  const head = encodeIdx(arrayData(new Uint8Array([7]), [1]));
  const bomb = new Uint8Array(gzipSync(join(head, new Uint8Array(4_000_000))));
  expect(() => decodeIdx(bomb, { name: "x.idx.gz" })).toThrow("(data/idx-size)");
  const claims = head.slice();
  claims.set([127, 255, 255, 255], 4);
  expect(() => decodeIdx(gzip(claims))).toThrow("(data/unpacked-size)");
  const whole = gzip(encodeIdx(arrayData(new Uint8Array(100))));
  expect(() => decodeIdx(whole, { maxBytes: 50 })).toThrow("(data/unpacked-size)");
  expect(decodeIdx(whole, { maxBytes: 200 }).shape).toEqual([100]);
});

test("an archive is held against the limit by all its entries, before any is unpacked", () => {
  const array = arrayData(new Float32Array(1000));
  const packed = encodeNpz({ a: array, b: array }, { compress: true });
  expect(() => decodeNpz(packed, { name: "x.npz", maxBytes: 5000 })).toThrow(
    /decodeNpz x\.npz: it unpacks to 8256 bytes, and at most 5000 are allowed/,
  );
  expect(decodeNpz(packed, { maxBytes: 8256 }).size).toBe(2);
});
