/** TypeScript's language service over the learner's files and the library's declarations, in memory. */
import type { TypeProblem } from "@gradus/exercise";
import { saidProblems } from "@gradus/exercise/language";
import { createSystem, createVirtualTypeScriptEnvironment } from "@typescript/vfs";
import ts from "typescript-language-service";
import { declarations, paths } from "./declarations.ts";
import { extract, importOf } from "./extract.ts";
import type { Boxed, CompletionItem, Described, Problem } from "./protocol.ts";
import { sourceOf } from "./sources.ts";

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
  paths,
};

/** Names a list holds: all of a tensor's methods, as the editor filters them by what is typed. */
const mostCompletions = 1000;

const at = (name: string): string => `/exercises/${name}`;

type Docs = Pick<Described, "docs" | "tags">;

const docsOf = (found: {
  readonly documentation?: ts.SymbolDisplayPart[];
  readonly tags?: ts.JSDocTagInfo[];
}): Docs => ({
  docs: ts.displayPartsToString(found.documentation),
  tags: (found.tags ?? []).map((t) => [t.name, ts.displayPartsToString(t.text)]),
});

/** What kind of name an entry is: a tensor's methods are properties whose declarations are functions. */
const kindOf = ({ kind, symbol }: ts.CompletionEntry): string =>
  kind === ts.ScriptElementKind.memberVariableElement &&
  symbol?.declarations?.some((d) => ts.isFunctionDeclaration(d) || ts.isVariableDeclaration(d))
    ? ts.ScriptElementKind.memberFunctionElement
    : kind;

export class LanguageService {
  readonly #files = declarations();
  readonly #environment = createVirtualTypeScriptEnvironment(
    createSystem(this.#files),
    ["/surroundings.d.ts"],
    // vfs is typed for the compiler that builds us, which has no service of its own.
    ts as never,
    options as never,
  );
  readonly #service = this.#environment.languageService as unknown as ts.LanguageService;

  /** Takes the files that can be imported, and newer texts of those it has. */
  open(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) this.#put(name, text);
  }

  #put(name: string, text: string): void {
    const path = at(name);
    const known = this.#environment.getSourceFile(path);
    // The service takes no empty file for one that is there.
    const held = text === "" ? "\n" : text;
    if (!known) this.#environment.createFile(path, held);
    else if (known.text !== held) this.#environment.updateFile(path, held);
  }

  problems(file: string, text: string): Problem[] {
    this.#put(file, text);
    return this.#diagnostics(file).flatMap((d) =>
      d.start === undefined
        ? []
        : [
            {
              from: Math.min(d.start, text.length),
              to: Math.min(d.start + (d.length ?? 0), text.length),
              severity: d.category === ts.DiagnosticCategory.Error ? "error" : "warning",
              message: ts.flattenDiagnosticMessageText(d.messageText, "\n"),
            } as const,
          ],
    );
  }

  /** The problems that explain a wrong answer, in a learner's words. */
  said(file: string, text: string): TypeProblem[] {
    this.#put(file, text);
    const program = this.#service.getProgram();
    const source = program?.getSourceFile(at(file));
    return program && source ? saidProblems(ts, program, source, this.#diagnostics(file)) : [];
  }

  #diagnostics(file: string): ts.Diagnostic[] {
    return [
      ...this.#service.getSyntacticDiagnostics(at(file)),
      ...this.#service.getSemanticDiagnostics(at(file)),
    ];
  }

  completions(file: string, text: string, position: number): CompletionItem[] {
    this.#put(file, text);
    const found = this.#service.getCompletionsAtPosition(at(file), position, {
      includeCompletionsWithInsertText: false,
      includeCompletionsForModuleExports: false,
      includeSymbol: true,
    });
    return (found?.entries ?? [])
      .filter((e) => e.kind !== ts.ScriptElementKind.warning)
      .sort((a, b) => (a.sortText + a.name < b.sortText + b.name ? -1 : 1))
      .slice(0, mostCompletions)
      .map((e) => ({ name: e.name, kind: kindOf(e), sort: e.sortText }));
  }

  details(file: string, position: number, name: string): Described | null {
    const found = this.#service.getCompletionEntryDetails(
      at(file),
      position,
      name,
      {},
      undefined,
      {},
      undefined,
    );
    if (!found) return null;
    return this.#described(found, position, position);
  }

  hover(file: string, text: string, position: number): Described | null {
    this.#put(file, text);
    const found = this.#service.getQuickInfoAtPosition(at(file), position);
    if (!found) return null;
    const { start, length } = found.textSpan;
    return this.#described(found, start, start + length);
  }

  /** What is inside the library's call at a place; null where there is none. */
  async box(file: string, text: string, position: number): Promise<Boxed | null> {
    const described = this.hover(file, text, position);
    const found = described && this.#definition(file, position);
    if (!found) return null;
    const { name, path, inClass } = found;
    const source = await sourceOf(path);
    const extracted = source && extract(source, name, inClass);
    return extracted ? { ...extracted, ...described, name, path } : null;
  }

  /** What a source file of the library calls by a name, wherever that is declared; null where it is nowhere. */
  async inside(path: string, name: string): Promise<Boxed | null> {
    const source = await sourceOf(path);
    const extracted = source && extract(source, name, null);
    if (extracted) {
      const { signature, docs, tags } = extracted;
      return { ...extracted, signature, docs, tags, from: 0, to: 0, name, path };
    }
    const from = source && importOf(source, name);
    if (from?.startsWith("."))
      return this.inside(new URL(from, `file:///${path}`).pathname.slice(1), name);
    const text = this.#delegate(name);
    return this.box("delegate.ts", text, text.lastIndexOf(name));
  }

  /** Where the name at a place is declared in the library; a tensor's method leads on to its function. */
  #definition(
    file: string,
    position: number,
  ): { name: string; path: string; inClass: string | null } | null {
    const [found] = this.#service.getDefinitionAtPosition(at(file), position) ?? [];
    const [, folder, rest] =
      /^\/packages\/([a-z]+)\/(.+)\.d\.ts$/.exec(found?.fileName ?? "") ?? [];
    if (!found || !folder || !rest) return null;
    const { name, containerName, kind } = found;
    // What a tensor's method is typed by is a property of nothing: the function itself.
    const isMember =
      containerName !== "" && (kind === "method" || kind === "getter" || kind === "property");
    if (isMember && containerName === "Tensor") {
      const text = this.#delegate(name === "var" ? "variance" : name);
      const behind = this.#definition("delegate.ts", text.lastIndexOf(";\n") - 1);
      if (behind) return behind;
    }
    return {
      name: kind === "constructor" ? containerName : name,
      path: `packages/${folder}/src/${rest}.ts`,
      inClass: isMember ? containerName : null,
    };
  }

  #described(
    found: {
      readonly displayParts?: ts.SymbolDisplayPart[];
      readonly documentation?: ts.SymbolDisplayPart[];
      readonly tags?: ts.JSDocTagInfo[];
    },
    from: number,
    to: number,
  ): Described {
    // A tensor's method is typed as a property that is a function.
    const signature = ts
      .displayPartsToString(found.displayParts)
      .replace(/^\(property\) (\w+): (\(.*\)) => (.+)$/s, "(method) Tensor.$1$2: $3");
    return { signature, ...docsOf(found), from, to };
  }

  /** Puts a file there that mentions the library's function of a name, and gives its text. */
  #delegate(name: string): string {
    const text = `import { ${name} } from "gradus";\n${name};\n`;
    this.#put("delegate.ts", text);
    return text;
  }
}
