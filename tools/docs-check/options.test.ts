/**
 * Options that are not there are refused by everything that takes options: the list is read off the types, so that a new
 * function is tried too.
 */
import * as gradus from "gradus";
import * as vision from "gradus/vision";
import { describe, expect, test } from "vitest";
import { library } from "../packages.mjs";
import { exportsOf } from "./exports.ts";

const { data, GradusError, nn, ones, optim, tensor, train, zeros } = gradus;
type Call = (...args: unknown[]) => unknown;

const spaces: Readonly<Record<string, object>> = {
  core: gradus,
  nn,
  optim,
  data,
  train,
  vision,
};

const lookUp = (space: object, path: string): Call =>
  path.split(".").reduce<unknown>((at, part) => Reflect.get(at as object, part), space) as Call;

/** The parameters of a signature: `(x: Tensor, dim?: number)` are "x: Tensor" and "dim?: number". */
function parametersOf(signature: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = signature.indexOf("(") + 1;
  for (let i = from; i < signature.length; i++) {
    const c = signature[i] as string;
    if ("([{<".includes(c)) depth++;
    // The arrow of a function's type closes nothing.
    if (")]}".includes(c) || (c === ">" && signature[i - 1] !== "=")) depth--;
    if (depth < 0 || (c === "," && depth === 0)) {
      found.push(signature.slice(from, i).trim());
      from = i + 1;
    }
    if (depth < 0) return found.filter(Boolean);
  }
  return found;
}

const isOptions = (parameter: string): boolean => /^(options|o)\??: (?!number)/.test(parameter);

const int = (values: number[]) => tensor(values, { dtype: "int32" });

/** Tensors of which one at least is what a function takes. */
const tensors: readonly (() => gradus.Tensor)[] = [
  () => ones([2, 2]),
  () => ones([4, 2, 2]),
  () => ones([1, 1, 4, 4]),
  () => ones([3]),
  () => ones([1, 1, 3, 3, 3]),
  () => int([0, 1]),
];

const parameter = () => ones([2], { requiresGrad: true });
const schedulers = () => new optim.SGD([parameter()], { lr: 1 });

/** Where the types do not say which arguments are right. */
const special: Readonly<Record<string, () => unknown[]>> = {
  "functional.ctcLoss": () => [zeros([2, 1, 3]), tensor([[1]], { dtype: "int32" }), [2], [1]],
  "functional.embedding": () => [int([0, 1]), ones([3, 2])],
  "functional.nllLoss": () => [ones([2, 3]), int([0, 1])],
  "functional.crossEntropy": () => [ones([2, 3]), int([0, 1])],
  "functional.multiMarginLoss": () => [ones([2, 3]), int([0, 1])],
  "functional.cosineEmbeddingLoss": () => [ones([2, 3]), ones([2, 3]), ones([2])],
  "functional.fold": () => [ones([1, 4, 1]), 2, 2],
  "functional.layerNorm": () => [ones([2, 2]), [2]],
  "functional.rmsNorm": () => [ones([2, 2]), [2]],
  fold2d: () => [ones([1, 4, 1]), 2, 2],
  summary: () => [vision.lenet5(), [1, 1, 28, 28]],
  VGG: () => [[[1]]],
  ResNet: () => ["basic", [1, 1, 1, 1]],
  SmallResNet: () => [8],
  "func.functionalCall": () => [new nn.Linear(2, 2), {}, ones([2])],
  "func.jvp": () => [() => 1, [], []],
  "func.vmap": () => [() => 1],
  "func.grad": () => [() => 1],
  "func.gradAndValue": () => [() => 1],
  "func.jacrev": () => [() => 1],
  "func.jacfwd": () => [() => 1],
  "func.hessian": () => [() => 1],
  "autograd.gradcheck": () => [
    (x: gradus.Tensor) => x.mul(2),
    [tensor(new Float64Array([1]), { requiresGrad: true })],
  ],
  "autograd.gradgradcheck": () => [
    (x: gradus.Tensor) => x.exp(),
    [tensor(new Float64Array([1]), { requiresGrad: true })],
  ],
  gradcheck: () => [
    (x: gradus.Tensor) => x.mul(2),
    [tensor(new Float64Array([1]), { requiresGrad: true })],
  ],
  gradgradcheck: () => [
    (x: gradus.Tensor) => x.exp(),
    [tensor(new Float64Array([1]), { requiresGrad: true })],
  ],
};

