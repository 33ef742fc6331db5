/**
 * Reading progress.jsonl. Gradus writes one event a line as UTF-8, but the file is the learner's: an editor may have
 * put a byte order mark or UTF-16 there, a formatter line breaks or commas, a crash half a line. Whatever is an event
 * is read; the rest is handed back word for word with its place, so that it can be shown and kept.
 */
import { type LearningEvent, parseAct } from "./events.ts";

/** Text of progress.jsonl that is no event. */
export interface UnreadableText {
  /** The line it begins in, from 1. */
  readonly line: number;
  readonly text: string;
}

export interface ParsedEvents {
  /** In order of time. */
  readonly events: readonly LearningEvent[];
  readonly unreadable: readonly UnreadableText[];
}

type Act = ReturnType<typeof parseAct>;

/** The text of the file. UTF-16 is told by its mark or its zeros; what Gradus appended to it since is UTF-8. */
export function textOfEvents(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const big = (first === 0xfe && second === 0xff) || (first === 0 && second === 0x7b);
  const little = (first === 0xff && second === 0xfe) || (first === 0x7b && second === 0);
  const utf8 = new TextDecoder("utf-8");
  if (!big && !little) return utf8.decode(bytes);
  // UTF-16 text ends in a line end or a bracket, one half of which is a zero; UTF-8 text has none.
  const end = bytes.lastIndexOf(0) + (big ? 2 : 1);
  const before = new TextDecoder(big ? "utf-16be" : "utf-16le").decode(bytes.subarray(0, end));
  return before + utf8.decode(bytes.subarray(end));
}

const isTime = (at: unknown): at is string =>
  typeof at === "string" && Number.isFinite(Date.parse(at));

/** An event, or null for any other value. */
function eventOf(value: unknown): LearningEvent | null {
  const at = (value as { at?: unknown } | null)?.at;
  if (!isTime(at)) return null;
  try {
    return { at, ...parseAct(value) };
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A line as `eventLine` writes it: the time, then what was done. */
const usualLine = /^\{"at":"([0-9TZ:.+-]{16,32})",("kind":.+)\}$/;

/**
 * Reads lines as Gradus writes them. What was done repeats from line to line, only the time is new, so each act is
 * parsed and checked once.
 */
class UsualLines {
  readonly #acts = new Map<string, Act | null>();

  /** The event in a line, or null where it has to be looked at more closely. */
  read(line: string): LearningEvent | null {
    const [, at, rest] = usualLine.exec(line) ?? [];
    if (at === undefined || rest === undefined || !isTime(at)) return null;
    let act = this.#acts.get(rest);
    if (act === undefined) {
      const value = parseJson(`{${rest}}`);
      // A second time in the line would be the one that counts.
      const event =
        value !== undefined && !Object.hasOwn(value as object, "at")
          ? eventOf({ ...(value as object), at })
          : null;
      act = null;
      if (event) {
        const { at: _, ...done } = event;
        act = done as Act;
      }
      if (this.#acts.size > 20_000) this.#acts.clear();
      this.#acts.set(rest, act);
    }
    return act && { at, ...act };
  }
}

/** An event takes less, however it is laid out; bounds keep a damaged file from being searched again and again. */
const mostEvent = 32_768;
const mostDepth = 8;

/** Where the object that begins at `from` ends, or -1. A line end inside a string means that it was cut. */
function endOfObject(text: string, from: number): number {
  let depth = 0;
  let inString = false;
  const last = Math.min(text.length, from + mostEvent);
  for (let at = from; at < last; at++) {
    const c = text[at];
    if (inString) {
      if (c === "\\") at++;
      else if (c === '"') inString = false;
      else if (c === "\n") return -1;
    } else if (c === '"') inString = true;
    else if (c === "{") {
      if (++depth > mostDepth) return -1;
    } else if (c === "}" && --depth === 0) return at + 1;
  }
  return -1;
}

/** What stands between events and is nothing lost: white space, commas and brackets of a list, zeros of a crash. */
const between = /^[\s,[\]\0\ufeff]*$/;

/** Finds the events in text that is not one event a line, and collects what is none. */
function readLoose(
  text: string,
  firstLine: number,
  events: LearningEvent[],
  unreadable: UnreadableText[],
): void {
  /** Where the text begins that no event has been found in. */
  let begin = 0;
  let line = firstLine;
  const setAside = (end: number): void => {
    for (const [i, one] of text.slice(begin, end).split("\n").entries())
      if (!between.test(one)) unreadable.push({ line: line + i, text: one.trim() });
  };
  for (let at = text.indexOf("{"); at >= 0; ) {
    const end = endOfObject(text, at);
    const event = end < 0 ? null : eventOf(parseJson(text.slice(at, end)));
    if (event) {
      setAside(at);
      events.push(event);
      line += text.slice(begin, end).split("\n").length - 1;
      begin = end;
    }
    at = text.indexOf("{", event ? end : at + 1);
  }
  setAside(text.length);
}

/** The longest stretch of text without an event in a line of its own that is searched as one. */
const mostLoose = 1 << 16;

/** Reads the text of progress.jsonl. */
export function parseEvents(text: string): ParsedEvents {
  const events: LearningEvent[] = [];
  const unreadable: UnreadableText[] = [];
  const usual = new UsualLines();
  let loose = "";
  let looseLine = 0;
  const flush = (): void => {
    if (loose !== "") readLoose(loose, looseLine, events, unreadable);
    loose = "";
  };
  let line = 0;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf("\n", from);
    const end = newline < 0 ? text.length : newline;
    const one = text.slice(from, end).trim();
    line++;
    from = end + 1;
    // An event that fills a line also ends whatever was begun before it.
    const event = usual.read(one) ?? (one.startsWith("{") ? eventOf(parseJson(one)) : null);
    if (event) {
      flush();
      events.push(event);
      continue;
    }
    if (loose === "") {
      if (one === "") continue;
      looseLine = line;
    }
    loose += `${one}\n`;
    if (loose.length > mostLoose) flush();
  }
  flush();
  return { events: inOrder(events), unreadable };
}

/** Two programs write to the file. A stable sort keeps events of one moment as they are. */
function inOrder(events: LearningEvent[]): LearningEvent[] {
  const timed = events.map((event) => ({ event, ms: Date.parse(event.at) }));
  if (timed.every((t, i) => i === 0 || (timed[i - 1] as typeof t).ms <= t.ms)) return events;
  return timed.sort((a, b) => a.ms - b.ms).map((t) => t.event);
}

/** The events of several files as one list. */
export function joinEvents(parts: readonly ParsedEvents[]): ParsedEvents {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  return {
    events: inOrder(parts.flatMap((p) => p.events)),
    unreadable: parts.flatMap((p) => p.unreadable),
  };
}
