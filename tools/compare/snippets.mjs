/** The compare folders of the lessons: where they are, what is in them, and the value their last line states. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
export const libraries = ["gradus", "pytorch", "keras"];
const files = { gradus: "gradus.ts", pytorch: "pytorch.py", keras: "keras.py" };

/** Course, lesson and comparison: `01-neural-networks/04-shapes/softmax`. */
function nameOf(folder) {
  const lesson = dirname(dirname(folder));
  return [dirname(lesson), lesson, folder].map((path) => basename(path)).join("/");
}

/** Every compare folder that holds all three texts, in reading order. */
export function findSnippets(base = join(root, "content")) {
  return readdirSync(base, { recursive: true, withFileTypes: true })
    .filter((e) => e.isDirectory() && basename(e.parentPath ?? e.path) === "compare")
    .map((e) => join(e.parentPath ?? e.path, e.name))
    .filter((folder) => Object.values(files).every((name) => existsSync(join(folder, name))))
    .sort()
    .map((folder) => ({
      folder,
      name: nameOf(folder),
      texts: Object.fromEntries(
        libraries.map((l) => [l, readFileSync(join(folder, files[l]), "utf8")]),
      ),
    }));
}

/** Changes whenever one of the three texts does, so that a result cannot outlive what gave it. */
export const hashOf = (texts) =>
  createHash("sha256")
    .update(JSON.stringify(libraries.map((l) => texts[l])))
    .digest("hex")
    .slice(0, 16);

/** The text of the comment that ends the last line, or null. */
export function statedText(text, language) {
  const last = text.trimEnd().split("\n").at(-1) ?? "";
  const mark = language === "gradus" ? "//" : "#";
  const at = last.lastIndexOf(mark);
  return at < 0 ? null : last.slice(at + mark.length).trim();
}
