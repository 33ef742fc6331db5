/** A verdict for the terminal: what holds, what does not and where, what it looks like, and what to do next. */
import type { Exercise } from "@gradus/content";
import {
  type CheckReport,
  type Failure,
  type Picture,
  typesAreTheCause,
  type Verdict,
} from "@gradus/exercise";
import { numberText, type Paint, shownLines } from "./shown-text.ts";

const signs = { passed: "✓", failed: "✗", "not-run": "·" } as const;

const pathText = (path: readonly (string | number)[]): string =>
  path
    .map((p, i) => (typeof p === "number" ? `[${p}]` : i === 0 ? p : `.${p}`))
    .join("")
    .replaceAll("][", ", ");

/** A label with lines beside it. */
function beside(label: string, lines: readonly string[], paint: Paint): string[] {
  const wide = Math.max(10, label.length + 2);
  return lines.map(
    (line, i) => `    ${i === 0 ? paint.dim(label.padEnd(wide)) : " ".repeat(wide)}${line}`,
  );
}

/** An input with its padding: the right window in brackets, the one that was used in bars, and a place in both in both. */
function windowLines(
  { size: [rows, columns], values, pad, right, used, says }: Extract<Picture, { kind: "window" }>,
  paint: Paint,
): string[] {
  const lines = [`    ${says}`];
  if (values.length === 0) return lines;
  const inside = (place: typeof right | undefined, y: number, x: number): boolean =>
    place !== undefined &&
    y >= place[0] &&
    x >= place[1] &&
    y < place[0] + place[2] &&
    x < place[1] + place[3];
  const textAt = (y: number, x: number): string =>
    y < 0 || x < 0 || y >= rows || x >= columns
      ? "·"
      : numberText(Number((values[y * columns + x] as number).toPrecision(4)));
  const places = (n: number): number[] => Array.from({ length: n + 2 * pad }, (_, i) => i - pad);
  const wide = Math.max(
    ...places(rows).flatMap((y) => places(columns).map((x) => textAt(y, x).length)),
  );
  for (const y of places(rows)) {
    const cells = places(columns).map((x) => {
      const [mine, theirs] = [inside(used, y, x), inside(right, y, x)];
      const [open, close] = [
        `${mine ? "|" : " "}${theirs ? "[" : " "}`,
        `${theirs ? "]" : " "}${mine ? "|" : " "}`,
      ];
      const text = textAt(y, x).padStart(wide);
      return `${open}${theirs ? paint.good(text) : mine ? paint.bad(text) : text}${close}`;
    });
    lines.push(`    ${cells.join("")}`.trimEnd());
  }
  const legend = ["[ ] the right window", used && "| | the window used", pad > 0 && "· padding"];
  lines.push(`    ${paint.dim(legend.filter(Boolean).join("   "))}`);
  return lines;
}

function pictureLines(picture: Picture, paint: Paint): string[] {
  if (picture.kind === "shapes") {
    const { left, right, axis, rightAxis = axis } = picture;
    const rank = Math.max(left.shape.length, right.shape.length);
    const cells = (shape: readonly number[], clash: number): string =>
      Array.from({ length: rank }, (_, i) => {
        const fromRight = i - rank;
        const text = String(shape.at(fromRight) ?? "");
        const size = fromRight + shape.length < 0 ? "" : text;
        const padded = size.padStart(5);
        return fromRight === clash ? paint.mark(padded) : padded;
      }).join("");
    const wide = Math.max(left.name.length, right.name.length);
    const row = (s: typeof left, clash: number): string =>
      `    ${s.name.padEnd(wide)} [${cells(s.shape, clash)} ]`;
    return [row(left, axis), row(right, rightAxis)];
  }
  if (picture.kind === "curve") {
    const bars = "▁▂▃▄▅▆▇█";
    return [
      `    ${picture.title}`,
      ...picture.series.map(({ name, y }) => {
        const finite = y.filter(Number.isFinite);
        const [low, high] = [Math.min(...finite), Math.max(...finite)];
        const step = Math.max(1, y.length / 40);
        let line = "";
        for (let i = 0; i < y.length; i += step) {
          const v = y[Math.floor(i)] as number;
          const level = high > low ? Math.round(((v - low) / (high - low)) * 7) : 0;
          line += Number.isFinite(v) ? bars[level] : "!";
        }
        return `    ${name.padEnd(10)} ${line}`;
      }),
    ];
  }
  return windowLines(picture, paint);
}

/** The case that failed, and what the function was called with. */
export function caseLines(failure: Failure, paint: Paint): string[] {
  return [
    ...(failure.case === undefined ? [] : beside("case", [failure.case], paint)),
    ...(failure.inputs ?? []).flatMap(([name, value]) =>
      beside(name, shownLines(value, [], paint), paint),
    ),
  ];
}

