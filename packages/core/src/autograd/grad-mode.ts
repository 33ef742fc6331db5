/**
 * Whether operators record gradients, as a mode that belongs to the code that set it. A function that ends at once
 * sets it and puts it back. An asynchronous one goes on while other code runs: where the engine has contexts (Node's
 * AsyncLocalStorage) each keeps its own mode; where it has none (browsers), modes are a stack, and functions that
 * do not end in the order that a stack needs are an error.
 */
import { gradErrors } from "../errors.ts";

/** The part of Node's AsyncLocalStorage that is needed. */
export interface Contexts {
  getStore(): unknown;
  run<T>(store: boolean, fn: () => T): T;
}

interface AsyncHooks {
  readonly AsyncLocalStorage: new () => Contexts;
}

interface NodeProcess {
  getBuiltinModule?(name: string): unknown;
}

/** Contexts of the engine, or null; never an import, which would break a bundle for browsers. */
export function engineContexts(): Contexts | null {
  const { process } = globalThis as { process?: NodeProcess };
  const hooks = process?.getBuiltinModule?.("node:async_hooks") as AsyncHooks | undefined;
  return hooks ? new hooks.AsyncLocalStorage() : null;
}

export class GradMode {
  readonly #contexts: Contexts | null;
  /** The mode of the function that is running and will end at once. */
  #now: boolean | null = null;
  /** Without contexts: asynchronous functions that are not done, in the order they began. */
  readonly #pending: { readonly on: boolean }[] = [];

  constructor(contexts: Contexts | null) {
    this.#contexts = contexts;
  }

  get enabled(): boolean {
    if (this.#now !== null) return this.#now;
    if (this.#contexts) return this.#contexts.getStore() !== false;
    return this.#pending.at(-1)?.on ?? true;
  }

  /** Runs a function that ends at once. */
  during<T>(on: boolean, fn: () => T): T {
    const before = this.#now;
    this.#now = on;
    try {
      return fn();
    } finally {
      this.#now = before;
    }
  }

  /** Runs a function that may be asynchronous. */
  within<T>(name: string, on: boolean, fn: () => T): T {
    const contexts = this.#contexts;
    if (contexts) {
      const before = this.#now;
      this.#now = null;
      try {
        return contexts.run(on, fn);
      } finally {
        this.#now = before;
      }
    }
    const result = this.during(on, fn);
    return result instanceof Promise ? (this.#untilDone(name, on, result) as T) : result;
  }

  async #untilDone<T>(name: string, on: boolean, running: Promise<T>): Promise<T> {
    const entry = { on };
    this.#pending.push(entry);
    /** Takes the mode away; true where it was not the last that was set. */
    const end = (): boolean => {
      const place = this.#pending.indexOf(entry);
      this.#pending.splice(place, 1);
      return place !== this.#pending.length;
    };
    let result: T;
    try {
      result = await running;
    } catch (error) {
      end();
      throw error;
    }
    // What overlapped ran in a mode that was not its own.
    if (end()) throw gradErrors.overlap(name);
    return result;
  }
}
