/**
 * The reference backend: plain loops in double precision. It is the oracle for the others, the tier
 * for graphs too small to compile, and what runs kernels another backend cannot.
 */
import type { Plan } from "../../compile/plan.ts";
import { allocate, type TypedArray } from "../../dtype.ts";
import { Buffer } from "../../graph/buffer.ts";
import type { Backend, Executable } from "../backend.ts";
import { prepare } from "./run.ts";

class ReferenceProgram implements Executable {
  readonly #plan: Plan;
  readonly #steps: { run: (buffers: readonly TypedArray[]) => void; slots: readonly number[] }[];
  readonly #temps: (TypedArray | null)[];

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#steps = plan.steps.map((s) => ({ run: prepare(s.kernel), slots: s.slots }));
    this.#temps = plan.slots.map((s) => (s.kind === "temp" ? allocate(s.dtype, s.length) : null));
  }

  run(inputs: readonly (Buffer | number)[]): Buffer[] {
    const { slots, outputs } = this.#plan;
    const arrays = slots.map((s, i): TypedArray => {
      if (s.kind === "temp") return this.#temps[i] as TypedArray;
      if (s.kind === "output") return allocate(s.dtype, s.length);
      const input = inputs[s.index] as Buffer | number;
      if (typeof input !== "number") return input.read();
      const one = allocate(s.dtype, 1);
      one[0] = input;
      return one;
    });
    for (const step of this.#steps) step.run(step.slots.map((i) => arrays[i] as TypedArray));
    const taken = new Set<number>();
    return outputs.map((out) => {
      const slot = slots[out.slot] as Plan["slots"][number];
      const array = arrays[out.slot] as TypedArray;
      if (out.donor >= 0) (inputs[out.donor] as Buffer).stale = true;
      const own = taken.has(out.slot) ? array.slice() : array;
      taken.add(out.slot);
      return new Buffer(slot.dtype, slot.length, own);
    });
  }

  dispose(): void {}
}

export const referenceBackend: Backend = {
  name: "reference",
  compile: (plan) => new ReferenceProgram(plan),
  describe: () => "reference: plain loops in double precision, one thread",
};
