/** Reading a command's arguments, and saying how it is called. */
import { parseArgs } from "node:util";
import type { Command, CommandOption, Flags } from "./command.ts";
import { wrap } from "./terminal/markdown.ts";

export interface ParsedLine {
  readonly args: readonly string[];
  readonly flags: Flags;
}

/** A call that cannot be; the message says what, with the word as it was typed. */
export class CallError extends Error {}

/** How many letters have to be changed, added or left out to make one word the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min(
          (row[j] as number) + 1,
          (next[j - 1] as number) + 1,
          (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[b.length] as number;
}

/** The known word that was probably meant, or null. */
export function closest(word: string, known: readonly string[]): string | null {
  const ranked = known
    .map((k) => ({ k, d: k.startsWith(word) && word.length > 1 ? 0 : distance(word, k) }))
    .sort((a, b) => a.d - b.d);
  const [best] = ranked;
  return best && best.d <= Math.max(1, Math.floor(word.length / 3)) ? best.k : null;
}

const help: CommandOption = { type: "boolean", about: "show this" };

/** Reads arguments by a command's options. @throws CallError */
export function parseLine(line: readonly string[], command: Command): ParsedLine {
  const options: Readonly<Record<string, CommandOption>> = { ...command.options, help };
  const { tokens } = parseArgs({
    args: [...line],
    options: Object.fromEntries(
      Object.entries(options).map(([name, { type }]) => [
        name,
        { type, ...(name === "help" && { short: "h" }) },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  // Who asks for help gets it, whatever else the line says.
  if (tokens.some((t) => t.kind === "option" && t.name === "help" && t.value === undefined))
    return { args: [], flags: { help: true } };
  const flags: Record<string, string | boolean> = {};
  const args: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") args.push(token.value);
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) {
      const meant = closest(token.name, Object.keys(options));
      throw new CallError(
        `there is no option ${token.rawName}${meant ? `; did you mean --${meant}?` : ""}`,
      );
    }
    if (option.type === "boolean") {
      if (token.value !== undefined)
        throw new CallError(`${token.rawName} takes no value, but was given "${token.value}"`);
      flags[token.name] = true;
    } else {
      // Another option in its place means that the value was forgotten.
      if (
        token.value === undefined ||
        token.value === "" ||
        (!token.inlineValue && token.value.startsWith("--"))
      )
        throw new CallError(`${token.rawName} needs a value: ${token.rawName} ${option.value}`);
      flags[token.name] = token.value;
    }
  }
  return { args, flags };
}

/** How a command is called, in a line. */
export const usageLine = (command: Command): string =>
  `usage: ${command.usage} [options]; gradus help ${command.name} explains them.`;

/** Everything there is to say about a command. */
export function helpLines(command: Command, columns: number): string[] {
  const width = Math.min(columns, 100);
  const lines = [`${command.summary}`, "", `  ${command.usage} [options]`];
  for (const paragraph of command.about ?? []) lines.push("", ...wrap(paragraph, width));
  const rows = Object.entries({ ...command.options, help }).map(([name, option]) => ({
    call: option.type === "string" ? `--${name} ${option.value}` : `--${name}`,
    about: option.about,
  }));
  const wide = Math.max(...rows.map((r) => r.call.length)) + 4;
  lines.push("");
  for (const { call, about } of rows)
    for (const [i, line] of wrap(about, Math.max(20, width - wide)).entries())
      lines.push(`${i === 0 ? `  ${call}`.padEnd(wide) : " ".repeat(wide)}${line}`);
  return lines;
}
