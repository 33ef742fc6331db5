/**
 * What a learner begins with, made from the solution: heads stay, bodies go. In a solution the comment
 * `//# 1. Cost: the mean of …` is a step, which a guided starter keeps, and a line that ends with `//# given` is one
 * that learners need not write.
 */
import { applySpans, type Span } from "../spans.ts";
import { bodySpan } from "./apply.ts";
import { withoutUnusedImports } from "./imports.ts";
import {
  children,
  type FunctionPart,
  functionsOf,
  namesUsed,
  Source,
  type SyntaxNode,
} from "./syntax.ts";

/** How much of it there is: heads and steps, heads, or nothing but names. */
export type StarterKind = "guided" | "signature" | "blank";

const step = /^([ \t]*)\/\/# ?(.*)$/;
const given = /[ \t]*\/\/# given[ \t]*$/;

/** A step of a solution: its line, and what it says without its number. */
export interface Step {
  readonly line: number;
  readonly text: string;
}

/** The steps of a solution that have a number, in its order. */
export function stepsOf(solution: string): Step[] {
  return solution.split("\n").flatMap((text, i) => {
    const said = step.exec(text)?.[2];
    const numbered = said === undefined ? null : /^\s*\d+\.\s+(.*)$/.exec(said);
    return numbered ? [{ line: i + 1, text: numbered[1] as string }] : [];
  });
}

/** A solution as learners read it: steps are comments like any other. */
export function shownSolution(solution: string): string {
  return solution
    .split("\n")
    .map((line) =>
      given.test(line) ? line.replace(given, "") : line.replace(/\/\/#(?= |$)/, "//"),
    )
    .join("\n");
}

/** A function's body in the starter. */
function startedBody(source: Source, part: FunctionPart, guided: boolean): string {
  const lines = source.textOf(part.body).split("\n");
  const marks = lines.filter((l) => step.test(l) || given.test(l));
  const least = Math.min(...marks.map((l) => l.length - l.trimStart().length));
  const kept: string[] = [];
  for (const line of lines) {
    const said = step.exec(line);
    // Steps inside a loop stand further to the right; in the starter there is no loop to stand in.
    if (said && guided)
      kept.push(`// ${" ".repeat(Math.max(0, (said[1] as string).length - least))}${said[2]}`);
    else if (given.test(line)) kept.push(line.replace(given, "").trim());
  }
  return [...kept, `return notDone("${part.name}");`].join("\n");
}

const isConstructor = (part: FunctionPart): boolean => part.name.endsWith(".constructor");

/** A constructor in the starter: what it hands to its base class stays. */
function startedConstructor(source: Source, part: FunctionPart): string {
  const call = [...children(part.body)].find((n) => /^super\s*\(/.test(source.textOf(n)));
  return `${call ? `${source.textOf(call)}\n` : ""}notDone("${part.name}");`;
}

/** The comment that belongs to a statement, and the statement. */
function withComment(source: Source, statement: SyntaxNode): readonly [number, number] {
  let from = statement.from;
  for (let before = statement.prevSibling; before; before = before.prevSibling) {
    if (!before.name.endsWith("Comment")) break;
    if (/\n\s*\n/.test(source.text.slice(before.to, from))) break;
    from = before.from;
  }
  const end = source.text.indexOf("\n", statement.to);
  return [from, end < 0 ? source.text.length : end + 1];
}

/** What stays at the top of the file besides what is exported: types that are still used, and what is given. */
function droppedStatements(source: Source, spans: readonly Span[]): Span[] {
  const left = new Source(applySpans(source.text, spans));
  const used = namesUsed(left);
  return [...children(source.top)]
    .filter((n) => n.name.endsWith("Declaration") || n.name.endsWith("Statement"))
    .filter((n) => n.name !== "ExportDeclaration" && n.name !== "ImportDeclaration")
    .filter((n) => {
      const definition = n.getChild("TypeDefinition");
      if (definition) return !used.types.has(source.textOf(definition));
      const [, to] = withComment(source, n);
      return !given.test(source.text.slice(n.from, to).split("\n")[0] ?? "");
    })
    .map((n) => [...withComment(source, n), ""] as const);
}

/** `deepModel(X, Y, sizes, options)`: a head without types. */
function headOf(source: Source, part: FunctionPart): string {
  const names = (part.params ? [...children(part.params)] : [])
    .filter((n) => n.name === "VariableDefinition" || n.name.endsWith("Pattern"))
    .map((n) => source.textOf(n).replace(/\s*=[^,}\]]+/g, ""));
  return `${part.name}(${names.join(", ")})`;
}

/** "a", "a and b", "a, b and c". */
const listed = (all: readonly string[]): string =>
  all.length < 2 ? all.join("") : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;

/** A blank page: which names it has to export. */
function blankStarter(source: Source): string {
  const heads = functionsOf(source)
    .filter((f) => f.exported && !f.name.includes("."))
    .map((f) => headOf(source, f));
  const classes = source.top
    .getChildren("ExportDeclaration")
    .map((n) => n.getChild("ClassDeclaration")?.getChild("VariableDefinition"))
    .flatMap((name) => (name ? [`class ${source.textOf(name)}`] : []));
  return `// Export ${listed([...heads, ...classes])}.\nexport {};\n`;
}

/**
 * The starter of a solution.
 *
 * Imports of earlier exercises stay, because they say what there is to build on; those of the library go where
 * nothing uses them any more.
 *
 * @example starterOf(solution, "guided")
 */
export function starterOf(solution: string, kind: StarterKind): string {
  const source = new Source(solution);
  if (kind === "blank") return blankStarter(source);
  const exported = functionsOf(source).filter((f) => f.exported);
  const spans = exported.map((part) =>
    bodySpan(
      source,
      part,
      isConstructor(part)
        ? startedConstructor(source, part)
        : startedBody(source, part, kind === "guided"),
    ),
  );
  const outline = applySpans(source.text, [...spans, ...droppedStatements(source, spans)]);
  const needed = withoutUnusedImports(shownSolution(outline), (from) => from.startsWith("."));
  const text = `import { notDone } from "@gradus/exercise";\n${needed}`;
  const separated = /^import\b/.test(needed) ? text : text.replace("\n", "\n\n");
  return `${separated.replace(/\n{3,}/g, "\n\n").trimEnd()}\n`;
}
