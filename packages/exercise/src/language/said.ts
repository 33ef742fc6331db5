/**
 * What TypeScript knows about a learner's file, in words for somebody who learns: which line, what is wrong there, and
 * what to write instead. The compiler is handed in, so that whoever needs none of this does not load it. What does
 * not change how a program runs, such as a missing type, is left out.
 */
import type ts from "typescript-language-service";
import type { TypeProblem } from "../types.ts";

type Compiler = typeof ts;

/** True, and no reason for a wrong answer: types that are not written, and values that may be missing. */
const left = new Set([
  2307, 2531, 2532, 2533, 2578, 6133, 6192, 6196, 7005, 7006, 7008, 7010, 7011, 7016, 7018, 7019,
  7022, 7023, 7024, 7026, 7031, 7034, 7053, 18046, 18047, 18048, 18049,
]);

const methods: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "**": "pow",
  "%": "remainder",
  ">": "gt",
  ">=": "ge",
  "<": "lt",
  "<=": "le",
  "==": "eq",
  "===": "eq",
  "!=": "ne",
  "!==": "ne",
};

/** What other libraries call what tensors have under another name. */
const elsewhere: Readonly<Record<string, string>> = {
  length: "x.shape[0] or x.numel()",
  size: "x.shape",
  np: "x.data()",
  numpy: "await x.data()",
  tolist: "await x.toArray()",
  plus: "x.add(y)",
  minus: "x.sub(y)",
  times: "x.mul(y)",
  dotProduct: "x.dot(y)",
};

const longest = 48;

/** Something of the file in a sentence. */
const quoted = (text: string): string => {
  const line = text.replace(/\s+/g, " ").trim();
  return `\`${line.length > longest ? `${line.slice(0, longest - 1)}…` : line}\``;
};

const notAssignable =
  /^(?:Argument of type|Type) '(.+?)' is not assignable to (?:parameter of )?type '(.+?)'/;
const propertiesMissing = /^Type '(.+?)' is missing the following properties from type '(.+?)'/;

