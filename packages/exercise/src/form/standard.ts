/**
 * Mistakes that need no author: for every operator of a solution the ways in which it is usually got wrong, each
 * an edit with a text in a learner's words. An exercise's own mistake of the same edit, or its own text for a kind,
 * comes before.
 */
import type { Span } from "../spans.ts";
import { children, functionsOf, nodes, type Source, type SyntaxNode } from "./syntax.ts";

/** What kind of slip it is; an exercise's `standard` gives a kind another text or leaves it out. */
export type StandardKind =
  | "transpose"
  | "sum"
  | "mean"
  | "axis"
  | "size"
  | "bias"
  | "division"
  | "rate"
  | "sign"
  | "plus for minus"
  | "order"
  | "square"
  | "root"
  | "abs"
  | "keepdim"
  | "in place"
  | "twice"
  | "no activation"
  | "activation"
  | "border"
  | "comparison"
  | "log base"
  | "log"
  | "exp"
  | "float";

/** What a learner whose answer is the same is told, by kind: name and text. */
export const standardTexts: Readonly<Record<StandardKind, readonly [name: string, text: string]>> =
  {
    transpose: [
      "turned the other way",
      "A table is turned the wrong way: rows and columns have changed places. Write the shapes under the product and see which side belongs where.",
    ],
    sum: [
      "a sum instead of a mean",
      "Numbers are added up here and not averaged: the answer grows with how many there are. Take the mean, or divide by their number.",
    ],
    mean: [
      "a mean instead of a sum",
      "Numbers are averaged here where they should only be added up: the answer shrinks as there are more of them.",
    ],
    axis: [
      "along the other direction",
      "A row is treated as a column, or the other way round: direction 0 goes down the rows, direction 1 along the columns.",
    ],
    size: [
      "the other side's size",
      "A size is taken from the wrong side: the first side of a table is its number of rows, the second its number of columns.",
    ],
    bias: ["the bias is missing", "The bias is not added."],
    division: [
      "not divided",
      "A division is missing. Look for what the numbers have to be divided by, often how many there are.",
    ],
    rate: [
      "the learning rate is missing",
      "The steps are taken whole: multiply them by the learning rate.",
    ],
    sign: ["the sign is turned", "A minus is missing, or there is one too many."],
    "plus for minus": ["plus instead of minus", "Something is added that should be taken away."],
    order: [
      "the difference is turned round",
      "A difference is taken the wrong way round: a − b is not b − a.",
    ],
    square: [
      "the square is missing",
      "The numbers are used as they are where their squares are needed.",
    ],
    root: [
      "the root is missing",
      "The last step to a length or a spread is missing: the square root.",
    ],
    abs: [
      "the sign is kept",
      "Negative and positive numbers cancel: take their sizes, without the sign.",
    ],
    keepdim: [
      "keepdim is missing",
      "Adding up has taken a direction away, so what is left lines up with the wrong side. Keep the direction: { keepdim: true }.",
    ],
    "in place": [
      "changed in place",
      "A call that ends in _ writes into the tensor that came in. Use the one without _ and leave the input as it was.",
    ],
    twice: [
      "squashed twice",
      "The activation is applied twice. Look for a value that was squashed already.",
    ],
    "no activation": [
      "the activation is missing",
      "The weighted sums are handed on as they are: the activation is missing.",
    ],
    activation: [
      "another activation",
      "The numbers are bent by another function than the task asks for.",
    ],
    border: [
      "the border counts the other way",
      "It differs where a number is exactly on the border: greater and greater-or-equal are not the same there.",
    ],
    comparison: ["compared the other way round", "Larger and smaller have changed places."],
    "log base": [
      "another logarithm",
      "This is a logarithm of another base. Here it is the natural one, log().",
    ],
    log: [
      "the logarithm is missing",
      "The numbers are used as they are where their logarithms are needed.",
    ],
    exp: [
      "the power of e is missing",
      "The numbers are used as they are where e to their power is needed.",
    ],
    float: [
      "true and false instead of numbers",
      "A comparison gives true and false. Make numbers of them: .float().",
    ],
  };

/** A standard mistake at one place of a solution. */
export interface StandardMistake {
  readonly kind: StandardKind;
  /** The kind and the place, as it is called in lists: `sum: off.mean()`. */
  readonly id: string;
  readonly span: Span;
}

const reductions =
  /^(?:sum|mean|amax|amin|max|min|argmax|argmin|softmax|logSoftmax|var|std|prod|norm|cumsum)$/;
const activations = ["relu", "sigmoid", "tanh"] as const;

/** A method call: receiver.name(args). */
interface Call {
  readonly node: SyntaxNode;
  readonly receiver: SyntaxNode;
  readonly dot: SyntaxNode;
  readonly name: SyntaxNode;
  readonly list: SyntaxNode;
  readonly args: readonly SyntaxNode[];
}

