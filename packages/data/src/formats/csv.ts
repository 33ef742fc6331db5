/**
 * CSV tables as columns. A library splits the text into rows; here each column becomes numbers when every
 * cell that is not missing is one, else strings, and every complaint names its line in the file.
 */

import { needList, needOptions } from "@gradus/core";
import type Papa from "papaparse";
import { needNamed } from "../arguments.ts";
import type { ArrayData } from "../array-data.ts";
import {
  argumentError,
  csvColumnError,
  csvDelimiterError,
  csvEmptyError,
  csvEncodingError,
  csvFieldsError,
  csvNumberError,
  csvQuotesError,
} from "../errors.ts";
import type { DecodeOptions } from "./idx.ts";

/** A column of numbers; a missing cell is NaN. */
export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  readonly data: Float64Array;
  readonly missing: number;
}

/** A column of texts; a missing cell is null. */
export interface StringColumn {
  readonly kind: "string";
  readonly name: string;
  readonly data: readonly (string | null)[];
  readonly missing: number;
}

export type CsvColumn = NumberColumn | StringColumn;

/** Options of `decodeCsv`. */
export interface DecodeCsvOptions extends DecodeOptions {
  /** whether the first row names the columns; else they are "0", "1", …; default true */
  readonly header?: boolean;
  /** default ","; where the first line has none but another that is common, an error says so */
  readonly delimiter?: string;
  /** what stands before the decimals, "." or ","; default "." */
  readonly decimal?: "." | ",";
  /** cells that count as missing, compared after trimming; default "", NA, N/A, NaN, nan, null, ? */
  readonly missing?: readonly string[];
  /** columns whose kind is not to be inferred */
  readonly columns?: Readonly<Record<string, "number" | "string">>;
  /** lines that start with this are skipped */
  readonly comments?: string;
}

const MISSING: readonly string[] = ["", "NA", "N/A", "NaN", "nan", "null", "?"];

/** A finite decimal number as people write it, and the infinities. */
const NUMBER: RegExp = /^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?)$/i;

/** The same with a comma before the decimals. */
const COMMA_NUMBER = /^[+-]?(?:(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d+)?|inf(?:inity)?)$/i;

/** A whole number with so many digits that it may not be one of those that are kept exactly. */
const LONG_INTEGER = /^[+-]?\d{16,}$/;

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * A table: columns of one length, by name and in order.
 *
 * @example (await decodeCsv("x,y\n1,2\n3,4\n")).matrix(["y", "x"]).data // [2, 1, 4, 3]
 */
export class CsvTable {
  readonly where: string;
  readonly columns: readonly CsvColumn[];
  readonly length: number;
  readonly #byName: ReadonlyMap<string, CsvColumn>;

  constructor(where: string, columns: readonly CsvColumn[], length: number) {
    needList("CsvTable", "columns", columns);
    this.where = where;
    for (const c of columns)
      if (typeof c?.name !== "string")
        throw argumentError("CsvTable", "a column", c, "a column with a name");
    this.columns = [...columns];
    this.length = length;
    this.#byName = new Map(this.columns.map((column) => [column.name, column]));
  }

  get names(): readonly string[] {
    return this.columns.map((column) => column.name);
  }

  /** @throws DataError `data/csv-column` if there is none of this name */
  column(name: string): CsvColumn {
    const found = this.#byName.get(name);
    if (!found) throw csvColumnError(this.where, name, "does not exist", this.names);
    return found;
  }

  /**
   * The columns side by side as one matrix; missing cells are NaN.
   *
   * @shape -> [rows, names.length]
   * @throws DataError `data/csv-column` for a name the table does not have, or a column of strings
   */
  matrix(
    names: readonly string[] = this.names,
    dtype: "float32" | "float64" = "float32",
  ): ArrayData {
    const size = this.length * names.length;
    const data = dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
    names.forEach((name, j) => {
      const column = this.column(name);
      if (column.kind === "string")
        throw csvColumnError(this.where, name, "holds strings", this.names);
      for (let i = 0; i < this.length; i++) data[i * names.length + j] = column.data[i] as number;
    });
    return { dtype, shape: [this.length, names.length], data };
  }