/** Right arguments before the options, tensor by tensor tried. */
function starts(name: string, signature: string): unknown[][] {
  const own = special[name];
  if (own) return [own()];
  const before = parametersOf(signature);
  const wanted = before.slice(0, before.findIndex(isOptions));
  return tensors.map((make) =>
    wanted.map((p) => {
      const type = p.slice(p.indexOf(":") + 2);
      if (/^Optimizer|^AnyOptimizer|^Optimizer</.test(type)) return schedulers();
      if (/^Params</.test(type)) return [parameter()];
      if (/^(Tensor|Operand)\b/.test(type)) return p.includes("?:") ? undefined : make();
      if (/^(number|Size)\b/.test(type)) return 1;
      if (/^(Shape|readonly number\[\]|Dim)/.test(type)) return p.includes("?:") ? undefined : [1];
      if (/^readonly Tensor\[\]|^Iterable<Tensor>/.test(type)) return [make()];
      return undefined;
    }),
  );
}

/** Reading and writing files, networks and runs: options come with paths, and are tried in their own tests. */
const elsewhere =
  /^(read|write|decode|encode|download|getDataset|fashionMnist|gunzip|fit|RunLog|transforms\.)/;

const takers = library.flatMap((name) =>
  exportsOf(name, library)
    .filter((e) => e.kind === "function" || e.kind === "class")
    .filter((e) => parametersOf(e.signature).some(isOptions) && !elsewhere.test(e.name))
    .filter(
      (e) =>
        !/^(need|\w+Error$|set)/.test(e.name) &&
        !/^(Optimizer|LRScheduler|FactorSchedule|Module)$/.test(e.name),
    )
    .map((e) => ({ ...e, title: `${name}: ${e.name}`, space: spaces[name] as object })),
);

const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** The error that an unknown option gives; null if there is none of that kind. */
async function refusal(run: () => unknown): Promise<gradus.GradusError | null> {
  try {
    await run();
  } catch (e) {
    if (e instanceof GradusError && e.code === "usage/unknown-option") return e;
  }
  return null;
}

describe("an option that is not there is refused by", () => {
  test.each(takers.map((t) => [t.title, t] as const))("%s", async (_title, taker) => {
    const found = lookUp(taker.space, taker.name);
    const call: Call =
      taker.kind === "class"
        ? (...args) => new (found as unknown as new (...args: unknown[]) => unknown)(...args)
        : found;
    let error: gradus.GradusError | null = null;
    let right: unknown[] = [];
    for (const start of starts(taker.name, taker.signature)) {
      error = await refusal(() => call(...start, { thereIsNone: 1 }));
      right = start;
      if (error) break;
    }
    expect(
      error,
      `arguments that suit ${taker.name} are missing in the table above`,
    ).not.toBeNull();
    // In Python's spelling the option that is meant is named.
    for (const option of (error?.details.known ?? []) as string[]) {
      if (snake(option) === option) continue;
      const told = await refusal(() => call(...right, { [snake(option)]: 1 }));
      expect(told?.message).toContain(`did you mean ${option}?`);
    }
  });
});

test("what other libraries and languages call an option is understood", async () => {
  const said = async (run: () => unknown): Promise<string> => (await refusal(run))?.message ?? "";
  const x = ones([2, 2]);
  expect(await said(() => x.sum(1, { keepDim: true } as never))).toContain("did you mean keepdim?");
  expect(await said(() => x.sum(1, { keepdims: true } as never))).toContain(
    "did you mean keepdim?",
  );
  expect(await said(() => new optim.Adam([parameter()], { learningRate: 1 } as never))).toContain(
    "did you mean lr?",
  );
  expect(
    await said(() => nn.functional.crossEntropy(x, int([0, 1]), { ignore_index: 1 } as never)),
  ).toContain("did you mean ignoreIndex?");
  expect(await said(() => new nn.MaxPool2d(2, { ceil_mode: true } as never))).toContain(
    "did you mean ceilMode?",
  );
});

test("a layer without options refuses them all", async () => {
  const none = { inplace: true };
  for (const Made of [nn.ReLU, nn.Sigmoid, nn.Tanh, nn.Identity, nn.SiLU])
    expect(await refusal(() => new (Made as new (o: object) => unknown)(none))).not.toBeNull();
});
