/**
 * A file of an exercise, from text to exports: types are stripped and imports become calls with every line
 * where it was, and the rest is run as a function that is given its imports. What the caller does not hand
 * over cannot be imported, and `import()` is refused.
 */
import { transform } from "sucrase";
import { dynamicImportError, refusedImportError, syntaxError } from "../errors.ts";
import type { Exports } from "../types.ts";
import { learnerFile, lineOf } from "./line.ts";

/** Kept from before anything can be switched off. */
const FunctionFromText = Function;
const AsyncFunctionFromText = Object.getPrototypeOf(async () => {}).constructor as typeof Function;

/** A file's text as a function; it gives a promise where the file awaits something outside of its functions. */
type Body = (
  require: (name: string) => unknown,
  module: object,
  exports: object,
) => Promise<void> | undefined;

export interface LoadOptions {
  /** What may be imported, by the name it is imported under. */
  readonly modules?: Readonly<Record<string, object>>;
  /** Finds what `modules` has not; undefined refuses the import. */
  readonly resolve?: (specifier: string) => object | undefined;
  /** What `resolve` finds, for the message of a refusal. */
  readonly resolvable?: readonly string[];
  /** What the file is called in messages. */
  readonly file?: string;
  /** What the file is called in stack traces; by default it is taken for the learner's. */
  readonly traceName?: string;
}

/** A text without its types and with imports as calls; line n stays line n. What cannot be read throws. */
export const stripped = (source: string): string => strip(source, false);

function strip(source: string, preserveDynamicImport: boolean): string {
  return transform(source, {
    transforms: ["typescript", "imports"],
    disableESTransforms: true,
    preserveDynamicImport,
  }).code;
}

/** What was compiled last: to check an exercise, the same solutions and grades are loaded some hundred times. */
const compiled = new Map<string, Body>();
const mostCompiled = 200;

/** The line where an engine's own parser stops: the first after which it gives the same complaint. */
function brokenLine(code: string, message: string): number | undefined {
  const lines = code.split("\n");
  for (let n = 1; n <= lines.length; n++) {
    try {
      new AsyncFunctionFromText("require", "module", "exports", lines.slice(0, n).join("\n"));
    } catch (error) {
      if (error instanceof SyntaxError && error.message === message) return n;
    }
  }
  return undefined;
}

/**
 * Whether a file awaits something outside of its functions. The engine's own parser is asked: in a class's static
 * block, and in what it holds up to the next function, `await` is a reserved word. In an ordinary function it is a
 * name like any other, so that `await (x)` is read as the call of a function of that name.
 */
function awaitsOutside(code: string): boolean {
  try {
    new FunctionFromText(`class File { static {\n${code}\n} }`);
    return false;
  } catch {
    return true;
  }
}

/**
 * Strips types and turns imports into calls; line n stays line n.
 *
 * @throws ExerciseError `exercise/syntax`, `exercise/dynamic-import`
 */
export function compileModule(source: string, file: string, traceName: string): Body {
  const key = `${traceName}\n${source}`;
  const known = compiled.get(key);
  if (known) return known;
  const made = compile(source, file, traceName);
  if (compiled.size >= mostCompiled) compiled.delete(compiled.keys().next().value as string);
  compiled.set(key, made);
  return made;
}

function compile(source: string, file: string, traceName: string): Body {
  let code: string;
  let kept: string;
  try {
    code = strip(source, false);
    kept = strip(source, true);
  } catch (error) {
    const { message, loc } = error as Error & { loc?: { line: number } };
    throw syntaxError(file, message.replace(/\s*\(\d+:\d+\)$/, ""), loc?.line);
  }
  if (code !== kept) {
    const other = kept.split("\n");
    // Line 1 holds what the imports need and differs in any case.
    const at = code
      .split("\n")
      .findIndex((line, i) => line !== other[i] && (i > 0 || /\bimport\s*\(/.test(other[0] ?? "")));
    throw dynamicImportError(file, Math.max(at, 0) + 1);
  }
  const body = ["require", "module", "exports", `${code}\n//# sourceURL=${traceName}`];
  try {
    return new (awaitsOutside(code) ? AsyncFunctionFromText : FunctionFromText)(...body) as Body;
  } catch (error) {
    const { message } = error as Error;
    throw syntaxError(file, message, brokenLine(code, message));
  }
}

/** A file that runs: what it has exported so far, and when it has come to its end, if not at once. */
export interface StartedModule {
  readonly exports: Exports;
  readonly done: Promise<void> | undefined;
}

/**
 * Runs a file's text and gives what it exports; of one that awaits something outside of its functions, what it
 * exports before.
 *
 * @throws ExerciseError `exercise/syntax`, `exercise/import`, `exercise/dynamic-import`; what the file throws
 * @example loadModule("export const one: number = 1;") // { one: 1 }
 */
export function loadModule(source: string, options: LoadOptions = {}): Exports {
  return startModule(source, options).exports;
}

/** Runs a file's text, which may await something outside of its functions. @throws as `loadModule` */
export function startModule(source: string, options: LoadOptions = {}): StartedModule {
  const {
    modules = {},
    resolve,
    resolvable = [],
    file = "your file",
    traceName = learnerFile,
  } = options;
  const run = compileModule(source, file, traceName);
  const require = (specifier: string): unknown => {
    const name = String(specifier);
    const found = (Object.hasOwn(modules, name) ? modules[name] : undefined) ?? resolve?.(name);
    if (found !== undefined) return found;
    throw refusedImportError(
      file,
      name,
      [...Object.keys(modules), ...resolvable],
      lineOf(new Error(), traceName),
    );
  };
  const module: { exports: Exports } = { exports: {} };
  const done = run(require, module, module.exports);
  return { exports: module.exports, done };
}
