/** What a command is. The world comes in as `io`, so that a test needs no process. */
import type { ParseArgsConfig } from "node:util";

export interface Io {
  out(line: string): void;
  err(line: string): void;
  /** Replaces the present line of a terminal; does nothing elsewhere. */
  status(line: string): void;
  readonly isTerminal: boolean;
  /** How many characters a line of the terminal holds. */
  readonly columns: number;
  /** Aborted when the user asks to stop. */
  readonly signal: AbortSignal;
}

export type Flags = Readonly<Record<string, string | boolean | undefined>>;

export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Exit status: 0 done, 1 the answer is no, 2 called wrongly. */
  run(args: readonly string[], flags: Flags, io: Io): Promise<number>;
}
