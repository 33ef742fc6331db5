/** Reading content from a disk. Links are not followed: a content folder may come from anyone. */
import { lstat, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { ContentError, folderError } from "../errors.ts";
import { type AssembledContent, assembleContent } from "./assemble.ts";
import { pathFile } from "./path.ts";
import type { Dataset } from "./types.ts";
import { parseVocabulary, type Vocabulary, vocabularyFiles } from "./vocabulary.ts";

const largest = 1 << 20;
const largestDataset = 16 << 20;
const wanted = /\.(md|ts|py|json|lock\.yaml)$/;

/**
 * Reads a content folder: the one that holds `courses/`. What is broken is reported and left out.
 *
 * @throws ContentError `content/folder` when there is no such folder
 */
export async function readContent(folder: string): Promise<AssembledContent> {
  const files = new Map<string, string>();
  const problems: ContentError[] = [];
  const read = async (path: string): Promise<void> => {
    const { size } = await stat(join(folder, path));
    if (size <= largest) files.set(path, await readFile(join(folder, path), "utf8"));
    else
      problems.push(
        folderError(path, `it has ${size} bytes`, `keep files below ${largest} bytes.`),
      );
  };
  // Hundreds of small files: waiting for one after the other would take most of a start.
  const walk = async (below: string): Promise<void> => {
    const entries = await readdir(join(folder, below), { withFileTypes: true });
    await Promise.all(
      entries.map(async (entry) => {
        const path = `${below}/${entry.name}`;
        if (entry.isDirectory()) await walk(path);
        else if (entry.isFile() && wanted.test(entry.name)) await read(path);
      }),
    );
  };
  try {
    await walk("courses");
    const path = await lstat(join(folder, pathFile)).catch(() => null);
    if (path?.isFile()) await read(pathFile);
    for (const kind of ["datasets", "papers"]) {
      const found = await lstat(join(folder, kind)).catch(() => null);
      if (found?.isDirectory()) await walk(kind);
    }
  } catch (error) {
    if (error instanceof ContentError) throw error;
    throw folderError(
      join(folder, "courses"),
      `it cannot be read (${(error as Error).message})`,
      "give the folder that holds courses/.",
    );
  }
  const assembled = assembleContent(files);
  return { content: assembled.content, problems: [...problems, ...assembled.problems] };
}

/**
 * The bytes of a data set.
 *
 * @throws ContentError `content/folder` when there is no such file, or it is too large
 */
export async function readDataset(folder: string, dataset: Dataset): Promise<Uint8Array> {
  const path = `${dataset.folder}/data.bin`;
  const found = await lstat(join(folder, path)).catch(() => null);
  if (!found?.isFile()) throw folderError(path, "there is no such file", "add it.");
  if (found.size > largestDataset)
    throw folderError(path, `it has ${found.size} bytes`, `keep it below ${largestDataset} bytes.`);
  return new Uint8Array(await readFile(join(folder, path)));
}

/** Reads the words that all courses share. @throws ContentError */
export async function readVocabulary(folder: string): Promise<Vocabulary> {
  const text = (file: string): Promise<string | undefined> =>
    readFile(join(folder, file), "utf8").catch(() => undefined);
  return parseVocabulary(await text(vocabularyFiles.steps), await text(vocabularyFiles.terms));
}
