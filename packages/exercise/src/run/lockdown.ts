/**
 * Switches off, in a worker's own world, what a learner's code has no need of, and freezes the rest.
 *
 * Globals are kept by a list of what is allowed, so that a new one is off until somebody allows it. The
 * language's own objects and the tensor library's classes are frozen: code that rewrites `Array.prototype` or
 * a tensor's methods gets an error instead of a changed grader. Code from text is refused, since in Node it
 * could import. This is done once, after the grade and the reference are loaded, and cannot be undone.
 */
import { refusedCallError } from "../errors.ts";
import { prepareLines } from "./line.ts";
import type { Modules } from "./link.ts";
import type { Activity } from "./run-grade.ts";

const errors = [
  "Error",
  "AggregateError",
  "EvalError",
  "RangeError",
  "ReferenceError",
  "SuppressedError",
  "SyntaxError",
  "TypeError",
  "URIError",
];

const language = [
  ...errors,
  "Object",
  "Function",
  "Array",
  "Number",
  "Boolean",
  "String",
  "Symbol",
  "BigInt",
  "Date",
  "Promise",
  "RegExp",
  "JSON",
  "Math",
  "Intl",
  "Map",
  "Set",
  "WeakMap",
  "WeakSet",
  "WeakRef",
  "FinalizationRegistry",
  "Proxy",
  "Reflect",
  "Iterator",
  "DisposableStack",
  "AsyncDisposableStack",
  "ArrayBuffer",
  "SharedArrayBuffer",
  "Atomics",
  "DataView",
  "Int8Array",
  "Uint8Array",
  "Uint8ClampedArray",
  "Int16Array",
  "Uint16Array",
  "Int32Array",
  "Uint32Array",
  "BigInt64Array",
  "BigUint64Array",
  "Float16Array",
  "Float32Array",
  "Float64Array",
  "WebAssembly",
  "parseFloat",
  "parseInt",
  "isFinite",
  "isNaN",
  "decodeURI",
  "decodeURIComponent",
  "encodeURI",
  "encodeURIComponent",
];

/** Kept besides the language, and left as they are. */
const kept = [
  ...["globalThis", "Infinity", "NaN", "undefined", "eval", "escape", "unescape"],
  ...["console", "performance", "TextEncoder", "TextDecoder", "structuredClone", "queueMicrotask"],
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval"],
  ...["setImmediate", "clearImmediate", "DOMException", "AbortController", "AbortSignal", "crypto"],
];

type Constructor = { readonly prototype: object };

/** Objects of the language that no global leads to by a property. */
function hiddenObjects(): object[] {
  const proto = (value: object): object => Object.getPrototypeOf(value) as object;
  const functions = [function* () {}, async () => {}, async function* () {}];
  const iterators = [[][Symbol.iterator](), ""[Symbol.iterator](), new Map()[Symbol.iterator]()];
  return [
    ...functions.map(proto),
    ...[...iterators, new Set()[Symbol.iterator](), "a".matchAll(/a/g)].map(proto),
    proto(Uint8Array),
    proto((async function* () {})().constructor),
  ];
}

/** Freezes an object and everything it leads to. */
function freezeAll(roots: readonly object[]): void {
  const seen = new Set<object>();
  const rest = [...roots];
  const reach = (value: unknown): void => {
    if ((typeof value === "object" && value !== null) || typeof value === "function")
      if (!seen.has(value)) {
        seen.add(value);
        rest.push(value);
      }
  };
  for (const root of roots) seen.add(root);
  for (let object = rest.pop(); object; object = rest.pop()) {
    // Views of memory cannot be frozen, and hold nothing but numbers.
    if (ArrayBuffer.isView(object)) continue;
    reach(Object.getPrototypeOf(object));
    for (const key of Reflect.ownKeys(object)) {
      const own = Object.getOwnPropertyDescriptor(object, key);
      reach(own?.value);
      reach(own?.get);
      reach(own?.set);
    }
    Object.freeze(object);
  }
}

/**
 * Lets objects have properties of their own under an inherited name by plain assignment, which a frozen
 * prototype forbids: `error.message = …`, `this.toString = …`, `model.forward = …`.
 */
