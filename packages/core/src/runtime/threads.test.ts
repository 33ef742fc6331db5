import { afterEach, beforeEach, expect, test } from "vitest";
import { wasmEngine } from "../backend/wasm/backend.ts";
import {
  type BackendName,
  defaultBackend,
  grad,
  setDefaultBackend,
  setEngineOptions,
  type Tensor,
  tensor,
} from "../index.ts";
import { clearPrograms } from "./realize.ts";

let before: BackendName;

beforeEach(() => {
  before = defaultBackend().name as BackendName;
  setDefaultBackend("wasm");
  setEngineOptions({ tier: "compile" });
});

afterEach(() => {
  setDefaultBackend(before);
  setEngineOptions({ tier: "auto", threads: Number.POSITIVE_INFINITY });
});

const filled = (shape: number[], seed: number): Tensor => {
  const n = shape.reduce((p, v) => p * v, 1);
  return tensor(
    Float32Array.from({ length: n }, (_, i) => Math.sin(i * 1.3 + seed) * 1.5),
    { shape, requiresGrad: true },
  );
};

/** A loss and gradients of a little network: products, row and column reductions, one large sum. */
async function bytes(): Promise<Uint8Array> {
  const [x, w, v] = [filled([301, 96], 1), filled([96, 130], 2), filled([130, 33], 3)];
  const y = x.matmul(w).relu().matmul(v).logSoftmax(1);
  const loss = y.square().sum();
  const results = [loss, y, y.cumsum(0), y.argmax(0), ...grad([loss], [x, w, v])];
  const parts = await Promise.all(results.map((t) => (t as Tensor).data()));
  return Buffer.concat(parts.map((p) => new Uint8Array(p.buffer, p.byteOffset, p.byteLength)));
}

/** Workers boot without a turn of this thread's event loop. */
function untilReady(): void {
  const engine = wasmEngine();
  const until = Date.now() + 20_000;
  const idle = new Int32Array(new SharedArrayBuffer(4));
  while (engine.threads < engine.maxThreads && Date.now() < until) Atomics.wait(idle, 0, 0, 5);
  expect(engine.threads).toBe(engine.maxThreads);
}

test("one, two and all threads give equal bytes", async () => {
  await bytes();
  untilReady();
  const all = await bytes();
  for (const threads of [1, 2]) {
    setEngineOptions({ threads });
    expect(wasmEngine().threads).toBe(Math.min(threads, wasmEngine().maxThreads));
    expect(Buffer.compare(await bytes(), all)).toBe(0);
    clearPrograms();
    expect(Buffer.compare(await bytes(), all)).toBe(0);
  }
});

test("a limit set while another backend is in use holds when wasm is chosen", () => {
  setDefaultBackend("reference");
  setEngineOptions({ threads: 1 });
  setDefaultBackend("wasm");
  expect(wasmEngine().threads).toBe(1);
});

test("threads that are no whole number from 1 are refused, and change nothing", () => {
  for (const threads of [0, -1, 1.5, Number.NaN])
    expect(() => setEngineOptions({ threads, fuse: false })).toThrow(
      "setEngineOptions: threads is",
    );
  expect(setEngineOptions({})).toMatchObject({ threads: Number.POSITIVE_INFINITY, fuse: true });
});
