/**
 * Files inside one folder. A path is a list of plain names, no name may be a link, and what is written appears
 * whole or not at all: it is written beside, flushed and renamed.
 */
import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  accessError,
  encodingError,
  kindError,
  linkError,
  nameError,
  sizeError,
} from "./errors.ts";

/** Windows has no such flag; there the check of the path alone has to do. */
const noFollow = constants.O_NOFOLLOW ?? 0;
const plainName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** Makes a folder and those above it one by one: Node's own way to do so calls a read-only disk a missing folder. */
export async function makeFolders(path: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there?.isDirectory()) return;
  if (dirname(path) !== path) await makeFolders(dirname(path));
  await mkdir(path).catch(async (error: unknown) => {
    // Another process may have made it meanwhile.
    if (!(await stat(path).catch(() => null))?.isDirectory()) throw error;
  });
}

/** The line, from 1, in which the first byte stands that is not UTF-8. */
function lineOfFirstOdd(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line++) {
    const newline = bytes.indexOf(10, from);
    const end = newline < 0 ? bytes.length : newline + 1;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(from, end));
    } catch {
      return line;
    }
    from = end;
  }
  return line;
}

export class Folder {
  readonly root: string;

  /** @param root an absolute path without links */
  constructor(root: string) {
    this.root = root;
  }

  /** A path below the root, every existing part of which is looked at. @throws WorkspaceError `workspace/name`, `workspace/link` */
  async path(...names: readonly string[]): Promise<string> {
    let at = this.root;
    for (const name of names) {
      if (!plainName.test(name) || name.includes("..")) throw nameError("a file", name);
      at = join(at, name);
      try {
        if ((await lstat(at)).isSymbolicLink()) throw linkError(names.join("/"));
      } catch (error) {
        if (codeOf(error) !== "ENOENT") throw error;
      }
    }
    return at;
  }

  /** Makes a folder where there is none. */
  async makeFolder(...names: readonly string[]): Promise<string> {
    const path = await this.path(...names);
    try {
      await makeFolders(path);
    } catch (error) {
      throw codeOf(error) === "EEXIST"
        ? kindError(names.join("/"), "a folder")
        : accessError(names.join("/"), error);
    }
    return path;
  }

  /** The plain files and folders in a folder, or nothing where there is no folder. Links are left out. */
  async list(...names: readonly string[]): Promise<{ name: string; folder: boolean }[]> {
    try {
      const entries = await readdir(await this.path(...names), { withFileTypes: true });
      return entries
        .filter((e) => (e.isFile() || e.isDirectory()) && plainName.test(e.name))
        .map((e) => ({ name: e.name, folder: e.isDirectory() }));
    } catch (error) {
      if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return [];
      throw error;
    }
  }

  /** A file's bytes, or null where there is none. */
  async readBytes(names: readonly string[], mostBytes: number): Promise<Buffer | null> {
    const path = await this.path(...names);
    let handle: Awaited<ReturnType<typeof open>>;
    try {
      // Without the last flag, opening a pipe somebody put there would wait forever.
      handle = await open(path, constants.O_RDONLY | noFollow | (constants.O_NONBLOCK ?? 0));
    } catch (error) {
      if (codeOf(error) === "ENOENT") return null;
      if (codeOf(error) === "ELOOP") throw linkError(names.join("/"));
      throw accessError(names.join("/"), error);
    }
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw kindError(names.join("/"), "a plain file");
      if (stats.size > mostBytes) throw sizeError(names.join("/"), stats.size, mostBytes);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  }

  /**
   * A file's text, or null where there is none.
   *
   * @throws WorkspaceError `workspace/encoding` for bytes that are not UTF-8: read with stand-ins for them and saved
   *   again, they would be lost
   */
  async readText(names: readonly string[], mostBytes: number): Promise<string | null> {
    const bytes = await this.readBytes(names, mostBytes);
    if (!bytes) return null;
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw encodingError(names.join("/"), lineOfFirstOdd(bytes));
    }
  }

  /** Writes a file whole or not at all. With `onlyNew` one that is there stays; gives whether it was written. */
  async write(
    names: readonly string[],
    text: string | Uint8Array,
    options: { onlyNew?: boolean } = {},
  ): Promise<boolean> {
    const path = await this.path(...names);
    if (options.onlyNew && (await exists(path))) return false;
    const beside = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.tmp`;
    try {
      const handle = await open(beside, "wx");
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(beside, path);
    } catch (error) {
      await unlink(beside).catch(() => {});
      throw accessError(names.join("/"), error);
    }
    return true;
  }

  /**
   * Appends one line with one write, which the system does not mix with another process's. A line that a crash
   * cut short is closed first, so that it cannot spoil this one.
   */
  async appendLine(names: readonly string[], line: string): Promise<void> {
    const path = await this.path(...names);
    let handle: Awaited<ReturnType<typeof open>>;
    try {
      handle = await open(
        path,
        constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | noFollow,
        0o644,
      );
    } catch (error) {
      if (codeOf(error) === "ELOOP") throw linkError(names.join("/"));
      throw accessError(names.join("/"), error);
    }
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) throw kindError(names.join("/"), "a plain file");
      const last = Buffer.alloc(1);
      if (stats.size > 0) await handle.read(last, 0, 1, stats.size - 1);
      const torn = stats.size > 0 && last[0] !== 10;
      await handle.write(Buffer.from(`${torn ? "\n" : ""}${line}\n`));
      await handle.datasync();
    } catch (error) {
      throw codeOf(error) ? accessError(names.join("/"), error) : error;
    } finally {
      await handle.close();
    }
  }
}

/** Whether anything is there, a broken link included. */
export async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}
