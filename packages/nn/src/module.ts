/**
 * `Module`: the base of layers and models. Its parameters are the tensor fields that are there to be trained: leaves
 * that require a gradient, or did before they were frozen. Its children are the fields that are modules. Both are
 * found by looking, in the order they were set; other tensors are attributes like any other.
 */
import {
  currentScope,
  type DType,
  eachTensor,
  hold,
  isFloat,
  keepAlive,
  needFunction,
  needOptions,
  needTensor,
  snapshot,
  Tensor,
  within,
} from "@gradus/core";
import { type BackwardHook, type BackwardPreHook, throughHooks } from "./backward-hooks.ts";
import {
  layerOptionError,
  missingForwardError,
  parameterError,
  pathError,
  stateDictError,
} from "./errors.ts";
import { PackedSequence } from "./utils/packed.ts";

/** What may be called with sequences of different lengths too. */
type TakesPacked = { forwardPacked(...inputs: never[]): unknown };

/** The arguments of a module's call. */
export type InputsOf<M extends Module> = M extends { forwardPacked(...inputs: infer P): unknown }
  ? Parameters<M["forward"]> | P
  : Parameters<M["forward"]>;

/** The result of a module's call with such arguments. */
export type OutputOf<M extends Module, Given> = M extends {
  forwardPacked(...inputs: infer P): infer R;
}
  ? Given extends P
    ? R
    : ReturnType<M["forward"]>
  : ReturnType<M["forward"]>;

export type StateDict = Record<string, Tensor>;

/** Sees the inputs before `forward`; what it returns takes their place, a list or one value. */
export type ForwardPreHook = (module: Module, inputs: unknown[]) => unknown;

export type { BackwardHook, BackwardPreHook } from "./backward-hooks.ts";

export type ForwardHook = (module: Module, inputs: unknown[], output: unknown) => unknown;

/**
 * The base of layers and models: subclass it, set layers and tensors as fields, write `forward`.
 *
 * @state every tensor field that is a leaf and requires a gradient (frozen since or not), and every registered
 *   buffer, under its field's name; other tensors, such as a mask, are neither trained nor saved
 * @example new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU()).parameters().length // 2
 */
export abstract class Module {
  training = true;
  readonly #buffers = new Map<string, boolean>();
  #hooks: ForwardHook[] = [];
  #preHooks: ForwardPreHook[] = [];
  #backwardHooks: BackwardHook[] = [];
  #backwardPreHooks: BackwardPreHook[] = [];

  abstract forward(...inputs: never[]): unknown;

