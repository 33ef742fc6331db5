/**
 * Golden files: what PyTorch answered to a call, as JSON. `tools/golden` writes them; here they are read
 * and turned back into arguments. A tensor is `{ t: { shape, dtype, data } }`; what JSON cannot say has a
 * key of its own: `{ u: 1 }` undefined, `{ n: "Infinity" }` a number, `{ slice: [start, stop, step] }`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { DType, Tensor } from "@gradus/core";
import * as core from "@gradus/core";

export type Layout = "transposed" | "strided" | "flipped" | "expanded";

/** A number as JSON can hold it: NaN and the infinities are text. */
export type JsonNumber = number | "NaN" | "Infinity" | "-Infinity";

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly data: readonly JsonNumber[];
}

export interface TensorArgument extends GoldenTensor {
  readonly requiresGrad?: boolean;
  readonly layout?: Layout;
}

/** An output: a tensor, or a plain boolean or number. */
export type GoldenOutput = GoldenTensor | { readonly value: boolean | JsonNumber };

/** Which outputs the loss of a gradient is made of; with `square`, of their squares. */
export type LossOf = readonly number[] | { readonly square: readonly number[] };

const root = fileURLToPath(new URL("../golden/", import.meta.url));

/** Reads `packages/testkit/golden/<path>`. */
export function readGolden<T>(path: string): T {
  return JSON.parse(readFileSync(root + path, "utf8")) as T;
}

/** The names of the golden files of a folder, without `.json`, sorted. */
export function listGolden(folder: string): string[] {
  return readdirSync(root + folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.slice(0, -".json".length))
    .sort();
}

export const toNumbers = (data: readonly JsonNumber[]): number[] => data.map(Number);

type AnyFunction = (...args: unknown[]) => unknown;

/**
 * Looks a function up by its name, `conv2d` or `linalg.inv`. Operators are called by the names in the
 * files, so a missing one is a failing test rather than a program that does not compile.
 */
export function lookUp(space: object, name: string): AnyFunction | undefined {
  let at: unknown = space;
  for (const part of name.split(".")) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return typeof at === "function" ? (at as AnyFunction) : undefined;
}

/** A method of a tensor by name, for what is only a method. */
export function callMethod(x: Tensor, name: string, ...args: unknown[]): unknown {
  const method = (x as unknown as Record<string, unknown>)[name];
  if (typeof method !== "function") throw new TypeError(`Tensor has no method ${name}`);
  return (method as AnyFunction).apply(x, args);
}

export function makeTensor(t: GoldenTensor, requiresGrad = false): Tensor {
  return core.tensor(toNumbers(t.data), { shape: t.shape, dtype: t.dtype, requiresGrad });
}

/** Reorders flat `data` of `shape`: the value at each new index comes from `source(index)`. */
function gather(
  data: readonly JsonNumber[],
  shape: readonly number[],
  to: readonly number[],
  source: (index: number[]) => number[] | null,
): JsonNumber[] {
  const count = to.reduce((p, n) => p * n, 1);
  return Array.from({ length: count }, (_, flat) => {
    const index: number[] = [];
    for (let i = to.length - 1, rest = flat; i >= 0; i--) {
      index[i] = rest % (to[i] as number);
      rest = Math.floor(rest / (to[i] as number));
    }
    const from = source(index);
    // What no view shows must not matter: a number that would be seen if it leaked.
    if (!from) return 77;
    return data[from.reduce((p, v, i) => p * (shape[i] as number) + v, 0)] as JsonNumber;
  });
}

/** The tensor as a view that is not contiguous but has the given content in the given order. */
function makeView(t: TensorArgument, requiresGrad: boolean): Tensor {
  const n = t.shape.length;
  const last = t.shape[n - 1] as number;
  const layout = t.layout === "transposed" && n < 2 ? "strided" : t.layout;
  const base = (shape: number[], source: (index: number[]) => number[] | null): Tensor =>
    makeTensor(
      { shape, dtype: t.dtype, data: gather(t.data, t.shape, shape, source) },
      requiresGrad,
    );
  switch (layout) {
    case "transposed": {
      const shape = t.shape.slice();
      shape[n - 1] = t.shape[n - 2] as number;
      shape[n - 2] = last;
      const swap = (i: number[]): number[] => [
        ...i.slice(0, -2),
        i[n - 1] as number,
        i[n - 2] as number,
      ];
      return callMethod(base(shape, swap), "transpose", -1, -2) as Tensor;
    }
    case "strided": {
      const shape = [...t.shape.slice(0, -1), last * 2];
      const even = (i: number[]): number[] | null => {
        const at = i[n - 1] as number;
        return at % 2 === 0 ? [...i.slice(0, -1), at / 2] : null;
      };
      const every = makeSlice(null, null, 2);
      return callMethod(base(shape, even), "index", ["...", every]) as Tensor;
    }
    case "flipped": {
      const mirror = (i: number[]): number[] => [
        ...i.slice(0, -1),
        last - 1 - (i[n - 1] as number),
      ];
      return callMethod(base(t.shape.slice(), mirror), "flip", [-1]) as Tensor;
    }
    default: {
      const first = base([1, ...t.shape.slice(1)], (i) => i);
      return callMethod(first, "expand", t.shape) as Tensor;
    }
  }
}

function makeSlice(...bounds: unknown[]): unknown {
  const slice = lookUp(core, "slice");
  if (!slice) throw new TypeError("@gradus/core does not export slice");
  return slice(...bounds);
}

const isObject = (x: unknown): x is Record<string, unknown> =>
  typeof x === "object" && x !== null && !Array.isArray(x);

/**
 * Turns an argument from a golden file into a value; tensors that need a gradient are collected in
 * `leaves` under their path, `0`, `0.1` or `2.weight`.
 */
export function buildArgument(json: unknown, path: string, leaves: Map<string, Tensor>): unknown {
  if (Array.isArray(json))
    return json.map((item, i) =>
      buildArgument(item, path === "" ? `${i}` : `${path}.${i}`, leaves),
    );
  if (!isObject(json)) return json;
  if ("u" in json) return undefined;
  // An option called n is a number, not text.
  if (typeof json.n === "string") return Number(json.n);
  if ("slice" in json) return makeSlice(...(json.slice as unknown[]));
  if ("t" in json) {
    const t = json.t as TensorArgument;
    const requiresGrad = t.requiresGrad === true;
    const x = t.layout ? makeView(t, requiresGrad) : makeTensor(t, requiresGrad);
    if (requiresGrad) leaves.set(path, x);
    return x;
  }
  return Object.fromEntries(
    Object.entries(json).map(([key, v]) => [key, buildArgument(v, `${path}.${key}`, leaves)]),
  );
}

/** The same weights as `tools/golden`: unequal, so that opposite errors in a gradient cannot cancel. */
export function lossWeights(count: number): number[] {
  return Array.from({ length: count }, (_, i) => (((i * 7 + 3) % 11) - 5) / 5 + 0.1);
}
