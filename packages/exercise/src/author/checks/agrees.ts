/**
 * A learner's function against the library's call that does the same: the values and, by backpropagation through
 * both, the gradients. What passes can stand in the library's place.
 */
import { compare } from "../../compare.ts";
import { randomFrom, seedOf } from "../../random.ts";
import { failureOfThrown, GradeFault } from "../../run/thrown.ts";
import { show } from "../../show.ts";
import { isTensor, snapshot, type TensorLike } from "../../snapshot.ts";
import type { Check, Exports, Outcome, Random } from "../../types.ts";
import { authored } from "./call.ts";
import type { TensorIn } from "./typed.ts";

export interface AgreesSpec<M extends Exports, A extends unknown[]> {
  readonly name: string;
  /** The learner's function, made to take and give what the library's call does. */
  readonly own: (learner: M) => (...args: A) => unknown;
  readonly library: (...args: A) => unknown;
  readonly args: (random: Random<TensorIn<A[number]>>) => readonly [...A];
  /** How many random inputs are tried, 10 unless told. */
  readonly runs?: number;
  /** False where the call has no gradient, as with predictions. */
  readonly differentiable?: boolean;
}

/** What is needed of a tensor to send a gradient back through it. */
interface Differentiable extends TensorLike {
  readonly grad: unknown;
  readonly requiresGrad: boolean;
  detach(): Differentiable;
  requiresGrad_(): Differentiable;
  square(): Differentiable;
  sum(): Differentiable;
  backward(): void;
}

const isFloat = (value: unknown): value is Differentiable =>
  isTensor(value) && value.dtype.startsWith("float");

/** The gradients of the sum of the squared results by every float tensor among the arguments. */
function gradients<A extends unknown[]>(call: (...args: A) => unknown, args: A): unknown[] {
  const leaves = args.map((a) => (isFloat(a) ? a.detach().requiresGrad_() : a));
  const result = call(...(leaves as A));
  if (!isFloat(result) || !result.requiresGrad) return [];
  result.square().sum().backward();
  return leaves.filter(isFloat).map((leaf) => leaf.grad);
}

/**
 * A check that a learner's function can stand in a library call's place.
 *
 * @example agrees({ name: "agrees with x.sigmoid()", own: (m) => m.sigmoid, library: (x) => x.sigmoid(), args: (random) => [tensor(random.numbers(5))] })
 */
export function agrees<M extends Exports, A extends unknown[]>(spec: AgreesSpec<M, A>): Check<M> {
  const { name, own, library, runs = 10, differentiable = true } = spec;
  return {
    name,
    kind: "property",
    run: async ({ learner, seed, library: tensors, onCase }): Promise<Outcome> => {
      for (let run = 1; run <= runs; run++) {
        const fresh = (): [...A] => [
          ...spec.args(randomFrom(seedOf(seed + run, name), { library: tensors })),
        ];
        const sides = [
          ["values", (call: (...args: A) => unknown, args: A) => call(...args)],
          ["gradients", gradients<A>],
        ] as const;
        for (const [what, of] of differentiable ? sides : sides.slice(0, 1)) {
          const inputs = await authored(async () => snapshot(fresh()));
          onCase?.(`random input ${run} of ${runs}`);
          try {
            const got = await snapshot(await of(own(learner), fresh()));
            const expected = await authored(async () => snapshot(await of(library, fresh())));
            const mismatch = compare(got, expected);
            if (!mismatch) continue;
            return {
              passed: false,
              message: `its ${what} differ from the library's: it ${mismatch.sentence}`,
              case: `random input ${run} of ${runs}`,
              inputs: [["arguments", show(inputs)]],
              expected: show(expected),
              got: show(got),
              difference: mismatch.difference,
            };
          } catch (error) {
            if (error instanceof GradeFault) throw error;
            return { passed: false, ...failureOfThrown(name, error) };
          }
        }
      }
      return { passed: true };
    },
  };
}
