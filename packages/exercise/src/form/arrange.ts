/**
 * "Arrange the lines": the statements of a solution's body, shuffled, with one or two that a known mistake would have
 * there. It is a step between a hint and the answer: one sees what there is, and has to find out what belongs where.
 */
import type { KnownMistake } from "../ask/protocol.ts";
import { randomFrom, seedOf } from "../random.ts";
import { applySpans } from "../spans.ts";
import { missingNames, withLibraryImports, withoutUnusedImports } from "./imports.ts";
import { children, functionsOf, importsOf, Source, type SyntaxNode } from "./syntax.ts";

export interface Arrangement {
  /** The file up to the body, with all that its lines need imported. */
  readonly before: string;
  /** The same without what is imported, for whoever looks at it. */
  readonly head: string;
  readonly after: string;
  /** Statements, openings and ends of blocks, in no order; a long one may have line breaks. */
  readonly lines: readonly string[];
  /** The places in `lines` of those that make the solution, in order. */
  readonly order: readonly number[];
}

/** A solution with fewer lines is found by trying, one with more is a day's work to sort. */
const [fewest, most] = [3, 15];
/** From this many lines on there are two that do not belong. */
const linesForTwo = 6;

/** A part of the body's text. */
interface Piece {
  readonly from: number;
  readonly to: number;
}

const isStatement = (node: SyntaxNode): boolean =>
  node.name.endsWith("Statement") || node.name.endsWith("Declaration");

/** The pieces of a block: simple statements whole, others by the lines at which their blocks open and end. */
function piecesOf(block: SyntaxNode): Piece[] {
  return [...children(block)].filter(isStatement).flatMap((statement): Piece[] => {
    const blocks = statement.getChildren("Block");
    let from = statement.from;
    const pieces = blocks.flatMap((inner): Piece[] => {
      const opening = { from, to: inner.from + 1 };
      from = inner.to - 1;
      return [opening, ...piecesOf(inner)];
    });
    return [...pieces, { from, to: statement.to }];
  });
}

/** A piece's text without the indentation of its place. */
function textOf(text: string, source: string, from: number): string {
  const line = source.slice(source.lastIndexOf("\n", from - 1) + 1, from);
  const indent = /^\s*/.exec(line)?.[0] ?? "";
  return text
    .split("\n")
    .map((one) => (one.startsWith(indent) ? one.slice(indent.length) : one))
    .join("\n")
    .trim();
}

/** What known mistakes would write in a piece's place: an author's before the operators' own. */
function distractors(
  solution: string,
  pieces: readonly Piece[],
  known: readonly KnownMistake[],
): string[] {
  const real = new Set(pieces.map((p) => textOf(solution.slice(p.from, p.to), solution, p.from)));
  const found = new Map<number, string>();
  const sorted = [...known].sort(
    (a, b) => Number(a.standard ?? false) - Number(b.standard ?? false),
  );
  for (const { whole, spans } of sorted) {
    const [first] = spans;
    if (whole !== undefined || !first) continue;
    const at = pieces.findIndex((p) => spans.every(([a, b]) => p.from <= a && b <= p.to));
    const piece = pieces[at];
    if (!piece || found.has(at)) continue;
    const shifted = spans.map(([a, b, by]) => [a - piece.from, b - piece.from, by] as const);
    const wrong = textOf(
      applySpans(solution.slice(piece.from, piece.to), shifted),
      solution,
      piece.from,
    );
    if (wrong !== "" && !wrong.includes("\n") && !real.has(wrong)) found.set(at, wrong);
  }
  return [...found.values()].slice(0, pieces.length < linesForTwo ? 1 : 2);
}

/** The same order for the same name, and never the right one. */
function shuffled(count: number, right: number, name: string): number[] {
  const random = randomFrom(seedOf(1, name));
  const all = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(0, i);
    [all[i], all[j]] = [all[j] as number, all[i] as number];
  }
  const kept = all.filter((i) => i < right);
  return kept.every((i, at) => i === at) ? [...all.slice(1), all[0] as number] : all;
}

/**
 * The lines of a solution to arrange; undefined where it has no one function of 3 to 15 statements.
 *
 * @param solution as learners read it
 * @param name the shuffle's seed: the exercise's id
 */
export function arrangementOf(
  solution: string,
  known: readonly KnownMistake[],
  name: string,
): Arrangement | undefined {
  const source = new Source(solution);
  const exported = functionsOf(source).filter((f) => f.exported);
  const [part] = exported;
  if (exported.length !== 1 || part?.body.name !== "Block") return undefined;
  const pieces = piecesOf(part.body);
  if (pieces.length < fewest || pieces.length > most) return undefined;
  const right = pieces.map((p) => textOf(solution.slice(p.from, p.to), solution, p.from));
  const all = [...right, ...distractors(solution, pieces, known)];
  const places = shuffled(all.length, right.length, name);
  const before = `${solution.slice(0, part.body.from + 1)}\n`;
  const after = solution.slice(part.body.to - 1);
  const needed = missingNames(`${before}${all.join("\n")}\n${after}`);
  const head = applySpans(
    before,
    importsOf(source).map(({ node }) => [node.from, node.to, ""] as const),
  );
  return {
    before: withLibraryImports(before, needed),
    head: head.trim(),
    after,
    lines: places.map((i) => all[i] as string),
    order: right.map((_, i) => places.indexOf(i)),
  };
}

/** The file that lines in this order make, with the indentation that their braces ask for. */
export function arranged(
  { before, after }: Pick<Arrangement, "before" | "after">,
  lines: readonly string[],
): string {
  let depth = 1;
  const body = lines.map((text) => {
    if (text.startsWith("}")) depth = Math.max(1, depth - 1);
    const indent = "  ".repeat(depth);
    if (text.endsWith("{")) depth++;
    return `${text
      .split("\n")
      .map((line) => indent + line)
      .join("\n")}\n`;
  });
  return withoutUnusedImports(`${before}${body.join("")}${after}`, (from) => from.startsWith("."));
}