  /**
   * A column as class numbers: each distinct cell gets its place in the sorted list of them.
   *
   * @throws DataError `data/csv-column` if a cell is missing
   */
  classes(name: string): { readonly labels: ArrayData; readonly classes: readonly string[] } {
    const column = this.column(name);
    if (column.missing > 0)
      throw csvColumnError(this.where, name, `has ${column.missing} missing cells`, this.names);
    const cells = Array.from(column.data, String);
    const distinct = [...new Set(cells)];
    if (column.kind === "number") distinct.sort((a, b) => Number(a) - Number(b));
    else distinct.sort();
    const place = new Map(distinct.map((text, i) => [text, i]));
    const data = Int32Array.from(cells, (cell) => place.get(cell) as number);
    return { labels: { dtype: "int32", shape: [this.length], data }, classes: distinct };
  }
}

/**
 * Reads a CSV table from UTF-8 bytes or text. Blank lines are skipped.
 *
 * @throws DataError `data/csv-empty`, `data/csv-encoding`, `data/csv-quotes`, `data/csv-fields`,
 *   `data/csv-column`, `data/csv-number`, `data/csv-delimiter`
 * @remarks Line ends inside quoted cells come out as "\n". A column with whole numbers that float64 would round, ids of
 *   more than 2⁵³, is read as strings, which keep them.
 * @example (await decodeCsv("x,y\n1,a\n2,b\n")).names // ["x", "y"]
 */
export async function decodeCsv(
  source: string | Uint8Array,
  options: DecodeCsvOptions = {},
): Promise<CsvTable> {
  return decodeCsvWith(await loadParser(), source, options);
}

type Parser = typeof Papa;

/** The parser is loaded when a table is first read or written: most programs never do. */
const loadParser = async (): Promise<Parser> => (await import("papaparse")).default;

/** As `decodeCsv`, with the parser at hand. @internal */
export function decodeCsvWith(
  parser: Parser,
  source: string | Uint8Array,
  options: DecodeCsvOptions = {},
): CsvTable {
  needOptions("decodeCsv", options, [
    "name",
    "header",
    "delimiter",
    "decimal",
    "missing",
    "columns",
    "comments",
  ]);
  const where = `decodeCsv ${options.name ?? ""}`.trim();
  const { header = true, missing = MISSING, columns: kinds = {} } = options;
  const rows = splitRows(parser, where, source, options);
  const head = header ? rows.shift() : undefined;
  const first = head ?? rows[0];
  if (!first || rows.length === 0) throw csvEmptyError(where);
  const names = first.cells.map((cell, i) => (head ? cell.trim() : String(i)));
  const known = new Set<string>();
  for (const name of names) {
    if (known.has(name)) throw csvColumnError(where, name, "stands in the header twice", names);
    known.add(name);
  }
  for (const name of Object.keys(kinds))
    if (!known.has(name)) throw csvColumnError(where, name, "does not exist", names);
  for (const { line, cells } of rows)
    if (cells.length !== names.length)
      throw csvFieldsError(where, line, names.length, cells.length);
  const gone = new Set(missing);
  const comma = options.decimal === ",";
  const columns = names.map((name, j) =>
    readColumn(where, name, j, rows, {
      gone,
      comma,
      kind: Object.hasOwn(kinds, name) ? kinds[name] : undefined,
    }),
  );
  return new CsvTable(where, columns, rows.length);
}

function splitRows(
  parser: Parser,
  where: string,
  source: string | Uint8Array,
  options: DecodeCsvOptions,
): Row[] {
  const { decimal = ".", comments } = options;
  const { delimiter = decimal === "," ? ";" : "," } = options;
  if (delimiter.length !== 1 || parser.BAD_DELIMITERS.includes(delimiter))
    throw argumentError(
      where,
      "delimiter",
      delimiter,
      "one character that is no quote or line end",
    );
  if (decimal !== "." && decimal !== ",")
    throw argumentError(where, "decimal", decimal, '"." or ","');
  if (decimal === delimiter)
    throw argumentError(where, "decimal", decimal, "another character than the delimiter");
  const text = decodeText(where, source).replace(/\r\n?/g, "\n");
  if (options.delimiter === undefined && decimal === ".") checkDelimiter(where, text, comments);
  const rows: Row[] = [];
  let line = 1; // of the character at `at`
  let at = 0;
  parser.parse<string[]>(text, {
    delimiter,
    newline: "\n",
    comments: comments ?? false,
    step({ data, errors, meta }) {
      // A row's end may be reported before or after its line end, so the line ends are stepped over here.
      while (text[at] === "\n") {
        line++;
        at++;
      }
      const [problem] = errors;
      if (problem) throw csvQuotesError(where, line, problem.message);
      const blank = data.length === 1 && data[0] === "";
      if (!blank) rows.push({ line, cells: data });
      for (; at < meta.cursor; at++) if (text[at] === "\n") line++;
    },
  });
  return rows;
}

