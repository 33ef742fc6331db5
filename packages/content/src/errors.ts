/**
 * Every error of the content reader. A message names the file, the line, the field, what is wrong with the
 * actual values, and one next step; its code never changes.
 */

/** A lesson, an exercise or a quiz that cannot be what it claims to be. */
export class ContentError extends Error {
  readonly code: string;
  readonly file: string;
  readonly line: number;
  /** The front matter's field, "body", or "folder". */
  readonly field: string;

  constructor(
    code: string,
    at: { readonly file: string; readonly line?: number; readonly field: string },
    what: string,
    hint: string,
  ) {
    const line = at.line ?? 1;
    super(`${at.file}:${line}: ${at.field}: ${what}.\nHint: ${hint}\n(${code})`);
    this.name = "ContentError";
    this.code = code;
    this.file = at.file;
    this.line = line;
    this.field = at.field;
  }
}

/** Text without front matter, or with front matter that does not end. */
export const frontMatterError = (file: string, what: string): ContentError =>
  new ContentError(
    "content/front-matter",
    { file, field: "front matter" },
    what,
    "begin the file with a line ---, then the fields, then another line ---.",
  );

/** Front matter or a quiz that is not YAML. */
export const yamlError = (file: string, line: number, field: string, what: string): ContentError =>
  new ContentError(
    "content/yaml",
    { file, line, field },
    what,
    'write YAML; put text that holds ": " or begins with a sign into quotes.',
  );

/** A field that is missing, unknown, or of the wrong kind. */
export const fieldError = (
  file: string,
  line: number,
  field: string,
  what: string,
  hint: string,
): ContentError => new ContentError("content/field", { file, line, field }, what, hint);

/** A directive in a lesson's text that says nothing we know. */
export const directiveError = (
  file: string,
  line: number,
  what: string,
  hint = 'write ::exercise{id="…"}, ::explain{id="…"}, ::figure{name="…"}, ::project{name="…"} or ::compare{name="…"} on a line of its own.',
): ContentError => new ContentError("content/directive", { file, line, field: "body" }, what, hint);

/** A file or folder that is missing, too much, or called wrongly. */
export const folderError = (file: string, what: string, hint: string): ContentError =>
  new ContentError("content/folder", { file, field: "folder" }, what, hint);

/** Two things with one name. */
export const duplicateError = (
  file: string,
  field: string,
  name: string,
  other: string,
): ContentError =>
  new ContentError(
    "content/duplicate",
    { file, field },
    `"${name}" is taken by ${other}`,
    "give one of them another name; learners' saved progress hangs on ids, so change the newer one.",
  );

/** A concept that is needed and not taught before. */
export const conceptError = (
  file: string,
  line: number,
  concept: string,
  what: string,
  hint: string,
): ContentError =>
  new ContentError("content/concept", { file, line, field: "needs" }, `"${concept}" ${what}`, hint);

/** A concept that is taught where there are exercises, and that none of them practises. */
export const practiceError = (file: string, line: number, concept: string): ContentError =>
  new ContentError(
    "content/practice",
    { file, line, field: "teaches" },
    `"${concept}" is practised by no exercise, so nothing could tell whether it is known`,
    `add ${concept} to the teaches of an exercise that cannot pass without it.`,
  );

/** A concept that leads nowhere, or is said to lead nowhere. */
export const endsError = (
  file: string,
  line: number,
  concept: string,
  what: string,
): ContentError =>
  new ContentError(
    "content/ends",
    { file, line, field: "ends" },
    `"${concept}" ${what}`,
    "name in ends what is taught for its own sake, and in needs what later lessons and exercises build on.",
  );

/** A fast lane that cannot be one. */
export const laneError = (file: string, line: number, what: string): ContentError =>
  new ContentError(
    "content/lane",
    { file, line, field: "fastLane" },
    what,
    "let exactly one exercise of a lesson with several stand for the others.",
  );

/** A concept that two lessons say they teach. */
export const taughtTwiceError = (
  file: string,
  line: number,
  concept: string,
  other: string,
): ContentError =>
  new ContentError(
    "content/concept",
    { file, line, field: "teaches" },
    `"${concept}" is taught by ${other} already`,
    "name it in needs here, or give what is new a name of its own.",
  );

/** Concepts that need each other. */
export const cycleError = (file: string, line: number, concepts: readonly string[]): ContentError =>
  new ContentError(
    "content/cycle",
    { file, line, field: "needs" },
    `concepts need each other in a ring: ${[...concepts, concepts[0]].join(" → ")}`,
    "take one of the needs away, or split a lesson in two.",
  );

/** A line of progress that is no event. */
export const eventError = (what: string): ContentError =>
  new ContentError(
    "content/event",
    { file: "progress.jsonl", field: "event" },
    what,
    'an event looks like {"kind": "attempt", "exercise": "sigmoid", "passed": true}.',
  );

/** An exercise that builds on something it does not name, or names what it cannot build on. */
export const usesError = (file: string, line: number, what: string, hint: string): ContentError =>
  new ContentError("content/uses", { file, line, field: "uses" }, what, hint);

/** A decision that a project does not allow. */
export const projectError = (project: string, what: string): ContentError =>
  new ContentError(
    "content/project",
    { file: project, field: "actions" },
    what,
    "decide on actions that the project offers at that point.",
  );

/** An import of a file that is not there. */
export const importError = (file: string, line: number, what: string, hint: string): ContentError =>
  new ContentError("content/import", { file, line, field: "import" }, what, hint);

/** A grade whose form cannot be read, or whose edits do not fit the solution. */
export function formError(
  file: string,
  { message, line }: { readonly message: string; readonly line?: number },
): ContentError {
  const [what = "", hint = ""] = message.split("\n");
  return new ContentError(
    "content/form",
    { file, ...(line !== undefined && { line }), field: "form" },
    what.replace(/^grade\.ts:\d+: /, "").replace(/\.$/, ""),
    hint.replace(/^Hint: /, ""),
  );
}
