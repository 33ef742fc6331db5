/**
 * The imports of a text that an edit has made from another: what it no longer uses goes, what it newly uses of the
 * tensor library comes.
 */
import { type ImportPart, importsOf, namesDeclared, namesUsed, Source } from "./syntax.ts";

const library = "gradus";

interface Name {
  readonly name: string;
  readonly type: boolean;
  readonly text: string;
}

const order = (a: Name, b: Name): number => a.name.localeCompare(b.name, "en");

/** An import statement as the formatter writes it. */
function statement(from: string, names: readonly Name[]): string {
  const all = names.every((n) => n.type);
  const list = [...names].sort(order).map((n) => (n.type && !all ? `type ${n.text}` : n.text));
  const line = `import ${all ? "type " : ""}{ ${list.join(", ")} } from "${from}";`;
  if (line.length <= 100 || list.length === 1) return line;
  return `import${all ? " type" : ""} {\n${list.map((n) => `  ${n},\n`).join("")}} from "${from}";`;
}

const bare = (text: string): string => text.replace(/^type\s+/, "");

/** The import's names that are used, each as a type where it is used as nothing else. */
function kept(part: ImportPart, used: ReturnType<typeof namesUsed>): Name[] {
  return part.names
    .filter(({ name }) => used.values.has(name) || used.types.has(name))
    .map(({ name, text }) => ({ name, type: !used.values.has(name), text: bare(text) }));
}

/**
 * A text without the names it imports and does not use.
 *
 * @param stays imports that are left as they are, by what they import from
 */
export function withoutUnusedImports(
  text: string,
  stays: (from: string) => boolean = () => false,
): string {
  const source = new Source(text);
  const used = namesUsed(source);
  let made = text;
  for (const part of importsOf(source).reverse()) {
    if (part.other || part.names.length === 0 || stays(part.from)) continue;
    const names = kept(part, used);
    const now = part.names.map((n) => ({
      ...n,
      text: bare(n.text),
      type: n.type || part.typeOnly,
    }));
    if (names.length === now.length && names.every((n, i) => n.type === now[i]?.type)) continue;
    const by = names.length > 0 ? statement(part.from, names) : "";
    const end = by === "" && made[part.node.to] === "\n" ? part.node.to + 1 : part.node.to;
    made = made.slice(0, part.node.from) + by + made.slice(end);
  }
  return made.replace(/^\n+/, "");
}

/** The values a text uses that nobody has declared: what it takes from the tensor library without importing it. */
export function missingNames(text: string): string[] {
  const source = new Source(text);
  const declared = namesDeclared(source);
  return [...namesUsed(source).values]
    .filter((name) => !declared.has(name) && !(name in globalThis) && name !== "arguments")
    .sort();
}

/** A text that imports these names from the tensor library, next to those it imports already. */
export function withLibraryImports(text: string, names: readonly string[]): string {
  if (names.length === 0) return text;
  const added = names.map((name) => ({ name, type: false, text: name }));
  const source = new Source(text);
  const part = importsOf(source).find((p) => p.from === library && !p.other);
  if (!part) return `${statement(library, added)}\n${/^import\b/.test(text) ? "" : "\n"}${text}`;
  const now = part.names
    .filter(({ name }) => !names.includes(name))
    .map((n) => ({ ...n, text: bare(n.text), type: n.type || part.typeOnly }));
  return (
    text.slice(0, part.node.from) +
    statement(library, [...now, ...added]) +
    text.slice(part.node.to)
  );
}
