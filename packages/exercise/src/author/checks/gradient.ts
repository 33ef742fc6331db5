/**
 * Gradients a learner worked out by hand, against central differences in double precision:
 * `(loss(v + h) − loss(v − h)) / 2h` for every element v of every value. The loss is the author's and takes
 * the values by name, so the check knows nothing about how the learner organises a backward pass.
 */
import { compare, distance, type Tolerance } from "../../compare.ts";
import { gradeError } from "../../errors.ts";
import { explain } from "../../explain.ts";
import { randomFrom, seedOf } from "../../random.ts";
import { comesFromGrade, failureOfThrown } from "../../run/thrown.ts";
import { numberText, show } from "../../show.ts";
import { isTensor, type Snapshot, snapshot, type TensorLike } from "../../snapshot.ts";
import type {
  Check,
  CheckContext,
  Edge,
  Exports,
  Outcome,
  Random,
  TensorLibrary,
} from "../../types.ts";
import { authored, callLearner, parameterNames } from "./call.ts";
import { edgeNames } from "./edges.ts";
import { caseOf } from "./judge.ts";
import { nameOf } from "./naming.ts";
import type { Args, ArgsMade, FunctionName, Result, TensorOf } from "./typed.ts";
import { unusable } from "./watched.ts";

export interface GradientSpec<M extends Exports, K extends FunctionName<M>, V extends object> {
  readonly name: string;
  /** The function that returns gradients. */
  readonly of: K;
  readonly args: (random: Random<TensorOf<M, K>>) => ArgsMade<M, K>;
  /** The values the loss is differentiated by; by default the arguments of the same names. */
  readonly at?: (...args: Args<M, K>) => V;
  /** The learner's gradients under the values' names. */
  readonly gradients: (
    result: Result<M, K>,
    ...args: Args<M, K>
  ) => { readonly [P in keyof V]: unknown };
  /** The loss at other values, all in float64; the arguments come in float64 too. */
  readonly loss: (values: V, ...args: Args<M, K>) => unknown;
  readonly runs?: number;
  /** Inputs tried before the random ones, made by `args` too: none unless told. */
  readonly edges?: readonly Edge[];
  readonly tolerance?: Tolerance;
  readonly argNames?: readonly string[];
}

const step = 1e-5;
const gradientTolerance: Tolerance = { rtol: 1e-3, atol: 1e-4 };

interface Convertible extends TensorLike {
  to(dtype: string): unknown;
}

/** A value with every float tensor in double precision. */
function widen(value: unknown): unknown {
  if (isTensor(value))
    return value.dtype.startsWith("float") ? (value as Convertible).to("float64") : value;
  if (Array.isArray(value)) return value.map(widen);
  if (
    typeof value === "object" &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  )
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, widen(item)]));
  return value;
}

async function scalar(value: unknown, name: string): Promise<number> {
  const read = await snapshot(value);
  if (read.kind === "number") return read.value;
  if (read.kind === "tensor" && read.data.length === 1) return Number(read.data[0]);
  throw gradeError(name, "its loss does not give one number");
}

/** The slopes of the loss by central differences, as a record of float64 snapshots. */
async function slopes(
  name: string,
  library: TensorLibrary,
  values: Readonly<Record<string, unknown>>,
  loss: (values: Record<string, unknown>) => unknown,
): Promise<Snapshot> {
  const entries: [string, Snapshot][] = [];
  for (const [key, value] of Object.entries(values)) {
    const start = await snapshot(value);
    if (start.kind !== "tensor" && start.kind !== "number")
      throw gradeError(name, `the value ${key} is neither a tensor nor a number`);
    const flat =
      start.kind === "tensor" ? Float64Array.from(start.data) : Float64Array.of(start.value);
    const slope = new Float64Array(flat.length);
    for (const [i, center] of flat.entries()) {
      const h = step * Math.max(1, Math.abs(center));
      const lossAt = (v: number): Promise<number> => {
        const moved = flat.slice();
        moved[i] = v;
        const at =
          start.kind === "number"
            ? v
            : library.tensor(moved, { dtype: "float64", shape: start.shape });
        return Promise.resolve(loss({ ...values, [key]: at })).then((l) => scalar(l, name));
      };
      slope[i] = ((await lossAt(center + h)) - (await lossAt(center - h))) / (2 * h);
    }
    entries.push([
      key,
      start.kind === "tensor"
        ? { kind: "tensor", shape: start.shape, dtype: "float64", data: slope }
        : { kind: "number", value: slope[0] as number },
    ]);
  }
  return { kind: "record", entries };
}

