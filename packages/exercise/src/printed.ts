/** What a learner's code prints: a console whose lines are text, with tensors as their values. */
import { isTensor } from "./snapshot.ts";

/** Lines after which printing is cut off. */
export const mostPrinted = 200;
const longestLine = 4000;

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
      return write(value);
    } catch (error) {
      return `(cannot be printed: ${error instanceof Error ? error.message.split("\n")[0] : "?"})`;
    }
  });
  const line = parts.join(" ");
  return line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
}

/** A console that hands every line to `print` until there are too many. */
export function printingConsole(print: (line: string) => void): object {
  let count = 0;
  const put = (line: string): void => {
    count++;
    if (count < mostPrinted) print(line);
    else if (count === mostPrinted) print("… what is printed after this is not shown.");
  };
  const log = (...values: unknown[]): void => put(lineText(values));
  const nothing = (): void => {};
  return {
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
}
