/**
 * A small WebAssembly assembler. A `ModuleBuilder` collects functions over one imported memory
 * (`"e"."m"`); a `FuncBuilder` appends instructions straight to bytes, as a stack machine: operands
 * are pushed by the calls before. Control flow is written with callbacks, and a branch names the
 * `Label` its block was given, so depths are never counted by hand. Equal calls give equal bytes, which
 * the engine's code cache rewards. Long by the number of instructions, a method each.
 */
import {
  atomicOps,
  constOps,
  extractLaneOps,
  f32Ops,
  f32x4Ops,
  f64Ops,
  f64x2Ops,
  i8x16Ops,
  i16x8Ops,
  i32Ops,
  i32x4Ops,
  i64Ops,
  i64x2Ops,
  loadLaneOps,
  loadOps,
  relaxedOps,
  replaceLaneOps,
  storeLaneOps,
  storeOps,
  v128Ops,
} from "./opcodes.ts";

export type ValType = "i32" | "i64" | "f32" | "f64" | "v128";

const typeByte: Record<ValType, number> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** A block a branch can name: it ends the block, or starts the loop again. */
export interface Label {
  readonly depth: number;
}

/** Bytes that grow, with the encodings WebAssembly uses. */
class ByteWriter {
  bytes: Uint8Array = new Uint8Array(256);
  length = 0;

  private room(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + count));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  byte(value: number): void {
    if (this.length === this.bytes.length) this.room(1);
    this.bytes[this.length++] = value;
  }

  append(from: Uint8Array): void {
    this.room(from.length);
    this.bytes.set(from, this.length);
    this.length += from.length;
  }

  unsigned(value: number): void {
    let n = value >>> 0;
    while (n > 127) {
      this.byte((n & 127) | 128);
      n >>>= 7;
    }
    this.byte(n);
  }

  signed(value: number): void {
    let n = value | 0;
    for (;;) {
      const low = n & 127;
      n >>= 7;
      if ((n === 0 && !(low & 64)) || (n === -1 && low & 64)) {
        this.byte(low);
        return;
      }
      this.byte(low | 128);
    }
  }

  name(text: string): void {
    const encoded = new TextEncoder().encode(text);
    this.unsigned(encoded.length);
    this.append(encoded);
  }

  section(id: number, body: ByteWriter): void {
    this.byte(id);
    this.unsigned(body.length);
    this.append(body.written);
  }

  get written(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}

const scratch = new DataView(new ArrayBuffer(8));

/** One function under construction; parameters are locals `0 … n−1`. */
export class FuncBuilder {
  /** For `call`, and for whoever calls the export. */
  readonly index: number;
  private readonly relaxed: boolean;
  private readonly prologue: ByteWriter = new ByteWriter();
  private readonly code: ByteWriter = new ByteWriter();
  private readonly pool: Map<string, number> = new Map();
  private readonly localTypes: ValType[] = [];
  private readonly paramCount: number;
  private readonly free: Record<ValType, number[]> = {
    i32: [],
    i64: [],
    f32: [],
    f64: [],
    v128: [],
  };
  private depth = 0;

  constructor(index: number, paramCount: number, relaxed: boolean) {
    this.index = index;
    this.paramCount = paramCount;
    this.relaxed = relaxed;
  }

  /** A new local, 0 at the start (or one given back by `release`, holding what it held). */
  local(type: ValType): number {
    const reused = this.free[type].pop();
    if (reused !== undefined) return reused;
    this.localTypes.push(type);
    return this.paramCount + this.localTypes.length - 1;
  }

  /** Let a later `local` of this type have this index. */
  release(type: ValType, index: number): void {
    this.free[type].push(index);
  }

  /**
   * A local holding four 32-bit words from the start of the function on, shared by equal constants:
   * engines make a vector constant anew at each use, which costs more than reading it back.
   */
  pooled(words: readonly [number, number, number, number]): number {
    const key = words.join();
    const known = this.pool.get(key);
    if (known !== undefined) return known;
    this.localTypes.push("v128");
    const index = this.paramCount + this.localTypes.length - 1;
    this.pool.set(key, index);
    this.prologue.byte(constOps.v128 >>> 16);
    this.prologue.unsigned(constOps.v128 & 0xffff);
    for (const word of words)
      for (let shift = 0; shift < 32; shift += 8) this.prologue.byte((word >>> shift) & 255);
    this.prologue.byte(0x21);
    this.prologue.unsigned(index);
    return index;
  }

  // Instructions.

  op(code: number): this {
    if (code < 0x100) this.code.byte(code);
    else {
      this.code.byte(code >>> 16);
      this.code.unsigned(code & 0xffff);
    }
    return this;
  }

