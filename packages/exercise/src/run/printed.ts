/** What a learner's code prints: a console whose lines are text, with tensors as their values. */
import { isTensor, type TensorLike } from "../snapshot.ts";

/** Lines of one case after which printing is cut off, and of all cases together. */
export const mostPrinted = 200;
export const mostPrintedInAll = 2000;
const longestPart = 4000;
const longestLine = 12_000;

const cut = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;

function write(value: unknown, depth = 0): string {
  if (typeof value === "string") return depth === 0 ? value : JSON.stringify(value);
  if (typeof value === "function") return `[function ${value.name || "without a name"}]`;
  if (typeof value !== "object" || value === null)
    return typeof value === "bigint" ? `${value}n` : String(value);
  if (isTensor(value) || value instanceof Date || value instanceof RegExp) return String(value);
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (depth > 3) return Array.isArray(value) ? "[…]" : "{…}";
  if (Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Set) {
    const all = Array.from(value as Iterable<unknown>);
    const items = all.slice(0, 100).map((item) => write(item, depth + 1));
    if (all.length > 100) items.push(`… ${all.length - 100} more`);
    return `[${items.join(", ")}]`;
  }
  const pairs = value instanceof Map ? [...value] : Object.entries(value);
  const entries = pairs
    .slice(0, 100)
    .map(([key, item]) => `${String(key)}: ${write(item, depth + 1)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** One printed line; a value that cannot be written says why. */
export function lineText(values: readonly unknown[]): string {
  const parts = values.map((value) => {
    try {
      return cut(write(value), longestPart);
    } catch (error) {
      return `(cannot be printed: ${error instanceof Error ? error.message.split("\n")[0] : "?"})`;
    }
  });
  return cut(parts.join(" "), longestLine);
}

/** A tensor in a printed line, and the name it stands there under. */
export interface PrintedTensor {
  readonly name: string;
  readonly tensor: TensorLike;
}

/** The words just before a tensor, as its name: of "loss W:" that is W. */
const nameBefore = (value: unknown): string =>
  typeof value === "string" ? (/([\w.$[\]]+)\s*[:=]?\s*$/.exec(value)?.[1] ?? "") : "";

/** The tensors of a line: those printed by themselves, and those in a list or record of values. */
export function tensorsIn(values: readonly unknown[]): PrintedTensor[] {
  return values.flatMap((value, i): PrintedTensor[] => {
    if (isTensor(value)) return [{ name: nameBefore(values[i - 1]), tensor: value }];
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
    const before = nameBefore(values[i - 1]);
    return Object.entries(value).flatMap(([key, item]) =>
      isTensor(item)
        ? [{ name: Array.isArray(value) ? `${before}[${key}]` : key, tensor: item }]
        : [],
    );
  });
}

export interface PrintingConsole {
  /** What takes the place of `console`. */
  readonly console: object;
  /** Gives a new case room of its own. */
  readonly nextCase: () => void;
  /** Drops what is printed from now on, or no longer. */
  readonly mute: (muted: boolean) => void;
}

/** A console that hands every line, with the values it was made of, to `print` until there are too many. */
export function printingConsole(
  print: (line: string, values: readonly unknown[]) => void,
): PrintingConsole {
  let count = 0;
  let lines = 0;
  const hand = (line: string, values: readonly unknown[]): void => {
    lines++;
    print(line, values);
  };
  let muted = false;
  const mute = (now: boolean): void => {
    muted = now;
  };
  const put = (line: string, values: readonly unknown[]): void => {
    if (muted) return;
    count++;
    if (count < mostPrinted) hand(line, values);
    else if (count === mostPrinted) hand("… what is printed after this is not shown.", []);
  };
  const nextCase = (): void => {
    if (lines + mostPrinted <= mostPrintedInAll) count = 0;
  };
  const log = (...values: unknown[]): void => put(lineText(values), values);
  const nothing = (): void => {};
  const console = {
    log,
    info: log,
    debug: log,
    warn: log,
    error: log,
    dir: (value: unknown) => log(value),
    table: (value: unknown) => log(value),
    trace: log,
    assert: (holds: unknown, ...values: unknown[]) => {
      if (!holds) log("Assertion failed:", ...values);
    },
    group: log,
    groupCollapsed: log,
    groupEnd: nothing,
    time: nothing,
    timeEnd: nothing,
    timeLog: nothing,
    count: nothing,
    countReset: nothing,
    clear: nothing,
  };
  return { console, nextCase, mute };
}
