/** Points from pasted text: a line each, x, y and a label, between commas, semicolons, tabs or spaces. */
import { makePoint, mostPoints, type Point } from "./points.ts";

export interface CsvProblem {
  /** From 1; 0 where it is about all of the text. */
  readonly line: number;
  readonly message: string;
}

export type Csv =
  | {
      readonly points: readonly Point[];
      /** The text's labels of class 0 and class 1. */
      readonly labels: readonly [string, string];
      /** Whether the points were moved and stretched into the square. */
      readonly scaled: boolean;
    }
  | { readonly problems: readonly CsvProblem[] };

interface Row {
  readonly line: number;
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

/** With semicolons between values, a comma is a decimal point, as in half of Europe's spreadsheets. */
const withPoint = (cell: string): string => cell.replace(/^([+-]?\d+),(\d+)$/, "$1.$2");

const cellsOf = (line: string): string[] => {
  const semicolons = line.includes(";");
  const by = semicolons ? /;/ : /[,\t]/.test(line) ? /[,\t]/ : /\s+/;
  return line
    .trim()
    .split(by)
    .map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"))
    .map((cell) => (semicolons ? withPoint(cell) : cell));
};

const isNumber = (cell: string | undefined): boolean =>
  cell !== undefined && cell !== "" && Number.isFinite(Number(cell));

function rowOf(text: string, line: number): Row | CsvProblem {
  const cells = cellsOf(text);
  const [x = "", y = "", label = ""] = cells;
  if (cells.length !== 3)
    return {
      line,
      message: `expected 3 values (x, y, label), got ${cells.length}: ${text.trim().slice(0, 40)}`,
    };
  for (const [name, cell] of [
    ["x", x],
    ["y", y],
  ] as const)
    if (!isNumber(cell)) return { line, message: `${name} is "${cell}", which is not a number` };
  if (label === "") return { line, message: "the label is empty" };
  return { line, x: Number(x), y: Number(y), label };
}

/** The first line names the columns if neither of its places is a number. */
const isHead = (text: string): boolean => !cellsOf(text).slice(0, 2).some(isNumber);

function inSquare(values: readonly number[]): (v: number) => number {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (v) => (high === low ? 0 : (1.8 * (v - low)) / (high - low) - 0.9);
}

export function readCsv(text: string): Csv {
  const lines = text.split(/\r?\n/).map((content, i) => ({ content, line: i + 1 }));
  const full = lines.filter((l) => l.content.trim() !== "");
  const first = full[0];
  const body = first && isHead(first.content) ? full.slice(1) : full;
  const problems: CsvProblem[] = [];
  const rows: Row[] = [];
  const labels: string[] = [];
  for (const { content, line } of body) {
    const row = rowOf(content, line);
    if ("message" in row) {
      problems.push(row);
      continue;
    }
    rows.push(row);
    if (labels.includes(row.label)) continue;
    if (labels.length === 2)
      problems.push({
        line,
        message: `"${row.label}" is a third label besides "${labels[0]}" and "${labels[1]}"; the playground has two classes`,
      });
    else labels.push(row.label);
  }
  if (problems.length > 0) return { problems };
  if (rows.length === 0) return { problems: [{ line: 0, message: "there are no rows" }] };
  if (rows.length > mostPoints)
    return {
      problems: [
        { line: 0, message: `there are ${rows.length} rows, and at most ${mostPoints} fit` },
      ],
    };
  if (labels.length < 2)
    return {
      problems: [{ line: 0, message: `every label is "${labels[0]}"; two classes are needed` }],
    };
  labels.sort((a, b) => (isNumber(a) && isNumber(b) ? Number(a) - Number(b) : a < b ? -1 : 1));
  const scaled = rows.some((r) => Math.abs(r.x) > 1 || Math.abs(r.y) > 1);
  const [x, y] = scaled
    ? [inSquare(rows.map((r) => r.x)), inSquare(rows.map((r) => r.y))]
    : [(v: number) => v, (v: number) => v];
  return {
    points: rows.map((r) => makePoint(x(r.x), y(r.y), r.label === labels[1] ? 1 : 0)),
    labels: [labels[0] as string, labels[1] as string],
    scaled,
  };
}
