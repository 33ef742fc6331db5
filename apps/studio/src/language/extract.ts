/** Finds a declaration in a source file: its text, the rule of its gradient, and what else it is made of. */
import ts from "typescript-language-service";

export interface Extracted {
  readonly source: string;
  /** The rule that sends a gradient back, as it stands in the source; null where there is none of its own. */
  readonly gradient: string | null;
  /** The functions it calls that are declared or imported beside it. */
  readonly madeOf: readonly string[];
  /** Its head, without the body. */
  readonly signature: string;
  readonly docs: string;
  readonly tags: readonly (readonly [name: string, text: string])[];
}

/** The statement that declares a name at the top of a file, or a class's method. */
function declarationOf(file: ts.SourceFile, name: string, inClass: string | null): ts.Node | null {
  for (const statement of file.statements) {
    if (inClass !== null) {
      if (!ts.isClassDeclaration(statement) || statement.name?.text !== inClass) continue;
      return statement.members.find((m) => m.name?.getText(file) === name) ?? null;
    }
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
      // Of overloads the one with a body.
      const whole = ts.isClassDeclaration(statement) || statement.body !== undefined;
      if (statement.name?.text === name && whole) return statement;
    } else if (ts.isVariableStatement(statement)) {
      const declares = statement.declarationList.declarations.some(
        (d) => d.name.getText(file) === name,
      );
      if (declares) return statement;
    }
  }
  return null;
}

/** Names that the file declares at its top or imports as values. */
function known(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  for (const s of file.statements) {
    if (ts.isFunctionDeclaration(s) && s.name) names.add(s.name.text);
    else if (ts.isVariableStatement(s))
      for (const d of s.declarationList.declarations) names.add(d.name.getText(file));
    else if (
      ts.isImportDeclaration(s) &&
      /\/(ops|layers|losses|functional)|^"(\.\/|@gradus\/)/.test(s.moduleSpecifier.getText(file))
    ) {
      const bindings = s.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings))
        for (const e of bindings.elements) if (!e.isTypeOnly) names.add(e.name.text);
    }
  }
  return names;
}

/** What an operator is written with, and takes the rule of its gradient. */
const rules = new Set(["record", "unary", "binary", "onFloats"]);
/** Words that say how an operator is written, not what it computes: the above, and checks of what came in. */
const machinery =
  /^(record|unary|binary|onFloats|noGrad|toFloat|isFloat|isTensor|asTensor|nodeOf|commonDtype|normalize(Dims?|Index)|need[A-Z]\w*)$/;

/** Text without the indentation that all of its lines but the first share. */
function outdented(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  const depth = Math.min(
    ...rest.filter((l) => l.trim() !== "").map((l) => l.length - l.trimStart().length),
    80,
  );
  return [first, ...rest.map((l) => l.slice(depth))].join("\n");
}

/** Which module a file imports a name from, or null where it does not. */
export function importOf(text: string, name: string): string | null {
  const file = ts.createSourceFile("source.ts", text, ts.ScriptTarget.ES2022, true);
  for (const s of file.statements) {
    if (!ts.isImportDeclaration(s) || !ts.isStringLiteral(s.moduleSpecifier)) continue;
    const bindings = s.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    if (bindings.elements.some((e) => e.name.text === name)) return s.moduleSpecifier.text;
  }
  return null;
}

/** A declaration up to where its body begins. */
function headOf(node: ts.Node, file: ts.SourceFile): string {
  const text = node.getText(file);
  if (ts.isFunctionDeclaration(node) && node.body)
    return text.slice(0, node.body.getStart(file) - node.getStart(file)).trim();
  if (ts.isVariableStatement(node)) {
    const made = node.declarationList.declarations[0]?.initializer;
    if (made && ts.isArrowFunction(made))
      return text.slice(0, made.equalsGreaterThanToken.getStart(file) - node.getStart(file)).trim();
    if (made)
      return text.slice(0, made.getStart(file) - node.getStart(file)).replace(/\s*=\s*$/, "");
  }
  return (text.split("\n")[0] ?? "").replace(/\s*[{=]$/, "");
}

const commentText = (comment: Parameters<typeof ts.getTextOfJSDocComment>[0]): string =>
  ts.getTextOfJSDocComment(comment) ?? "";

/** The comment above a declaration. */
function docsOf(node: ts.Node): Pick<Extracted, "docs" | "tags"> {
  const own = ts.getJSDocCommentsAndTags(node);
  return {
    docs: own.flatMap((d) => (ts.isJSDoc(d) ? [commentText(d.comment)] : [])).join("\n\n"),
    tags: ts.getJSDocTags(node).map((tag) => [tag.tagName.text, commentText(tag.comment)] as const),
  };
}

/** Looks a declaration up in a file's text; null where the name is not declared there. */
export function extract(text: string, name: string, inClass: string | null): Extracted | null {
  const file = ts.createSourceFile("source.ts", text, ts.ScriptTarget.ES2022, true);
  const found = declarationOf(file, name, inClass);
  if (!found) return null;
  const around = known(file);
  const madeOf = new Set<string>();
  let gradient: string | null = null;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const called = node.expression.text;
      const rule = node.arguments.find((a) => ts.isArrowFunction(a) && a.parameters.length > 0);
      if (rules.has(called) && rule) gradient ??= outdented(rule.getText(file));
      else if (around.has(called) && called !== name && !machinery.test(called)) madeOf.add(called);
    }
    ts.forEachChild(node, visit);
  };
  visit(found);
  return {
    source: outdented(found.getText(file)),
    gradient,
    signature: headOf(found, file).replace(/^export /, ""),
    ...docsOf(found),
    madeOf: [...madeOf].filter((n) => !/Error$/.test(n)),
  };
}
