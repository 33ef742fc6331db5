/**
 * `node tools/publish/main.mjs [--out FOLDER] [--repository URL]`: lays the packages out for npm, the lowest first, and
 * prints what each would weigh. Prints the folders alone with `--list`, for a script that publishes them.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { pack, stage } from "./stage.mjs";

const { values } = parseArgs({
  options: {
    out: { type: "string", default: fileURLToPath(new URL("../../dist/npm", import.meta.url)) },
    repository: { type: "string" },
    list: { type: "boolean", default: false },
  },
});
const staged = stage(values.out, values.repository ? { repository: values.repository } : {});
if (values.list) for (const { folder } of staged) process.stdout.write(`${folder}\n`);
else {
  const kb = (bytes) => `${(bytes / 1000).toFixed(0)} KB`.padStart(9);
  for (const { name, version, size, unpackedSize, files } of pack(staged))
    process.stdout.write(
      `${`${name}@${version}`.padEnd(26)}${kb(size)} packed${kb(unpackedSize)} unpacked ${String(files.length).padStart(5)} files\n`,
    );
  process.stdout.write(`in ${join(values.out, "<package>")}; publish each from there.\n`);
}
