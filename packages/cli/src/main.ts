/** The table of commands: reads the line, runs one, turns errors into messages and exit statuses. */
import { readFileSync } from "node:fs";
import type { Command, Io } from "./command.ts";
import {
  CallError,
  closest,
  helpLines,
  type ParsedLine,
  parseLine,
  usageLine,
} from "./command-line.ts";

/** Each is loaded when it is called: the studio starts without the library that trains. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  studio: async () => (await import("./commands/studio.ts")).studio,
  learn: async () => (await import("./commands/learn.ts")).learn,
  check: async () => (await import("./commands/check.ts")).check,
  hint: async () => (await import("./commands/hint.ts")).hint,
  compare: async () => (await import("./commands/compare.ts")).compare,
  reset: async () => (await import("./commands/reset.ts")).reset,
  train: async () => (await import("./commands/train.ts")).train,
  data: async () => (await import("./commands/data.ts")).dataCommand,
  content: async () => (await import("./commands/content.ts")).contentCommand,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
};

const load = (name: string): (() => Promise<Command>) | undefined =>
  Object.hasOwn(commands, name) ? commands[name] : undefined;

async function help(io: Io): Promise<void> {
  io.out("gradus: deep learning in TypeScript, learned step by step\n");
  for (const c of await Promise.all(Object.values(commands).map((one) => one())))
    io.out(`  ${c.name.padEnd(8)} ${c.summary}`);
  io.out("\ngradus help COMMAND explains one. gradus alone opens the studio.");
}

const version = (): string =>
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;

/** A question in the terminal; Ctrl-D goes on without an answer, Ctrl-C ends the command. */
const askInTerminal =
  (controller: AbortController): NonNullable<Io["ask"]> =>
  async (question) => {
    const { createInterface } = await import("node:readline");
    const lines = createInterface({ input: process.stdin, output: process.stderr });
    return new Promise((done) => {
      lines.on("SIGINT", () => {
        controller.abort();
        lines.close();
      });
      lines.on("close", () => done(null));
      lines.question(question, (answer) => {
        done(answer);
        lines.close();
      });
    });
  };

function processIo(): Io {
  const controller = new AbortController();
  process.once("SIGINT", () => {
    controller.abort();
    // A second Ctrl-C ends at once.
    process.once("SIGINT", () => process.exit(130));
  });
  // `gradus check | head -1`: who reads has gone. What is under way ends as after Ctrl-C, and says no more.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      controller.abort();
    });
  const isTerminal = process.stderr.isTTY === true;
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    status: (line) => {
      if (isTerminal) process.stderr.write(`\r\x1b[2K${line}`);
    },
    isTerminal,
    colors: process.stdout.isTTY === true && !process.env.NO_COLOR,
    get columns() {
      return process.stderr.columns || process.stdout.columns || 80;
    },
    signal: controller.signal,
    ...(isTerminal && process.stdin.isTTY && { ask: askInTerminal(controller) }),
  };
}

function noCommand(name: string, io: Io): number {
  const names = Object.keys(commands);
  const meant = closest(name, names);
  io.err(
    `gradus: there is no command "${name}"; ${meant ? `did you mean ${meant}?` : `it has ${names.join(", ")}.`}`,
  );
  return 2;
}

/** Runs a command line; gives the exit status: 0 done, 1 the answer is no, 2 called wrongly. */
export async function main(line: readonly string[], io: Io = processIo()): Promise<number> {
  const [first, second] = line;
  if (first === "--version" || first === "-v" || first === "version") {
    io.out(version());
    return 0;
  }
  if (first === "--help" || first === "-h" || first === "help") {
    if (second === undefined || second.startsWith("-")) {
      await help(io);
      return 0;
    }
    const asked = load(second);
    if (!asked) return noCommand(second, io);
    for (const text of helpLines(await asked(), io.columns)) io.out(text);
    return 0;
  }
  // Alone, or with nothing but options, it opens the studio.
  const [name, ...rest] = first === undefined || first.startsWith("-") ? ["studio", ...line] : line;
  const loader = load(name as string);
  if (!loader) return noCommand(name as string, io);
  const command = await loader();
  let parsed: ParsedLine;
  try {
    parsed = parseLine(rest, command);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    io.err(`${name}: ${error.message}.\n${usageLine(command)}`);
    return 2;
  }
  if (parsed.flags.help) {
    for (const text of helpLines(command, io.columns)) io.out(text);
    return 0;
  }
  try {
    return await command.run(parsed.args, parsed.flags, io);
  } catch (error) {
    io.status("");
    io.err((error as Error).message);
    if (!("code" in (error as object))) io.err(String((error as Error).stack));
    return 1;
  }
}
