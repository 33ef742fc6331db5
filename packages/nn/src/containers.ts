/** Modules of modules. */

import type { Tensor } from "@gradus/core";
import { needList, shown } from "@gradus/core";
import { layerOptionError, moduleNameError, noForwardError } from "./errors.ts";
import { Layer, Module } from "./module.ts";

/** A module from one tensor to one tensor. */
export type TensorModule = Module & { forward(x: Tensor): Tensor };

const isPlainObject = (x: unknown): boolean =>
  typeof x === "object" && x !== null && Object.getPrototypeOf(x) === Object.prototype;

function needModule(container: string, name: string, m: unknown): asserts m is Module {
  if (!(m instanceof Module))
    throw layerOptionError(
      container,
      `item ${name}`,
      typeof m === "function" ? `${m.name || "a function"} itself` : shown(m),
      "a module, made with new",
    );
}

abstract class ModuleCollection extends Layer {
  override get takesAnything(): boolean {
    return true;
  }

  protected put(name: string, module: Module): void {
    Reflect.set(this, name, module);
  }
}

/**
 * Modules one after the other: the output of each is the input of the next.
 *
 * @shape x: what the first takes -> what the last gives
 * @param layers one after the other, or one object of them by name
 * @throws UsageError `nn/option` for what is not a module, such as a class that was not made with `new`
 * @example new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 3)).call(zeros([5, 4])).shape // [5, 3]
 */
export class Sequential extends ModuleCollection {
  readonly #layers: TensorModule[] = [];

  constructor(...layers: TensorModule[] | [Readonly<Record<string, TensorModule>>]) {
    super();
    const [first] = layers;
    const named = layers.length === 1 && !(first instanceof Module) && isPlainObject(first);
    for (const [name, layer] of Object.entries(named ? (first as object) : layers)) {
      needModule("Sequential", name, layer);
      if (named && (name === "" || name.includes(".") || name in this))
        throw moduleNameError("Sequential", name);
      this.#layers.push(layer as TensorModule);
      this.put(name, layer);
    }
  }

  get length(): number {
    return this.#layers.length;
  }

  at(index: number): TensorModule | undefined {
    return this.#layers.at(index);
  }

  [Symbol.iterator](): IterableIterator<TensorModule> {
    return this.#layers[Symbol.iterator]();
  }

  override forward(x: Tensor): Tensor {
    let y = x;
    for (const layer of this.#layers) y = layer.call(y as never) as Tensor;
    return y;
  }
}

/**
 * A list of modules, which can be iterated; it has no forward of its own.
 *
 * @example [...new ModuleList([new Identity()])].length // 1
 */
export class ModuleList<M extends Module = Module> extends ModuleCollection {
  readonly #items: M[] = [];

  constructor(items: Iterable<M> = []) {
    super();
    needList("ModuleList", "items", items);
    for (const m of items) this.append(m);
  }

  append(m: M): this {
    needModule("ModuleList", String(this.#items.length), m);
    this.put(String(this.#items.length), m);
    this.#items.push(m);
    return this;
  }

  get length(): number {
    return this.#items.length;
  }

  at(index: number): M | undefined {
    return this.#items.at(index);
  }

  values(): IterableIterator<M> {
    return this.#items[Symbol.iterator]();
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.values();
  }

  /** @throws UsageError `nn/no-forward` */
  override forward(): never {
    throw noForwardError("ModuleList");
  }
}

/**
 * Modules by name, iterated as `[name, module]`; it has no forward of its own.
 *
 * @example [...new ModuleDict({ a: new Identity() }).keys()] // ["a"]
 */
export class ModuleDict<M extends Module = Module> extends ModuleCollection {
  readonly #items = new Map<string, M>();

  constructor(items: Readonly<Record<string, M>> = {}) {
    super();
    if (!isPlainObject(items)) throw layerOptionError("ModuleDict", "items", items, "an object");
    for (const [name, m] of Object.entries(items)) this.set(name, m);
  }

  /**
   * Adds a module, or replaces the one of that name.
   *
   * @throws UsageError `nn/module-name` for names that are empty, have a dot or mean something else here
   */
  set(name: string, m: M): this {
    needModule("ModuleDict", name, m);
    if (name === "" || name.includes(".") || (name in this && !this.#items.has(name)))
      throw moduleNameError("ModuleDict", name);
    this.put(name, m);
    this.#items.set(name, m);
    return this;
  }

  get(name: string): M | undefined {
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

  values(): IterableIterator<M> {
    return this.#items.values();
  }

  entries(): IterableIterator<[string, M]> {
    return this.#items.entries();
  }

  [Symbol.iterator](): IterableIterator<[string, M]> {
    return this.entries();
  }

  /** @throws UsageError `nn/no-forward` */
  override forward(): never {
    throw noForwardError("ModuleDict");
  }
}
