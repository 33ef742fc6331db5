import { readFileSync } from "node:fs";
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { expectDataErrorAtEveryCut } from "../../test/arrays.ts";
import { arrayData } from "../array-data.ts";
import { encodeNpy } from "./npy.ts";
import { decodeNpz, encodeNpz } from "./npz.ts";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));

test("reads np.savez in the archive's order", () => {
  const arrays = decodeNpz(fixture("plain.npz"));
  expect([...arrays.keys()]).toEqual(["a", "b"]);
  expect(arrays.get("a")?.data).toEqual(Float32Array.of(0.5, -1.25, 3, 1e-7, 65504, -0));
  expect(arrays.get("b")?.shape).toEqual([2, 3]);
});

test("reads np.savez_compressed", () => {
  const zeros = decodeNpz(fixture("packed.npz")).get("b");
  expect(zeros).toEqual(arrayData(new Float64Array(400), [20, 20]));
});

test.each([true, false])("arrays survive writing and reading (compress: %s)", (compress) => {
  const arrays = new Map([
    ["w", arrayData(Float32Array.of(1, 2, 3, 4), [2, 2])],
    ["layer.0/b", arrayData(new Int32Array(500))],
    ["10", arrayData(Uint8Array.of(1), [1], "bool")],
  ]);
  const bytes = encodeNpz(arrays, { compress });
  expect(new Map(decodeNpz(bytes))).toEqual(arrays);
  expect(encodeNpz(arrays, { compress })).toEqual(bytes);
});

test("a file cut at any byte is refused", () => {
  expectDataErrorAtEveryCut(fixture("packed.npz"), (bytes) => decodeNpz(bytes));
});

test("one changed bit in the data is found by its CRC", () => {
  const bytes = encodeNpz({ w: arrayData(Float32Array.of(1, 2)) });
  const at = bytes.findIndex((_, i) => bytes[i] === 0x80 && bytes[i + 1] === 0x3f);
  bytes[at] = 0x81;
  expect(() => decodeNpz(bytes, { name: "w.npz" })).toThrowErrorMatchingInlineSnapshot(`
    [DataError: decodeNpz w.npz: the data is damaged: entry "w.npy" does not match its CRC-32.
    Hint: copy or download the file again; it was probably cut short on the way.
    (data/npz-damaged)]
  `);
});

test("a directory that states 4 GB for a few bytes is refused", () => {
  const bytes = encodeNpz({ w: arrayData(new Float32Array(64)) }, { compress: true });
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 6, true);
  view.setUint32(directory + 24, 0xfffffff0, true);
  expect(() => decodeNpz(bytes)).toThrow(/4294967280 unpacked .*\(data\/npz-damaged\)/s);
});

test("an archive of other files is refused by the entry's name", () => {
  const npy = encodeNpy(arrayData(new Float32Array(1)));
  expect(() => decodeNpz(zipSync({ "a.npy": npy, "b.txt": npy }))).toThrow(
    /"b.txt" does not end in .npy[\s\S]*\(data\/npz-name\)/,
  );
});

test("a name that cannot be stored is refused", () => {
  expect(() => encodeNpz({ "": arrayData(new Float32Array(1)) })).toThrow(/\(data\/npz-name\)/);
});
