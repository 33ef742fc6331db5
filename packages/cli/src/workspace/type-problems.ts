/**
 * What TypeScript knows about a learner's file that did not pass. The compiler is large: it is loaded when the first
 * check fails, and what it has read of the library is kept for the next.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { GradeRequest, TypeProblem } from "@gradus/exercise";
import { saidProblems } from "@gradus/exercise/language";
import type ts from "typescript-language-service";

const folder = "/exercises";

const surroundings = `
interface Console { log(...values: unknown[]): void; info(...values: unknown[]): void; warn(...values: unknown[]): void;
  error(...values: unknown[]): void; table(value: unknown): void; assert(holds: unknown, ...values: unknown[]): void }
declare const console: Console;
declare const performance: { now(): number };
declare function setTimeout(run: () => void, ms?: number): number;
declare function clearTimeout(timer: number): void;
declare function structuredClone<T>(value: T): T;
interface AbortSignal { readonly aborted: boolean }
interface Worker {}
interface URL { readonly href: string }
`;

/** The declarations of a package that a learner's file may import. */
function declarationsOf(name: string): string {
  const entry = fileURLToPath(import.meta.resolve(name));
  const declared = entry.replace(/\.js$/, ".d.ts");
  return existsSync(declared) ? declared : entry;
}

let last: { readonly program: ts.Program; readonly kept: Map<string, ts.SourceFile> } | undefined;

/**
 * The problems of the exercise's own file, in words; none where TypeScript has nothing to say.
 *
 * @param request what was graded: the learner's files, and the solutions where there are none
 */
export async function typeProblems(request: GradeRequest): Promise<readonly TypeProblem[]> {
  const { default: compiler } = await import("typescript-language-service");
  const path = (id: string): string => `${folder}/${id}.ts`;
  const texts = new Map(
    request.sources.map(({ id, learner, solution }) => [path(id), learner ?? solution] as const),
  );
  texts.set(`${folder}/surroundings.d.ts`, surroundings);
  const options: ts.CompilerOptions = {
    target: compiler.ScriptTarget.ES2022,
    lib: ["lib.es2023.d.ts"],
    module: compiler.ModuleKind.ESNext,
    moduleResolution: compiler.ModuleResolutionKind.Bundler,
    strict: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
    paths: Object.fromEntries(
      ["gradus", "gradus/vision", "@gradus/exercise"].map((name) => [name, [declarationsOf(name)]]),
    ),
  };
  const disk = compiler.createCompilerHost(options);
  const kept = last?.kept ?? new Map<string, ts.SourceFile>();
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (name) => texts.has(name) || disk.fileExists(name),
    directoryExists: (name) =>
      [...texts.keys()].some((path) => path.startsWith(`${name}/`)) ||
      (disk.directoryExists?.(name) ?? true),
    readFile: (name) => texts.get(name) ?? disk.readFile(name),
    getSourceFile: (name, version) => {
      const text = texts.get(name);
      if (text !== undefined) return compiler.createSourceFile(name, text, version, true);
      const known = kept.get(name) ?? disk.getSourceFile(name, version);
      if (known) kept.set(name, known);
      return known;
    },
  };
  const own = path(request.exercise);
  const program = compiler.createProgram({
    rootNames: [own, `${folder}/surroundings.d.ts`],
    options,
    host,
    ...(last && { oldProgram: last.program }),
  });
  last = { program, kept };
  const file = program.getSourceFile(own);
  if (!file) return [];
  const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  return saidProblems(compiler, program, file, found);
}
