/**
 * Front matter: YAML between two lines of dashes, held against a schema. A problem is reported with the line
 * its field stands in, and a field nobody knows is a problem too, because it is nearly always a typo.
 */
import * as v from "valibot";
import { LineCounter, parseDocument } from "yaml";
import { fieldError, frontMatterError, yamlError } from "../errors.ts";

/** Where a piece of YAML stands, for messages. */
export interface YamlPlace {
  readonly file: string;
  /** The file's line the text begins in, from 1. */
  readonly line: number;
  /** What the whole piece is called. */
  readonly field: string;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "missing";
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Parses YAML and holds it against a schema. @throws ContentError `content/yaml`, `content/field` */
export function parseYaml<T>(
  text: string,
  schema: v.GenericSchema<unknown, T>,
  place: YamlPlace,
): T {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineAt = (offset: number): number => place.line + counter.linePos(offset).line - 1;
  const broken = document.errors[0];
  if (broken)
    throw yamlError(
      place.file,
      lineAt(broken.pos[0]),
      place.field,
      `it is not YAML (${broken.message.split("\n")[0]?.replace(/ at line.*$/, "")})`,
    );
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw yamlError(place.file, place.line, place.field, (error as Error).message);
  }
  const result = v.safeParse(schema, value ?? {});
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = (issue.path ?? []).map((p) => p.key as string | number);
  let line = place.line;
  for (let depth = path.length; depth > 0; depth--) {
    const node = document.getIn(path.slice(0, depth), true) as
      | { range?: [number, ...number[]] }
      | undefined;
    if (node?.range) {
      line = lineAt(node.range[0]);
      break;
    }
  }
  const field = path.length > 0 ? path.join(".") : place.field;
  const missing = issue.received === "undefined";
  const unknown = issue.expected === "never";
  const what = missing
    ? "it is missing"
    : unknown
      ? "there is no such field"
      : `it is ${shown(issue.input)}, but ${issue.message}`;
  const hint = missing
    ? `add ${field}.`
    : unknown
      ? "look for a typo in its name, or take it away."
      : "mend the value.";
  throw fieldError(place.file, line, field, what, hint);
}

/** Splits a file into its front matter, checked, and its body. */
export function parseFrontMatter<T>(
  text: string,
  file: string,
  schema: v.GenericSchema<unknown, T>,
): { readonly meta: T; readonly body: string; readonly bodyLine: number } {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines[0]?.trimEnd() !== "---") throw frontMatterError(file, "there is none");
  const end = lines.findIndex((line, i) => i > 0 && line.trimEnd() === "---");
  if (end < 0) throw frontMatterError(file, "it does not end");
  const meta = parseYaml(lines.slice(1, end).join("\n"), schema, {
    file,
    line: 2,
    field: "front matter",
  });
  return { meta, body: lines.slice(end + 1).join("\n"), bodyLine: end + 2 };
}
