/** Whether the values of several libraries, as nested lists, are the same. */

const RELATIVE = 1e-5;
/** A value next to zero may be off by this much of the largest one beside it. */
const NEXT_TO_ZERO = 1e-7;

/** JSON has no word for these three. */
const words = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY, "-Infinity": -Infinity };
const numberOf = (x) => (typeof x === "boolean" ? Number(x) : (words[x] ?? x));

const isList = (x) => Array.isArray(x);

function largest(value) {
  if (isList(value)) return value.reduce((m, x) => Math.max(m, largest(x)), 0);
  const n = Math.abs(numberOf(value));
  return Number.isFinite(n) ? n : 0;
}

/** What differs first between two values, as words, or null. `close(a, b)` decides on two numbers. */
function firstDifference(a, b, close, at = "") {
  if (isList(a) !== isList(b)) return `at [${at}] one is a list, the other is not`;
  if (isList(a)) {
    if (a.length !== b.length) return `at [${at}] lengths ${a.length} and ${b.length}`;
    for (const [i, x] of a.entries()) {
      const found = firstDifference(x, b[i], close, at === "" ? `${i}` : `${at}, ${i}`);
      if (found) return found;
    }
    return null;
  }
  const [x, y] = [numberOf(a), numberOf(b)];
  const same = Object.is(x, y) || (typeof x === "number" && typeof y === "number" && close(x, y));
  return same ? null : `at [${at}] ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
}

/** What differs between two computed values, or null where shapes are equal and numbers within 1e-5. */
export function difference(a, b) {
  const floor = NEXT_TO_ZERO * Math.max(largest(a), largest(b));
  return firstDifference(
    a,
    b,
    (x, y) => Math.abs(x - y) <= Math.max(RELATIVE * Math.max(Math.abs(x), Math.abs(y)), floor),
  );
}

/** What a stated number may be off by: half of its last digit, and never more than four decimals allow. */
function rounding(text) {
  const [digits, exponent = "0"] = text.toLowerCase().split("e");
  const decimals = (digits.split(".")[1] ?? "").length - Number(exponent);
  return 0.501 * Math.min(1e-4, 10 ** -decimals);
}

const NUMBER = /-?(?:\d+\.?\d*(?:[eE][-+]?\d+)?|Infinity|inf)|NaN|nan|true|false|True|False/g;

/** A comment as a nested list whose numbers are still texts. @throws Error where it is none */
export function parseStated(text) {
  const plain = text
    .replace(/\(/g, "[")
    .replace(/\)/g, "]")
    .replace(/,\s*\]/g, "]");
  const quoted = plain.replace(NUMBER, (n) => JSON.stringify(n));
  try {
    return JSON.parse(quoted);
  } catch {
    throw new Error(`its comment "${text}" is no number and no nested list`);
  }
}

const spelled = { inf: "Infinity", "-inf": "-Infinity", nan: "NaN", True: true, False: false };
const meaning = (text) =>
  spelled[text] ?? (text in words ? text : text === "true" || (text !== "false" && Number(text)));

/** What a computed value differs in from the one a comment states, or null. */
export function differsFromStated(value, text) {
  const compare = (a, stated) => {
    if (isList(a) && isList(stated) && a.length === stated.length) {
      for (const [i, x] of a.entries()) {
        const found = compare(x, stated[i]);
        if (found) return found;
      }
      return null;
    }
    if (isList(a) || isList(stated)) return "its shape is another";
    const allowed = rounding(stated);
    const close = (x, y) => Math.abs(x - y) <= Math.max(allowed, RELATIVE * Math.abs(x));
    return firstDifference(a, meaning(stated), close);
  };
  return compare(value, parseStated(text));
}
