/**
 * The wasm backend's one linear memory: a heap of blocks for parameters, large results and programs'
 * tables. The first 4 KB are control words, then comes an unused zone, so that kernels may read a little
 * before and after any buffer.
 */
import { deviceErrors } from "../../errors.ts";

const pageBytes = 65_536;
const maxPages = 65_536;
const guardBytes = 65_536;
/** Where a kernel reports a bad index: code, value, limit. */
export const errorSlot = 512;
export const poolControl = 1024;

interface Block {
  start: number;
  end: number;
}

export class WasmMemory {
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  /** Views of all of the memory; replaced when it grows. */
  f32: Float32Array;
  i32: Int32Array;
  u8: Uint8Array;
  /** Free blocks by address. */
  readonly #free: Block[] = [];
  readonly #sizes = new Map<number, number>();
  #top = 2 * guardBytes;

  constructor(shared: boolean) {
    this.shared = shared;
    this.memory = new WebAssembly.Memory(
      shared
        ? { initial: 64, maximum: maxPages, shared: true }
        : { initial: 64, maximum: maxPages },
    );
    this.f32 = new Float32Array(0);
    this.i32 = new Int32Array(0);
    this.u8 = new Uint8Array(0);
    this.#refresh();
  }

  #refresh(): void {
    const { buffer } = this.memory;
    this.f32 = new Float32Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.u8 = new Uint8Array(buffer);
  }

  /** A block of at least `bytes`, 64-byte aligned. @throws DeviceError `device/out-of-memory` */
  allocate(bytes: number): number {
    const size = Math.max(64, Math.ceil(bytes / 64) * 64);
    for (let i = 0; i < this.#free.length; i++) {
      const block = this.#free[i];
      if (block.end - block.start < size) continue;
      const start = block.start;
      block.start += size;
      if (block.start === block.end) this.#free.splice(i, 1);
      this.#sizes.set(start, size);
      return start;
    }
    const start = this.#top;
    this.#grow(start + size + guardBytes, size);
    this.#top = start + size;
    this.#sizes.set(start, size);
    return start;
  }

  #grow(end: number, wanted: number): void {
    const have = this.memory.buffer.byteLength;
    if (end <= have) return;
    // Grow by a quarter at least, so that many small requests grow rarely.
    const pages = Math.ceil(Math.max(end - have, have / 4) / pageBytes);
    const need = Math.ceil((end - have) / pageBytes);
    try {
      this.memory.grow(Math.min(pages, maxPages - have / pageBytes));
      if (this.memory.buffer.byteLength < end) throw new RangeError();
    } catch {
      try {
        this.memory.grow(need);
      } catch {
        throw deviceErrors.outOfMemory(wanted, have, maxPages * pageBytes);
      }
    }
    this.#refresh();
  }

  release(start: number): void {
    const size = this.#sizes.get(start);
    if (size === undefined) return;
    this.#sizes.delete(start);
    const end = start + size;
    let lo = 0;
    let hi = this.#free.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (this.#free[mid].start < start) lo = mid + 1;
      else hi = mid;
    }
    const before = this.#free[lo - 1];
    const after = this.#free[lo];
    if (before && before.end === start) {
      before.end = end;
      if (after && after.start === end) {
        before.end = after.end;
        this.#free.splice(lo, 1);
      }
    } else if (after && after.start === end) after.start = start;
    else this.#free.splice(lo, 0, { start, end });
  }

  /** Bytes in use by blocks. */
  get used(): number {
    let sum = 0;
    for (const size of this.#sizes.values()) sum += size;
    return sum;
  }
}
