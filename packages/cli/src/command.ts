/** What a command is. The world comes in as `io`, so that a test needs no process. */

export interface Io {
  out(line: string): void;
  err(line: string): void;
  /** Replaces the present line of a terminal; does nothing elsewhere. */
  status(line: string): void;
  /** Asks whoever sits at the terminal; null where they want to go on without an answer. Missing where nobody sits there. */
  readonly ask?: (question: string) => Promise<string | null>;
  /** Whether messages go to a terminal. */
  readonly isTerminal: boolean;
  /** Whether results may be coloured: they go to a terminal, and nobody has asked for none. */
  readonly colors: boolean;
  /** How many characters a line of the terminal holds. */
  readonly columns: number;
  /** Aborted when the user asks to stop, or when nobody reads what is written. */
  readonly signal: AbortSignal;
}

export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** An option, and what is said about it. */
export type CommandOption =
  | { readonly type: "boolean"; readonly about: string }
  | {
      readonly type: "string";
      /** What stands for its value: `FOLDER`. */
      readonly value: string;
      readonly about: string;
    };

export interface Command {
  readonly name: string;
  readonly summary: string;
  /** The call without its options: `gradus check [ID …]`. */
  readonly usage: string;
  /** More to know, a paragraph each. */
  readonly about?: readonly string[];
  readonly options: Readonly<Record<string, CommandOption>>;
  /** Exit status: 0 done, 1 the answer is no, 2 called wrongly. */
  run(args: readonly string[], flags: Flags, io: Io): Promise<number>;
}

/** The options of every command that works on the learner's folder. */
export const workspaceOptions: Readonly<Record<"workspace" | "content", CommandOption>> = {
  workspace: {
    type: "string",
    value: "FOLDER",
    about:
      "the learner's folder; without it this folder if it is a workspace or empty, else gradus-workspace in it",
  },
  content: {
    type: "string",
    value: "FOLDER",
    about: "the folder with courses/; without it the courses that come with the program",
  },
};

/** For programs that read what a command prints. */
export const jsonOption: CommandOption = {
  type: "boolean",
  about: "print the result as JSON, for programs",
};
