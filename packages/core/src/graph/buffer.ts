/**
 * Storage of a realized node. Small and short-lived data lives in a JavaScript typed array, where the
 * garbage collector sees it; parameters and large results live in the backend's own memory as
 * `resident` storage. Updated tensors alternate between two pieces of it, so that the value before an update
 * can still be read. A buffer whose storage was given to a later value is `stale`: reading it would give
 * the wrong number, so it throws.
 */
import { type DType, type TypedArray, viewOf } from "../dtype.ts";

/** A piece of a backend's memory; freed by the backend when nobody refers to it any more. */
export interface Resident {
  /** Copies the contents out. */
  read(): TypedArray;
}

export class Buffer {
  readonly dtype: DType;
  readonly length: number;
  host: TypedArray | null;
  resident: Resident | null = null;
  /** How many programs have read this buffer: a backend keeps the ones that come back. */
  uses = 0;
  stale = false;
  /** For an updated tensor: its value before, until the next update. */
  before: Buffer | null = null;

  constructor(dtype: DType, length: number, host: TypedArray | null) {
    this.dtype = dtype;
    this.length = length;
    this.host = host;
  }

  /** The contents; a copy where they live in a backend's memory. */
  read(): TypedArray {
    if (this.host) return this.host;
    if (this.resident) return this.resident.read();
    return viewOf(this.dtype, new ArrayBuffer(0), 0, 0);
  }
}
