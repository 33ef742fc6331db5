/**
 * Four elements of a view into a vector and back. Neighbours move as one vector, other strides lane by
 * lane. Near an end of the axis, or of the part of it that a mask lets through, lanes outside are
 * never stored, and are read either from the few bytes around the buffer that may always be
 * read or from an element inside.
 */
import type { DType } from "../../dtype.ts";
import type { FuncBuilder } from "./assembler.ts";
import type { Code, Value } from "./loop-code.ts";

/** Where a vector is. */
export interface Lanes {
  readonly dtype: DType;
  /** Bytes an element. */
  readonly size: number;
  /** Elements from lane to lane. */
  readonly stride: number;
  /** Local with the address of lane 0 (at an edge and with a stride other than 0 and 1: of index 0). */
  readonly pointer: number;
  /** Bytes to add, not negative. */
  readonly offset: number;
  readonly edge: Edge | null;
}

/** A vector that may reach over the end of its axis. */
export interface Edge {
  /** Local with the index of lane 0. */
  readonly index: number;
  /** Local with the count of lanes in the axis; 4 or more means all. */
  readonly count: number;
  /** The readable range of the axis. */
  readonly low: number;
  readonly high: number;
}

const isByte = (dtype: DType): boolean => dtype === "uint8" || dtype === "bool";

const finish = (c: Code, raw: Value, dtype: DType): Value =>
  dtype === "bool" ? c.i32x4("ne", raw, c.int(0)) : raw;

export function loadLanes(c: Code, at: Lanes): Value {
  const raw = isByte(at.dtype) ? loadBytes(c, at) : loadWords(c, at);
  return finish(c, raw, at.dtype);
}

function loadWords(c: Code, at: Lanes): Value {
  const { pointer, offset, stride, edge } = at;
  if (stride === 0) return c.make("v128", [], (f) => f.get(pointer).load("v128_32_splat", offset));
  if (stride === 1) return c.make("v128", [], (f) => f.get(pointer).load("v128", offset));
  if (edge) return gather(c, (f, lane) => clampedAddress(f, at, edge, lane), 0, false);
  if (stride === 2 || stride === -2) {
    const lanes = stride === 2 ? ([0, 2, 4, 6] as const) : ([7, 5, 3, 1] as const);
    const start = stride === 2 ? 0 : -28;
    const low = c.make("v128", [], (f) => address(f, pointer, start).load("v128", offset));
    const high = c.make("v128", [], (f) => address(f, pointer, start + 16).load("v128", offset));
    return c.shuffle32(low, high, lanes);
  }
  if (stride === -1) {
    const run = c.make("v128", [], (f) => address(f, pointer, -12).load("v128", offset));
    return c.shuffle32(run, run, [3, 2, 1, 0]);
  }
  return gather(c, (f, lane) => address(f, pointer, lane * stride * 4), offset, false);
}

function loadBytes(c: Code, at: Lanes): Value {
  const { pointer, offset, stride, edge } = at;
  if (stride === 0)
    return c.make("v128", [], (f) => f.get(pointer).load("i32_8_u", offset).i32x4("splat"));
  if (stride === 1) {
    const four = c.make("v128", [], (f) => f.get(pointer).load("v128_32_zero", offset));
    return c.i32x4("extend_low_i16x8_u", c.i16x8("extend_low_i8x16_u", four));
  }
  if (edge) return gather(c, (f, lane) => clampedAddress(f, at, edge, lane), 0, true);
  return gather(c, (f, lane) => address(f, pointer, lane * stride), offset, true);
}

function address(f: FuncBuilder, pointer: number, bytes: number): FuncBuilder {
  f.get(pointer);
  return bytes === 0 ? f : f.i32Const(bytes).i32("add");
}

function gather(
  c: Code,
  laneAddress: (f: FuncBuilder, lane: number) => void,
  offset: number,
  bytes: boolean,
): Value {
  return c.make("v128", [], (f) => {
    const result = f.local("v128");
    for (let lane = 0; lane < 4; lane++) {
      if (bytes) {
        if (lane > 0) f.get(result);
        laneAddress(f, lane);
        f.load("i32_8_u", offset);
        if (lane === 0) f.i32x4("splat");
        else f.replaceLane("i32x4", lane);
      } else {
        laneAddress(f, lane);
        if (lane === 0) f.load("v128_32_zero", offset);
        else f.get(result).loadLane(32, lane, offset);
      }
      if (lane < 3) f.set(result);
    }
    f.release("v128", result);
  });
}

/** The smaller (or larger) of the local and a constant, back into the local. */
export function bound(f: FuncBuilder, local: number, limit: number, keep: "lt_s" | "gt_s"): void {
  f.get(local).i32Const(limit).get(local).i32Const(limit).i32(keep).select().set(local);
}

/** The address of a lane, or of the nearest readable element. */
function clampedAddress(f: FuncBuilder, at: Lanes, edge: Edge, lane: number): void {
  const index = f.local("i32");
  f.get(edge.index).i32Const(lane).i32("add").set(index);
  bound(f, index, edge.high - 1, "lt_s");
  bound(f, index, edge.low, "gt_s");
  f.get(index)
    .i32Const(at.stride * at.size)
    .i32("mul")
    .get(at.pointer)
    .i32("add");
  if (at.offset !== 0) f.i32Const(at.offset).i32("add");
  f.release("i32", index);
}

export function storeLanes(c: Code, at: Lanes, value: Value): void {
  const { f } = c;
  const { pointer, offset, stride, edge, size } = at;
  const byte = isByte(at.dtype);
  const stored = at.dtype === "bool" ? c.v128("and", value, c.int(1)) : value;
  if (stride === 1 && !edge) {
    f.get(pointer);
    c.push(stored);
    if (!byte) f.store("v128", offset);
    else {
      const packed = f.local("v128");
      f.tee(packed).get(packed).shuffle([0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
      f.storeLane(32, 0, offset);
      f.release("v128", packed);
    }
    return;
  }
  const held = f.local("v128");
  c.push(stored);
  f.set(held);
  const one = (lane: number): void => {
    f.get(pointer);
    if (edge && stride !== 0 && stride !== 1) {
      f.get(edge.index)
        .i32Const(lane)
        .i32("add")
        .i32Const(stride * size)
        .i32("mul")
        .i32("add");
    } else if (lane * stride !== 0) f.i32Const(lane * stride * size).i32("add");
    f.get(held);
    if (byte) f.extractLane("i32x4", lane).store("i32_8", offset);
    else f.storeLane(32, lane, offset);
  };
  one(0);
  for (let lane = 1; lane < 4; lane++) {
    if (edge)
      f.get(edge.count)
        .i32Const(lane)
        .i32("gt_s")
        .if(() => one(lane));
    else one(lane);
  }
  f.release("v128", held);
}

/** Lane 0 alone. */
export function storeFirst(c: Code, at: Omit<Lanes, "edge" | "stride">, value: Value): void {
  const { f } = c;
  f.get(at.pointer);
  c.push(at.dtype === "bool" ? c.v128("and", value, c.int(1)) : value);
  if (isByte(at.dtype)) f.extractLane("i32x4", 0).store("i32_8", at.offset);
  else f.storeLane(32, 0, at.offset);
}
