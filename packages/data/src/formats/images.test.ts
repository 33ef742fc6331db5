import { readFileSync } from "node:fs";
import { deflateSync } from "node:zlib";
import fc from "fast-check";
import * as fastPng from "fast-png";
import jpeg from "jpeg-js";
import { expect, test } from "vitest";
import { expectDataErrorAtEveryCut } from "../../test/arrays.ts";
import { type ArrayData, arrayData } from "../array-data.ts";
import { exifOrientation, oriented } from "./exif.ts";
import { crc32 } from "./gzip.ts";
import * as jpegFormat from "./jpeg.ts";
import { type DecodeImageOptions, decodePngWith, encodePngWith } from "./png.ts";

const decodePng = (bytes: Uint8Array, options?: DecodeImageOptions): ArrayData =>
  decodePngWith(fastPng, bytes, options);
const encodePng = (image: ArrayData): Uint8Array => encodePngWith(fastPng, image);

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));

test("reads grey of 1 and 4 bits, each row from its own byte", () => {
  const w = 255;
  expect(decodePng(fixture("grey1.png"))).toEqual(
    arrayData(
      Uint8Array.of(w, 0, w, w, 0, 0, 0, 0, 0, w, 0, 0, 0, 0, w, w, w, w, w, 0),
      [2, 10, 1],
    ),
  );
  expect(decodePng(fixture("grey4.png"))).toEqual(arrayData(Uint8Array.of(0, 255, 136), [1, 3, 1]));
});

test("rounds 16-bit samples to 8", () => {
  expect(decodePng(fixture("rgb16.png"))).toEqual(
    arrayData(Uint8Array.of(0, 1, 255, 128, 0, 1), [1, 2, 3]),
  );
});

test("turns a palette into RGB, with transparency into RGBA", () => {
  expect(decodePng(fixture("palette2.png"))).toEqual(
    arrayData(Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255), [1, 3, 3]),
  );
  expect(decodePng(fixture("palette-alpha.png"))).toEqual(
    arrayData(Uint8Array.of(255, 0, 0, 128, 0, 255, 0, 255, 0, 0, 255, 255), [1, 3, 4]),
  );
});

test("converts channels on request: luma of BT.601, alpha added or dropped", () => {
  const bytes = fixture("palette-alpha.png");
  expect(decodePng(bytes, { channels: 1 }).data).toEqual(Uint8Array.of(76, 150, 29));
  expect(decodePng(bytes, { channels: 2 }).data).toEqual(Uint8Array.of(76, 128, 150, 255, 29, 255));
  expect(decodePng(fixture("grey4.png"), { channels: 4 }).data.slice(8)).toEqual(
    Uint8Array.of(136, 136, 136, 255),
  );
});

const images = fc
  .record({
    h: fc.integer({ min: 1, max: 9 }),
    w: fc.integer({ min: 1, max: 9 }),
    c: fc.integer({ min: 1, max: 4 }),
  })
  .chain(({ h, w, c }) =>
    fc
      .uint8Array({ minLength: h * w * c, maxLength: h * w * c })
      .map((data) => arrayData(data, [h, w, c])),
  );

test("png: any image survives writing and reading, interlaced too", () => {
  fc.assert(
    fc.property(images, (image) => {
      expect(decodePng(encodePng(image))).toEqual(image);
      const [height = 0, width = 0, channels = 0] = image.shape;
      const data = image.data as Uint8Array;
      const interlaced = fastPng.encode({ width, height, channels, data }, { interlace: "Adam7" });
      expect(decodePng(interlaced)).toEqual(image);
    }),
  );
});

test("png: a file cut at any byte is refused", () => {
  expectDataErrorAtEveryCut(fixture("palette-alpha.png"), (bytes) => decodePng(bytes));
});

