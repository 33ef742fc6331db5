/**
 * The names of a function's parameters, read from its text: what a failure calls the values that went in. One that
 * is taken apart is called by what comes out of it: `{ w, b }` is "w, b".
 */

/** A text's place after a comment, a string or a template that begins at `at`; `at` itself where none does. */
function skip(text: string, at: number): number {
  const two = text.slice(at, at + 2);
  if (two === "//") {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end;
  }
  if (two === "/*") {
    const end = text.indexOf("*/", at + 2);
    return end < 0 ? text.length : end + 2;
  }
  const quote = text[at];
  if (quote !== '"' && quote !== "'" && quote !== "`") return at;
  let i = at + 1;
  while (i < text.length && text[i] !== quote) i += text[i] === "\\" ? 2 : 1;
  return i + 1;
}

/** A text without its comments, strings and templates. */
export function codeOnly(text: string): string {
  let code = "";
  for (let i = 0; i < text.length; ) {
    const next = skip(text, i);
    if (next > i) {
      code += " ";
      i = next;
    } else code += text[i++];
  }
  return code;
}

const opening = "([{";
const closing = ")]}";

/** The parts of a text between commas that stand in no bracket; comments are left out. */
function split(text: string): string[] {
  const parts = [""];
  let depth = 0;
  for (let i = 0; i < text.length; ) {
    const next = skip(text, i);
    if (next > i) {
      if (text[i] !== "/") parts[parts.length - 1] += text.slice(i, next);
      i = next;
      continue;
    }
    const c = text[i] as string;
    if (opening.includes(c)) depth++;
    if (closing.includes(c)) depth--;
    if (c === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += c;
    i++;
  }
  return parts.map((part) => part.trim());
}

/** What stands between the bracket at `at` and its partner. */
function inside(text: string, at: number): string {
  let depth = 0;
  for (let i = at; i < text.length; ) {
    const next = skip(text, i);
    if (next > i) {
      i = next;
      continue;
    }
    const c = text[i] as string;
    if (opening.includes(c)) depth++;
    if (closing.includes(c) && --depth === 0) return text.slice(at + 1, i);
    i++;
  }
  return text.slice(at + 1);
}

/** A part without the value it has by default. */
function withoutDefault(part: string): string {
  let depth = 0;
  for (let i = 0; i < part.length; ) {
    const next = skip(part, i);
    if (next > i) {
      i = next;
      continue;
    }
    const c = part[i] as string;
    if (opening.includes(c)) depth++;
    if (closing.includes(c)) depth--;
    if (c === "=" && depth === 0) return part.slice(0, i).trim();
    i++;
  }
  return part.trim();
}

/** The names that a parameter binds. */
function bound(part: string): string[] {
  const pattern = withoutDefault(part).replace(/^\.\.\.\s*/, "");
  if (pattern.startsWith("[")) return split(inside(pattern, 0)).flatMap(bound);
  if (pattern.startsWith("{"))
    return split(inside(pattern, 0)).flatMap((one) => {
      const renamed = /^(?:[\w$]+|"[^"]*"|'[^']*'|\[[^\]]*\])\s*:\s*([\s\S]+)$/.exec(one);
      return bound(renamed?.[1] ?? one);
    });
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(pattern) ? [pattern] : [];
}

/** Where the list of parameters begins: after the name, which may be computed. */
function listStart(text: string): number {
  for (let i = 0; i < text.length; ) {
    const next = skip(text, i);
    if (next > i) i = next;
    else if (text[i] === "(") return i;
    else if (text[i] === "[") i += inside(text, i).length + 2;
    else i++;
  }
  return -1;
}

/**
 * The names of a function's parameters as its text tells them, with "argument 2" where it tells none.
 *
 * @example parameterNamesOf("({ w, b }, X) => 0") // ["w, b", "X"]
 */
export function parameterNamesOf(text: string): string[] {
  const alone = /^\s*(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u.exec(text)?.[1];
  if (alone !== undefined) return [alone];
  const start = listStart(text);
  if (start < 0) return [];
  const list = split(inside(text, start));
  if (list.at(-1) === "") list.pop();
  return list.map((part, i) => bound(part).join(", ") || `argument ${i + 1}`);
}
