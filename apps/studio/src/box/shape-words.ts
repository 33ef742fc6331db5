/** What goes into a call and what comes out, as a sentence: `x: [...] -> [...]` says nothing to somebody new. */

/** A shape, or what stands in one's place, in words. */
const inWords = (shape: string): string =>
  shape
    .trim()
    .replace(/^broadcast shape$/, "the shape that they broadcast to")
    .replace(/^the same$|^as x$/, "the same shape as x")
    .replace(/(^|\s)\[\](?=\s|$|,|;)/g, "$1a single number")
    .replace(/\[\.\.\.\]/g, "any shape");

/** The arguments' part: `a, b: broadcastable` or `x: [N, C], w: [O, C]`. */
function taken(text: string): string {
  const all = /^([\w, ]+): (.+)$/s.exec(text.trim());
  const names = all?.[1]?.split(/,\s*/) ?? [];
  if (all?.[2] && names.length > 1 && names.every((n) => /^\w+$/.test(n))) {
    const list = `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
    const shape = all[2].trim();
    if (shape === "broadcastable") return `${list}, whose shapes fit by broadcasting`;
    return shape === "one shape" ? `${list} of one shape` : `${list} of ${inWords(shape)}`;
  }
  // Commas inside brackets belong to a shape.
  return text
    .split(/,\s*(?=\w+: )/)
    .map((one) => {
      const named = /^(\w+): (.+)$/s.exec(one.trim());
      return named ? `${named[1]} of ${ofShape(named[2] ?? "")}` : one.trim();
    })
    .join(", and ");
}

const ofShape = (shape: string): string => {
  const words = inWords(shape);
  return words.startsWith("[") ? `shape ${words}` : words;
};

/**
 * A `@shape` line in words.
 *
 * @example shapeWords("x: [...] -> [...]") // "Takes x of any shape, and gives the same shape back."
 */
export function shapeWords(text: string): string {
  const [left = "", right] = text.split(/\s*->\s*/, 2);
  if (right === undefined) return `Takes ${taken(left)}.`;
  if (/^x: \[\.\.\.\]$/.test(left.trim())) {
    const rest = right.trim();
    if (rest === "[...]") return "Takes x of any shape, and gives the same shape back.";
    if (rest === "[...] without `dim`")
      return "Takes x of any shape, and gives it without the axis `dim`.";
  }
  return `Takes ${taken(left)}. Gives ${inWords(right)}.`;
}
