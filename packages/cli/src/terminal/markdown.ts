/**
 * Markdown as lines for a terminal: the parser is the studio's, only what it is drawn with differs. Text of a lesson
 * may come from anyone, so nothing in it reaches the terminal as a command: control characters are taken out first.
 */
import { tex } from "@mdit/plugin-tex";
import MarkdownIt, { type Token } from "markdown-it";
import { mathsLines, mathsText } from "./maths.ts";

/** How things stand out: by colour, or by signs where there is none. */
export interface Style {
  readonly colors: boolean;
  /** Characters a line. */
  readonly width: number;
}

const parser = new MarkdownIt({ html: false, linkify: false, typographer: false });
// The plug-in was typed for the release of markdown-it before this one; it runs with both.
parser.use((md) => tex(md as never, { render: (content: string) => content } as never));

const sgr = (on: number, off: number) => (text: string) => `\x1b[${on}m${text}\x1b[${off}m`;
const [bold, italic, cyan, dim] = [sgr(1, 22), sgr(3, 23), sgr(36, 39), sgr(2, 22)];

/** Text without what a terminal would obey. */
export const harmless = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");

/** How many places a text takes: colours and marks on letters take none. */
export const widthOf = (text: string): number =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape begins a colour
  [...text.replace(/\x1b\[\d+m/g, "").replace(/\p{M}/gu, "")].length;

export const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - widthOf(text)));

/** A space at which no line is broken. */
const together = "\u00a0";
/** A formula up to so long stays in one line. */
const shortFormula = 24;

function formula(tex: string): string {
  const text = mathsText(tex);
  return text.length > shortFormula ? text : text.replaceAll(" ", together);
}