  /** Runs `forward` and the hooks. */
  call<M extends Module, const Given extends InputsOf<M>>(
    this: M,
    ...given: Given
  ): OutputOf<M, Given> {
    let inputs = given as unknown[];
    for (const hook of (this as Module).#preHooks) {
      const changed = hook(this, inputs);
      if (changed !== undefined && changed !== null)
        inputs = Array.isArray(changed) ? changed : [changed];
    }
    const packed = inputs[0] instanceof PackedSequence && "forwardPacked" in this;
    if (this instanceof Layer && !packed && !(this as Layer).takesAnything)
      needTensor(this.constructor.name, "the input", inputs[0]);
    if (typeof this.forward !== "function") throw missingForwardError(this.constructor.name);
    const outer = currentScope();
    const inner = this instanceof Layer ? "library" : "model";
    const method = packed ? (this as unknown as TakesPacked).forwardPacked : this.forward;
    const run = (xs: unknown[]): unknown =>
      within(inner, () => (method as (...xs: unknown[]) => unknown).apply(this, xs));
    const [back, before] = [(this as Module).#backwardHooks, (this as Module).#backwardPreHooks];
    let output =
      back.length + before.length > 0 ? throughHooks(this, inputs, back, before, run) : run(inputs);
    const hooks = (this as Module).#hooks;
    // A model may have put what it made into its fields, and hooks anywhere.
    if (inner === "model")
      for (const value of Object.values(this)) if (value instanceof Tensor) keepAlive(value);
    if (hooks.length > 0) {
      eachTensor(output, keepAlive);
      within("model", () => {
        for (const hook of hooks) output = hook(this, inputs, output) ?? output;
      });
    }
    // The program holds what it is given; between layers only what is small.
    if (outer !== "library") eachTensor(output, outer === "program" ? keepAlive : hold);
    return output as OutputOf<M, Given>;
  }

  /** Calls `hook` with every output of `call`; what it returns replaces the output. */
  registerForwardHook(hook: ForwardHook): { remove(): void } {
    needFunction(`${this.constructor.name}.registerForwardHook`, "hook", hook);
    this.#hooks.push(hook);
    return {
      remove: () => {
        this.#hooks = this.#hooks.filter((h) => h !== hook);
      },
    };
  }

  /** Calls `hook` with the inputs of every `call`; what it returns takes their place. */
  registerForwardPreHook(hook: ForwardPreHook): { remove(): void } {
    needFunction(`${this.constructor.name}.registerForwardPreHook`, "hook", hook);
    this.#preHooks.push(hook);
    return {
      remove: () => {
        this.#preHooks = this.#preHooks.filter((h) => h !== hook);
      },
    };
  }

  /**
   * Calls `hook` with the gradients of the inputs and outputs of every `call` in the backward pass; what it returns
   * takes the place of the inputs' gradients. Outputs must be a tensor or a list of tensors.
   *
   * @throws UsageError `nn/option` in the backward pass where it returns another number of gradients
   */
  registerFullBackwardHook(hook: BackwardHook): { remove(): void } {
    needFunction(`${this.constructor.name}.registerFullBackwardHook`, "hook", hook);
    this.#backwardHooks = [...this.#backwardHooks, hook];
    return {
      remove: () => {
        this.#backwardHooks = this.#backwardHooks.filter((h) => h !== hook);
      },
    };
  }

  /** Calls `hook` with the gradients of the outputs before they go through the module; what it returns takes their place. */
  registerFullBackwardPreHook(hook: BackwardPreHook): { remove(): void } {
    needFunction(`${this.constructor.name}.registerFullBackwardPreHook`, "hook", hook);
    this.#backwardPreHooks = [...this.#backwardPreHooks, hook];
    return {
      remove: () => {
        this.#backwardPreHooks = this.#backwardPreHooks.filter((h) => h !== hook);
      },
    };
  }

  /** Makes a module a child under a name, as setting a field does. @throws UsageError `nn/option` for what is no module */
  registerModule(name: string, module: Module): void {
    if (!(module instanceof Module))
      throw layerOptionError(this.constructor.name, `the module "${name}"`, module, "a module");
    Reflect.set(this, name, module);
  }

  /** As `registerModule`. */
  addModule(name: string, module: Module): void {
    this.registerModule(name, module);
  }

  /** The module at a path such as "layers.0.linear1"; this one for "". @throws UsageError `nn/path` */
  getSubmodule(path: string): Module {
    return this.#find("module", path, this.namedModules());
  }

  /** The parameter at a path such as "layers.0.weight". @throws UsageError `nn/path` */
  getParameter(path: string): Tensor {
    return this.#find("parameter", path, this.#tensors("parameter"));
  }

  /** The buffer at a path such as "bn1.running_mean". @throws UsageError `nn/path` */
  getBuffer(path: string): Tensor {
    return this.#find("buffer", path, this.#tensors("buffer"));
  }

  #find<T>(kind: string, path: string, all: Iterable<[string, T]>): T {
    const named = new Map(all);
    const found = named.get(path);
    if (found === undefined) throw pathError(this.constructor.name, kind, path, [...named.keys()]);
    return found;
  }

  /**
   * Makes a tensor a parameter under a name, or leaves the name free (null). Setting a field to a tensor that
   * requires a gradient does the same.
   *
   * @throws UsageError `nn/parameter` for what is not a leaf of floats
   */
  registerParameter(name: string, value: Tensor | null): void {
    if (value !== null) {
      if (!(value instanceof Tensor) || !value.isLeaf || !isFloat(value.dtype))
        throw parameterError(this.constructor.name, name, value);
      value.requiresGrad = true;
    }
    Reflect.set(this, name, value);
    this.#buffers.delete(name);
  }

  /**
   * Keeps a tensor with the state though it is not trained.
   *
   * @throws UsageError `nn/option` for what is not a tensor
   */
  registerBuffer(name: string, value: Tensor | null, options: { persistent?: boolean } = {}): void {
    if (value !== null && !(value instanceof Tensor))
      throw layerOptionError(
        this.constructor.name,
        `the buffer "${name}"`,
        typeof value,
        "a tensor or null",
      );
    Reflect.set(this, name, value);
    this.#buffers.set(name, options.persistent ?? true);
  }

