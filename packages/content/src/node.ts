/** Reading content from a disk. Links are not followed: a content folder may come from anyone. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type AssembledContent, assembleContent } from "./assemble.ts";
import { ContentError, folderError } from "./errors.ts";

const largest = 1 << 20;
const wanted = /\.(md|ts|py|json)$/;

/**
 * Reads a content folder: the one that holds `lessons/`. What is broken is reported and left out.
 *
 * @throws ContentError `content/folder` when there is no such folder
 */
export async function readContent(folder: string): Promise<AssembledContent> {
  const files = new Map<string, string>();
  const problems: ContentError[] = [];
  const walk = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
      const path = `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile() && wanted.test(entry.name)) {
        const { size } = await stat(join(folder, path));
        if (size <= largest) files.set(path, await readFile(join(folder, path), "utf8"));
        else
          problems.push(
            folderError(path, `it has ${size} bytes`, `keep files below ${largest} bytes.`),
          );
      }
    }
  };
  try {
    await walk("lessons");
  } catch (error) {
    if (error instanceof ContentError) throw error;
    throw folderError(
      join(folder, "lessons"),
      `it cannot be read (${(error as Error).message})`,
      "give the folder that holds lessons/.",
    );
  }
  const assembled = assembleContent(files);
  return { content: assembled.content, problems: [...problems, ...assembled.problems] };
}
