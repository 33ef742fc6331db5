/**
 * The reference backend: a plan's kernels one after the other over JavaScript typed arrays. Small
 * temporaries are kept from run to run; results are always new arrays, so nothing a caller has read ever
 * changes.
 */
import type { Plan } from "../../compile/plan.ts";
import { allocate, type TypedArray } from "../../dtype.ts";
import { Buffer } from "../../graph/buffer.ts";
import type { Backend, Executable } from "../backend.ts";
import { prepare, type Runnable } from "./run.ts";

/** Temporaries up to this length are kept. */
const keptLength = 1 << 14;

class ReferenceProgram implements Executable {
  readonly #plan: Plan;
  readonly #kernels: readonly Runnable[];
  /** What stays from run to run: small temporaries and places for numbers. */
  readonly #kept: readonly (TypedArray | null)[];

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#kernels = plan.steps.map((step) => prepare(step.kernel));
    this.#kept = plan.slots.map((slot) =>
      slot.kind === "temp" && slot.length <= keptLength ? allocate(slot.dtype, slot.length) : null,
    );
  }

  run(inputs: readonly (Buffer | number)[]): Buffer[] {
    const { slots, steps, outputs } = this.#plan;
    const memory = this.#kept.slice();
    inputs.forEach((input, i) => {
      const at = this.#plan.inputs[i];
      if (typeof input === "number") {
        const place = allocate(slots[at].dtype, 1);
        place[0] = input;
        memory[at] = place;
      } else memory[at] = input.read();
    });
    for (let i = 0; i < memory.length; i++)
      if (!memory[i]) {
        const slot = slots[i];
        memory[i] = allocate(slot.dtype, slot.length);
      }
    for (let i = 0; i < steps.length; i++) {
      const bound = steps[i].slots;
      const buffers = new Array<TypedArray>(bound.length);
      for (let k = 0; k < bound.length; k++) buffers[k] = memory[bound[k] as number] as TypedArray;
      (this.#kernels[i] as Runnable)(buffers);
    }
    const placed = new Set<number>();
    return outputs.map((out) => {
      const slot = slots[out.slot];
      const data = memory[out.slot] as TypedArray;
      const owned = placed.has(out.slot) ? data.slice() : data;
      placed.add(out.slot);
      return new Buffer(slot.dtype, slot.length, owned);
    });
  }

  dispose(): void {}
}

/** Runs everything in plain loops. */
export const referenceBackend: Backend = {
  name: "reference",
  compile: (plan: Plan): Executable => new ReferenceProgram(plan),
  describe: (): string => "reference: plain loops in float64, each result rounded to its dtype",
};