/** A type in a sentence. */
function typeWords(type: string): string {
  if (/^["']/.test(type) || type === "string") return "a text";
  if (/^-?\d/.test(type) || type === "number") return "a number";
  if (type === "Operand") return "a tensor or a number";
  if (type === "Tensor") return "a tensor";
  if (type === "undefined" || type === "void") return "nothing";
  return `of type ${type}`;
}

class Words {
  readonly #ts: Compiler;
  readonly #program: ts.Program;
  readonly #file: ts.SourceFile;

  constructor(compiler: Compiler, program: ts.Program, file: ts.SourceFile) {
    this.#ts = compiler;
    this.#program = program;
    this.#file = file;
  }

  /** A diagnostic in a learner's words; null for what is left out. */
  of(d: ts.Diagnostic): string | null {
    if (left.has(d.code) || d.category !== this.#ts.DiagnosticCategory.Error) return null;
    const text = this.#ts.flattenDiagnosticMessageText(d.messageText, "\n").split("\n")[0] ?? "";
    const node = d.start === undefined ? undefined : this.#meant(d.start, d.length ?? 0);
    return (
      (node && (this.#operator(node) ?? this.#promise(d, node, text) ?? this.#noReturn(d, node))) ??
      this.#unknown(d, text, node) ??
      this.#doesNotFit(text, node) ??
      text
    );
  }

  /** The outermost node that spans exactly this text, or the innermost that holds it. */
  #nodeAt(start: number, length: number): ts.Node {
    const end = start + length;
    let found: ts.Node = this.#file;
    const visit = (node: ts.Node): void => {
      if (node.getStart(this.#file) > start || node.getEnd() < end) return;
      found = node;
      const exact = node.getStart(this.#file) === start && node.getEnd() === end;
      if (!exact) this.#ts.forEachChild(node, visit);
    };
    visit(this.#file);
    return found;
  }

  /** The value that a diagnostic is about: of a statement or a variable, what is returned or what it begins with. */
  #meant(start: number, length: number): ts.Node {
    const node = this.#nodeAt(start, length);
    if (this.#ts.isReturnStatement(node)) return node.expression ?? node;
    const { parent } = node;
    const begins = parent && this.#ts.isVariableDeclaration(parent) && parent.name === node;
    return (begins && parent.initializer) || node;
  }

  #text(node: ts.Node): string {
    return node.getText(this.#file);
  }

  #isTensor(node: ts.Node): boolean {
    const type = this.#program.getTypeChecker().getTypeAtLocation(node);
    return type.getSymbol()?.getName() === "Tensor";
  }

  /** `x * w + b` with tensors in it: the whole of it, with methods for its signs. */
  #operator(node: ts.Node): string | null {
    const inner = this.#signed(node) ? node : this.#firstSigned(node);
    const first = inner ?? (this.#signed(node.parent) ? node.parent : undefined);
    if (!first) return null;
    let around: ts.Node = first;
    for (
      let n: ts.Node = around;
      this.#signed(n) || this.#ts.isParenthesizedExpression(n);
      n = n.parent
    )
      if (this.#signed(n)) around = n;
    const sign = this.#sign(around);
    const written = this.#withMethods(around);
    const shown = written.length > longest ? `.${methods[this.#plain(sign)]}(…)` : written;
    return `Tensors have no ${sign}: write ${quoted(shown)} instead of ${quoted(this.#text(around))}.`;
  }

  #sign(node: ts.Node): string {
    return this.#ts.isBinaryExpression(node)
      ? (this.#ts.tokenToString(node.operatorToken.kind) ?? "")
      : "";
  }

  /** The sign without the = of an assignment: `-=` is `-`. */
  #plain(sign: string): string {
    return sign.length > 1 && sign.endsWith("=") && !methods[sign] ? sign.slice(0, -1) : sign;
  }

  /** Whether a node is an operator's expression, and a tensor is on one of its sides. */
  #signed(node: ts.Node | undefined): node is ts.BinaryExpression {
    if (!node || !this.#ts.isBinaryExpression(node)) return false;
    if (methods[this.#plain(this.#sign(node))] === undefined) return false;
    return this.#tensorish(node.left) || this.#tensorish(node.right);
  }

  #firstSigned(node: ts.Node): ts.BinaryExpression | undefined {
    return this.#ts.forEachChild(node, (child) =>
      this.#signed(child) ? child : this.#firstSigned(child),
    );
  }

  /** Whether a value is a tensor, or would be if its signs were methods. */
  #tensorish(node: ts.Node): boolean {
    if (this.#ts.isParenthesizedExpression(node)) return this.#tensorish(node.expression);
    return this.#signed(node) || this.#isTensor(node);
  }

  /** An expression with methods for the signs between tensors. */
  #withMethods(node: ts.Node): string {
    if (this.#ts.isParenthesizedExpression(node) && this.#signed(node.expression))
      return this.#withMethods(node.expression);
    if (!this.#signed(node)) return this.#text(node);
    const sign = this.#sign(node);
    const plain = this.#plain(sign);
    const method = methods[plain] ?? "";
    const [a, b] = [this.#withMethods(node.left), this.#withMethods(node.right)];
    const call = this.#tensorish(node.left)
      ? `${this.#operand(node.left, a)}.${method}(${b})`
      : this.#turned(plain, method, a, this.#operand(node.right, b));
    return plain === sign ? call : `${this.#text(node.left)} = ${call}`;
  }

  /** A number on the left of a tensor. */
  #turned(sign: string, method: string, number: string, tensor: string): string {
    if (sign === "+" || sign === "*") return `${tensor}.${method}(${number})`;
    if (sign === "-") return `${tensor}.neg().add(${number})`;
    if (sign === "/") return `${tensor}.reciprocal().mul(${number})`;
    return `tensor(${number}).${method}(${tensor})`;
  }

  /** A side of an operator, written as it is to be, as what a method can be called on. */
  #operand(node: ts.Node, written: string): string {
    const compiler = this.#ts;
    const simple =
      compiler.isIdentifier(node) ||
      compiler.isCallExpression(node) ||
      compiler.isPropertyAccessExpression(node) ||
      compiler.isElementAccessExpression(node) ||
      compiler.isParenthesizedExpression(node) ||
      this.#signed(node);
    return simple ? written : `(${written})`;
  }

  /** A value that is still to come, where the value itself is needed. */
  #promise(d: ts.Diagnostic, node: ts.Node, text: string): string | null {
    const hinted = d.relatedInformation?.some((more) => more.code === 2773) ?? false;
    const types = notAssignable.exec(text);
    const given = /^Promise<(.+)>$/.exec(types?.[1] ?? "");
    const fits = given !== null && given[1] === types?.[2];
    const property = /does not exist on type 'Promise<.+>'/.test(text);
    if (!hinted && !fits && !property) return null;
    const promise =
      property && this.#ts.isPropertyAccessExpression(node.parent) ? node.parent.expression : node;
    const ready = this.#inAsync(node) ? "" : ", and async in front of the function";
    return `${quoted(this.#text(promise))} is a Promise, a value that is still to come: write await in front of it${ready}.`;
  }

  #inAsync(node: ts.Node): boolean {
    const { isFunctionLike, isSourceFile, getCombinedModifierFlags, ModifierFlags } = this.#ts;
    for (let n: ts.Node = node; n; n = n.parent) {
      if (isSourceFile(n)) return true;
      if (isFunctionLike(n))
        return (getCombinedModifierFlags(n as ts.Declaration) & ModifierFlags.Async) !== 0;
    }
    return true;
  }

  /** A function that says what it returns, and returns nothing. */
  #noReturn(d: ts.Diagnostic, node: ts.Node): string | null {
    if (d.code !== 2355 && d.code !== 2366 && d.code !== 2847) return null;
    let f: ts.Node | undefined = node;
    while (f && !this.#ts.isFunctionLike(f)) f = f.parent;
    const named = f && ("name" in f && f.name ? f : f.parent);
    const name =
      named && "name" in named && named.name ? this.#text(named.name as ts.Node) : "This function";
    return d.code === 2366
      ? `There is a way through ${name} that ends without a return.`
      : `There is no return in ${name}: write return in front of the value that is to come out.`;
  }

  /** A name that is not there, and the one that may have been meant. */
  #unknown(d: ts.Diagnostic, text: string, node: ts.Node | undefined): string | null {
    const meant = /Did you mean (?:to write )?(?:the instance member )?'(?:this\.)?(\w+)'/.exec(
      text,
    )?.[1];
    const mean = meant ? `: did you mean ${meant}?` : ".";
    const property = /^Property '(\w+)' does not exist on type '(.+?)'/.exec(text);
    if (property) {
      const [, name = "", type = ""] = property;
      const known =
        type === "Tensor" && Object.hasOwn(elsewhere, name) ? elsewhere[name] : undefined;
      const whose = type === "Tensor" ? "Tensors have" : `${quoted(this.#owner(node))} has`;
      return `${whose} no ${name}${known ? `: there is ${known}.` : mean}`;
    }
    const option =
      /Object literal may only specify known properties, (?:and|but) '(\w+)' does not exist/.exec(
        text,
      );
    if (option) return `There is no option ${option[1]} here${mean}`;
    const member = /^(?:Module '"(.+)"'|'"(.+)"') has no exported member (?:named )?'(\w+)'/.exec(
      text,
    );
    if (member) return `${member[1] ?? member[2]} has nothing called ${member[3]}${mean}`;
    const name = /^Cannot find name '(\w+)'/.exec(text)?.[1];
    if (name) {
      if (this.#exported(name))
        return `${name} is not imported: add it to import { … } from "gradus".`;
      return `Nothing is called ${name} here${mean}`;
    }
    if ((d.code === 2349 || d.code === 6234) && node) {
      const whole = this.#ts.isPropertyAccessExpression(node.parent) ? node.parent : node;
      return `${quoted(this.#text(whole))} is a value and no function: leave the brackets () out.`;
    }
    return null;
  }

  #owner(node: ts.Node | undefined): string {
    const access = node?.parent;
    return access && this.#ts.isPropertyAccessExpression(access)
      ? this.#text(access.expression)
      : "it";
  }

  /** Whether the library exports a name. */
  #exported(name: string): boolean {
    const library = this.#program
      .getSourceFiles()
      .find((file) => /\/gradus\/(?:dist\/|src\/)?index(?:\.d)?\.ts$/.test(file.fileName));
    const checker = this.#program.getTypeChecker();
    const symbol = library && checker.getSymbolAtLocation(library);
    return (
      symbol !== undefined &&
      checker.getExportsOfModule(symbol).some((exported) => exported.name === name)
    );
  }

  /** A value of another type than the one that is needed. */
  #doesNotFit(text: string, node: ts.Node | undefined): string | null {
    const types = notAssignable.exec(text) ?? propertiesMissing.exec(text);
    if (types && node) {
      const [, is = "", needed = ""] = types;
      const what = typeWords(needed).replace(/^of type /, "a value of type ");
      return `${quoted(this.#text(node))} is ${typeWords(is)}, and ${what} is needed here.`;
    }
    const count = /^Expected (.+) arguments?, but got (\d+)/.exec(text);
    if (count)
      return `This call takes ${count[1]} ${count[1] === "1" ? "argument" : "arguments"} and is given ${count[2]}.`;
    return null;
  }
}

/** Problems of most use to a learner come first; what is said twice of a line is said once. */
const mostProblems = 5;

/**
 * What TypeScript knows about a file, in words.
 *
 * @param compiler TypeScript itself, as in `import ts from "typescript"`
 * @param program one that holds the file
 * @param diagnostics of that file, syntactic and semantic
 */
export function saidProblems(
  compiler: Compiler,
  program: ts.Program,
  file: ts.SourceFile,
  diagnostics: readonly ts.Diagnostic[],
): TypeProblem[] {
  const words = new Words(compiler, program, file);
  const seen = new Set<string>();
  const said: TypeProblem[] = [];
  for (const d of diagnostics) {
    const message = words.of(d);
    if (message === null || d.start === undefined) continue;
    const line = file.getLineAndCharacterOfPosition(d.start).line + 1;
    const key = `${line} ${message}`;
    if (seen.has(key)) continue;
    seen.add(key);
    said.push({ line, message });
    if (said.length === mostProblems) break;
  }
  return said;
}
