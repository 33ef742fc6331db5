/**
 * Paths without a disk: plain names joined by slashes, seen from one top folder. Both the content (`courses/…`) and
 * a learner's exercises (`neural-networks/sigmoid.ts`) are such trees, and an import in one of their files means
 * what it would mean on a disk: a path from the folder the file is in.
 */

const relative = /^\.\.?\//;

/** Whether an import names a file, and not a package. */
export const isRelative = (specifier: string): boolean => relative.test(specifier);

/**
 * The path an import leads to, or null where it leaves the top folder or names no file.
 *
 * @example importedPath("neural-networks/softmax.ts", "../shapes/sum.ts") // "shapes/sum.ts"
 */
export function importedPath(file: string, specifier: string): string | null {
  if (!isRelative(specifier)) return null;
  const names = file.split("/").slice(0, -1);
  for (const name of specifier.split("/")) {
    if (name === "..") {
      if (names.pop() === undefined) return null;
    } else if (name !== "." && name !== "") names.push(name);
  }
  return names.join("/");
}

/**
 * How one file imports another.
 *
 * @example importOf("neural-networks/softmax.ts", "neural-networks/sigmoid.ts") // "./sigmoid.ts"
 */
export function importOf(file: string, imported: string): string {
  const from = file.split("/").slice(0, -1);
  const to = imported.split("/");
  let same = 0;
  while (same < from.length && same < to.length - 1 && from[same] === to[same]) same++;
  const up = "../".repeat(from.length - same) || "./";
  return up + to.slice(same).join("/");
}

/** The folder of an exercise in the content. */
export const folderOf = ({ id, folder }: { id: string; folder?: string }): string => folder ?? id;
