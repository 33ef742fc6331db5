/** What a new workspace holds before the first exercise is opened. */
import { existsSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const readme = `# My Gradus workspace

Everything here is yours: plain files, nothing hidden, good to keep in git.

| what | is |
|---|---|
| \`exercises/\` | your code, a folder a course and a file an exercise; edit it in the studio or in your own editor |
| \`notes/\` | your notes; also what you had before a reset, and your last version that passed |
| \`runs/\` | a folder for every training run; \`runs/deleted/\` keeps what you deleted until you remove it |
| \`progress.jsonl\` | what you did, a line each, only ever added to; earlier parts of it are \`progress-….jsonl\` |

| to | run |
|---|---|
| open the studio | \`gradus\` |
| see where you are and what is next | \`gradus learn\` |
| read it in the terminal | \`gradus learn next\` |
| check an exercise, again whenever you save it | \`gradus check sigmoid --watch\` |
| get a hint | \`gradus hint sigmoid\` |
| begin an exercise again | \`gradus reset sigmoid\` |
`;

/** Where the types of a package are, seen from a folder. */
function typesOf(name: string, folder: string): string | null {
  try {
    // Found on the disk by name; the entry itself may not be built yet, but its folder is there.
    const entry = fileURLToPath(import.meta.resolve(name));
    const file = `${basename(entry).replace(/\.[jt]s$/, "")}.d.ts`;
    const types = join(dirname(entry).replace(/[\\/]src$/, `${sep}dist`), file);
    if (!existsSync(types)) return null;
    return relative(folder, types).split(sep).join("/");
  } catch {
    return null;
  }
}

/** A configuration with which an editor knows the types of what exercises import. */
export function tsconfig(folder: string): string {
  const paths: Record<string, string[]> = {};
  for (const name of ["gradus", "gradus/vision", "@gradus/exercise"]) {
    const types = typesOf(name, folder);
    if (types) paths[name] = [types.startsWith(".") ? types : `./${types}`];
  }
  const config = {
    compilerOptions: {
      target: "es2022",
      lib: ["es2023", "dom"],
      module: "esnext",
      moduleResolution: "bundler",
      strict: true,
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      noEmit: true,
      paths,
    },
    include: ["exercises"],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
