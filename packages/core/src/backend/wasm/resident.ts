/**
 * Storage in the wasm memory that belongs to a `Buffer`. It is released when the buffer is collected;
 * an untouched ArrayBuffer of the same size stands beside it so that the garbage collector knows how
 * much hangs on it.
 */
import { type DType, itemSize, type TypedArray, viewOf } from "../../dtype.ts";
import { Buffer, type Resident } from "../../graph/buffer.ts";
import type { WasmMemory } from "./memory.ts";

export class WasmResident implements Resident {
  readonly memory: WasmMemory;
  readonly dtype: DType;
  readonly length: number;
  readonly block: { start: number };
  readonly shadow: ArrayBuffer;

  constructor(memory: WasmMemory, dtype: DType, length: number) {
    const bytes = length * itemSize[dtype];
    this.memory = memory;
    this.dtype = dtype;
    this.length = length;
    this.block = { start: memory.allocate(bytes) };
    this.shadow = new ArrayBuffer(bytes);
    pressure.bytes += bytes;
    released.register(this, { memory, block: this.block, bytes }, this.block);
  }

  /** Gives the storage back now, because nothing can read it any more. */
  free(): void {
    if (this.block.start < 0) return;
    released.unregister(this.block);
    this.memory.release(this.block.start);
    this.block.start = -1;
    pressure.bytes -= this.shadow.byteLength;
  }

  get pointer(): number {
    return this.block.start;
  }

  read(): TypedArray {
    return viewOf(this.dtype, this.memory.memory.buffer, this.pointer, this.length).slice();
  }

  write(data: TypedArray): void {
    viewOf(this.dtype, this.memory.memory.buffer, this.pointer, this.length).set(data);
  }
}

/** Bytes of residents not yet collected. */
export const pressure: { bytes: number } = { bytes: 0 };

const released = new FinalizationRegistry<{
  memory: WasmMemory;
  block: { start: number };
  bytes: number;
}>(({ memory, block, bytes }) => {
  memory.release(block.start);
  pressure.bytes -= bytes;
});

/** Moves a buffer's data into the wasm memory, if it is not there. */
export function settleIn(memory: WasmMemory, buffer: Buffer): WasmResident {
  if (buffer.resident instanceof WasmResident && buffer.resident.memory === memory)
    return buffer.resident;
  const resident = new WasmResident(memory, buffer.dtype, buffer.length);
  resident.write(buffer.read());
  buffer.resident = resident;
  buffer.host = null;
  return resident;
}

export function residentBuffer(resident: WasmResident): Buffer {
  const buffer = new Buffer(resident.dtype, resident.length, null);
  buffer.resident = resident;
  return buffer;
}
