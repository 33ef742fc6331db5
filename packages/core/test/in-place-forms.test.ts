/**
 * The forms in place that are made from operators: on a copy of the first argument each gives what PyTorch gave for the
 * operator, value and gradients, in every recorded case whose result has the tensor's own shape.
 */
import {
  allowanceFor,
  buildArgument,
  expectClose,
  type GoldenCase,
  type GoldenFile,
  type GoldenTensor,
  listGolden,
  lossWeights,
  makeTensor,
  readGolden,
  toNumbers,
} from "@gradus/testkit";
import { describe, expect, test } from "vitest";
import { GradusError, grad, ones, type Tensor, tensor } from "../src/index.ts";
import { inPlaceForms } from "../src/ops/in-place-forms.ts";

type Form = (...rest: unknown[]) => Tensor;
const formOf = (x: Tensor, name: string): Form => (Reflect.get(x, `${name}_`) as Form).bind(x);

const recorded = new Set(listGolden("ops"));

interface Recorded {
  readonly t: { readonly shape: readonly number[]; readonly dtype: string };
}

/** Whether PyTorch's answer fits into the first argument. */
function fits({ args, out, error }: GoldenCase): boolean {
  const [first] = args as Recorded[];
  const [want] = (out ?? []) as readonly { shape?: readonly number[]; dtype?: string }[];
  if (error || !first?.t || !want?.shape || out?.length !== 1) return false;
  if (want.shape.join() !== first.t.shape.join()) return false;
  return want.dtype === first.t.dtype || want.dtype === "bool";
}

const cases = inPlaceForms.flatMap((name) => {
  if (!recorded.has(name)) return [];
  const file = readGolden<GoldenFile>(`ops/${name}.json`);
  return file.cases.filter(fits).map((c) => [name, c.name, c] as const);
});

test("every form has recorded answers", () => {
  const seen = new Set(cases.map(([name]) => name));
  // The first always gives float64; the second is recorded as div.
  const none = inPlaceForms.filter((name) => !seen.has(name));
  expect(none).toEqual(["floatPower", "trueDivide"]);
});

describe("in place, as PyTorch gave it for the operator", () => {
  test.each(cases)("%s_: %s", async (name, _title, golden) => {
    const leaves = new Map<string, Tensor>();
    const [first, ...rest] = golden.args.map((a, i) => buildArgument(a, `${i}`, leaves));
    const x = (first as Tensor).clone();
    const y = formOf(x, name)(...rest);
    expect(y).toBe(x);
    const [want] = golden.out as readonly GoldenTensor[];
    const inputs = Object.keys(golden.grads ?? {}).map((path) => leaves.get(path) as Tensor);
    const found =
      inputs.length > 0 && golden.loss === undefined
        ? grad(y, inputs, {
            gradOutputs: [
              makeTensor({ shape: y.shape, dtype: y.dtype, data: lossWeights(y.numel()) }),
            ],
            allowUnused: true,
          })
        : [];
    const dtype = want?.dtype ?? "float32";
    expectClose(Array.from(await y.data()), toNumbers(want?.data ?? []), {
      what: `${name}_`,
      ...allowanceFor(name, dtype === ("bool" as string) ? "float32" : dtype),
    });
    for (const [i, path] of Object.keys(golden.grads ?? {}).entries()) {
      if (found.length === 0) break;
      const g = golden.grads?.[path] as GoldenTensor;
      const got = found[i];
      expectClose(got ? Array.from(await got.data()) : g.data.map(() => 0), toNumbers(g.data), {
        what: `gradient of argument ${path}`,
        ...allowanceFor(name, "float32"),
      });
    }
  });
});

test("a form is refused where its result does not fit", () => {
  const refused = (run: () => unknown): string => {
    try {
      run();
    } catch (e) {
      return e instanceof GradusError ? e.code : String(e);
    }
    return "nothing";
  };
  expect(refused(() => tensor([1, 2], { dtype: "int32" }).exp_())).toBe("dtype/unsupported");
  expect(refused(() => ones([2]).pow_(ones([3, 2])))).toBe("shape/expand");
  expect(refused(() => ones([2], { requiresGrad: true }).exp_())).toBe("grad/leaf-in-place");
});

test("a form keeps the tensor's dtype", async () => {
  const x = tensor([1, 2, 3]);
  expect(x.gt_(2).dtype).toBe("float32");
  expect(await x.toArray()).toEqual([0, 0, 1]);
  expect(await tensor([2, 3]).floatPower_(2).toArray()).toEqual([4, 9]);
});
