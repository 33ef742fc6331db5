/** The table of commands: reads the line, runs one, turns errors into messages and exit statuses. */
import { parseArgs } from "node:util";
import type { Command, Flags, Io } from "./command.ts";
import { dataCommand } from "./commands/data.ts";
import { doctor } from "./commands/doctor.ts";
import { train } from "./commands/train.ts";

const commands: readonly Command[] = [train, dataCommand, doctor];

function help(io: Io): void {
  io.out("gradus: deep learning in TypeScript, learned step by step\n");
  for (const c of commands) io.out(`  ${c.name.padEnd(8)} ${c.summary}`);
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
    signal: controller.signal,
  };
}

/** Runs a command line; gives the exit status: 0 done, 1 the answer is no, 2 called wrongly. */
export async function main(line: readonly string[], io: Io = processIo()): Promise<number> {
  const [name, ...rest] = line;
  if (!name || name === "--help" || name === "help") {
    help(io);
    return name ? 0 : 2;
  }
  const command = commands.find((c) => c.name === name);
  if (!command) {
    io.err(
      `gradus: there is no command "${name}"; it has ${commands.map((c) => c.name).join(", ")}.`,
    );
    return 2;
  }
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
