/**
 * Every function, method, layer, optimizer and schedule of the library, called with what does not belong there: it gives
 * a value or one of the library's own errors, never JavaScript's. The list is what the packages export, so a new
 * function is tried too.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as gradus from "gradus";
import * as vision from "gradus/vision";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const { data, GradusError, nn, ones, optim, Tensor, tensor, train, zeros } = gradus;

/** What may stand where something else belongs. */
const wrong: Readonly<Record<string, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  text: () => "a",
  "no text": () => "",
  NaN: () => Number.NaN,
  "a negative number": () => -3,
  "a fraction": () => 0.5,
  one: () => 1,
  Infinity: () => Number.POSITIVE_INFINITY,
  "a bigint": () => 3n,
  "an object": () => ({}),
  "an unknown option": () => ({ foo: 1 }),
  "a list": () => [1, 2],
  "an empty list": () => [],
  "a list of text": () => ["a"],
  "a ragged list": () => [[1], null],
  "a list of nothing": () => [undefined],
  "a function": () => () => 1,
  true: () => true,
  "a date": () => new Date(0),
  "a map": () => new Map(),
  "a promise": () => Promise.resolve(1),
  "a tensor of bools": () => tensor([true, false]),
  "a tensor of integers": () => tensor([5, -7], { dtype: "int32" }),
  "a tensor of one number": () => tensor(2),
  "a tensor of three axes": () => ones([1, 2, 3]),
  "an empty tensor": () => zeros([0]),
  "a float64 tensor": () => ones([2], { dtype: "float64" }),
};

const x = () => ones([2, 3]);
const places = () => tensor([0, 1], { dtype: "int32" });

/** What stands before the wrong argument: right for some functions, wrong for others. */
const before: readonly (() => unknown[])[] = [
  () => [],
  () => [x()],
  () => [x(), 1],
  () => [x(), x()],
  () => [x(), 0, 1],
  () => [ones([2]), 0, places()],
  () => [1],
  () => [[1, 2]],
  () => [x(), x(), x()],
];

/** Names of what goes wrong with an error that is not the library's. */
async function rawErrors(run: (...args: unknown[]) => unknown, starts = before): Promise<string[]> {
  const found: string[] = [];
  for (const start of starts)
    for (const [name, make] of Object.entries(wrong)) {
      const args = [...start(), make()];
      try {
        await run(...args);
      } catch (e) {
        if (e instanceof GradusError && !e.code.startsWith("internal/")) continue;
        found.push(`${args.length - 1} arguments, then ${name}: ${e}`);
      }
    }
  return found.slice(0, 5);
}

type Named = readonly (readonly [name: string, value: (...args: never[]) => unknown])[];

const functionsOf = (space: object, prefix = ""): Named =>
  Object.entries(space)
    .filter(([name, value]) => typeof value === "function" && /^[a-z]/.test(name))
    .map(([name, value]) => [prefix + name, value] as const);

const classesOf = (space: object): Named =>
  Object.entries(space).filter(
    ([name, value]) => typeof value === "function" && /^[A-Z]/.test(name),
  );

/** Doors of the engine for the library's own packages, builders of errors, checks: no program calls them. */
const inner =
  /^(need[A-Z]\w*|\w+Error|invariant|applyUpdates|updateLater|clearPrograms|hold|keepAlive|eachTensor|within|operate|printPlan|warn|checkedIndex|shown|isFloat|setDefaultBackend|unheld|newMultiplyAdds)$/;

const functions = [
  ...functionsOf(gradus),
  ...functionsOf(gradus.linalg, "linalg."),
  ...functionsOf(gradus.autograd, "autograd."),
  ...functionsOf(gradus.autograd.functional, "autograd.functional."),
  ...functionsOf(gradus.func, "func."),
  ...functionsOf(gradus.fft, "fft."),
  ...functionsOf(nn.functional, "nn.functional."),
  ...functionsOf(nn.init, "nn.init."),
  ...functionsOf(nn.utils, "nn.utils."),
  ...functionsOf(nn.utils.rnn, "nn.utils.rnn."),
  ...functionsOf(optim, "optim."),
  ...functionsOf(data, "data."),
  ...functionsOf(data.transforms, "data.transforms."),
  ...functionsOf(train, "train."),
  ...functionsOf(vision, "vision."),
].filter(([name]) => !inner.test(name));