test("png: any changed byte gives an error or the same shape, never a crash", () => {
  const good = fixture("palette-alpha.png");
  for (let at = 0; at < good.length; at++) {
    const bytes = good.slice();
    bytes[at] = (bytes[at] as number) ^ 0x55;
    expect(() => decodePng(bytes), `byte ${at}`).toThrow(/\(data\/png-/);
  }
});

const pngOf = (width: number, height: number, idat: Uint8Array): Uint8Array => {
  const chunk = (kind: string, data: Uint8Array): number[] => {
    const body = Uint8Array.of(...new TextEncoder().encode(kind), ...data);
    const ends = new DataView(new ArrayBuffer(8));
    ends.setUint32(0, data.length);
    ends.setUint32(4, crc32(body));
    const [length, crc] = [new Uint8Array(ends.buffer, 0, 4), new Uint8Array(ends.buffer, 4, 4)];
    return [...length, ...body, ...crc];
  };
  const head = new DataView(new ArrayBuffer(13));
  head.setUint32(0, width);
  head.setUint32(4, height);
  head.setUint8(8, 8);
  return Uint8Array.of(
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk("IHDR", new Uint8Array(head.buffer)),
    ...chunk("IDAT", idat),
    ...chunk("IEND", new Uint8Array(0)),
  );
};

test("png: a header that claims 4 billion pixels is refused before memory is taken for them", () => {
  const bytes = pngOf(65535, 65535, deflateSync(new Uint8Array(4)));
  expect(() => decodePng(bytes, { name: "big.png" })).toThrowErrorMatchingInlineSnapshot(`
    [DataError: decodePng big.png: the header promises 4294901760 bytes but 12 compressed bytes cannot hold more than 12448.
    Hint: copy or download the file again; it was probably cut short on the way.
    (data/png-damaged)]
  `);
});

test("png: pixels that inflate to fewer or more bytes than the header needs are refused", () => {
  expect(decodePng(pngOf(2, 2, deflateSync(new Uint8Array(6)))).shape).toEqual([2, 2, 1]);
  expect(() => decodePng(pngOf(2, 2, deflateSync(new Uint8Array(5))))).toThrow(
    /6 bytes of pixels, 5 came/,
  );
  expect(() => decodePng(pngOf(2, 2, deflateSync(new Uint8Array(9_000_000))))).toThrow(
    /more came out/,
  );
});

test("png: sides of 0 and files without pixels are refused", () => {
  expect(() => decodePng(pngOf(0, 2, new Uint8Array(0)))).toThrow("(data/png-header)");
  expect(() => decodePng(pngOf(1, 1, new Uint8Array(0)))).toThrow("(data/png-damaged)");
});

const decodeJpeg = (bytes: Uint8Array, options?: jpegFormat.DecodeJpegOptions): ArrayData =>
  jpegFormat.decodeJpegWith(jpeg, bytes, options);
const encodeJpeg = (image: ArrayData, options?: jpegFormat.EncodeJpegOptions): Uint8Array =>
  jpegFormat.encodeJpegWith(jpeg, image, options);

test("jpeg: the public forms load the coder themselves", async () => {
  const bytes = await jpegFormat.encodeJpeg(arrayData(ramp(8, 8, 3), [8, 8, 3]));
  expect((await jpegFormat.decodeJpeg(bytes)).shape).toEqual([8, 8, 3]);
});

const ramp = (h: number, w: number, c: number): Uint8Array =>
  Uint8Array.from({ length: h * w * c }, (_, i) => (Math.floor(i / c) % w) * 10 + (i % c) * 30);

test("jpeg: a smooth image comes back within 8 of 255 at quality 95, grey as RGB", () => {
  for (const c of [1, 3, 4]) {
    const image = arrayData(ramp(16, 16, c), [16, 16, c]);
    const back = decodeJpeg(encodeJpeg(image, { quality: 95 }));
    expect(back.shape).toEqual([16, 16, 3]);
    for (let p = 0; p < 256; p++)
      for (let k = 0; k < 3; k++) {
        const want = image.data[p * c + (c === 1 ? 0 : k)] as number;
        expect(Math.abs((back.data[p * 3 + k] as number) - want)).toBeLessThanOrEqual(8);
      }
  }
});

test("jpeg: one channel on request", () => {
  const bytes = encodeJpeg(arrayData(ramp(8, 8, 3), [8, 8, 3]));
  expect(decodeJpeg(bytes, { channels: 1 }).shape).toEqual([8, 8, 1]);
});

test("jpeg: encodes where there is no Buffer, as in a browser", () => {
  const image = arrayData(ramp(8, 8, 3), [8, 8, 3]);
  const want = encodeJpeg(image);
  const world = globalThis as { Buffer?: unknown };
  const buffer = world.Buffer;
  delete world.Buffer;
  try {
    expect(encodeJpeg(image)).toEqual(want);
    expect(world.Buffer).toBeUndefined();
  } finally {
    world.Buffer = buffer;
  }
});

test("jpeg: a file cut at any byte is refused", () => {
  const bytes = encodeJpeg(arrayData(ramp(8, 8, 3), [8, 8, 3]));
  expectDataErrorAtEveryCut(bytes, (b) => decodeJpeg(b));
});

test("jpeg: a frame of 4 billion pixels in a small file is refused", () => {
  const bytes = encodeJpeg(arrayData(ramp(8, 8, 3), [8, 8, 3]));
  const frame = bytes.findIndex((b, i) => b === 0xff && bytes[i + 1] === 0xc0);
  bytes.fill(255, frame + 5, frame + 9);
  expect(() => decodeJpeg(bytes)).toThrow(
    /65535x65535 with 3 components[\s\S]*\(data\/jpeg-header\)/,
  );
});

test("jpeg: other files are refused by magic", () => {
  expect(() => decodeJpeg(fixture("grey1.png"))).toThrow("(data/jpeg-magic)");
});

test("encoders refuse arrays that are no images", () => {
  for (const encoder of [encodePng, encodeJpeg]) {
    expect(() => encoder(arrayData(new Float32Array(4), [2, 2]))).toThrow("(data/image-shape)");
    expect(() => encoder(arrayData(new Uint8Array(10), [1, 2, 5]))).toThrow("(data/image-shape)");
    expect(() => encoder(arrayData(new Uint8Array(0), [0, 2]))).toThrow("(data/image-shape)");
  }
  expect(() => encodeJpeg(arrayData(new Uint8Array(1), [1, 1]), { quality: 0 })).toThrow(
    /quality is 0/,
  );
});

test("png: an image beyond the limit is refused by its header, and read when the limit is raised", () => {
  const image = pngOf(4000, 4000, deflateSync(new Uint8Array(4000 * 4001)));
  expect(() => decodePng(image, { maxBytes: 1e6 })).toThrow("(data/unpacked-size)");
  expect(decodePng(image, { maxBytes: 2e7 }).shape).toEqual([4000, 4000, 1]);
});

test("png: a palette image without its palette is refused, not read as grey", () => {
  const indexed = pngOf(2, 2, deflateSync(new Uint8Array(6)));
  indexed[25] = 3;
  new DataView(indexed.buffer).setUint32(29, crc32(indexed.subarray(12, 29)));
  expect(() => decodePng(indexed)).toThrow("the image uses a palette, but PLTE is missing");
});

/** The largest difference of a JPEG from what libjpeg reads, with the turn that EXIF notes left alone. */
function difference(name: string, bytes: Uint8Array = fixture(`jpeg-${name}.jpg`)): number {
  const got = decodeJpeg(bytes, { applyExifOrientation: false });
  const want = decodePng(fixture(`jpeg-${name}.png`));
  expect(got.shape).toEqual(want.shape);
  return Math.max(...got.data.map((v, i) => Math.abs(v - (want.data[i] as number))));
}

test.each([
  "444",
  "422",
  "420",
  "progressive",
  "narrow4",
  "narrow5",
  "turned",
  "rgb",
])("jpeg: pixels of %s are libjpeg's within the rounding of the cosine transform", (name) => {
  expect(difference(name)).toBeLessThanOrEqual(3);
});

test("jpeg: where Adobe says that there is brightness and colour, the colours are smoothed as well", () => {
  const plain = fixture("jpeg-420.jpg");
  const adobe = [0xff, 0xee, 0, 14, ...new TextEncoder().encode("Adobe"), 0, 100, 0, 0, 0, 0, 1];
  const jfifEnd = 4 + 16;
  const bytes = Uint8Array.of(0xff, 0xd8, ...adobe, ...plain.subarray(jfifEnd));
  const before = bytes.slice();
  expect(difference("420", bytes)).toBeLessThanOrEqual(3);
  expect(bytes).toEqual(before);
});

test("jpeg: an image is turned as its camera noted, unless told otherwise", () => {
  const bytes = fixture("jpeg-turned.jpg");
  const shown = decodeJpeg(bytes);
  const want = decodePng(fixture("jpeg-turned-shown.png"));
  expect(shown.shape).toEqual([45, 37, 3]);
  expect(want.shape).toEqual(shown.shape);
  for (const [i, v] of shown.data.entries())
    expect(Math.abs(v - (want.data[i] as number))).toBeLessThanOrEqual(3);
  expect(decodeJpeg(bytes, { applyExifOrientation: false }).shape).toEqual([37, 45, 3]);
  expect(decodeJpeg(bytes, { channels: 1 }).shape).toEqual([45, 37, 1]);
});

test.each([
  [1, [2, 3], [1, 2, 3, 4, 5, 6]],
  [2, [2, 3], [3, 2, 1, 6, 5, 4]],
  [3, [2, 3], [6, 5, 4, 3, 2, 1]],
  [4, [2, 3], [4, 5, 6, 1, 2, 3]],
  [5, [3, 2], [1, 4, 2, 5, 3, 6]],
  [6, [3, 2], [4, 1, 5, 2, 6, 3]],
  [7, [3, 2], [6, 3, 5, 2, 4, 1]],
  [8, [3, 2], [3, 6, 2, 5, 1, 4]],
])("exif: orientation %i shows rows of 1 2 3, 4 5 6 as %j %j", (orientation, shape, want) => {
  const image = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 2, width: 3 };
  const { data, height, width } = oriented(image, 1, orientation);
  expect([height, width]).toEqual(shape);
  expect(Array.from(data)).toEqual(want);
});

