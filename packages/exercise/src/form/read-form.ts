/** What a grade says besides its checks: mistakes, alternatives, bugs, the calls it forbids. */

import { formError } from "../errors.ts";
import { type Entry, Literals, Placed } from "./literal.ts";
import { children, nodes, Source, type SyntaxNode } from "./syntax.ts";

/** Edits with a name, and what to say of them. */
export interface NamedEdits {
  readonly name: string;
  /** In grade.ts, counted from 1. */
  readonly line: number;
  readonly edits: readonly Placed[];
  /** What a learner is told, or of an alternative what differs. */
  readonly text?: string;
}

/** Two mistakes that give the same answer on the example, or that are right together, and why it has to be so. */
export interface Alike {
  readonly names: readonly [string, string];
  readonly reason: string;
  readonly line: number;
}

export interface Form {
  readonly mistakes: readonly NamedEdits[];
  readonly alternatives: readonly NamedEdits[];
  /** What is wrong in the starter of a bug hunt. */
  readonly bugs: readonly NamedEdits[];
  /** The library's calls that the task asks to be built, by where programs find them. */
  readonly forbid: readonly string[];
  /** Other texts for the standard mistakes, by their kind; false leaves a kind out. */
  readonly standard: ReadonlyMap<string, string | false>;
  readonly alike: readonly Alike[];
}

/** The record that `defineExercise` is called with, where the file's default export is such a call. */
function specOf(source: Source): SyntaxNode | undefined {
  for (const statement of source.top.getChildren("ExportDeclaration")) {
    if (!statement.getChild("default")) continue;
    if (!/^export\s+default\s+defineExercise\b/.test(source.textOf(statement))) continue;
    for (const node of nodes(statement)) if (node.name === "ObjectExpression") return node;
  }
  return undefined;
}

function fieldsOf(source: Source, spec: SyntaxNode): Map<string, SyntaxNode> {
  const found = new Map<string, SyntaxNode>();
  for (const property of spec.getChildren("Property")) {
    const [key, ...rest] = [...children(property)].filter((n) => n.name !== ":");
    const value = rest.at(-1);
    if (key && value) found.set(source.textOf(key), value);
  }
  return found;
}

/** One mistake or alternative: an edit, or edits and a text. */
function named({ name, value, line }: Entry, textIsBody: boolean): NamedEdits {
  const items = Array.isArray(value) ? value : [value];
  const last = items.at(-1);
  const text = Array.isArray(value) && typeof last === "string" ? last : undefined;
  const edits = (text === undefined ? items : items.slice(0, -1)).map((item) => {
    if (item instanceof Placed) return item;
    if (textIsBody && typeof item === "string") return new Placed({ kind: "body", by: item }, line);
    throw formError(
      line,
      `"${name}" is neither an edit nor a list of edits with a text at its end`,
      'write name: [replace("…", "…"), "what to tell the learner"].',
    );
  });
  if (edits.length === 0)
    throw formError(line, `"${name}" has no edit`, "say what is different from the solution.");
  if (edits.length > 1 && edits.some(({ edit }) => edit.kind === "file"))
    throw formError(line, `"${name}" has a file and other edits`, "a file is the whole answer.");
  return { name, line, edits, ...(text !== undefined && { text }) };
}

function unique(all: readonly NamedEdits[]): readonly NamedEdits[] {
  const seen = new Set<string>();
  for (const { name, line } of all) {
    if (seen.has(name)) throw formError(line, `"${name}" is there twice`, "give one another name.");
    seen.add(name);
  }
  return all;
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((v) => typeof v === "string");

/**
 * Reads a grade's form.
 *
 * @throws ExerciseError `exercise/form` with its line
 */
export function readForm(grade: string): Form {
  const source = new Source(grade);
  const spec = specOf(source);
  if (!spec)
    throw formError(
      1,
      "the file's default export is no defineExercise with a record",
      "write export default defineExercise({ … });",
    );
  const fields = fieldsOf(source, spec);
  const literals = new Literals(source);
  const edits = (field: string, textIsBody = false): readonly NamedEdits[] => {
    const node = fields.get(field);
    return node ? unique(literals.entries(node).map((e) => named(e, textIsBody))) : [];
  };
  const line = (field: string): number => source.lineAt(fields.get(field)?.from ?? 0);
  const value = (field: string): unknown => {
    const node = fields.get(field);
    return node && literals.value(node);
  };
  const forbid = value("forbid") ?? [];
  if (!isTexts(forbid))
    throw formError(line("forbid"), "forbid is no list of calls", 'write forbid: ["Tensor.relu"].');
  const standard = new Map<string, string | false>();
  const said = fields.get("standard");
  for (const entry of said ? literals.entries(said) : []) {
    if (typeof entry.value !== "string" && entry.value !== false)
      throw formError(
        entry.line,
        `standard: ${entry.name} is neither a text nor false`,
        "give a text of your own, or false to leave the kind out.",
      );
    standard.set(entry.name, entry.value);
  }
  const alike = (value("alike") ?? []) as unknown;
  if (!Array.isArray(alike) || !alike.every((a) => isTexts(a) && a.length === 3))
    throw formError(
      line("alike"),
      "alike is no list of [mistake, mistake, reason]",
      'write alike: [["one", "other", "why it has to be so"]].',
    );
  return {
    mistakes: edits("mistakes"),
    alternatives: edits("alternatives", true),
    bugs: edits("bugs"),
    forbid,
    standard,
    alike: (alike as [string, string, string][]).map(([one, other, reason]) => ({
      names: [one, other],
      reason,
      line: line("alike"),
    })),
  };
}
