import { expect, test } from "vitest";
import { ModuleBuilder } from "./assembler.ts";

type Export = (...args: number[]) => number;

function run(module: ModuleBuilder, memory: WebAssembly.Memory): Record<string, Export> {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(module.build()), {
    e: { m: memory },
  });
  return instance.exports as unknown as Record<string, Export>;
}

const plain = { shared: false, minPages: 1, relaxed: false } as const;
const onePage = (): WebAssembly.Memory => new WebAssembly.Memory({ initial: 1 });

test("functions take parameters, return results and call one another", () => {
  const module = new ModuleBuilder(plain);
  const square = module.func(null, ["f64"], ["f64"]);
  square.get(0).get(0).f64("mul");
  const twice = module.func("fourth", ["f64"], ["f64"]);
  twice.get(0).call(square).call(square.index);
  expect(run(module, onePage()).fourth?.(3)).toBe(81);
});

test("constants of every size survive their encoding", () => {
  const values = [0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, -8193, 2 ** 31 - 1, -(2 ** 31)];
  const module = new ModuleBuilder(plain);
  values.forEach((value, i) => {
    module.func(`i${i}`, [], ["i32"]).i32Const(value);
    module.func(`l${i}`, [], ["i32"]).i64Const(value).i32("wrap_i64");
    module.func(`f${i}`, [], ["f32"]).f32Const(value);
    module.func(`d${i}`, [], ["f64"]).f64Const(value + 0.1);
  });
  const made = run(module, onePage());
  values.forEach((value, i) => {
    expect(made[`i${i}`]?.()).toBe(value);
    expect(made[`l${i}`]?.()).toBe(value);
    expect(made[`f${i}`]?.()).toBe(Math.fround(value));
    expect(made[`d${i}`]?.()).toBe(value + 0.1);
  });
});

test("loops count and branches leave the block they name", () => {
  const module = new ModuleBuilder(plain);
  const sum = module.func("sum", ["i32"], ["i32"]);
  const i = sum.local("i32");
  const total = sum.local("i32");
  sum.whileLess(i, 0, () => sum.get(total).get(i).i32("add").set(total)).get(total);
  const nested = module.func("nested", ["i32"], ["i32"]);
  nested.block((outer) => {
    nested.block(() => {
      nested.get(0).i32("eqz").brIf(outer);
      nested
        .get(0)
        .i32Const(5)
        .i32("eq")
        .if(
          () => nested.i32Const(50).return(),
          () => nested.i32Const(7).set(0).br(outer),
        );
    });
  });
  nested.get(0);
  const times = module.func("times", [], ["i32"]);
  const j = times.local("i32");
  const count = times.local("i32");
  times.loopTimes(j, 10, () => times.get(count).get(j).i32("add").set(count)).get(count);
  const made = run(module, onePage());
  expect(made.sum?.(5)).toBe(10);
  expect(made.sum?.(0)).toBe(0);
  expect(made.sum?.(-3)).toBe(0);
  expect([0, 5, 6].map((x) => made.nested?.(x))).toEqual([0, 50, 7]);
  expect(made.times?.()).toBe(45);
});