/** The arguments that have the gradients' names: by parameter name, or inside a record argument. */
function valuesByName(
  check: string,
  keys: readonly string[],
  names: readonly string[],
  args: readonly unknown[],
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const key of keys) {
    const place = names.indexOf(key);
    const holder = args.find(
      (arg) => typeof arg === "object" && arg !== null && !isTensor(arg) && Object.hasOwn(arg, key),
    ) as Record<string, unknown> | undefined;
    if (place >= 0) found[key] = args[place];
    else if (holder) found[key] = holder[key];
    else throw gradeError(check, `no argument is called ${key}; say with "at" where it is`);
  }
  return found;
}

/** Of several gradients, which agree, and how far the others are off at most. */
function apartText(got: Snapshot, expected: Snapshot, tolerance: Tolerance): string {
  if (got.kind !== "record" || expected.kind !== "record" || expected.entries.length < 2) return "";
  const mine = new Map(got.entries);
  const parts = expected.entries.map(([name, right]) => {
    const own = mine.get(name);
    if (!own) return `${name} is missing`;
    const { count, of, largest } = distance(own, right, tolerance);
    if (count === 0) return `${name} agrees`;
    if (!largest) return `${name} has another shape`;
    const at = `${numberText(largest.got)} for ${numberText(largest.expected)}${largest.at && ` at ${largest.at}`}`;
    return `${name} differs in ${count} of ${of}, most with ${at}`;
  });
  return `${parts.join("; ")}.`;
}

/**
 * A check of a learner's analytic gradients against central differences of a loss.
 *
 * @example
 * gradient({
 *   name: "is the slope of the loss", of: "backward", args: (random) => [{ w: tensor(random.numbers(3)) }],
 *   gradients: (result) => ({ w: result.dw }), loss: ({ w }: { w: Tensor }) => w.square().sum(),
 * })
 */
export function gradient<
  M extends Exports,
  K extends FunctionName<M>,
  V extends object = Record<string, never>,
>(spec: GradientSpec<M, K, V>): Check<M> {
  const { name, of, runs = 1, edges = [] } = spec;
  const tolerance = { ...gradientTolerance, ...spec.tolerance };
  type A = Args<M, K>;
  const at =
    ({ seed, library }: Pick<CheckContext<M>, "seed" | "library">, n: number, edge?: Edge) =>
    (): ArgsMade<M, K> =>
      spec.args(randomFrom(seedOf(seed + n, name), { library, edge }));
  const run = async (context: CheckContext<M>): Promise<Outcome> => {
    const numbers = Array.from({ length: runs }, (_, i) => i + 1);
    const cases = [
      ...edges.map((edge, i) => [edgeNames[edge], at(context, i + 1, edge)] as const),
      ...numbers.map((n) => [`random input ${n} of ${runs}`, at(context, n)] as const),
    ];
    for (const [called, args] of cases) {
      const about = (): ReturnType<typeof caseOf> =>
        caseOf(context, { ...spec, name: undefined, args });
      const used = await authored(args);
      const answer = await callLearner(context, of, used, cases.length > 1 ? called : undefined);
      if (!answer.ok) return { passed: false, ...(await about()), ...answer.failure };
      let gradients: object;
      let got: Snapshot;
      try {
        gradients = spec.gradients(answer.value as Result<M, K>, ...used);
        got = await snapshot(gradients);
      } catch (error) {
        const failure = comesFromGrade(error)
          ? await unusable(context, { of, args: await authored(args), answer: answer.value }, error)
          : failureOfThrown(of, error);
        return { passed: false, ...(await about()), ...failure };
      }
      const expected = await authored(async () => {
        const { library } = context;
        if (!library) throw gradeError(name, "a gradient check needs the tensor library");
        const wide = widen(await args()) as unknown as A;
        const values = spec.at
          ? spec.at(...wide)
          : valuesByName(
              name,
              Object.keys(gradients),
              spec.argNames ?? parameterNames(context, of),
              wide,
            );
        return slopes(name, library, values as Record<string, unknown>, (v) =>
          spec.loss(v as unknown as V, ...wide),
        );
      });
      const mismatch = compare(got, expected, tolerance);
      if (!mismatch) continue;
      const misconception = await nameOf(context, {
        of,
        args,
        got,
        expected,
        tolerance,
        part: (result, inputs) => spec.gradients(result as Result<M, K>, ...(inputs as A)),
      });
      const why = misconception ? null : explain(mismatch);
      const each = apartText(got, expected, tolerance);
      return {
        passed: false,
        message: [
          `${of}: the gradient is not what the loss does when each number is nudged a little: ${mismatch.sentence}`,
          each,
          why,
        ]
          .filter(Boolean)
          .join(" "),
        ...(await about()),
        expected: show(expected),
        got: show(got),
        difference: mismatch.difference,
        ...(misconception && { misconception }),
        ...(mismatch.picture && { picture: mismatch.picture }),
      };
    }
    return { passed: true };
  };
  return {
    name,
    kind: "gradient",
    inputs: (context) => [1, 2].map((n) => ({ of, args: at(context, n) })),
    run,
  };
}