  get(local: number): this {
    this.code.byte(0x20);
    this.code.unsigned(local);
    return this;
  }

  set(local: number): this {
    this.code.byte(0x21);
    this.code.unsigned(local);
    return this;
  }

  tee(local: number): this {
    this.code.byte(0x22);
    this.code.unsigned(local);
    return this;
  }

  drop(): this {
    this.code.byte(0x1a);
    return this;
  }

  /** `[a, b, condition] -> [condition ? a : b]` for i32, i64, f32 and f64. */
  select(): this {
    this.code.byte(0x1b);
    return this;
  }

  i32Const(value: number): this {
    this.code.byte(0x41);
    this.code.signed(value);
    return this;
  }

  /** An i64 constant that fits a signed 32-bit number. */
  i64Const(value: number): this {
    this.code.byte(0x42);
    this.code.signed(value);
    return this;
  }

  f32Const(value: number): this {
    this.code.byte(0x43);
    scratch.setFloat32(0, value, true);
    for (let i = 0; i < 4; i++) this.code.byte(scratch.getUint8(i));
    return this;
  }

  f64Const(value: number): this {
    this.code.byte(0x44);
    scratch.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.code.byte(scratch.getUint8(i));
    return this;
  }

  /** A vector of four 32-bit floats; one number fills all lanes. */
  f32x4Const(...lanes: readonly number[]): this {
    this.op(constOps.v128);
    for (let lane = 0; lane < 4; lane++) {
      scratch.setFloat32(0, lanes[lane % lanes.length], true);
      for (let i = 0; i < 4; i++) this.code.byte(scratch.getUint8(i));
    }
    return this;
  }

  /** A vector of four 32-bit integers; one number fills all lanes. */
  i32x4Const(...lanes: readonly number[]): this {
    this.op(constOps.v128);
    for (let lane = 0; lane < 4; lane++) {
      scratch.setInt32(0, lanes[lane % lanes.length] | 0, true);
      for (let i = 0; i < 4; i++) this.code.byte(scratch.getUint8(i));
    }
    return this;
  }

  /** A vector of two 64-bit floats; one number fills both lanes. */
  f64x2Const(...lanes: readonly number[]): this {
    this.op(constOps.v128);
    for (let lane = 0; lane < 2; lane++) {
      scratch.setFloat64(0, lanes[lane % lanes.length], true);
      for (let i = 0; i < 8; i++) this.code.byte(scratch.getUint8(i));
    }
    return this;
  }

  /** Sixteen bytes chosen from two vectors: 0–15 of the first, 16–31 of the second. */
  shuffle(bytes: readonly number[]): this {
    this.op(constOps.shuffle);
    for (let i = 0; i < 16; i++) this.code.byte(bytes[i]);
    return this;
  }

  /** A shuffle of 32-bit lanes: 0–3 of the first vector, 4–7 of the second. */
  shuffle32(a: number, b: number, c: number, d: number): this {
    this.op(constOps.shuffle);
    for (const lane of [a, b, c, d]) for (let i = 0; i < 4; i++) this.code.byte(lane * 4 + i);
    return this;
  }

  i32(name: keyof typeof i32Ops): this {
    return this.op(i32Ops[name]);
  }

  i64(name: keyof typeof i64Ops): this {
    return this.op(i64Ops[name]);
  }

  f32(name: keyof typeof f32Ops): this {
    return this.op(f32Ops[name]);
  }

  f64(name: keyof typeof f64Ops): this {
    return this.op(f64Ops[name]);
  }

  v128(name: keyof typeof v128Ops): this {
    return this.op(v128Ops[name]);
  }

  i8x16(name: keyof typeof i8x16Ops): this {
    return this.op(i8x16Ops[name]);
  }

  i16x8(name: keyof typeof i16x8Ops): this {
    return this.op(i16x8Ops[name]);
  }

  i32x4(name: keyof typeof i32x4Ops): this {
    return this.op(i32x4Ops[name]);
  }

  i64x2(name: keyof typeof i64x2Ops): this {
    return this.op(i64x2Ops[name]);
  }

  f32x4(name: keyof typeof f32x4Ops): this {
    return this.op(f32x4Ops[name]);
  }

  f64x2(name: keyof typeof f64x2Ops): this {
    return this.op(f64x2Ops[name]);
  }

  extractLane(name: keyof typeof extractLaneOps, lane: number): this {
    this.op(extractLaneOps[name]);
    this.code.byte(lane);
    return this;
  }