function allowOverriding(prototype: object, keys: readonly string[]): void {
  for (const key of keys) {
    const own = Object.getOwnPropertyDescriptor(prototype, key);
    if (!own?.configurable || !("value" in own)) continue;
    const { value, enumerable = false } = own;
    Object.defineProperty(prototype, key, {
      enumerable,
      configurable: true,
      get: () => value,
      set(this: object, next: unknown) {
        if (this === prototype)
          throw new TypeError(`${key} of a built-in object cannot be changed`);
        Object.defineProperty(this, key, {
          value: next,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      },
    });
  }
}

/** Replaces every way to make code from text. */
function refuseCodeFromText(): void {
  const refuse = (name: string, prototype?: object): ((...text: unknown[]) => never) => {
    const refused = function refused(): never {
      throw refusedCallError(name);
    };
    if (prototype) Object.defineProperty(refused, "prototype", { value: prototype });
    return refused;
  };
  const prototypes: object[] = [
    Function.prototype,
    ...[function* () {}, async () => {}, async function* () {}].map(
      (f) => Object.getPrototypeOf(f) as object,
    ),
  ];
  for (const prototype of prototypes) {
    const value = refuse("Function", prototype);
    Object.defineProperty(prototype, "constructor", { value, configurable: true, writable: false });
    if (prototype === Function.prototype)
      Object.defineProperty(globalThis, "Function", { value, configurable: true, writable: false });
  }
  const value = refuse("eval");
  Object.defineProperty(globalThis, "eval", { value, configurable: true, writable: false });
}

/** Takes every global off that is not on the list, also those that the global object inherits. */
function removeGlobals(): void {
  const allowed = new Set<PropertyKey>([...language, ...kept]);
  for (
    let holder: object = globalThis;
    holder !== null && holder !== Object.prototype;
    holder = Object.getPrototypeOf(holder) as object
  ) {
    for (const key of Reflect.ownKeys(holder)) {
      if (allowed.has(key) || key === "constructor" || typeof key === "symbol") continue;
      if (!Reflect.deleteProperty(holder, key) && holder === globalThis)
        Reflect.defineProperty(holder, key, { value: undefined, writable: false });
    }
  }
}

/** Timers that know how many are still to come, and give numbers whatever the engine gives. */
function countTimers(): Activity {
  // Browsers' timers want to be called on the global object.
  const engine = {
    setTimeout: setTimeout.bind(globalThis),
    clearTimeout: clearTimeout.bind(globalThis),
    setInterval: setInterval.bind(globalThis),
  };
  const running = new Map<number, ReturnType<typeof setTimeout>>();
  let next = 1;
  let fired = 0;
  const start =
    (repeats: boolean) =>
    (f: unknown, ms?: number, ...args: unknown[]): number => {
      if (typeof f !== "function") throw refusedCallError("setTimeout with text");
      const id = next++;
      const fire = (): void => {
        fired++;
        if (!repeats) running.delete(id);
        f(...args);
      };
      const handle = repeats ? engine.setInterval(fire, ms) : engine.setTimeout(fire, ms);
      running.set(id, handle as ReturnType<typeof setTimeout>);
      return id;
    };
  const stop = (id: unknown): void => {
    const handle = running.get(Number(id));
    running.delete(Number(id));
    if (handle !== undefined) engine.clearTimeout(handle);
  };
  const timers = {
    setTimeout: start(false),
    setInterval: start(true),
    setImmediate: (f: unknown, ...args: unknown[]): number => start(false)(f, 0, ...args),
    clearTimeout: stop,
    clearInterval: stop,
    clearImmediate: stop,
  };
  for (const [name, value] of Object.entries(timers))
    if (name in globalThis)
      Object.defineProperty(globalThis, name, { value, configurable: false, writable: false });
  return { pending: () => running.size, fired: () => fired };
}

/** The classes, functions and tables of a module. Objects with a state of their own keep it, but get nothing new. */
export function freezeModule(module: object, seen: Set<unknown> = new Set()): void {
  if (seen.has(module)) return;
  seen.add(module);
  for (const value of Object.values(module)) {
    if (typeof value === "function") {
      const { prototype } = value as Partial<Constructor>;
      if (prototype) {
        const methods = Object.entries(Object.getOwnPropertyDescriptors(prototype))
          .filter(([, own]) => typeof own.value === "function")
          .map(([key]) => key);
        allowOverriding(prototype, methods);
        Object.freeze(prototype);
      }
      Object.freeze(value);
    } else if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value)) {
      const parent = Object.getPrototypeOf(value) as object | null;
      if (parent !== null && parent !== Object.prototype && parent !== Array.prototype) {
        // A method of its own would take the place of the class's.
        Object.preventExtensions(value);
        continue;
      }
      freezeModule(value as object, seen);
      // The namespace object of a module is not to be frozen, and cannot be changed either.
      if (Object.prototype.toString.call(value) !== "[object Module]") Object.freeze(value);
    }
  }
}

/**
 * Closes this world for a learner's code; `console` takes what it prints.
 *
 * @returns what timers are doing from now on
 */
export function lockDown(modules: Modules, console: object): Activity {
  prepareLines();
  // Room for the learner's own line below the library's.
  Error.stackTraceLimit = 40;
  const activity = countTimers();
  Object.defineProperty(globalThis, "console", {
    value: Object.freeze(console),
    configurable: false,
    writable: false,
  });
  removeGlobals();
  refuseCodeFromText();
  for (const module of Object.values(modules)) freezeModule(module);
  allowOverriding(Object.prototype, ["constructor", "toString", "toLocaleString", "valueOf"]);
  const world = globalThis as unknown as Record<string, Constructor | undefined>;
  for (const name of errors) {
    const error = world[name];
    if (error) allowOverriding(error.prototype, ["constructor", "name", "message", "toString"]);
  }
  const roots = language.map((name) => world[name] as unknown as object);
  freezeAll([...roots.filter((root) => root !== undefined), ...hiddenObjects()]);
  for (const name of [...language, "queueMicrotask", "structuredClone", "performance"]) {
    const own = Object.getOwnPropertyDescriptor(globalThis, name);
    if (own && "value" in own)
      Object.defineProperty(globalThis, name, { ...own, writable: false, configurable: false });
  }
  return activity;
}
