/** The table of commands: reads the line, runs one, turns errors into messages and exit statuses. */
import { parseArgs } from "node:util";
import type { Command, Flags, Io } from "./command.ts";

/** Each is loaded when it is called: the studio starts without the library that trains. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  studio: async () => (await import("./commands/studio.ts")).studio,
  learn: async () => (await import("./commands/learn.ts")).learn,
  check: async () => (await import("./commands/check.ts")).check,
  hint: async () => (await import("./commands/hint.ts")).hint,
  reset: async () => (await import("./commands/reset.ts")).reset,
  train: async () => (await import("./commands/train.ts")).train,
  data: async () => (await import("./commands/data.ts")).dataCommand,
  doctor: async () => (await import("./commands/doctor.ts")).doctor,
};

async function help(io: Io): Promise<void> {
  io.out("gradus: deep learning in TypeScript, learned step by step\n");
  for (const c of await Promise.all(Object.values(commands).map((load) => load())))
    io.out(`  ${c.name.padEnd(8)} ${c.summary}`);
  io.out("\ngradus COMMAND --help shows how to call it.");
}

function processIo(): Io {
  const controller = new AbortController();
  process.once("SIGINT", () => {
    controller.abort();
    // A second Ctrl-C ends at once.
    process.once("SIGINT", () => process.exit(130));
  });
  const isTerminal = process.stderr.isTTY === true;
  return {
    out: (line) => process.stdout.write(`${line}\n`),
    err: (line) => process.stderr.write(`${line}\n`),
    status: (line) => {
      if (isTerminal) process.stderr.write(`\r\x1b[2K${line}`);
    },
    isTerminal,
    get columns() {
      return process.stderr.columns || 80;
    },
    signal: controller.signal,
  };
}

/** Runs a command line; gives the exit status: 0 done, 1 the answer is no, 2 called wrongly. */
export async function main(line: readonly string[], io: Io = processIo()): Promise<number> {
  if (line[0] === "--help" || line[0] === "help") {
    await help(io);
    return 0;
  }
  // Alone, or with nothing but options, it opens the studio.
  const [name, ...rest] =
    line[0] === undefined || line[0].startsWith("-") ? ["studio", ...line] : line;
  const load = Object.hasOwn(commands, name as string) ? commands[name as string] : undefined;
  if (!load) {
    io.err(`gradus: there is no command "${name}"; it has ${Object.keys(commands).join(", ")}.`);
    return 2;
  }
  const command = await load();
  let parsed: { values: Flags; positionals: string[] };
  try {
    parsed = parseArgs({
      args: rest,
      options: { ...command.options, help: { type: "boolean" } },
      allowPositionals: true,
    }) as typeof parsed;
  } catch (error) {
    io.err(`${name}: ${(error as Error).message}\nusage: ${command.usage}`);
    return 2;
  }
  if (parsed.values.help) {
    io.out(`${command.summary}\nusage: ${command.usage}`);
    return 0;
  }
  try {
    return await command.run(parsed.positionals, parsed.values, io);
  } catch (error) {
    io.status("");
    io.err((error as Error).message);
    if (!("code" in (error as object))) io.err(String((error as Error).stack));
    return 1;
  }
}
