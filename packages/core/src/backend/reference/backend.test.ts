import { expect, test } from "vitest";
import type { LoopKernel } from "../../compile/kernel.ts";
import type { Plan } from "../../compile/plan.ts";
import { Buffer } from "../../graph/buffer.ts";
import { View } from "../../shape.ts";
import { referenceBackend } from "./backend.ts";

const whole = View.contiguous([2]);

/** `out = x · y` over two elements; y is one number for both where `scalar`. */
const product = (scalar: boolean): LoopKernel => ({
  kind: "loop",
  outer: [2],
  inner: [],
  buffers: [
    { dtype: "float32", length: 2, write: false },
    { dtype: "float32", length: scalar ? 1 : 2, write: false },
    { dtype: "float32", length: 2, write: true },
  ],
  exprs: [
    { op: "load", dtype: "float32", buffer: 0, view: whole },
    {
      op: "load",
      dtype: "float32",
      buffer: 1,
      view: scalar ? new View([2], [0], 0, null) : whole,
    },
    { op: "mul", dtype: "float32", args: [0, 1] },
  ],
  stages: [{ kind: "store", at: "outer", buffer: 2, view: whole, value: 2 }],
});

/** `(x · number)²`, perhaps in the place of x. */
const plan = (donor: number): Plan => ({
  slots: [
    { kind: "input", index: 0, dtype: "float32", length: 2 },
    { kind: "input", index: 1, dtype: "float32", length: 1 },
    { kind: "output", index: 0, dtype: "float32", length: 2 },
    { kind: "temp", index: -1, dtype: "float32", length: 2 },
  ],
  steps: [
    { kernel: product(true), slots: [0, 1, 3] },
    { kernel: product(false), slots: [3, 3, 2] },
  ],
  inputs: [0, 1],
  outputs: [{ slot: 2, donor, alternates: false, inPlace: donor >= 0 }],
});

const bufferOf = (...values: number[]): Buffer =>
  new Buffer("float32", values.length, Float32Array.from(values));

test("a plan's kernels run in order, with numbers and temporaries", () => {
  const program = referenceBackend.compile(plan(-1), "auto");
  const x = bufferOf(1, 2);
  const [first] = program.run([x, 3]);
  const [second] = program.run([bufferOf(5, 6), 1]);
  expect(Array.from(second?.read() ?? [])).toEqual([25, 36]);
  // A later run leaves earlier results alone.
  expect(Array.from(first?.read() ?? [])).toEqual([9, 36]);
  expect(x.stale).toBe(false);
});

test("an updated input stays what it was, as its array is nobody else's", () => {
  const x = bufferOf(1, 2);
  const before = x.read();
  const [after] = referenceBackend.compile(plan(0), "auto").run([x, 2]);
  expect(x.stale).toBe(false);
  expect(Array.from(before)).toEqual([1, 2]);
  expect(Array.from(after?.read() ?? [])).toEqual([4, 16]);
});

test("an output listed twice comes back as two buffers", () => {
  const one = plan(-1);
  const twice: Plan = { ...one, outputs: [...one.outputs, ...one.outputs] };
  const [a, b] = referenceBackend.compile(twice, "auto").run([bufferOf(1, 2), 1]);
  expect(a?.read()).toEqual(b?.read());
  expect(a?.read()).not.toBe(b?.read());
});
