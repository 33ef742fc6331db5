/** `gradus` or `gradus studio`: serves the studio over the workspace until it is stopped. */
import { type Command, workspaceOptions } from "../command.ts";
import { usageLine } from "../command-line.ts";
import { startServer } from "../server/server.ts";
import { openWorkspace, studioFolder } from "../workspace/find.ts";
import { openPage } from "./open-page.ts";

export const studio: Command = {
  name: "studio",
  summary: "open the studio in the browser; also what gradus alone does",
  usage: "gradus studio",
  about: [
    "It is served from this machine to this machine only, until Ctrl-C. The address that is printed holds a key that is new with every start.",
  ],
  options: {
    port: {
      type: "string",
      value: "N",
      about: "listen on this port; without it 4646, or any that is free",
    },
    "no-open": { type: "boolean", about: "print the address and open no browser" },
    ...workspaceOptions,
  },

  async run(args, flags, io) {
    const port = flags.port === undefined ? undefined : Number(flags.port);
    if (
      args.length > 0 ||
      (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536))
    ) {
      io.err(
        args.length > 0
          ? `studio: it takes no ${args[0]}; choose a folder with --workspace.\n${usageLine(this)}`
          : `studio: --port is ${flags.port}, but must be a whole number from 0 to 65535.\n${usageLine(this)}`,
      );
      return 2;
    }
    const { workspace, problems } = await openWorkspace(flags, io.err);
    for (const problem of problems) io.err(problem.message);
    const server = await startServer({ workspace, studio: studioFolder(), port });
    io.err(`workspace ${workspace.root}`);
    io.out(server.url);
    io.err("Ctrl-C ends it.");
    const closePage =
      !flags["no-open"] && io.isTerminal ? openPage(server.url, workspace.root) : undefined;
    if (!io.signal.aborted)
      await new Promise<void>((done) =>
        io.signal.addEventListener("abort", () => done(), { once: true }),
      );
    closePage?.();
    await server.close();
    return 0;
  },
};
