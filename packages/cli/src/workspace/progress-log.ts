/**
 * The learner's events on the disk. `progress.jsonl` is appended to; when it has grown large it is put away under a
 * name of its own, `progress-<time>-<letters>.jsonl`, and begun anew, so that it can be read at once however long
 * somebody learns. A rename is one act of the file system: whoever appends at that moment does so to one file or the
 * other, and nothing is lost.
 */
import { randomBytes } from "node:crypto";
import { rename, stat } from "node:fs/promises";
import {
  joinEvents,
  type LearningEvent,
  type ParsedEvents,
  parseEvents,
  textOfEvents,
} from "@gradus/content";
import { accessError } from "./errors.ts";
import type { Folder } from "./files.ts";

const current = "progress.jsonl";
const putAway = /^progress-\d{8}T\d{6}Z-[0-9a-f]{8}\.jsonl$/;
/** Where text that is no event is shown. */
const unreadableFile = "progress-unreadable.txt";
/** At about 110 bytes an event that is 70,000 of them. */
const rotateBytes = 8 << 20;
/** A string cannot be much longer. */
const pieceBytes = 64 << 20;
const mostBytes = 4 * 2 ** 30;

/** What could not be read of the events. */
export interface UnreadableProgress {
  readonly lines: number;
  /** Where they are written down with their places, seen from the workspace; null where that could not be written. */
  readonly file: string | null;
}

/** Parses a file, in pieces that end at line ends where it is very large. */
function parseBytes(bytes: Uint8Array): ParsedEvents {
  const parts: ParsedEvents[] = [];
  for (let from = 0; from < bytes.length || from === 0; ) {
    let to = bytes.length;
    if (to - from > pieceBytes) {
      const newline = bytes.lastIndexOf(10, from + pieceBytes);
      to = newline > from ? newline + 1 : from + pieceBytes;
    }
    parts.push(parseEvents(textOfEvents(bytes.subarray(from, to))));
    from = Math.max(to, 1);
  }
  return joinEvents(parts);
}

interface Parsed {
  /** What the file looked like. */
  readonly state: string;
  readonly events: ParsedEvents;
}

export class ProgressLog {
  readonly #files: Folder;
  /** What was read of each file, by what the file looked like then. */
  #parsed = new Map<string, Parsed>();
  /** All of it, by what all files looked like. */
  #joined: Parsed | null = null;

  readonly #rotateBytes: number;

  /** @param options.rotateBytes how large the file may be that is appended to */
  constructor(files: Folder, options: { readonly rotateBytes?: number } = {}) {
    this.#files = files;
    this.#rotateBytes = options.rotateBytes ?? rotateBytes;
  }

  async #names(): Promise<string[]> {
    const older = (await this.#files.list()).filter((f) => !f.folder && putAway.test(f.name));
    return [...older.map((f) => f.name).sort(), current];
  }

  /** Reads a file unless it looks as it did when it was read last. */
  async #read(name: string): Promise<Parsed> {
    const path = await this.#files.path(name);
    // A name is no part of it: a file that is put away is the same file.
    const look = async (): Promise<string> => {
      const found = await stat(path, { bigint: true }).catch(() => null);
      return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : "none";
    };
    const state = await look();
    const known = this.#parsed.get(state);
    if (known) return known;
    const bytes = await this.#files.readBytes([name], mostBytes);
    const events = parseBytes(bytes ?? new Uint8Array(0));
    // Another file may have taken its name, or a line have come to it, between the look and the reading.
    if ((await look()) !== state)
      return { state: `passing ${randomBytes(8).toString("hex")}`, events };
    const fresh = { state, events };
    this.#parsed.set(state, fresh);
    return fresh;
  }

  /** Everything that was done, in order of time, and what could not be read. */
  async #all(): Promise<ParsedEvents> {
    for (;;) {
      const names = await this.#names();
      // The current file first: one that is put away meanwhile is then missed here and found by the second look.
      const [now, ...older] = [
        await this.#read(current),
        ...(await Promise.all(names.slice(0, -1).map((name) => this.#read(name)))),
      ];
      if ((await this.#names()).join() !== names.join()) continue;
      const parts = [...older, now];
      const state = parts.map((p) => p.state).join("\n");
      if (this.#joined?.state === state) return this.#joined.events;
      const events = joinEvents(parts.map((p) => p.events));
      this.#parsed = new Map(parts.map((p) => [p.state, p]));
      this.#joined = { state, events };
      return events;
    }
  }

  async events(): Promise<readonly LearningEvent[]> {
    return (await this.#all()).events;
  }

  /** What could not be read, or null. It stays where it is, and is written down beside with its places. */
  async unreadable(): Promise<UnreadableProgress | null> {
    await this.#all();
    const lines: string[] = [];
    for (const name of await this.#names())
      for (const { line, text } of (await this.#read(name)).events.unreadable)
        lines.push(`${name}:${line}: ${text}`);
    if (lines.length === 0) return null;
    const text = `These lines are no events that this version of Gradus knows. They are where they were, and count for nothing.\n\n${lines.join("\n")}\n`;
    let file: string | null = unreadableFile;
    try {
      const before = await this.#files.readBytes([unreadableFile], mostBytes);
      if (before?.toString("utf8") !== text) await this.#files.write([unreadableFile], text);
    } catch {
      // A disk that cannot be written to is no reason not to say what was found.
      file = null;
    }
    return { lines: lines.length, file };
  }

  /** Appends an event's line. */
  async append(line: string): Promise<void> {
    await this.#rotate();
    await this.#files.appendLine([current], line);
  }

  /** Puts the file away when it is large. */
  async #rotate(): Promise<void> {
    const path = await this.#files.path(current);
    const found = await stat(path).catch(() => null);
    if (!found?.isFile() || found.size < this.#rotateBytes) return;
    const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    const name = `progress-${time}-${randomBytes(4).toString("hex")}.jsonl`;
    try {
      await rename(path, await this.#files.path(name));
    } catch (error) {
      // Another process was first.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw accessError(current, error);
    }
  }
}
