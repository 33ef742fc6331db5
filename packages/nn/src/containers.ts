/** Modules of modules. */
import type { Tensor } from "@gradus/core";
import { Module } from "./module.ts";

/** A module from one tensor to one tensor. */
export type TensorModule = Module & { forward(x: Tensor): Tensor };

abstract class ModuleCollection extends Module {
  protected put(name: string, module: Module): void {
    Reflect.set(this, name, module);
  }
}

/**
 * Modules one after the other: the output of each is the input of the next.
 *
 * @shape x: what the first takes -> what the last gives
 */
export class Sequential extends ModuleCollection {
  readonly #layers: TensorModule[] = [];

  constructor(...layers: TensorModule[]) {
    super();
    layers.forEach((layer, i) => {
      this.#layers.push(layer);
      this.put(String(i), layer);
    });
  }

  get length(): number {
    return this.#layers.length;
  }

  at(index: number): TensorModule | undefined {
    return this.#layers.at(index);
  }

  override forward(x: Tensor): Tensor {
    let y = x;
    for (const layer of this.#layers) y = layer.call(y as never) as Tensor;
    return y;
  }
}

/** A list of modules; it has no forward of its own. */
export class ModuleList<M extends Module = Module> extends ModuleCollection {
  readonly #items: M[] = [];

  constructor(items: Iterable<M> = []) {
    super();
    for (const m of items) this.append(m);
  }

  append(m: M): this {
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

  override forward(): never {
    throw new TypeError("ModuleList has no forward; call its items.");
  }
}

/** Modules by name; it has no forward of its own. */
export class ModuleDict<M extends Module = Module> extends ModuleCollection {
  readonly #items = new Map<string, M>();

  constructor(items: Readonly<Record<string, M>> = {}) {
    super();
    for (const [name, m] of Object.entries(items)) this.set(name, m);
  }

  set(name: string, m: M): this {
    this.put(name, m);
    this.#items.set(name, m);
    return this;
  }

  get(name: string): M | undefined {
    return this.#items.get(name);
  }

  keys(): IterableIterator<string> {
    return this.#items.keys();
  }

  override forward(): never {
    throw new TypeError("ModuleDict has no forward; call its items.");
  }
}
