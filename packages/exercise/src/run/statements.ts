/**
 * Which statement of a line a call stands in, and whether that statement is about a tensor. Lines stay where they
 * are when types are stripped, columns do not; so statements are counted, in the text that runs and in the learner's.
 */

/** One statement of a line, as the learner wrote it. */
export interface Statement {
  readonly text: string;
  /** Counts the line's statements from 0. */
  readonly index: number;
  /** How many the line has. */
  readonly of: number;
}

interface Piece {
  readonly text: string;
  readonly end: number;
}

const opening = "([{";
const closing = ")]}";

/** A line cut at the semicolons that stand outside of brackets, texts and comments. */
function piecesOf(line: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let depth = 0;
  let quote = "";
  let end = line.length;
  for (let i = 0; i < line.length; i++) {
    const c = line[i] as string;
    if (quote !== "") {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'" || c === "`") quote = c;
    else if (c === "/" && line[i + 1] === "/") {
      end = i;
      break;
    } else if (opening.includes(c)) depth++;
    else if (closing.includes(c)) depth--;
    else if (c === ";" && depth <= 0) {
      pieces.push({ text: line.slice(start, i + 1).trim(), end: i });
      start = i + 1;
    }
  }
  pieces.push({ text: line.slice(start, end).trim(), end: line.length });
  return pieces.filter(({ text }) => text !== "" && text !== ";");
}

/** What stripping puts in beside the learner's own statements. */
const added = /^(?:"use strict"|exports\.[\w$]+ = |Object\.defineProperty\(exports|var _[\w$]+ = )/;

/** A finished line: what follows it begins a statement of its own. */
const finished = /[;{}]\s*(?:\/\/.*)?$/;

export class Statements {
  readonly #own: readonly string[];
  readonly #run: readonly string[];

  /**
   * @param own the text as the learner wrote it
   * @param run the same as it runs, line by line
   */
  constructor(own: string, run: string) {
    this.#own = own.split("\n");
    this.#run = run.split("\n");
  }

  /** The statement of a line, from 1, in which a column of the text that runs stands, from 1. */
  at(line: number, column: number): Statement {
    const own = piecesOf(this.#own[line - 1] ?? "");
    const run = piecesOf(this.#run[line - 1] ?? "").filter(({ text }) => !added.test(text));
    const found = run.findIndex(({ end }) => column - 1 <= end);
    const index = own.length === run.length && found >= 0 ? found : 0;
    return { text: own[index]?.text ?? "", index, of: own.length };
  }

  /** Whether what a statement makes is a tensor to be shown, as far as its text tells. */
  makesTensor(line: number, { text }: Statement): boolean {
    const bare = text.replace(/^export\s+/, "");
    // Several values at once have no one shape.
    if (/^(?:const|let|var)\s*[{[]/.test(bare)) return false;
    // A module, an optimizer, a data set: what it made on the way is its own.
    if (/^(?:(?:const|let|var)\s[^=]*=\s*|return\s+|[\w$.]+\s*=\s*)?(?:await\s+)?new\s/.test(bare))
      return false;
    // A call whose result nobody takes: a step, a way back, a filling in place.
    const alone = /^(?:await\s+)?[\w$.[\]]+\(.*\)\s*;?$/s.test(bare) && !/^return\b/.test(bare);
    if (!alone) return true;
    const before = this.#own
      .slice(0, line - 1)
      .findLast((one) => one.trim() !== "" && !one.trim().startsWith("//"));
    const begins = before === undefined || finished.test(before);
    const next = this.#own[line]?.trim() ?? "";
    const ends = bare.endsWith(";") || !next.startsWith(".");
    return !(begins && ends);
  }

  /** What a statement calls its value, where it gives it a name. */
  nameIn({ text }: Statement): string | undefined {
    return /^(?:export\s+)?(?:(?:const|let|var)\s+)?([\w$.]+)[^=(]*=(?!=|>)/.exec(text)?.[1];
  }
}
