/** `gradus content`: what authors need: check what they write, and begin new lessons, exercises, data sets, papers. */
import { type Command, workspaceOptions } from "../command.ts";
import { usageLine } from "../command-line.ts";
import { checkContent } from "./content-check.ts";
import { kinds, newContent } from "./content-new.ts";

export const contentCommand: Command = {
  name: "content",
  summary: "for authors: check exercises, begin new ones: gradus content check softmax --watch",
  usage: `gradus content check [ID …] | content new ${kinds.join("|")} PATH`,
  about: [
    "check says what the tests of the content would say, of one exercise, of a lesson's, or of all. new writes a template. content/README.md has the form of an exercise on a page.",
  ],
  options: {
    watch: { type: "boolean", about: "check again at every save, until Ctrl-C" },
    update: { type: "boolean", about: "write what was computed into checks.lock.yaml" },
    content: workspaceOptions.content,
  },

  async run([verb, ...rest], flags, io) {
    if (verb === "check") return checkContent(rest, flags, io);
    if (verb === "new") return newContent(rest, flags, io);
    io.err(
      `content: ${verb ? `there is no "content ${verb}"` : "say what to do"}.\n${usageLine(this)}`,
    );
    return 2;
  },
};
