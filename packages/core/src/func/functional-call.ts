/** Calling a model with other parameters than its own, and the parameters of several models as one. */

import { needList } from "../arguments.ts";
import type { Tensor } from "../autograd/tensor.ts";
import { funcErrors } from "../errors.ts";
import { isTensor, needTensor } from "../ops/cast.ts";
import { needOptions } from "../ops/options.ts";
import { stack } from "../ops/shape-ops.ts";

/** What is needed of a module: the layers package has the class. */
export interface CallableModule {
  namedModules(): Iterable<[string, object]>;
  namedParameters(): Iterable<[string, Tensor]>;
  namedBuffers(): Iterable<[string, Tensor]>;
}

export type NamedTensors = Readonly<Record<string, Tensor>>;

const isModule = (x: unknown): x is CallableModule & { call(...args: unknown[]): unknown } =>
  typeof x === "object" && x !== null && "namedModules" in x && "namedParameters" in x;

interface Place {
  readonly owner: object;
  readonly field: string;
  readonly tensor: Tensor;
}

/** Every tensor field of a model by its path, tied ones under each of their paths. */
function placesOf(module: CallableModule): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [path, owner] of module.namedModules())
    for (const field of Object.keys(owner)) {
      const tensor: unknown = Reflect.get(owner, field);
      if (isTensor(tensor)) places.set(path ? `${path}.${field}` : field, { owner, field, tensor });
    }
  return places;
}

/**
 * Calls a module with tensors in the place of its parameters and buffers; those that are not named stay its own, and the
 * module is what it was afterwards.
 *
 * @param tensors by their paths, as in `namedParameters`; or a list of such objects, whose names differ
 * @param args the arguments of the call: one value, or a list
 * @param options.tieWeights one parameter under several paths is replaced under all of them; default true
 * @param options.strict every parameter and buffer must be given, and nothing else; default false
 * @throws UsageError `func/names` for names that are not there
 * @remarks As `torch.func.functional_call`. A module that keeps its parameters elsewhere than in fields cannot be called.
 * @example func.functionalCall(new Linear(2, 1), { weight: tensor([[1, 2]]), bias: tensor([3]) }, tensor([1, 1])) // [6]
 */
export function functionalCall(
  module: CallableModule,
  tensors: NamedTensors | readonly NamedTensors[],
  args: unknown,
  options: { readonly tieWeights?: boolean; readonly strict?: boolean } = {},
): Tensor {
  const where = "func.functionalCall";
  needOptions(where, options, ["tieWeights", "strict"]);
  if (!isModule(module)) throw funcErrors.module(where, module);
  const { tieWeights = true, strict = false } = options;
  const given = new Map<string, Tensor>();
  for (const part of [tensors].flat() as unknown[]) {
    if (typeof part !== "object" || part === null || isTensor(part))
      throw funcErrors.names(where, "the tensors must be an object, or a list of objects", []);
    for (const [name, t] of Object.entries(part)) {
      needTensor(where, `the tensor "${name}"`, t);
      if (given.has(name)) throw funcErrors.names(where, `"${name}" is given twice`, [name]);
      given.set(name, t);
    }
  }
  const places = placesOf(module);
  const unknown = [...given.keys()].filter((name) => !places.has(name));
  if (unknown.length > 0)
    throw funcErrors.names(where, `there is no ${unknown.join(", ")}`, [...places.keys()]);
  if (strict) {
    const own = [...module.namedParameters(), ...module.namedBuffers()].map(([name]) => name);
    const missing = own.filter((name) => !given.has(name));
    if (missing.length > 0) throw funcErrors.names(where, `missing: ${missing.join(", ")}`, own);
  }
  const instead = new Map<Place, Tensor>();
  for (const [name, t] of given) {
    const { tensor } = places.get(name) as Place;
    for (const [other, place] of places)
      if (other === name || (tieWeights && place.tensor === tensor && !given.has(other)))
        instead.set(place, t);
  }
  try {
    for (const [{ owner, field }, t] of instead) Reflect.set(owner, field, t);
    return module.call(...(Array.isArray(args) ? args : [args])) as Tensor;
  } finally {
    for (const { owner, field, tensor } of instead.keys()) Reflect.set(owner, field, tensor);
  }
}

/**
 * The parameters and buffers of models of one class stacked along a new first axis, for `vmap` over `functionalCall`.
 *
 * @shape each parameter [...] -> [models, ...]
 * @throws UsageError `func/names` where the models' names differ or there is none
 * @example func.stackModuleState([new Linear(3, 2), new Linear(3, 2)])[0].weight.shape // [2, 2, 3]
 */
export function stackModuleState(
  models: Iterable<CallableModule>,
): [parameters: Record<string, Tensor>, buffers: Record<string, Tensor>] {
  const where = "func.stackModuleState";
  needList(where, "models", models);
  const list = [...models];
  const odd = list.findIndex((m) => !isModule(m));
  if (list.length === 0 || odd >= 0) throw funcErrors.module(where, list[odd]);
  const together = (
    read: (m: CallableModule) => Iterable<[string, Tensor]>,
  ): Record<string, Tensor> => {
    const all = list.map((m) => new Map(read(m)));
    const names = [...(all[0] as Map<string, Tensor>).keys()];
    for (const other of all)
      if (other.size !== names.length || names.some((name) => !other.has(name)))
        throw funcErrors.names(where, "the models have parameters of different names", names);
    return Object.fromEntries(
      names.map((name) => {
        const leaf = stack(all.map((m) => m.get(name) as Tensor)).detach();
        leaf.requiresGrad = all.some((m) => m.get(name)?.requiresGrad);
        return [name, leaf];
      }),
    );
  };
  return [together((m) => m.namedParameters()), together((m) => m.namedBuffers())];
}
