/**
 * Straight-line vector code as a graph of values. A `Value` is one instruction and its operands;
 * nothing is written until it is pushed. A value used once stays on the machine's stack; one used
 * more often gets a local at its first use and gives it back after its last, so a formula can be
 * written as ordinary function calls and still come out as tight code.
 */
import type { FuncBuilder, ValType } from "./assembler.ts";
import type {
  extractLaneOps,
  f32x4Ops,
  f64x2Ops,
  i8x16Ops,
  i16x8Ops,
  i32x4Ops,
  i64x2Ops,
  v128Ops,
} from "./opcodes.ts";

export interface Value {
  readonly type: ValType;
  readonly args: readonly Value[];
  readonly write: (f: FuncBuilder) => void;
  /** How many values take this one as an operand. */
  uses: number;
  local: number;
  /** Kept in its local until the scope ends. */
  pinned: boolean;
}

const floatBits = new DataView(new ArrayBuffer(8));

export class Code {
  readonly f: FuncBuilder;
  private pins: Value[] = [];

  constructor(f: FuncBuilder) {
    this.f = f;
  }

  make(type: ValType, args: readonly Value[], write: (f: FuncBuilder) => void): Value {
    for (const arg of args) arg.uses++;
    return { type, args, write, uses: 0, local: -1, pinned: false };
  }

  /** A value that lives in a local somebody else looks after. */
  inLocal(type: ValType, local: number): Value {
    return { type, args: [], write: () => {}, uses: 0, local, pinned: true };
  }

  /** Leave the value on the stack. */
  push(value: Value): void {
    const { f } = this;
    if (value.local >= 0) {
      f.get(value.local);
      if (!value.pinned && --value.uses <= 0) {
        f.release(value.type, value.local);
        value.local = -1;
      }
      return;
    }
    for (const arg of value.args) this.push(arg);
    value.write(f);
    if (value.uses > 1) {
      value.local = f.local(value.type);
      value.uses--;
      f.tee(value.local);
    }
  }

  /** Compute the value now and keep it until the scope ends. */
  pin(value: Value): Value {
    if (value.local < 0) {
      for (const arg of value.args) this.push(arg);
      value.write(this.f);
      value.local = this.f.local(value.type);
      this.f.set(value.local);
    }
    if (!value.pinned) {
      value.pinned = true;
      this.pins.push(value);
    }
    return value;
  }

  /** Locals pinned inside are free again afterwards. */
  scope(body: () => void): void {
    const outside = this.pins;
    this.pins = [];
    body();
    for (const value of this.pins) this.f.release(value.type, value.local);
    this.pins = outside;
  }

  words(a: number, b: number, c: number, d: number): Value {
    return this.inLocal("v128", this.f.pooled([a | 0, b | 0, c | 0, d | 0]));
  }

  float(x: number): Value {
    floatBits.setFloat32(0, x);
    const bits = floatBits.getInt32(0);
    return this.words(bits, bits, bits, bits);
  }

  int(x: number): Value {
    return this.words(x, x, x, x);
  }

  double(x: number): Value {
    floatBits.setFloat64(0, x, true);
    const [low, high] = [floatBits.getInt32(0, true), floatBits.getInt32(4, true)];
    return this.words(low, high, low, high);
  }

  f32x4(name: keyof typeof f32x4Ops, ...args: readonly Value[]): Value {
    return this.make("v128", args, (f) => f.f32x4(name));
  }

  i32x4(name: keyof typeof i32x4Ops, ...args: readonly Value[]): Value {
    return this.make("v128", args, (f) => f.i32x4(name));
  }

  f64x2(name: keyof typeof f64x2Ops, ...args: readonly Value[]): Value {
    return this.make("v128", args, (f) => f.f64x2(name));
  }

  i64x2(name: keyof typeof i64x2Ops, ...args: readonly Value[]): Value {
    return this.make("v128", args, (f) => f.i64x2(name));
  }

  i16x8(name: keyof typeof i16x8Ops, ...args: readonly Value[]): Value {
    return this.make("v128", args, (f) => f.i16x8(name));
  }

  i8x16(name: keyof typeof i8x16Ops, ...args: readonly Value[]): Value {
    return this.make("v128", args, (f) => f.i8x16(name));
  }

  v128(name: Exclude<keyof typeof v128Ops, "any_true">, ...args: readonly Value[]): Value {
    return this.make("v128", args, (f) => f.v128(name));
  }

  /** Lanes shifted by a constant count. */
  shift(
    kind: "shl" | "shr_s" | "shr_u",
    x: Value,
    count: number,
    lanes: "i32x4" | "i64x2" = "i32x4",
  ): Value {
    return this.make("v128", [x], (f) => {
      f.i32Const(count);
      if (lanes === "i32x4") f.i32x4(kind);
      else f.i64x2(kind);
    });
  }

  /** `a·b + c`, fused where the engine can. */
  madd(a: Value, b: Value, c: Value): Value {
    return this.make("v128", [a, b, c], (f) => f.madd());
  }

  /** `c − a·b`, fused where the engine can. */
  nmadd(a: Value, b: Value, c: Value): Value {
    return this.make("v128", [a, b, c], (f) => f.nmadd());
  }

  /** Lanes of `yes` where the mask is all ones, of `no` where it is 0. */
  choose(mask: Value, yes: Value, no: Value): Value {
    return this.v128("bitselect", yes, no, mask);
  }

  shuffle32(a: Value, b: Value, lanes: readonly [number, number, number, number]): Value {
    return this.make("v128", [a, b], (f) => f.shuffle32(...lanes));
  }

  lane(name: keyof typeof extractLaneOps, x: Value, lane: number): Value {
    const type = name === "f32x4" ? "f32" : name === "f64x2" ? "f64" : "i32";
    return this.make(type, [x], (f) => f.extractLane(name, lane));
  }

  /** A scalar instruction sequence `[lane of each operand …] -> [lane of the result]` for each lane. */
  eachLane(
    lanes: "f32x4" | "i32x4",
    args: readonly Value[],
    scalar: (f: FuncBuilder) => void,
  ): Value {
    return this.make("v128", args, (f) => {
      const held = args.map(() => f.local("v128"));
      for (let i = held.length - 1; i >= 0; i--) f.set(held[i]);
      for (let lane = 0; lane < 4; lane++) {
        for (const local of held) f.get(local).extractLane(lanes, lane);
        scalar(f);
        if (lane === 0 && lanes === "f32x4") f.f32x4("splat");
        else if (lane === 0) f.i32x4("splat");
        else f.replaceLane(lanes, lane);
      }
      for (const local of held) f.release("v128", local);
    });
  }
}
