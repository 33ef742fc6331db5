/**
 * Values written out in a program, read without running it: text, numbers, lists, records, the words for edits, and
 * constants of the same file. Content may come from anyone, and what a page needs of a grade is no reason to run it.
 */
import * as edits from "../author/edits.ts";
import { formError } from "../errors.ts";
import { children, type Source, type SyntaxNode } from "./syntax.ts";

const words: Readonly<Record<string, (...args: never[]) => unknown>> = {
  replace: edits.replace,
  every: edits.every,
  after: edits.after,
  before: edits.before,
  body: edits.body,
  file: edits.file,
};

/** An edit with the line it is written in. */
export class Placed {
  readonly edit: edits.Edit;
  readonly line: number;

  constructor(edit: edits.Edit, line: number) {
    this.edit = edit;
    this.line = line;
  }
}

/** A record's entry with its line. */
export interface Entry {
  readonly name: string;
  readonly value: unknown;
  readonly line: number;
}

const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "0": "\0",
  "\n": "",
};

const unescaped = (text: string): string =>
  text.replace(
    /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_, long?: string, four?: string, two?: string, one?: string) => {
      const code = long ?? four ?? two;
      return code === undefined
        ? (escapes[one as string] ?? (one as string))
        : String.fromCodePoint(Number.parseInt(code, 16));
    },
  );

const punctuation = new Set(["[", "]", "{", "}", "(", ")", ",", ":", "TypeArgList"]);
const parts = (node: SyntaxNode): SyntaxNode[] =>
  [...children(node)].filter((n) => !punctuation.has(n.name) && !n.name.endsWith("Comment"));

/** The value of a `const` at the top of the file. */
function constant(source: Source, name: string): SyntaxNode | undefined {
  for (const statement of source.top.getChildren("VariableDeclaration")) {
    const definition = statement.getChild("VariableDefinition");
    const equals = statement.getChild("Equals");
    if (statement.getChild("const") && definition && source.textOf(definition) === name)
      return equals?.nextSibling ?? undefined;
  }
  return undefined;
}

/** Reads values of one file. */
export class Literals {
  readonly #source: Source;

  constructor(source: Source) {
    this.#source = source;
  }

  /** The entries of a record, in order. @throws ExerciseError `exercise/form` */
  entries(node: SyntaxNode): Entry[] {
    if (node.name === "VariableName") return this.entries(this.#constant(node));
    if (node.name !== "ObjectExpression") throw this.#error(node, "a record { name: … }");
    return node.getChildren("Property").flatMap((property): Entry[] => {
      const [key, value] = parts(property);
      const line = this.#source.lineAt(property.from);
      if (key?.name === "Spread" && value) return this.entries(value);
      if (!key) throw this.#error(property, "a name and a value");
      const name =
        key.name === "String"
          ? unescaped(this.#source.textOf(key).slice(1, -1))
          : this.#source.textOf(key);
      if (!value) throw this.#error(property, "a name and a value");
      return [{ name, line, value: this.value(value) }];
    });
  }

  /** @throws ExerciseError `exercise/form` where it is not written out */
  value(node: SyntaxNode): unknown {
    const text = this.#source.textOf(node);
    switch (node.name) {
      case "String":
        return unescaped(text.slice(1, -1));
      case "TemplateString":
        if (node.getChild("Interpolation")) break;
        return unescaped(text.slice(1, -1));
      case "Number":
        return Number(text);
      case "BooleanLiteral":
        return text === "true";
      case "ArrayExpression":
        return parts(node).map((n) => this.value(n));
      case "ObjectExpression":
        return this.entries(node);
      case "VariableName":
        return this.value(this.#constant(node));
      case "ParenthesizedExpression": {
        const [inner] = parts(node);
        if (inner) return this.value(inner);
        break;
      }
      case "BinaryExpression": {
        const [left, sign, right] = parts(node);
        if (!left || !right || this.#source.textOf(sign as SyntaxNode) !== "+") break;
        return `${this.value(left)}${this.value(right)}`;
      }
      case "CallExpression":
        return this.#call(node);
    }
    throw this.#error(node, "a value that is written out");
  }

  #constant(node: SyntaxNode): SyntaxNode {
    const found = constant(this.#source, this.#source.textOf(node));
    if (!found) throw this.#error(node, "a value, or a const of this file");
    return found;
  }

  #call(node: SyntaxNode): Placed {
    const callee = node.firstChild;
    const name = callee ? this.#source.textOf(callee) : "";
    const word = Object.hasOwn(words, name) ? words[name] : undefined;
    const args = node.getChild("ArgList");
    if (!word || !args) throw this.#error(node, `one of ${Object.keys(words).join(", ")}`);
    const given = parts(args).map((n) => this.value(n));
    const wanted = name === "body" ? [1, 2] : name === "file" ? [1] : [2];
    if (!wanted.includes(given.length) || !given.every((g) => typeof g === "string"))
      throw this.#error(node, `${name} with ${wanted.join(" or ")} texts`);
    return new Placed(word(...(given as never[])) as edits.Edit, this.#source.lineAt(node.from));
  }

  #error(node: SyntaxNode, wanted: string): Error {
    return formError(
      this.#source.lineAt(node.from),
      `${JSON.stringify(this.#source.textOf(node).slice(0, 40))} stands where ${wanted} is needed`,
      "mistakes, alternatives and bugs are read without running the file, so write them out.",
    );
  }
}