function failureLines(failure: Failure, file: string, paint: Paint): string[] {
  const lines = failure.message.split("\n").map((line) => `    ${line}`);
  if (failure.line !== undefined) lines.push(`    ${paint.dim(`at ${file}:${failure.line}`)}`);
  if (failure.misconception) {
    const { name, explanation } = failure.misconception;
    lines.push(`    ${paint.strong(`This looks like: ${name}`)}`, `    ${explanation}`);
  }
  lines.push("");
  lines.push(...caseLines(failure, paint));
  const path = failure.difference?.path ?? [];
  if (failure.expected)
    lines.push(...beside("expected", shownLines(failure.expected, path, paint), paint));
  if (failure.got) lines.push(...beside("got", shownLines(failure.got, path, paint), paint));
  if (failure.difference && path.length > 0) {
    const { count, of, expected, got } = failure.difference;
    const where = ` at ${pathText(path)}`;
    const many = of > 1 ? ` (${count} of ${of} values differ)` : "";
    lines.push(
      ...beside("differs", [`first${where}: expected ${expected}, got ${got}${many}`], paint),
    );
  }
  if (failure.picture) lines.push("", ...pictureLines(failure.picture, paint));
  return lines;
}

/** Lines that are shown of what was printed in cases other than the one that failed. */
const mostOfOthers = 5;

/** What was printed: of the case that failed all, of the others the first lines, or all where they are asked for. */
function printedLines(
  { printed, printedBefore }: Verdict,
  { paint, verbose = false }: Pick<VerdictTextOptions, "paint" | "verbose">,
): string[] {
  const bar = (line: string): string => `  ${paint.dim("│")} ${line}`;
  if (verbose) return printed.map(bar);
  const others = printed.slice(0, printedBefore ?? printed.length);
  if (printedBefore === undefined || printedBefore === printed.length)
    return [
      ...others.slice(0, mostOfOthers).map(bar),
      ...(others.length > mostOfOthers
        ? [paint.dim(`  │ … ${others.length - mostOfOthers} more lines; --verbose shows them.`)]
        : []),
    ];
  const before = others.length === 1 ? "1 line" : `${others.length} lines`;
  return [
    ...(others.length > 0
      ? [paint.dim(`  │ ${before} of other cases; --verbose shows them.`)]
      : []),
    ...printed.slice(printedBefore).map(bar),
  ];
}

export interface VerdictTextOptions {
  readonly paint: Paint;
  /** How many of the hints were shown already. */
  readonly hintsShown: number;
  readonly titleOf: (exercise: string) => string;
  /** What an exercise is called on the command line. */
  readonly nameOf: (exercise: string) => string;
  /** All that was printed, not only by the case that failed. */
  readonly verbose?: boolean;
}

/** A verdict as lines. */
export function verdictLines(
  verdict: Verdict,
  exercise: Exercise,
  options: VerdictTextOptions,
): string[] {
  const { paint } = options;
  const file = `exercises/${exercise.id}.ts`;
  const name = options.nameOf(exercise.id);
  const passed = verdict.checks.filter((c) => c.status === "passed").length;
  const lines: string[] = [];
  const sign = verdict.passed ? paint.good("✓") : paint.bad("✗");
  const seconds = (verdict.durationMs / 1000).toFixed(1);
  const count = `${passed} of ${verdict.checks.length} checks, ${seconds} s`;
  lines.push(`${sign} ${paint.strong(name)}  ${exercise.title}  ${paint.dim(count)}`);
  lines.push(...printedLines(verdict, options));
  const { trouble, blame, problems = [], warnings = [] } = verdict;
  const types =
    problems.length === 0
      ? []
      : [
          `  ${paint.strong("TypeScript sees in your file:")}`,
          ...problems.map(({ line, message }) => `    ${paint.dim(`line ${line}`)}  ${message}`),
        ];
  const typesFirst = typesAreTheCause(verdict);
  if (typesFirst) lines.push(...types);
  const checkLine = (c: CheckReport): string => {
    const color =
      c.status === "passed" ? paint.good : c.status === "failed" ? paint.bad : paint.dim;
    return `  ${color(signs[c.status])} ${c.status === "not-run" ? paint.dim(c.name) : c.name}`;
  };
  for (const c of verdict.checks) {
    lines.push(checkLine(c));
    // What made it fail is said once, below, where it ended the run as a whole.
    if (c.failure && c.failure.message !== verdict.trouble?.message)
      lines.push(...failureLines(c.failure, file, paint), "");
  }
  if (trouble) {
    const at = "line" in trouble && trouble.line !== undefined ? ` (${file}:${trouble.line})` : "";
    lines.push(
      ...trouble.message.split("\n").map((line, i) => `  ${paint.bad(line)}${i === 0 ? at : ""}`),
    );
  }
  if (!typesFirst) lines.push(...types);
  for (const { line, message, hint, code } of warnings)
    lines.push(
      `  ${paint.strong("Warning")} ${paint.dim(`(${file}:${line})`)} ${message}`,
      `    Hint: ${hint} ${paint.dim(`(${code})`)}`,
    );
  if (blame)
    lines.push(
      `  ${paint.strong(`The cause is your ${options.nameOf(blame.exercise)}`)} (${options.titleOf(blame.exercise)}): with a correct one in its place this passes.`,
      `  Its check "${blame.check}" fails: gradus check ${options.nameOf(blame.exercise)}`,
    );
  if (!verdict.passed && !blame) {
    const all = exercise.hints.length;
    lines.push(
      options.hintsShown < all
        ? paint.dim(
            `  Hint ${options.hintsShown + 1} of ${all} is there for you: gradus hint ${name}`,
          )
        : paint.dim(`  All hints again: gradus hint ${name}`),
    );
  }
  return lines;
}

/** JSON in which numbers JSON has no words for are text. */
export const verdictJson = (verdict: Verdict): string =>
  JSON.stringify(verdict, (_key, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
