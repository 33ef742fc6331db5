/**
 * A file's syntax tree, and what an exercise needs of it: where functions and their bodies are, which names are
 * used and declared, what it imports. The parser (Lezer) knows positions in the text as it was written, types
 * included, and gives a tree for broken text too.
 */
import type { SyntaxNode } from "@lezer/common";
import { parser } from "@lezer/javascript";

const typescript = parser.configure({ dialect: "ts" });

export type { SyntaxNode };

/** A text with its tree. */
export class Source {
  readonly text: string;
  readonly top: SyntaxNode;

  constructor(text: string) {
    this.text = text;
    this.top = typescript.parse(text).topNode;
  }

  textOf(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  /** The line a place is in, counted from 1. */
  lineAt(place: number): number {
    return this.text.slice(0, place).split("\n").length;
  }

  /** The first place that cannot be read, if any. */
  brokenAt(): number | undefined {
    for (const node of nodes(this.top)) if (node.type.isError) return node.from;
    return undefined;
  }
}

/** The nodes directly below one. */
export function* children(node: SyntaxNode): Generator<SyntaxNode> {
  for (let child = node.firstChild; child; child = child.nextSibling) yield child;
}

/** A node and all below it, in the text's order. */
export function* nodes(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of children(node)) yield* nodes(child);
}

/** A function or method whose body can be taken out. */
export interface FunctionPart {
  /** `linearBackward`, or `Network.cost` for a method. */
  readonly name: string;
  readonly exported: boolean;
  /** The parameters as written, with their brackets. */
  readonly params: SyntaxNode | null;
  /** The block, or the expression of an arrow function. */
  readonly body: SyntaxNode;
  /** The declaration at the top of the file that holds it. */
  readonly statement: SyntaxNode;
}

const functionIn = (node: SyntaxNode): SyntaxNode | null =>
  node.getChild("ArrowFunction") ?? node.getChild("FunctionExpression");

function bodyOf(node: SyntaxNode): SyntaxNode | null {
  return node.name === "ArrowFunction" && !node.getChild("Block")
    ? node.lastChild
    : node.getChild("Block");
}

/** The functions at the top of a file and the methods of its classes. */
export function functionsOf(source: Source): FunctionPart[] {
  const found: FunctionPart[] = [];
  for (const statement of children(source.top)) {
    const exported = statement.name === "ExportDeclaration";
    const declared = exported
      ? [...children(statement)].find((n) => n.name.endsWith("Declaration"))
      : statement;
    if (!declared) continue;
    const add = (name: string, holder: SyntaxNode): void => {
      const body = bodyOf(holder);
      if (body)
        found.push({ name, exported, params: holder.getChild("ParamList"), body, statement });
    };
    const definition = declared.getChild("VariableDefinition");
    const name = definition ? source.textOf(definition) : "";
    if (declared.name === "FunctionDeclaration") add(name, declared);
    else if (declared.name === "VariableDeclaration") {
      const holder = functionIn(declared);
      if (holder) add(name, holder);
    } else if (declared.name === "ClassDeclaration") {
      for (const method of declared.getChild("ClassBody")?.getChildren("MethodDeclaration") ?? []) {
        const called = method.getChild("PropertyDefinition");
        if (called) add(`${name}.${source.textOf(called)}`, method);
      }
    }
  }
  return found;
}

/** One import statement. */
export interface ImportPart {
  readonly node: SyntaxNode;
  readonly from: string;
  /** `import type { … }`. */
  readonly typeOnly: boolean;
  readonly names: readonly {
    readonly name: string;
    readonly type: boolean;
    readonly text: string;
  }[];
  /** Something other than names in braces: a default or a namespace. */
  readonly other: boolean;
}

export function importsOf(source: Source): ImportPart[] {
  return source.top.getChildren("ImportDeclaration").map((node) => {
    const specifier = node.getChild("String");
    const group = node.getChild("ImportGroup");
    const names: { name: string; type: boolean; text: string }[] = [];
    let start: number | null = null;
    let type = false;
    let name = "";
    for (const part of group ? children(group) : []) {
      if (part.name === "," || part.name === "}") {
        if (start !== null && name)
          names.push({ name, type, text: source.text.slice(start, part.from).trim() });
        [start, type, name] = [null, false, ""];
        continue;
      }
      if (part.name === "{") continue;
      start ??= part.from;
      if (part.name === "type") type = true;
      if (part.name === "VariableDefinition") name = source.textOf(part);
    }
    return {
      node,
      from: specifier ? source.textOf(specifier).slice(1, -1) : "",
      typeOnly: node.getChild("type") !== null,
      names,
      other: node.getChild("VariableDefinition") !== null || node.getChild("Star") !== null,
    };
  });
}

/** The names a text uses, outside of its imports: as values and as types. */
export function namesUsed(source: Source): { values: Set<string>; types: Set<string> } {
  const [values, types] = [new Set<string>(), new Set<string>()];
  for (const statement of children(source.top)) {
    if (statement.name === "ImportDeclaration") continue;
    for (const node of nodes(statement)) {
      if (node.name === "VariableName") values.add(source.textOf(node));
      else if (node.name === "TypeName") types.add(source.textOf(node));
      // { cost } in an object uses cost.
      else if (node.name === "PropertyDefinition" && node.parent?.name === "Property") {
        const alone = node.nextSibling === null && node.prevSibling === null;
        if (alone) values.add(source.textOf(node));
      }
    }
  }
  return { values, types };
}

/** The names a text declares anywhere, its imports included. */
export function namesDeclared(source: Source): Set<string> {
  const found = new Set<string>();
  for (const node of nodes(source.top))
    if (node.name === "VariableDefinition" || node.name === "TypeDefinition")
      found.add(source.textOf(node));
  return found;
}