  /** `[vector, scalar] -> [vector]` with one lane replaced. */
  replaceLane(name: keyof typeof replaceLaneOps, lane: number): this {
    this.op(replaceLaneOps[name]);
    this.code.byte(lane);
    return this;
  }

  /** `[a, b, c] -> [a·b + c]` on f32x4: fused where the module is relaxed, else rounded twice. */
  madd(): this {
    if (this.relaxed) return this.op(relaxedOps.madd);
    const c = this.local("v128");
    this.set(c).f32x4("mul").get(c).f32x4("add");
    this.release("v128", c);
    return this;
  }

  /** `[a, b, c] -> [c − a·b]` on f32x4: fused where the module is relaxed, else rounded twice. */
  nmadd(): this {
    if (this.relaxed) return this.op(relaxedOps.nmadd);
    const c = this.local("v128");
    this.set(c).f32x4("mul").f32x4("neg").get(c).f32x4("add");
    this.release("v128", c);
    return this;
  }

  // Memory. Alignment is only a hint, so none is promised; atomics must state theirs.

  /** `[address] -> [value]`. */
  load(name: keyof typeof loadOps, offset = 0): this {
    return this.memory(loadOps[name], 0, offset);
  }

  /** `[address, value] -> []`. */
  store(name: keyof typeof storeOps, offset = 0): this {
    return this.memory(storeOps[name], 0, offset);
  }

  /** `[address, vector] -> [vector]` with one lane loaded. */
  loadLane(bits: keyof typeof loadLaneOps, lane: number, offset = 0): this {
    this.memory(loadLaneOps[bits], 0, offset);
    this.code.byte(lane);
    return this;
  }

  /** `[address, vector] -> []`, storing one lane. */
  storeLane(bits: keyof typeof storeLaneOps, lane: number, offset = 0): this {
    this.memory(storeLaneOps[bits], 0, offset);
    this.code.byte(lane);
    return this;
  }

  /**
   * Atomics on 32-bit words. `load` `[address] -> [value]`; `store` `[address, value] -> []`; `add`,
   * `sub` and `exchange` `[address, value] -> [old]`; `compareExchange` `[address, expected, value] ->
   * [old]`; `notify` `[address, count] -> [woken]`; `wait32` `[address, expected, timeoutNs: i64] -> [0
   * woken, 1 not equal, 2 timed out]`.
   */
  atomic(name: keyof typeof atomicOps, offset = 0): this {
    return this.memory(atomicOps[name], 2, offset);
  }

  /** `[to, from, bytes] -> []`. */
  memoryCopy(): this {
    this.op(constOps.memoryCopy);
    this.code.byte(0);
    this.code.byte(0);
    return this;
  }

  /** `[to, byte, bytes] -> []`. */
  memoryFill(): this {
    this.op(constOps.memoryFill);
    this.code.byte(0);
    return this;
  }

  private memory(code: number, align: number, offset: number): this {
    this.op(code);
    this.code.unsigned(align);
    this.code.unsigned(offset);
    return this;
  }

  // Control flow.

  /** Branching to the label leaves the block. */
  block(body: (exit: Label) => void): this {
    return this.structured(0x02, body);
  }

  /** Branching to the label starts the body again; falling off its end leaves. */
  loop(body: (again: Label) => void): this {
    return this.structured(0x03, body);
  }

  /** `[condition] -> []`: runs one of the two bodies. */
  if(then: (end: Label) => void, otherwise?: (end: Label) => void): this {
    this.code.byte(0x04);
    this.code.byte(0x40);
    const label = { depth: ++this.depth };
    then(label);
    if (otherwise) {
      this.code.byte(0x05);
      otherwise(label);
    }
    this.depth--;
    this.code.byte(0x0b);
    return this;
  }

  br(label: Label): this {
    this.code.byte(0x0c);
    this.code.unsigned(this.depth - label.depth);
    return this;
  }

  /** `[condition] -> []`. */
  brIf(label: Label): this {
    this.code.byte(0x0d);
    this.code.unsigned(this.depth - label.depth);
    return this;
  }

  return(): this {
    this.code.byte(0x0f);
    return this;
  }

  call(target: FuncBuilder | number): this {
    this.code.byte(0x10);
    this.code.unsigned(typeof target === "number" ? target : target.index);
    return this;
  }

  /** `i += step` (a constant). */
  increment(local: number, step: number): this {
    return this.get(local).i32Const(step).i32("add").set(local);
  }