/** Functions that may try the network where their arguments are right by chance. */
const network = /^data\.(download|getDataset)$/;

describe("functions refuse what does not belong there", () => {
  let home: string;
  let folder: string;

  // Writers may take a wrong argument for a file's name.
  beforeAll(() => {
    home = process.cwd();
    folder = mkdtempSync(join(tmpdir(), "gradus-wrong-"));
    process.chdir(folder);
  });

  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });

  test.each(functions)("%s", async (name, fn) => {
    const starts = network.test(name) ? before.slice(0, 1) : before;
    // What a function that it is handed throws is that function's own.
    expect(await rawErrors(fn as (...args: unknown[]) => unknown, starts)).toEqual([]);
  });
});

/** Methods through which operators and the tape work on a tensor. */
const innerMethods = new Set(["constructor", "assign", "become", "lookAt", "attach", "asItIs"]);

const methods = Object.getOwnPropertyNames(Tensor.prototype).filter(
  (name) =>
    !innerMethods.has(name) &&
    typeof Object.getOwnPropertyDescriptor(Tensor.prototype, name)?.value === "function",
);

test.each(methods)("the method %s refuses what does not belong there", async (name) => {
  const call = (...args: unknown[]): unknown =>
    (x() as unknown as Record<string, (...args: unknown[]) => unknown>)[name]?.(...args);
  expect(await rawErrors(call, before.slice(0, 5))).toEqual([]);
});

const trained = () => [x().requiresGrad_()];
const optimizer = () => new optim.SGD([ones([1], { requiresGrad: true })]);

const made: readonly (() => unknown[])[] = [
  () => [],
  () => [2],
  () => [2, 2],
  () => [2, 2, 2],
  () => [trained()],
  () => [optimizer()],
];

const classes = [
  ...classesOf(nn),
  ...classesOf(nn.utils.rnn),
  ...classesOf(optim),
  ...classesOf(optim.lrScheduler),
  ...classesOf(data),
  ...classesOf(train),
  ...classesOf(vision),
  ...classesOf(vision.transforms),
  ...classesOf(gradus).filter(([name]) => name === "Generator"),
] as unknown as readonly (readonly [string, new (...args: unknown[]) => unknown])[];

test.each(classes)("making a %s refuses what does not belong there", async (_name, Made) => {
  expect(await rawErrors((...args) => void new Made(...args), made)).toEqual([]);
});

const layers = classes.filter(([, Made]) => Made.prototype instanceof nn.Module);

/** A module of each kind, as far as small numbers make one. */
function modulesOf(Made: new (...args: unknown[]) => unknown): gradus.nn.Module[] {
  const found: gradus.nn.Module[] = [];
  for (const args of [[], [2], [3, 2], [2, 2, 2], [2, [3]]])
    try {
      found.push(new Made(...args) as gradus.nn.Module);
    } catch {
      // These numbers make none.
    }
  return found;
}

test.each(layers)("calling a %s refuses what does not belong there", async (_name, Made) => {
  const cube = () => ones([2, 2, 3]);
  const starts = [() => [], () => [cube()], () => [cube(), cube()]];
  for (const module of modulesOf(Made))
    expect(await rawErrors((...args) => module.call(...(args as never[])), starts)).toEqual([]);
});

test("an optimizer is handed a state, a group or a hook that is none", async () => {
  for (const [name, Made] of classesOf(optim) as unknown as typeof classes) {
    if (!(Made.prototype instanceof optim.Optimizer)) continue;
    const one = new Made(trained(), { lr: 0.1 }) as InstanceType<typeof optim.SGD>;
    for (const method of ["addParamGroup", "loadStateDict"] as const)
      expect([name, method, await rawErrors((a) => one[method](a as never), [() => []])]).toEqual([
        name,
        method,
        [],
      ]);
  }
});
