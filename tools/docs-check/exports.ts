/** Reads what a package exports, with TypeScript's own eyes: names, kinds, signatures, docs and examples. */
import { fileURLToPath } from "node:url";
import ts from "typescript-language-service";

export interface Exported {
  readonly name: string;
  /** The file that declares it, from the root of the repository. */
  readonly file: string;
  readonly kind: "function" | "class" | "value" | "type" | "namespace";
  readonly signature: string;
  readonly docs: string;
  readonly tags: readonly (readonly [name: string, text: string])[];
}

const root = fileURLToPath(new URL("../../", import.meta.url));

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  customConditions: ["source"],
  allowImportingTsExtensions: true,
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  types: ["node"],
};

let program: ts.Program | null = null;

/** One program for all packages: making it takes seconds. */
function theProgram(entries: readonly string[]): ts.Program {
  program ??= ts.createProgram([...entries], options);
  return program;
}

/** On one line, unions of texts and numbers sorted: their order depends on what the compiler met first. */
const oneLine = (text: string): string =>
  text
    .replaceAll(root, "")
    .replace(/\s+/g, " ")
    .replace(/("[^"]*"|\d+)(?: \| ("[^"]*"|\d+))+/g, (union) =>
      union.split(" | ").sort().join(" | "),
    );

function kindOf(symbol: ts.Symbol, type: ts.Type): Exported["kind"] {
  if (symbol.flags & ts.SymbolFlags.Class) return "class";
  if (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias)) return "type";
  if (symbol.flags & (ts.SymbolFlags.ValueModule | ts.SymbolFlags.NamespaceModule))
    return "namespace";
  return type.getCallSignatures().length > 0 ? "function" : "value";
}

function signatureOf(checker: ts.TypeChecker, symbol: ts.Symbol, type: ts.Type): string {
  const flags =
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope;
  const show = (t: ts.Type): string => oneLine(checker.typeToString(t, undefined, flags));
  if (symbol.flags & ts.SymbolFlags.Class) {
    const instance = checker.getDeclaredTypeOfSymbol(symbol);
    const made = type
      .getConstructSignatures()
      .map((s) => oneLine(checker.signatureToString(s, undefined, flags)));
    const members = instance
      .getProperties()
      .map((m) => m.name)
      .filter((m) => !m.startsWith("_") && !m.startsWith("#"))
      .sort();
    return `new ${made.join(" | ")} { ${members.join(" ")} }`;
  }
  if (symbol.flags & ts.SymbolFlags.Interface) {
    const members = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    return `{ ${members.map((m) => `${m.name}${m.flags & ts.SymbolFlags.Optional ? "?" : ""}`).join(" ")} }`;
  }
  if (symbol.flags & ts.SymbolFlags.TypeAlias)
    return oneLine(
      checker.typeToString(
        checker.getDeclaredTypeOfSymbol(symbol),
        undefined,
        flags | ts.TypeFormatFlags.InTypeAlias,
      ),
    );
  return show(type);
}

/** Everything a package's entry file exports, its own namespaces included, sorted by name. */
export function exportsOf(packageName: string, all: readonly string[]): Exported[] {
  const entryOf = (name: string): string => `${root}packages/${name}/src/index.ts`;
  const made = theProgram(all.map(entryOf));
  const checker = made.getTypeChecker();
  const source = made.getSourceFile(entryOf(packageName));
  const module = source && checker.getSymbolAtLocation(source);
  if (!source || !module) return [];
  const of = (exported: ts.Symbol, prefix: string): Exported[] => {
    const symbol =
      exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const type = checker.getTypeOfSymbolAtLocation(symbol, source);
    const file = (symbol.declarations?.[0]?.getSourceFile().fileName ?? "").replace(root, "");
    const kind = kindOf(symbol, type);
    const name = prefix + exported.name;
    // A namespace of another package is on that package's own list.
    if (kind === "namespace" && file.startsWith(`packages/${packageName}/`))
      return checker.getExportsOfModule(symbol).flatMap((inner) => of(inner, `${name}.`));
    return [
      {
        name,
        file,
        kind,
        signature: signatureOf(checker, symbol, type),
        docs: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        tags: symbol
          .getJsDocTags(checker)
          .map((t) => [t.name, ts.displayPartsToString(t.text)] as const),
      },
    ];
  };
  return checker
    .getExportsOfModule(module)
    .flatMap((exported) => of(exported, ""))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
