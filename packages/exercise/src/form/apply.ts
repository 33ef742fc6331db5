/**
 * Edits as places in the solution's text. All edits of a mistake are of the solution as it stands, not of what the
 * edit before has left, so their order does not matter and two that touch the same place are an error.
 */
import type { Edit } from "../author/edits.ts";
import { formError } from "../errors.ts";
import { overlap, type Span } from "../spans.ts";
import { type FunctionPart, functionsOf, nodes, Source } from "./syntax.ts";

/** An edit and the line of the grade it is written in. */
export interface PlacedEdit {
  readonly edit: Edit;
  readonly line: number;
}

/** Where a part of the text stands: in the code, or else in the comments. */
function placesOf({ text, top }: Source, part: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length))
    places.push(at);
  if (places.length < 2) return places;
  const comments = [...nodes(top)].filter((n) => n.name.endsWith("Comment"));
  const code = places.filter(
    (at) => !comments.some((c) => c.from <= at && at + part.length <= c.to),
  );
  return code.length > 0 ? code : places;
}

/** A body's text with the indentation of the place it comes to. */
function indented(text: string, indent: string): string {
  const lines = text.replace(/^\n+|\s+$/g, "").split("\n");
  const own = Math.min(
    ...lines.filter((l) => l.trim() !== "").map((l) => l.length - l.trimStart().length),
  );
  return lines.map((l) => (l.trim() === "" ? "" : indent + l.slice(own))).join("\n");
}

/** The function an edit speaks of. */
function functionFor(source: Source, of: string | undefined, line: number): FunctionPart {
  const all = functionsOf(source);
  if (of === undefined) {
    const exported = all.filter((f) => f.exported && !f.name.includes("."));
    if (exported.length === 1) return exported[0] as FunctionPart;
    throw formError(
      line,
      `body: the solution exports ${exported.length} functions (${exported.map((f) => f.name).join(", ")})`,
      "say which one: body(name, text).",
    );
  }
  const found = all.find((f) => f.name === of);
  if (found) return found;
  throw formError(
    line,
    `body: the solution has no function ${of}; it has ${all.map((f) => f.name).join(", ") || "none"}`,
    "mend the name; a method is called Class.method.",
  );
}

/** The text between the braces of a function's body, or an arrow's expression as a block. */
export function bodySpan(source: Source, part: FunctionPart, by: string): Span {
  const { body } = part;
  const start = source.text.lastIndexOf("\n", part.body.from) + 1;
  const indent = /^\s*/.exec(source.text.slice(start))?.[0] ?? "";
  const outer = part.name.includes(".") ? (indent === "" ? "  " : indent) : "";
  const inner = `\n${indented(by, `${outer}  `)}\n${outer}`;
  if (body.name === "Block") return [body.from + 1, body.to - 1, inner];
  return [body.from, body.to, `{${inner}}`];
}

function spansOf(source: Source, { edit, line }: PlacedEdit): Span[] {
  if (edit.kind === "body") return [bodySpan(source, functionFor(source, edit.of, line), edit.by)];
  if (edit.kind === "file") return [];
  const places = placesOf(source, edit.text);
  const shown = JSON.stringify(edit.text);
  if (edit.text === "" || places.length === 0)
    throw formError(
      line,
      `${edit.kind}: the text ${shown} does not occur in solution.ts`,
      "copy it from there as it is written now, with its line breaks.",
    );
  if (edit.kind === "replace" && places.length > 1)
    throw formError(
      line,
      `replace: the text ${shown} occurs ${places.length} times in solution.ts (lines ${places.map((p) => source.lineAt(p)).join(", ")})`,
      "take more of what stands around it, or change every one with every(…).",
    );
  return places.map((at) => [at, at + edit.text.length, edit.by] as const);
}

/** A mistake's edits as spans, in the text's order. @throws ExerciseError `exercise/form` */
export function spansOfAll(solution: string | Source, edits: readonly PlacedEdit[]): Span[] {
  const source = typeof solution === "string" ? new Source(solution) : solution;
  const spans = edits.flatMap((e) => spansOf(source, e)).sort((a, b) => a[0] - b[0]);
  for (const [i, span] of spans.entries()) {
    const next = spans[i + 1];
    if (next && overlap(span, next))
      throw formError(
        edits[0]?.line ?? 1,
        `two edits change the same place, line ${source.lineAt(next[0])} of solution.ts`,
        "make one edit of them; each is an edit of the solution as it stands.",
      );
  }
  return spans;
}