test("exif: both byte orders are read, and a damaged note leaves the image as it is", () => {
  const little = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
  const big = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0];
  const body = (tiff: readonly number[]): Uint8Array =>
    Uint8Array.of(...new TextEncoder().encode("Exif\0\0"), ...tiff);
  for (const tiff of [little, big]) {
    expect(exifOrientation(body(tiff))).toBe(6);
    for (let end = 0; end < tiff.length; end++)
      expect(exifOrientation(body(tiff.slice(0, end)))).toBe(1);
    for (let at = 0; at < tiff.length; at++)
      expect([1, 2, 3, 4, 5, 6, 7, 8]).toContain(
        exifOrientation(body(tiff.with(at, (tiff[at] as number) ^ 0xff))),
      );
  }
});

test("jpeg: red, green and blue are told by Adobe's word or by the components' names", () => {
  const rgb = fixture("jpeg-rgb.jpg");
  const frame = rgb.findIndex((b, i) => b === 0xff && rgb[i + 1] === 0xc0);
  expect(String.fromCharCode(rgb[frame + 10] as number)).toBe("R");
  expect(difference("rgb")).toBeLessThanOrEqual(1);
});

test("jpeg: 12 bits a sample are refused, and an image beyond the limit", () => {
  const bytes = fixture("jpeg-444.jpg");
  expect(() => decodeJpeg(bytes, { maxBytes: 1000 })).toThrow("(data/unpacked-size)");
  const frame = bytes.findIndex((b, i) => b === 0xff && bytes[i + 1] === 0xc0);
  bytes[frame + 4] = 12;
  expect(() => decodeJpeg(bytes)).toThrow(/12-bit sample[\s\S]*\(data\/jpeg-dtype\)/);
});
