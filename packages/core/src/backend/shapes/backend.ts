/**
 * The backend that computes nothing: every value it is asked for is zero, of the right shape and dtype.
 * With it a program's shapes can be seen as fast as its graph is built, whatever the sizes.
 */
import type { Plan } from "../../compile/plan.ts";
import { allocate } from "../../dtype.ts";
import { Buffer } from "../../graph/buffer.ts";
import type { Backend, Executable } from "../backend.ts";

class ShapesProgram implements Executable {
  readonly #plan: Plan;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  run(): Buffer[] {
    const { slots, outputs } = this.#plan;
    return outputs.map((out) => {
      const { dtype, length } = slots[out.slot];
      return new Buffer(dtype, length, allocate(dtype, length));
    });
  }

  dispose(): void {}
}

export const shapesBackend: Backend = {
  name: "shapes",
  compile: (plan: Plan): Executable => new ShapesProgram(plan),
  describe: (): string => "shapes: computes nothing; every value is zero",
};