const NAMED: Readonly<Record<string, string>> = { ";": "semicolon", "\t": "tab", "|": "bar" };

/** Throws where the first line has no comma and another delimiter instead: the table would be one column of texts. */
function checkDelimiter(where: string, text: string, comments: string | undefined): void {
  const lines = text
    .split("\n", 50)
    .filter((l) => l.trim() !== "" && !(comments && l.startsWith(comments)));
  const bare = lines.map((line) => line.replace(/"(?:[^"]|"")*"/g, ""));
  const [first = ""] = bare;
  if (first.includes(",")) return;
  const found = Object.keys(NAMED).find((c) => first.includes(c));
  if (found === undefined) return;
  const decimals = bare
    .slice(1)
    .some((line) => line.split(found).some((c) => /^\s*[+-]?\d+,\d+\s*$/.test(c)));
  throw csvDelimiterError(where, found, NAMED[found] as string, decimals);
}

function decodeText(where: string, source: string | Uint8Array): string {
  if (typeof source === "string") return source.replace(/^\ufeff/, "");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(source);
  } catch {
    throw csvEncodingError(where);
  }
}

interface ColumnOptions {
  /** Cells that count as missing. */
  readonly gone: ReadonlySet<string>;
  /** Whether a comma stands before the decimals. */
  readonly comma: boolean;
  readonly kind: "number" | "string" | undefined;
}

function readColumn(
  where: string,
  name: string,
  j: number,
  rows: readonly Row[],
  { gone, comma, kind }: ColumnOptions,
): CsvColumn {
  const form = comma ? COMMA_NUMBER : NUMBER;
  const cells = rows.map((row) => row.cells[j] as string);
  const isGone = (cell: string): boolean => gone.has(cell.trim());
  const missing = cells.filter(isGone).length;
  const odd =
    kind === "string"
      ? 0
      : cells.findIndex(
          (cell) =>
            !isGone(cell) && !(form.test(cell.trim()) && isExact(cell.trim(), kind === "number")),
        );
  if (kind === "number" && odd >= 0)
    throw csvNumberError(where, (rows[odd] as Row).line, name, cells[odd] as string);
  if (odd >= 0)
    return {
      kind: "string",
      name,
      data: cells.map((cell) => (isGone(cell) ? null : cell)),
      missing,
    };
  return {
    kind: "number",
    name,
    data: Float64Array.from(cells, (cell) =>
      isGone(cell) ? Number.NaN : toNumber(comma ? cell.replace(",", ".") : cell),
    ),
    missing,
  };
}

/**
 * Whether a whole number is kept as it is; float64 holds those up to 2⁵³ and few above. In a column that is said to hold
 * numbers, one that comes out as it was written is enough: so programs write large float64.
 */
function isExact(text: string, saidToBe: boolean): boolean {
  if (!LONG_INTEGER.test(text)) return true;
  const digits = text.replace(/^\+/, "");
  const value = Number(text);
  return BigInt(digits) === BigInt(value) || (saidToBe && String(value) === digits);
}

function toNumber(cell: string): number {
  const value = Number(cell);
  if (!Number.isNaN(value)) return value;
  return cell.trim().startsWith("-") ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY; // inf, Infinity
}

/**
 * Writes columns as CSV with a header; NaN and null become empty cells.
 *
 * @throws DataError `data/csv-column` for columns of different lengths
 * @example (await encodeCsv({ x: [1, 2], y: ["a", "b"] })).split("\n") // [x,y, 1,a, 2,b, ]
 */
export async function encodeCsv(
  columns: Readonly<Record<string, ArrayLike<number | string | null>>>,
): Promise<string> {
  return encodeCsvWith(await loadParser(), columns);
}

/** As `encodeCsv`, with the parser at hand. @internal */
export function encodeCsvWith(
  parser: Parser,
  columns: Readonly<Record<string, ArrayLike<number | string | null>>>,
): string {
  needNamed("encodeCsv", columns);
  const names = Object.keys(columns);
  const length = columns[names[0] ?? ""]?.length ?? 0;
  for (const name of names)
    if (columns[name]?.length !== length)
      throw csvColumnError(
        "encodeCsv",
        name,
        `has ${columns[name]?.length} cells, the first has ${length}`,
        names,
      );
  const data = Array.from({ length }, (_, i) =>
    names.map((name) => {
      const cell = columns[name]?.[i] ?? "";
      return Number.isNaN(cell) ? "" : cell;
    }),
  );
  return `${parser.unparse({ fields: names, data }, { newline: "\n" })}\n`;
}