  *#fields(): Generator<[string, unknown]> {
    for (const name of Object.keys(this)) yield [name, Reflect.get(this, name)];
  }

  /** Names children have in the state; lists of modules count theirs. */
  *namedChildren(): Generator<[string, Module]> {
    for (const [name, value] of this.#fields()) if (value instanceof Module) yield [name, value];
  }

  children(): Module[] {
    return [...this.namedChildren()].map(([, m]) => m);
  }

  /** This module and all below it. */
  *namedModules(prefix = ""): Generator<[string, Module]> {
    yield [prefix, this];
    for (const [name, child] of this.namedChildren())
      yield* child.namedModules(prefix ? `${prefix}.${name}` : name);
  }

  modules(): Module[] {
    return [...this.namedModules()].map(([, m]) => m);
  }

  *#ownTensors(kind: "parameter" | "buffer" | "state"): Generator<[string, Tensor]> {
    for (const [name, value] of this.#fields()) {
      if (!(value instanceof Tensor)) continue;
      const persistent = this.#buffers.get(name);
      const isBuffer = persistent !== undefined;
      const isParameter = !isBuffer && value.trainable && value.isLeaf;
      if (kind === "parameter" && !isParameter) continue;
      if (kind === "buffer" && !isBuffer) continue;
      if (!isBuffer && !isParameter) continue;
      if (kind === "state" && persistent === false) continue;
      yield [name, value];
    }
  }

  *#tensors(kind: "parameter" | "buffer" | "state"): Generator<[string, Tensor]> {
    for (const [prefix, module] of this.namedModules())
      for (const [name, t] of module.#ownTensors(kind))
        yield [prefix ? `${prefix}.${name}` : name, t];
  }

  /** Every trained tensor once, with its name. */
  *namedParameters(): Generator<[string, Tensor]> {
    const seen = new Set<Tensor>();
    for (const [name, t] of this.#tensors("parameter")) {
      if (seen.has(t)) continue;
      seen.add(t);
      yield [name, t];
    }
  }

  parameters(): Tensor[] {
    return [...this.namedParameters()].map(([, t]) => t);
  }

  *namedBuffers(): Generator<[string, Tensor]> {
    yield* this.#tensors("buffer");
  }

  buffers(): Tensor[] {
    return [...this.namedBuffers()].map(([, t]) => t);
  }

  /** Copies of all parameters and persistent buffers, under PyTorch's names. */
  stateDict(): StateDict {
    return Object.fromEntries([...this.#tensors("state")].map(([name, t]) => [name, snapshot(t)]));
  }

  /**
   * Takes over values by name.
   *
   * @throws UsageError `nn/state-dict` listing every misfit, before anything is changed
   */
  loadStateDict(
    state: StateDict,
    options: { strict?: boolean } = {},
  ): { missingKeys: string[]; unexpectedKeys: string[] } {
    const { strict = true } = options;
    const own = new Map(this.#tensors("state"));
    const missingKeys = [...own.keys()].filter((k) => !(k in state));
    const unexpectedKeys = Object.keys(state).filter((k) => !own.has(k));
    const problems: string[] = [];
    if (strict) {
      if (missingKeys.length > 0) problems.push(`missing: ${missingKeys.join(", ")}`);
      if (unexpectedKeys.length > 0) problems.push(`unexpected: ${unexpectedKeys.join(", ")}`);
    }
    for (const [name, t] of own) {
      const given = state[name];
      if (given && given.shape.join() !== t.shape.join())
        problems.push(
          `${name}: has shape [${given.shape.join(", ")}], the model needs [${t.shape.join(", ")}]`,
        );
    }
    if (problems.length > 0) throw stateDictError(this.constructor.name, problems);
    for (const [name, t] of own) {
      const given = state[name];
      if (given) t.node = snapshot(given.detach().to(t.dtype)).node;
    }
    return { missingKeys, unexpectedKeys };
  }

  /** Switches dropout and batch statistics on (or off). */
  train(on = true): this {
    for (const m of this.modules()) m.training = on;
    return this;
  }

  eval(): this {
    return this.train(false);
  }

  /**
   * Converts all parameters and buffers of floats, and the gradients there are, in place.
   *
   * @throws UsageError `nn/option` for a dtype that is no float
   */
  to(dtype: DType): this {
    if (!isFloat(dtype))
      throw layerOptionError(this.constructor.name, "dtype", dtype, "float32 or float64");
    const seen = new Set<Tensor>();
    for (const kind of ["parameter", "buffer"] as const)
      for (const [, t] of this.#tensors(kind)) {
        if (seen.has(t) || !isFloat(t.dtype)) continue;
        seen.add(t);
        t.node = snapshot(t.detach().to(dtype)).node;
        if (t.grad) t.grad = snapshot(t.grad.detach().to(dtype));
      }
    return this;
  }

  /** All parameters and buffers of floats as float64. */
  double(): this {
    return this.to("float64");
  }

  /** All parameters and buffers of floats as float32. */
  float(): this {
    return this.to("float32");
  }

  /** Calls `fn` with every module, children first. */
  apply(fn: (module: Module) => void): this {
    for (const child of this.children()) child.apply(fn);
    fn(this);
    return this;
  }

  requiresGrad_(on = true): this {
    for (const p of this.parameters()) p.requiresGrad = on;
    return this;
  }

  zeroGrad(): void {
    for (const p of this.parameters()) p.grad = null;
  }

  /** What stands in the brackets of the printout. */
  extraRepr(): string {
    return "";
  }

  toString(): string {
    const children = [...this.namedChildren()];
    const name = this.constructor.name;
    if (children.length === 0) return `${name}(${this.extraRepr()})`;
    const lines = children.map(([k, m]) => `  (${k}): ${m.toString().replaceAll("\n", "\n  ")}`);
    return `${name}(\n${lines.join("\n")}\n)`;
  }
}

/** The base of the library's own modules: what their forward makes on the way is nobody's to hold. */
export abstract class Layer extends Module {
  /** Only layers without a constructor of their own hand arguments on to here: they take none. */
  constructor(...none: readonly never[]) {
    super();
    if (none.length > 0) needOptions(this.constructor.name, none[0], []);
  }

  /** Whether its input may be something else than a tensor, as that of a container of other modules. */
  get takesAnything(): boolean {
    return false;
  }
}