/** Breaks a text at spaces; a word that is longer than a line stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
        lines.push(line);
        line = word;
      } else line = line === "" ? word : `${line} ${word}`;
    }
    lines.push(line);
  }
  return lines.map((line) => line.replaceAll(together, " "));
}

class Renderer {
  readonly #style: Style;

  constructor(style: Style) {
    this.#style = style;
  }

  #strong(text: string): string {
    return this.#style.colors ? bold(text) : text;
  }

  #code(text: string): string {
    return this.#style.colors ? cyan(text) : `\`${text}\``;
  }

  /** Text within a line. */
  inline(tokens: readonly Token[]): string {
    let out = "";
    const open: string[] = [];
    const link: string[] = [];
    const { colors } = this.#style;
    for (const t of tokens) {
      if (t.type === "text") out += t.content;
      else if (t.type === "softbreak") out += " ";
      else if (t.type === "hardbreak") out += "\n";
      else if (t.type === "code_inline") out += this.#code(t.content);
      else if (t.type.startsWith("math_inline")) out += formula(t.content);
      else if (t.type === "image") out += `[picture: ${t.content}]`;
      else if (t.type === "strong_open" || t.type === "em_open") {
        open.push(out);
        out = "";
      } else if (t.type === "strong_close" || t.type === "em_close") {
        const inner = out;
        const mark = t.type === "strong_close" ? "**" : "*";
        const styled = t.type === "strong_close" ? bold : italic;
        // Word by word, so that a line may break between them.
        out =
          (open.pop() ?? "") +
          (colors ? inner.split(" ").map(styled).join(" ") : mark + inner + mark);
      } else if (t.type === "link_open") {
        open.push(out);
        link.push(String(t.attrGet("href") ?? ""));
        out = "";
      } else if (t.type === "link_close") {
        const address = link.pop() ?? "";
        const shown = address === "" || address === out ? out : `${out} (${address})`;
        out = (open.pop() ?? "") + shown;
      } else out += t.content;
    }
    return out;
  }

  /** A list of blocks, each with an empty line behind it. */
  blocks(tokens: readonly Token[], width: number): string[] {
    const lines: string[] = [];
    const put = (more: readonly string[]): void => {
      if (more.length > 0) lines.push(...more, "");
    };
    for (let i = 0; i < tokens.length; i++) {
      const t = tokens[i] as Token;
      if (t.nesting === 1) {
        const end = endOf(tokens, i);
        put(this.#container(t, tokens.slice(i + 1, end), width));
        i = end;
      } else if (t.type === "inline") put(wrap(this.inline(t.children ?? []), width));
      else if (t.type === "fence" || t.type === "code_block") put(this.#codeLines(t.content));
      else if (t.type.startsWith("math_block")) put(mathsLines(t.content).map((l) => `    ${l}`));
      else if (t.type === "hr") put(["─".repeat(Math.min(width, 40))]);
    }
    while (lines.at(-1) === "") lines.pop();
    return lines;
  }

  #codeLines(text: string): string[] {
    const lines = text.replace(/\n$/, "").split("\n");
    return lines.map((line) =>
      line === "" ? "" : `    ${this.#style.colors ? cyan(line) : line}`,
    );
  }

  #container(open: Token, inner: readonly Token[], width: number): string[] {
    if (open.type === "heading_open") {
      const text = this.inline(inner[0]?.children ?? []);
      const marked = this.#style.colors
        ? this.#strong(text)
        : `${"#".repeat(Number(open.tag[1]))} ${text}`;
      return wrap(marked, width);
    }
    if (open.type === "bullet_list_open" || open.type === "ordered_list_open")
      return this.#list(open, inner, width);
    if (open.type === "blockquote_open")
      return this.blocks(inner, width - 2).map((line) => `│ ${line}`.trimEnd());
    if (open.type === "table_open") return this.#table(inner, width);
    return this.blocks(inner, width);
  }

  #list(open: Token, inner: readonly Token[], width: number): string[] {
    const lines: string[] = [];
    let number = Number(open.attrGet("start") ?? 1);
    for (let i = 0; i < inner.length; i++) {
      const end = endOf(inner, i);
      const sign = open.type === "ordered_list_open" ? `${number++}. ` : "- ";
      const body = this.blocks(inner.slice(i + 1, end), width - sign.length - 2);
      // A list of short items is written without gaps.
      const tight = inner.slice(i + 1, end).every((t) => t.type !== "paragraph_open" || t.hidden);
      for (const [n, line] of body.entries())
        if (!(tight && line === ""))
          lines.push(`  ${n === 0 ? sign : " ".repeat(sign.length)}${line}`.trimEnd());
      if (!tight && end < inner.length - 1) lines.push("");
      i = end;
    }
    return lines;
  }

  #table(inner: readonly Token[], width: number): string[] {
    const rows: string[][] = [];
    for (const [i, t] of inner.entries()) {
      if (t.type === "tr_open") rows.push([]);
      if (t.type === "th_open" || t.type === "td_open")
        rows.at(-1)?.push(this.inline(inner[i + 1]?.children ?? []));
    }
    const columns = rows[0]?.length ?? 0;
    const widest = Array.from({ length: columns }, (_, c) =>
      Math.max(1, ...rows.map((row) => widthOf(row[c] ?? ""))),
    );
    const free = width - 2 * (columns - 1);
    const widths = sharedWidths(widest, free);
    const lines: string[] = [];
    for (const [r, row] of rows.entries()) {
      const cells = widths.map((w, c) => wrap(row[c] ?? "", w));
      const high = Math.max(...cells.map((cell) => cell.length));
      for (let y = 0; y < high; y++) {
        const parts = cells.map((cell, c) => padded(cell[y] ?? "", widths[c] as number));
        const line = parts.join("  ").trimEnd();
        lines.push(r === 0 ? this.#strong(line) : line);
      }
      if (r === 0) lines.push(widths.map((w) => "─".repeat(w)).join("  "));
      else if (high > 1 && r < rows.length - 1) lines.push("");
    }
    return this.#style.colors
      ? lines.map((line) => (/^[─ ]+$/.test(line) ? dim(line) : line))
      : lines;
  }
}

/** Widths of columns that fit: those that need little get it, the others share what is left. */
function sharedWidths(widest: readonly number[], free: number): number[] {
  const widths = [...widest];
  let left = free;
  let open = widths.map((_, c) => c);
  for (;;) {
    const share = Math.max(6, Math.floor(left / Math.max(1, open.length)));
    const small = open.filter((c) => (widest[c] as number) <= share);
    if (small.length === 0) {
      for (const c of open) widths[c] = share;
      return widths;
    }
    for (const c of small) left -= widest[c] as number;
    open = open.filter((c) => !small.includes(c));
    if (open.length === 0) return widths;
  }
}

/** The index of the token that closes the one at `at`. */
function endOf(tokens: readonly Token[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    depth += (tokens[i] as Token).nesting;
    if (depth === 0) return i;
  }
  return tokens.length;
}

/** Markdown as lines. */
export function markdownLines(text: string, style: Style): string[] {
  return new Renderer(style).blocks(parser.parse(harmless(text), {}), style.width);
}

/** Markdown of one line, without breaks. */
export function markdownText(text: string, style: Style): string {
  const tokens = parser.parseInline(harmless(text), {});
  return new Renderer(style).inline(tokens[0]?.children ?? []);
}