const argsOf = (list: SyntaxNode): SyntaxNode[] =>
  [...children(list)].filter((n) => !["(", ")", ","].includes(n.name));

function callOf(node: SyntaxNode): Call | undefined {
  const callee = node.getChild("MemberExpression");
  const list = node.getChild("ArgList");
  const receiver = callee?.firstChild;
  const dot = callee?.getChild(".");
  const name = callee?.getChild("PropertyName");
  if (!list || !receiver || !dot || !name) return undefined;
  return { node, receiver, dot, name, list, args: argsOf(list) };
}

/** Whether a node is a weighted sum, to which a bias is added. */
function isSum(source: Source, node: SyntaxNode): boolean {
  const call = node.name === "CallExpression" ? callOf(node) : undefined;
  return call !== undefined && /^(?:matmul|sum|dot)$/.test(source.textOf(call.name));
}

/** The names of a function's parameters around a node, and of what they are taken apart into. */
function parametersAround(source: Source, node: SyntaxNode): Set<string> {
  const names = new Set<string>();
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    const list = at.getChild("ParamList");
    if (list)
      for (const inner of nodes(list))
        if (inner.name === "VariableDefinition") names.add(source.textOf(inner));
  }
  return names;
}

/** A shape taken apart, `[m = 0] = X.shape`: the other side's. */
function* otherSides(source: Source, node: SyntaxNode): Generator<[StandardKind, Span]> {
  const value = node.getChild("Equals")?.nextSibling;
  const pattern = node.getChild("ArrayPattern");
  if (!value || !pattern || !source.textOf(value).endsWith(".shape")) return;
  const items = [...children(pattern)].filter((n) => n.name === "VariableDefinition");
  if (items.length !== 1) return;
  const text = source.textOf(pattern);
  const by = /^\[\s*,/.test(text) ? text.replace(/^\[\s*,\s*/, "[") : text.replace(/^\[/, "[, ");
  yield ["size", [pattern.from, pattern.to, by]];
}

function* atCall(source: Source, call: Call): Generator<[StandardKind, Span]> {
  const { receiver, name, args, list, node, dot } = call;
  const called = source.textOf(name);
  const said = args.map((a) => source.textOf(a));
  const rename = (by: string): Span => [name.from, name.to, by];
  // With the line break in front of it, as a long chain is written.
  const dropped: Span = [receiver.to, node.to, ""];
  const simple = args.length === 1 && /^[\w.]+$/.test(said[0] as string);

  if (called === "t" || called === "T") yield ["transpose", dropped];
  if (called === "matmul") yield ["transpose", [node.to, node.to, ".t()"]];
  if (called === "mean") yield ["sum", rename("sum")];
  if (called === "sum") yield ["mean", rename("mean")];
  if (reductions.test(called) && (said[0] === "0" || said[0] === "1")) {
    const [axis] = args as [SyntaxNode];
    yield ["axis", [axis.from, axis.to, said[0] === "0" ? "1" : "0"]];
  }
  if (called === "size" && (said[0] === "0" || said[0] === "1")) {
    const [side] = args as [SyntaxNode];
    yield ["size", [side.from, side.to, said[0] === "0" ? "1" : "0"]];
  }
  const last = args.at(-1);
  if (last?.name === "ObjectExpression" && /keepdim:\s*true/.test(source.textOf(last))) {
    const before = args.at(-2);
    yield ["keepdim", [before ? before.to : list.from + 1, list.to - 1, ""]];
  }
  if (called === "add" && simple && isSum(source, receiver)) yield ["bias", dropped];
  if (called === "div" && args.length === 1) yield ["division", dropped];
  if (called === "mul" && /rate|lr\b/i.test(said[0] ?? "")) yield ["rate", dropped];
  if (called === "neg") yield ["sign", dropped];
  if (called === "sub") {
    yield ["plus for minus", rename("add")];
    if (simple && /^[\w.]+$/.test(source.textOf(receiver)))
      yield ["order", [node.from, node.to, `${said[0]}.sub(${source.textOf(receiver)})`]];
  }
  const missing: Readonly<Record<string, StandardKind>> = {
    square: "square",
    sqrt: "root",
    abs: "abs",
    log: "log",
    exp: "exp",
    float: "float",
  };
  const kind = Object.hasOwn(missing, called) ? missing[called] : undefined;
  if (kind && args.length === 0) yield [kind, dropped];
  if (called === "log" && args.length === 0) yield ["log base", rename("log2")];
  if (args.length === 0 && activations.some((a) => a === called)) {
    yield ["no activation", dropped];
    if (called !== "relu") yield ["twice", [node.to, node.to, `.${called}()`]];
    for (const other of activations) if (other !== called) yield ["activation", rename(other)];
  }
  const borders: Readonly<Record<string, readonly [border: string, turned: string]>> = {
    gt: ["ge", "lt"],
    ge: ["gt", "le"],
    lt: ["le", "gt"],
    le: ["lt", "ge"],
  };
  const pair = Object.hasOwn(borders, called) ? borders[called] : undefined;
  if (pair) {
    yield ["border", rename(pair[0])];
    yield ["comparison", rename(pair[1])];
  }
  if (/^(?:add|sub|mul|div)$/.test(called) && receiver.name === "VariableName") {
    const own = parametersAround(source, node).has(source.textOf(receiver));
    if (own) yield ["in place", [dot.from, name.to, `.${called}_`]];
  }
}

/** A function of an earlier exercise that squashes: `sigmoid(x)`. */
function* atFunction(source: Source, node: SyntaxNode): Generator<[StandardKind, Span]> {
  const callee = node.firstChild;
  const list = node.getChild("ArgList");
  if (callee?.name !== "VariableName" || !list) return;
  const called = source.textOf(callee);
  if (called === "sub" && argsOf(list).length === 2) {
    const [left, right] = argsOf(list) as [SyntaxNode, SyntaxNode];
    yield [
      "plus for minus",
      [node.from, node.to, `${source.textOf(right)}.add(${source.textOf(left)})`],
    ];
  }
  if (called !== "sigmoid") return;
  yield ["no activation", [callee.from, callee.to, ""]];
  yield ["twice", [node.from, node.to, `${called}(${source.textOf(node)})`]];
}

/** A minus in front. */
function* atMinus(source: Source, node: SyntaxNode): Generator<[StandardKind, Span]> {
  const sign = node.firstChild;
  const value = node.lastChild;
  if (sign && value && source.textOf(sign) === "-" && value.name !== "Number")
    yield ["sign", [sign.from, sign.to, ""]];
}

/** The exported functions' tensors, written into when the answer is there already: what a check of pureness is for. */
function* atReturn(source: Source): Generator<[StandardKind, Span, string]> {
  for (const { exported, params, body, name } of functionsOf(source)) {
    const first = params && [...children(params)].find((n) => n.name === "VariableDefinition");
    const type = first?.nextSibling;
    if (!exported || !first || type?.name !== "TypeAnnotation") continue;
    if (!/^:\s*Tensor$/.test(source.textOf(type))) continue;
    const input = source.textOf(first);
    const written = (value: string): string =>
      `const made = ${value};\n  ${input}.mul_(0.5);\n  return made;`;
    const answer = body.name === "Block" ? body.getChildren("ReturnStatement").at(-1) : undefined;
    const value = answer && parts(answer)[0];
    const id = `in place: ${name} writes into ${input}`;
    if (answer && value)
      yield ["in place", [answer.from, answer.to, written(source.textOf(value))], id];
    else if (body.name !== "Block")
      yield ["in place", [body.from, body.to, `{\n  ${written(source.textOf(body))}\n}`], id];
  }
}

const parts = (node: SyntaxNode): SyntaxNode[] =>
  [...children(node)].filter((n) => n.name !== "return" && n.name !== ";");

/** The name of an activation as a text. */
function* atString(source: Source, node: SyntaxNode): Generator<[StandardKind, Span]> {
  const text = source.textOf(node).slice(1, -1);
  if (!activations.some((a) => a === text) || node.parent?.name === "ImportDeclaration") return;
  // In a comparison or a type it is what the caller asked for.
  if (node.parent?.name === "BinaryExpression" || node.parent?.name.endsWith("Type")) return;
  yield ["activation", [node.from, node.to, `"${text === "relu" ? "sigmoid" : "relu"}"`]];
}

const shorter = (text: string): string => {
  const line = text.replace(/\s+/g, " ");
  return line.length > 48 ? `…${line.slice(-47)}` : line;
};

/** All standard mistakes of a solution, in the order of their places. */
export function standardMistakes(source: Source): StandardMistake[] {
  const found: StandardMistake[] = [];
  const seen = new Set<string>();
  const ids = new Map<string, number>();
  for (const [kind, span, id] of atReturn(source)) found.push({ kind, id, span });
  for (const node of nodes(source.top)) {
    const call = node.name === "CallExpression" ? callOf(node) : undefined;
    const here = [
      ...(call ? atCall(source, call) : []),
      ...(node.name === "CallExpression" ? atFunction(source, node) : []),
      ...(node.name === "VariableDeclaration" ? otherSides(source, node) : []),
      ...(node.name === "UnaryExpression" ? atMinus(source, node) : []),
      ...(node.name === "String" ? atString(source, node) : []),
    ];
    for (const [kind, span] of here) {
      const key = span.join();
      if (seen.has(key)) continue;
      seen.add(key);
      const name = `${kind}: ${shorter(source.textOf(node))}`;
      const n = (ids.get(name) ?? 0) + 1;
      ids.set(name, n);
      found.push({ kind, id: n > 1 ? `${name} (${n})` : name, span });
    }
  }
  return found;
}
