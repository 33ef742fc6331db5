import { expect, test } from "vitest";
import { eventFile, maskedCrc } from "./tfevents.ts";

test("the checksum is CRC-32C, rotated and moved as the format says", () => {
  // The published check value of CRC-32C over "123456789" is e3069283.
  const crc = 0xe3069283;
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  expect(maskedCrc(new TextEncoder().encode("123456789"))).toBe(masked);
});

test("records follow each other, each with its length, and hold tag, step and value", () => {
  const bytes = eventFile([{ tag: "step/loss", step: 300, value: 0.5, seconds: 1 }]);
  const view = new DataView(bytes.buffer);
  const first = view.getUint32(0, true);
  const start = 12 + first + 4;
  const second = view.getUint32(start, true);
  expect(start + 12 + second + 4).toBe(bytes.length);
  const message = bytes.subarray(start + 12, start + 12 + second);
  // Field 2, a varint: 300 is ac 02.
  expect([...message.subarray(9, 12)]).toEqual([0x10, 0xac, 0x02]);
  expect(new TextDecoder("latin1").decode(message)).toContain("step/loss");
  expect(
    new DataView(message.buffer, message.byteOffset + message.length - 4).getFloat32(0, true),
  ).toBe(0.5);
  expect(view.getUint32(start + 12 + second, true)).toBe(maskedCrc(message));
});
