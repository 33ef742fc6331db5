/**
 * TensorBoard's event files: records of length, checksum, protocol-buffer message, checksum. Only what a curve
 * needs is written: the version, then one scalar a message.
 */

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  // Castagnoli's polynomial, bits reversed.
  for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0x82f63b78 : c >>> 1;
  return c >>> 0;
});

/** CRC-32C as the format wants it: rotated and moved, so that a checksum of checksums stays one. */
export function maskedCrc(bytes: Uint8Array): number {
  let c = 0xffffffff;
  for (const b of bytes) c = ((table[(c ^ b) & 255] as number) ^ (c >>> 8)) >>> 0;
  c = (c ^ 0xffffffff) >>> 0;
  return (((c >>> 15) | (c << 17)) + 0xa282ead8) >>> 0;
}

const text = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

const field = (number: number, wire: number): number => (number << 3) | wire;
const packed = (number: number, bytes: Iterable<number>): number[] => {
  const all = [...bytes];
  return [field(number, 2), ...varint(all.length), ...all];
};

function fixed(number: number, value: number, bytes: 4 | 8): number[] {
  const view = new DataView(new ArrayBuffer(bytes));
  if (bytes === 8) view.setFloat64(0, value, true);
  else view.setFloat32(0, value, true);
  return [field(number, bytes === 8 ? 1 : 5), ...new Uint8Array(view.buffer)];
}

function record(message: readonly number[]): Uint8Array {
  const out = new Uint8Array(12 + message.length + 4);
  const view = new DataView(out.buffer);
  view.setUint32(0, message.length, true);
  view.setUint32(8, maskedCrc(out.subarray(0, 8)), true);
  out.set(message, 12);
  view.setUint32(12 + message.length, maskedCrc(out.subarray(12, 12 + message.length)), true);
  return out;
}

export interface Scalar {
  readonly tag: string;
  readonly step: number;
  readonly value: number;
  /** Seconds since 1970. */
  readonly seconds: number;
}

/** An event file with the scalars in their order. */
export function eventFile(scalars: readonly Scalar[]): Uint8Array {
  const first = scalars[0]?.seconds ?? 0;
  const records = [record([...fixed(1, first, 8), ...packed(3, text.encode("brain.Event:2"))])];
  for (const { tag, step, value, seconds } of scalars) {
    const one = [...packed(1, text.encode(tag)), ...fixed(2, value, 4)];
    records.push(
      record([...fixed(1, seconds, 8), field(2, 0), ...varint(step), ...packed(5, packed(1, one))]),
    );
  }
  const out = new Uint8Array(records.reduce((n, r) => n + r.length, 0));
  let at = 0;
  for (const r of records) {
    out.set(r, at);
    at += r.length;
  }
  return out;
}