test("vectors load, compute, shuffle and store", () => {
  const memory = onePage();
  const floats = new Float32Array(memory.buffer);
  floats.set([1, 2, 3, 4, 10, 20, 30, 40]);
  const module = new ModuleBuilder(plain);
  const f = module.func("f", []);
  f.i32Const(64);
  f.i32Const(0).load("v128").i32Const(0).load("v128", 16).f32x4Const(0.5).madd();
  f.store("v128");
  f.i32Const(0).i32Const(0).load("v128").i32Const(0).load("v128", 16).shuffle32(3, 0, 4, 7);
  f.store("v128", 80);
  f.i32Const(96).i32Const(0).load("v128_32_splat", 4).store("v128");
  f.i32Const(112).f32x4Const(1, 2, 3, 4);
  f.i32Const(0).load("f32", 28).replaceLane("f32x4", 2).store("v128");
  f.i32Const(128).i32Const(0).f32x4Const(9).loadLane(32, 1, 16).store("v128");
  f.i32Const(148).i32Const(0).load("v128", 16).storeLane(32, 3);
  f.i32Const(160).f32x4Const(2).f32x4Const(3).f32x4Const(10).nmadd().store("v128");
  f.i32Const(176).f64x2Const(1.5, -2).f64x2("abs").store("v128");
  run(module, memory).f?.();
  expect([...floats.subarray(16, 44)]).toEqual([
    ...[10.5, 40.5, 90.5, 160.5],
    ...[4, 1, 10, 40],
    ...[2, 2, 2, 2],
    ...[1, 2, 40, 4],
    ...[9, 10, 9, 9],
    ...[0, 40, 0, 0],
    ...[4, 4, 4, 4],
  ]);
  expect([...new Float64Array(memory.buffer, 176, 2)]).toEqual([1.5, 2]);
});

test("bytes widen to integer lanes", () => {
  const memory = onePage();
  new Uint8Array(memory.buffer).set([1, 200, 3, 255]);
  const module = new ModuleBuilder(plain);
  const f = module.func("f", []);
  f.i32Const(16).i32Const(0).load("v128_32_zero");
  f.i16x8("extend_low_i8x16_u").i32x4("extend_low_i16x8_u").store("v128");
  f.i32Const(4).i32Const(0).load("i32_8_u", 1).store("i32_8");
  run(module, memory).f?.();
  expect([...new Int32Array(memory.buffer, 16, 4)]).toEqual([1, 200, 3, 255]);
  expect(new Uint8Array(memory.buffer)[4]).toBe(200);
});

test("atomics work on shared memory", () => {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 4, shared: true });
  const module = new ModuleBuilder({ shared: true, minPages: 1, maxPages: 4, relaxed: false });
  const f = module.func("f", [], ["i32"]);
  f.i32Const(8).i32Const(5).atomic("store");
  f.i32Const(0).i32Const(3).atomic("add", 8).drop();
  f.i32Const(8).i32Const(8).i32Const(11).atomic("compareExchange").drop();
  f.i32Const(8).i32Const(1).atomic("notify").drop();
  f.i32Const(8).atomic("load");
  const wait = module.func("wait", [], ["i32"]);
  wait.i32Const(8).i32Const(0).i64Const(1000).atomic("wait32");
  const made = run(module, memory);
  expect(made.f?.()).toBe(11);
  expect(made.wait?.()).toBe(1);
});

test("the same calls give the same bytes", () => {
  const make = (): Uint8Array => {
    const module = new ModuleBuilder({ ...plain, relaxed: true });
    const f = module.func("f", ["i32"]);
    const v = f.local("v128");
    f.get(0).load("v128").f32x4Const(1).f32x4Const(2).madd().set(v);
    return module.build();
  };
  expect(make()).toEqual(make());
  expect([...make()].join()).toContain([0xfd, 0x85, 0x02].join());
});

test("a released local is used again", () => {
  const f = new ModuleBuilder(plain).func(null, ["i32", "f32"]);
  const first = f.local("v128");
  expect(first).toBe(2);
  f.release("v128", first);
  expect(f.local("f32")).toBe(3);
  expect(f.local("v128")).toBe(first);
});

test("a pooled constant is made once, at the start of the function", () => {
  const memory = onePage();
  const module = new ModuleBuilder(plain);
  const f = module.func("f", ["i32"]);
  f.get(0).if(() =>
    f
      .i32Const(0)
      .get(f.pooled([1, -2, 3, 4]))
      .store("v128"),
  );
  f.i32Const(16)
    .get(f.pooled([1, -2, 3, 4]))
    .store("v128");
  run(module, memory).f?.(0);
  expect([...new Int32Array(memory.buffer, 0, 8)]).toEqual([0, 0, 0, 0, 1, -2, 3, 4]);
  expect(f.pooled([1, -2, 3, 4])).toBe(1);
});
