/** Values as a terminal shows them: tensors as aligned rows around the element that matters, which is marked. */
import type { Shown } from "@gradus/exercise";

/** How text is dressed up: by colour, or not at all. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
  /** The one element that differs. */
  readonly mark: (text: string) => string;
}

const code = (on: number, off: number) => (text: string) => `\x1b[${on}m${text}\x1b[${off}m`;
const plain = (text: string): string => text;

/** Colours for a terminal, brackets and nothing else for a file. */
export function paintFor(colors: boolean): Paint {
  return colors
    ? {
        good: code(32, 39),
        bad: code(31, 39),
        dim: code(2, 22),
        strong: code(1, 22),
        mark: code(7, 27),
      }
    : { good: plain, bad: plain, dim: plain, strong: plain, mark: (text) => `›${text}‹` };
}

const mostRows = 7;
const mostColumns = 8;

/** A number with about five digits, the way tensors are printed. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e7)
    ? value.toExponential(4)
    : String(Number(value.toPrecision(6)));
}

/** `count` indices of 0..size-1 that hold `at`. */
function around(size: number, count: number, at: number): readonly [from: number, to: number] {
  const from = Math.max(0, Math.min(at - (count >> 1), size - count));
  return [from, Math.min(size, from + count)];
}

function tensorLines(
  shown: Extract<Shown, { kind: "tensor" }>,
  path: readonly (string | number)[],
  paint: Paint,
): string[] {
  const { shape, data, dtype } = shown;
  const head = `${dtype} tensor of shape [${shape.join(", ")}]`;
  if (data.length === 0) return [head];
  if (shape.length === 0) return [`${numberText(data[0] as number)} ${paint.dim(`(${head})`)}`];
  const columns = shape.at(-1) as number;
  const at = path.filter((p) => typeof p === "number");
  const marked =
    at.length === shape.length
      ? at.reduce((flat, i, axis) => flat * (shape[axis] as number) + i, 0)
      : -1;
  const rows = Math.ceil(data.length / columns);
  const [top, bottom] = around(rows, mostRows, marked < 0 ? 0 : Math.floor(marked / columns));
  const [left, right] = around(columns, mostColumns, marked < 0 ? 0 : marked % columns);
  const cells: string[][] = [];
  for (let r = top; r < bottom; r++)
    cells.push(
      Array.from({ length: right - left }, (_, c) => {
        const value = data[r * columns + left + c];
        return value === undefined ? "" : numberText(value);
      }),
    );
  const wide = Math.max(...cells.flat().map((c) => c.length));
  const lines = cells.map((row, r) => {
    const texts = row.map((text, c) => {
      const padding = " ".repeat(wide - text.length);
      return padding + ((top + r) * columns + left + c === marked ? paint.mark(text) : text);
    });
    const before = left > 0 ? "… " : "";
    const after = right < columns ? " …" : "";
    return `[${before}${texts.join("  ")}${after}]`;
  });
  if (top > 0) lines.unshift("…");
  if (bottom < rows) lines.push("…");
  return [paint.dim(head), ...lines];
}

/** A value as lines. `path` leads to the element to mark, by keys and indices. */
export function shownLines(
  shown: Shown,
  path: readonly (string | number)[],
  paint: Paint,
): string[] {
  const mark = (text: string, here: boolean): string => (here ? paint.mark(text) : text);
  if (shown.kind === "number") return [mark(numberText(shown.value), path.length > 0)];
  if (shown.kind === "text") return shown.text.split("\n").map((t) => mark(t, path.length > 0));
  if (shown.kind === "tensor") return tensorLines(shown, path, paint);
  const entries: (readonly [string, Shown])[] =
    shown.kind === "list"
      ? shown.items.map((item, i) => [String(i), item] as const)
      : [...shown.entries];
  if (entries.length === 0) return [shown.kind === "list" ? "[]" : "{}"];
  const [key, ...rest] = path;
  const [from, to] = around(
    entries.length,
    mostRows,
    Math.max(
      0,
      entries.findIndex(([name]) => name === String(key)),
    ),
  );
  const simple = shown.kind === "list" && entries.every(([, v]) => v.kind === "number");
  if (simple) {
    const texts = entries
      .slice(from, to)
      .map(([name, v]) =>
        mark(v.kind === "number" ? numberText(v.value) : "", name === String(key)),
      );
    return [`[${from > 0 ? "… " : ""}${texts.join(", ")}${to < entries.length ? " …" : ""}]`];
  }
  const lines = entries.slice(from, to).flatMap(([name, value]) => {
    const here = name === String(key);
    const inner = shownLines(value, here && rest.length > 0 ? rest : [], paint);
    const label = here && rest.length === 0 ? paint.mark(name) : name;
    return inner.length === 1
      ? [`${label}: ${inner[0]}`]
      : [`${label}:`, ...inner.map((line) => `  ${line}`)];
  });
  if (to < entries.length) lines.push("…");
  return lines;
}
