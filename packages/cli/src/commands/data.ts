/** `gradus data get NAME`: downloads a data set, resuming and verifying. */
import { data } from "gradus";
import type { Command } from "../command.ts";
import { usageLine } from "../command-line.ts";

export const dataCommand: Command = {
  name: "data",
  summary: "download a data set: gradus data get fashion-mnist",
  usage: "gradus data get NAME",
  about: [
    `There is ${data.datasets.map((d) => `${d.name} (${d.title}; ${d.license})`).join(", ")}. A download that breaks off goes on where it was, and every file is held against its SHA-256.`,
  ],
  options: {
    mirror: { type: "string", value: "URL", about: "try this address before the data set's own" },
    root: {
      type: "string",
      value: "FOLDER",
      about: "keep data sets here; without it in $GRADUS_HOME, or ~/.cache/gradus",
    },
  },

  async run([verb, name], flags, io) {
    if (verb !== "get" || !name) {
      io.err(`data: say what to get.\n${usageLine(this)}`);
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
