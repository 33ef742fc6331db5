/** `gradus data get NAME`: downloads a data set, resuming and verifying. */
import { data } from "gradus";
import type { Command } from "../command.ts";

export const dataCommand: Command = {
  name: "data",
  summary: "download a data set: gradus data get fashion-mnist",
  usage: "gradus data get NAME [--mirror URL] [--root FOLDER]",
  options: { mirror: { type: "string" }, root: { type: "string" } },

  async run([verb, name], flags, io) {
    if (verb !== "get" || !name) {
      io.err(`data: say what to get\nusage: ${this.usage}`);
      return 2;
    }
    const folder = await data.getDataset(name, {
      ...(flags.mirror ? { mirror: String(flags.mirror) } : {}),
      ...(flags.root ? { root: String(flags.root) } : {}),
      signal: io.signal,
    });
    io.out(folder);
    return 0;
  },
};
