import { afterEach, expect, test } from "vitest";
import { InternalError } from "../../errors.ts";
import { ModuleBuilder } from "./assembler.ts";
import { emitBarrier, type ThreadMain, ThreadPool, threadsAvailable } from "./pool.ts";
import { control } from "./pool-worker.ts";

const pages = 4;
const address = 4096;
const controlAddress = control.sequence * 4;
const pools: ThreadPool[] = [];

afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

function newPool(threads: number): { pool: ThreadPool; memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const pool = new ThreadPool(memory, threads);
  pools.push(pool);
  return { pool, memory };
}

const newModule = (): ModuleBuilder =>
  new ModuleBuilder({ shared: true, minPages: pages, maxPages: pages, relaxed: false });

const mainParams = Array<"i32">(5).fill("i32");

/** `memory[a0 + 4·tid] = a1 + threads`. */
function writingProgram(): Uint8Array<ArrayBuffer> {
  const module = newModule();
  const f = module.func("main", mainParams);
  f.get(2).get(0).i32Const(2).i32("shl").i32("add").get(3).get(1).i32("add").store("i32");
  return module.build();
}

function instantiate(bytes: Uint8Array<ArrayBuffer>, memory: WebAssembly.Memory): ThreadMain {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: { m: memory } });
  return instance.exports.main as ThreadMain;
}

/** Waits for workers to boot, which needs no turn of this thread's event loop. */
function untilReady(pool: ThreadPool): void {
  const until = Date.now() + 20_000;
  const idle = new Int32Array(new SharedArrayBuffer(4));
  while (pool.threads < pool.limit && Date.now() < until) Atomics.wait(idle, 0, 0, 5);
  expect(pool.threads).toBe(pool.limit);
}

test("Node has threads", () => {
  expect(threadsAvailable()).toBe(true);
});

test("a pool runs at once with one thread, and with all once they have booted", () => {
  const { pool, memory } = newPool(3);
  const bytes = writingProgram();
  const main = instantiate(bytes, memory);
  const words = new Int32Array(memory.buffer, address, 3);
  expect(pool.threads).toBe(1);
  pool.load(7, bytes);
  pool.run(7, main, [address, 10, 0]);
  expect([...words]).toEqual([11, 0, 0]);
  untilReady(pool);
  pool.run(7, main, [address, 20, 0]);
  expect([...words]).toEqual([23, 23, 23]);
});

test("a run on fewer threads leaves the others out, run after run", () => {
  const { pool, memory } = newPool(4);
  const bytes = writingProgram();
  const main = instantiate(bytes, memory);
  const words = new Int32Array(memory.buffer, address, 4);
  pool.load(7, bytes);
  untilReady(pool);
  // The number of threads changes from run to run: who is left out must not miss or repeat the next.
  for (let i = 0; i < 400; i++) {
    const threads = 1 + (i % 4);
    words.fill(0);
    pool.run(7, main, [address, 10, 0], threads);
    expect([...words]).toEqual([0, 1, 2, 3].map((tid) => (tid < threads ? 10 + threads : 0)));
  }
});

test("programs loaded before and after the workers booted both run, however large", () => {
  const { pool, memory } = newPool(2);
  const small = writingProgram();
  pool.load(1, small);
  untilReady(pool);
  const module = newModule();
  const f = module.func("main", mainParams);
  for (let i = 0; i < 60_000; i++) f.i32Const(i).drop();
  f.get(2).get(0).i32Const(2).i32("shl").i32("add").i32Const(5).store("i32");
  const large = module.build();
  expect(large.length).toBeGreaterThan(1 << 18);
  pool.load(2, large);
  const words = new Int32Array(memory.buffer, address, 2);
  pool.run(2, instantiate(large, memory), [address, 0, 0]);
  expect([...words]).toEqual([5, 5]);
  pool.run(1, instantiate(small, memory), [address, 30, 0]);
  expect([...words]).toEqual([32, 32]);
  pool.unload(2);
  pool.run(1, instantiate(small, memory), [address, 40, 0]);
  expect([...words]).toEqual([42, 42]);
});

test("threads meet at a barrier, time after time", () => {
  const rounds = 2000;
  const threads = 3;
  const module = newModule();
  const barrier = emitBarrier(module);
  const f = module.func("main", mainParams);
  const i = f.local("i32");
  const wrong = f.local("i32");
  // Thread i adds one each round; after the barrier the sum must be exactly rounds · threads.
  const meet = () => f.get(0).get(1).i32Const(controlAddress).call(barrier);
  f.loopTimes(i, rounds, () => {
    f.i32Const(address).i32Const(1).atomic("add").drop();
    meet();
    f.i32Const(address).atomic("load").get(i).i32Const(1).i32("add").get(1).i32("mul").i32("ne");
    f.get(wrong).i32("add").set(wrong);
    meet();
  });
  f.i32Const(address + 4)
    .get(wrong)
    .atomic("add")
    .drop();
  const bytes = module.build();
  const { pool, memory } = newPool(threads);
  pool.load(0, bytes);
  untilReady(pool);
  pool.run(0, instantiate(bytes, memory), [0, 0, 0]);
  expect([...new Int32Array(memory.buffer, address, 2)]).toEqual([rounds * threads, 0]);
});

/** Traps in thread `a0`; the others wait at a barrier. */
function trappingProgram(): Uint8Array<ArrayBuffer> {
  const module = newModule();
  const barrier = emitBarrier(module);
  const f = module.func("main", mainParams);
  f.get(0).get(2).i32("eq");
  f.if(() => f.op(0));
  f.get(0).get(1).i32Const(controlAddress).call(barrier);
  return module.build();
}

test("a trap in a worker is an error of the run, and the pool works on", () => {
  const { pool, memory } = newPool(3);
  const bytes = trappingProgram();
  pool.load(0, bytes);
  const good = writingProgram();
  pool.load(1, good);
  untilReady(pool);
  const main = instantiate(bytes, memory);
  let caught: unknown;
  try {
    pool.run(0, main, [2, 0, 0]);
  } catch (error) {
    caught = error;
  }
  expect(caught).toBeInstanceOf(InternalError);
  expect((caught as InternalError).message).toMatch(
    /a worker failed while running a program: .*unreachable/,
  );
  expect((caught as InternalError).code).toBe("internal/thread");
  pool.run(0, main, [99, 0, 0]);
  pool.run(1, instantiate(good, memory), [address, 1, 0]);
  expect([...new Int32Array(memory.buffer, address, 3)]).toEqual([4, 4, 4]);
});

test("a trap of the calling thread releases the workers and is thrown as it is", () => {
  const { pool, memory } = newPool(2);
  const bytes = trappingProgram();
  pool.load(0, bytes);
  untilReady(pool);
  const main = instantiate(bytes, memory);
  expect(() => pool.run(0, main, [0, 0, 0])).toThrow(WebAssembly.RuntimeError);
  pool.run(0, main, [99, 0, 0]);
});

test("a closed pool goes on with one thread", () => {
  const { pool, memory } = newPool(2);
  const bytes = writingProgram();
  pool.load(0, bytes);
  untilReady(pool);
  pool.close();
  expect(pool.threads).toBe(1);
  pool.run(0, instantiate(bytes, memory), [address, 1, 0]);
  expect([...new Int32Array(memory.buffer, address, 2)]).toEqual([2, 0]);
});
