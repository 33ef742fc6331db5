/** Parameters as values of their own, and in lists and by name. */
import { isFloat, needList, needOptions, Tensor } from "@gradus/core";
import { layerOptionError, moduleNameError, noForwardError, parameterError } from "./errors.ts";
import { Layer } from "./module.ts";

/**
 * A leaf that requires a gradient, with a tensor's value: as the field of a module it is trained.
 *
 * @throws UsageError `nn/parameter` for what is no tensor of floats
 * @remarks In JavaScript it is called with or without `new`, and gives a tensor.
 * @example Parameter(tensor([1, 2])).requiresGrad // true
 */
export function Parameter(value: Tensor, options: { requiresGrad?: boolean } = {}): Tensor {
  if (!(value instanceof Tensor) || !isFloat(value.dtype))
    throw parameterError("Parameter", "the value", value);
  needOptions("Parameter", options, ["requiresGrad"]);
  const leaf = value.detach().clone();
  leaf.requiresGrad = options.requiresGrad ?? true;
  // Frozen or not, it is there to be trained.
  if (!leaf.requiresGrad) leaf.trainable = true;
  return leaf;
}

/**
 * A tensor that is kept with a module's state though it is not trained, for `registerBuffer`.
 *
 * @throws UsageError `nn/option` for what is no tensor
 * @example Buffer(tensor([1, 2])).requiresGrad // false
 */
export function Buffer(value: Tensor): Tensor {
  if (!(value instanceof Tensor)) throw layerOptionError("Buffer", "the value", value, "a tensor");
  return value.detach().clone();
}

abstract class ParameterCollection extends Layer {
  override get takesAnything(): boolean {
    return true;
  }

  /** @throws UsageError `nn/no-forward` */
  override forward(): never {
    throw noForwardError(this.constructor.name);
  }
}

/**
 * A list of parameters, which can be iterated.
 *
 * @state each under its place: "0", "1", …
 * @example new ParameterList([ones([2]), ones([3])]).parameters().length // 2
 */
export class ParameterList extends ParameterCollection {
  #count = 0;

  constructor(items: Iterable<Tensor> = []) {
    super();
    needList("ParameterList", "items", items);
    for (const p of items) this.append(p);
  }

  /** Adds one more; a tensor without a gradient becomes a parameter. */
  append(value: Tensor): this {
    const p =
      value instanceof Tensor && value.requiresGrad && value.isLeaf ? value : Parameter(value);
    this.registerParameter(String(this.#count++), p);
    return this;
  }

  // What stands in the fields counts: a call may put others in the place of the parameters.
  get #items(): Tensor[] {
    return Array.from({ length: this.#count }, (_, i) => Reflect.get(this, String(i)) as Tensor);
  }

  get length(): number {
    return this.#count;
  }

  at(index: number): Tensor | undefined {
    return this.#items.at(index);
  }

  [Symbol.iterator](): IterableIterator<Tensor> {
    return this.#items[Symbol.iterator]();
  }
}

/**
 * Parameters by name, iterated as `[name, parameter]`.
 *
 * @state each under its name
 * @throws UsageError `nn/module-name` for names that are empty, have a dot or mean something else here
 * @example [...new ParameterDict({ a: ones([2]) }).keys()] // ["a"]
 */
export class ParameterDict extends ParameterCollection {
  readonly #names = new Set<string>();

  constructor(items: Readonly<Record<string, Tensor>> = {}) {
    super();
    if (
      typeof items !== "object" ||
      items === null ||
      Array.isArray(items) ||
      items instanceof Tensor
    )
      throw layerOptionError("ParameterDict", "items", items, "an object");
    for (const [name, p] of Object.entries(items)) this.set(name, p);
  }

  /** Adds a parameter, or replaces the one of that name. */
  set(name: string, value: Tensor): this {
    if (name === "" || name.includes(".") || (name in this && !this.#names.has(name)))
      throw moduleNameError("ParameterDict", name);
    const p =
      value instanceof Tensor && value.requiresGrad && value.isLeaf ? value : Parameter(value);
    this.registerParameter(name, p);
    this.#names.add(name);
    return this;
  }

  // What stands in the fields counts, as in a list.
  get #items(): Map<string, Tensor> {
    return new Map([...this.#names].map((name) => [name, Reflect.get(this, name) as Tensor]));
  }

  get(name: string): Tensor | undefined {
    return this.#items.get(name);
  }

  has(name: string): boolean {
    return this.#items.has(name);
  }

  get length(): number {
    return this.#items.size;
  }

  keys(): IterableIterator<string> {
    return this.#items.keys();
  }

  values(): IterableIterator<Tensor> {
    return this.#items.values();
  }

  [Symbol.iterator](): IterableIterator<[string, Tensor]> {
    return this.#items.entries();
  }
}