  /** `while (i < limit) { body; i += step }` on signed i32; `limit` is a local. */
  whileLess(i: number, limit: number, body: () => void, step = 1): this {
    return this.block((exit) => {
      this.get(i).get(limit).i32("ge_s").brIf(exit);
      this.loop((again) => {
        body();
        this.increment(i, step).get(i).get(limit).i32("lt_s").brIf(again);
      });
    });
  }

  /** Runs the body `count` times (a constant, at least 1) with `i` = 0, 1, … */
  loopTimes(i: number, count: number, body: () => void): this {
    this.i32Const(0).set(i);
    return this.loop((again) => {
      body();
      this.increment(i, 1).get(i).i32Const(count).i32("lt_s").brIf(again);
    });
  }

  /** Locals, instructions and the end mark, as a code section wants them. */
  encode(): Uint8Array {
    const body = new ByteWriter();
    const runs: { type: ValType; count: number }[] = [];
    for (const type of this.localTypes) {
      const last = runs.at(-1);
      if (last?.type === type) last.count++;
      else runs.push({ type, count: 1 });
    }
    body.unsigned(runs.length);
    for (const { type, count } of runs) {
      body.unsigned(count);
      body.byte(typeByte[type]);
    }
    body.append(this.prologue.written);
    body.append(this.code.written);
    body.byte(0x0b);
    return body.written;
  }

  private structured(code: number, body: (label: Label) => void): this {
    this.code.byte(code);
    this.code.byte(0x40);
    body({ depth: ++this.depth });
    this.depth--;
    this.code.byte(0x0b);
    return this;
  }
}

export interface ModuleOptions {
  /** Whether the imported memory is shared between threads. */
  readonly shared: boolean;
  readonly minPages: number;
  /** Must be given for shared memory; left out of the type of an unshared one when undefined. */
  readonly maxPages?: number | undefined;
  /** Whether the engine takes relaxed SIMD, so that `madd` may be fused. */
  readonly relaxed: boolean;
  /** Whether the engine packs pairs of vectors, and code should be laid out for it. */
  readonly wide?: boolean | undefined;
}

/** A module of functions over one imported memory. */
export class ModuleBuilder {
  readonly options: ModuleOptions;
  private readonly funcs: FuncBuilder[] = [];
  private readonly types: string[] = [];
  private readonly typeOf: number[] = [];
  private readonly exports: { name: string; index: number }[] = [];

  constructor(options: ModuleOptions) {
    this.options = options;
  }

  /** A new function, exported when it has a name. */
  func(
    name: string | null,
    params: readonly ValType[],
    results: readonly ValType[] = [],
  ): FuncBuilder {
    const func = new FuncBuilder(this.funcs.length, params.length, this.options.relaxed);
    this.funcs.push(func);
    const type = `${params.join()}>${results.join()}`;
    let at = this.types.indexOf(type);
    if (at < 0) at = this.types.push(type) - 1;
    this.typeOf.push(at);
    if (name !== null) this.export(name, func.index);
    return func;
  }

  export(name: string, index: number): void {
    this.exports.push({ name, index });
  }

  build(): Uint8Array<ArrayBuffer> {
    const out = new ByteWriter();
    for (const byte of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) out.byte(byte);
    out.section(1, this.typeSection());
    out.section(2, this.importSection());
    const kinds = new ByteWriter();
    kinds.unsigned(this.funcs.length);
    for (const type of this.typeOf) kinds.unsigned(type);
    out.section(3, kinds);
    const exported = new ByteWriter();
    exported.unsigned(this.exports.length);
    for (const { name, index } of this.exports) {
      exported.name(name);
      exported.byte(0);
      exported.unsigned(index);
    }
    out.section(7, exported);
    const code = new ByteWriter();
    code.unsigned(this.funcs.length);
    for (const func of this.funcs) {
      const body = func.encode();
      code.unsigned(body.length);
      code.append(body);
    }
    out.section(10, code);
    return new Uint8Array(out.written);
  }

  private typeSection(): ByteWriter {
    const body = new ByteWriter();
    body.unsigned(this.types.length);
    for (const type of this.types) {
      body.byte(0x60);
      for (const list of type.split(">")) {
        const names = list === "" ? [] : (list.split(",") as ValType[]);
        body.unsigned(names.length);
        for (const name of names) body.byte(typeByte[name]);
      }
    }
    return body;
  }

  private importSection(): ByteWriter {
    const { shared, minPages, maxPages } = this.options;
    const body = new ByteWriter();
    body.unsigned(1);
    body.name("e");
    body.name("m");
    body.byte(2);
    body.byte((shared ? 2 : 0) | (maxPages === undefined ? 0 : 1));
    body.unsigned(minPages);
    if (maxPages !== undefined) body.unsigned(maxPages);
    return body;
  }
}
