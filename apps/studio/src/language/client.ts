/**
 * The page's side of the language service: one worker for all editors, started when the first editor has been
 * looked at for a moment. What it does not answer is null, and a worker that dies is started again.
 */
import type { TypeProblem } from "@gradus/exercise";
import type {
  Boxed,
  CompletionItem,
  Described,
  LanguageMessage,
  LanguageReply,
  LanguageRequest,
  Problem,
} from "./protocol.ts";

/** A verdict does not wait longer for what it could add. */
const saidWithinMs = 4000;

let worker: Worker | null = null;
let counter = 0;
let files: Readonly<Record<string, string>> = {};
const waiting = new Map<number, (answer: unknown) => void>();

function drop(): void {
  worker?.terminate();
  worker = null;
  for (const answer of waiting.values()) answer(null);
  waiting.clear();
}

function start(): Worker {
  if (worker) return worker;
  const made = new Worker(new URL("../workers/language.worker.ts", import.meta.url), {
    type: "module",
  });
  worker = made;
  made.onmessage = ({ data }: MessageEvent<LanguageReply>) => {
    waiting.get(data.id)?.(data.answer);
    waiting.delete(data.id);
  };
  made.onerror = drop;
  void ask({ want: "open", files });
  return made;
}

/** Has the worker loaded, which takes the longest of all helpers, before anything is asked. */
export function startLanguage(): void {
  start();
}

function ask<T>(request: LanguageRequest): Promise<T | null> {
  const to = start();
  const id = ++counter;
  return new Promise((resolve) => {
    waiting.set(id, (answer) => resolve(answer as T | null));
    to.postMessage({ id, request } satisfies LanguageMessage);
  });
}

/** Hands over the learner's files that a program may import. */
export function openFiles(more: Readonly<Record<string, string>>): void {
  files = { ...files, ...more };
  if (worker) void ask({ want: "open", files: more });
}

export const problemsOf = (file: string, text: string): Promise<Problem[] | null> =>
  ask({ want: "problems", file, text });

/** What TypeScript knows about a file that did not pass, in words; null where it does not answer in time. */
export function problemsSaid(file: string, text: string): Promise<TypeProblem[] | null> {
  const late = new Promise<null>((done) => setTimeout(() => done(null), saidWithinMs));
  return Promise.race([ask<TypeProblem[]>({ want: "said", file, text }), late]);
}

export const completionsAt = (
  file: string,
  text: string,
  at: number,
): Promise<CompletionItem[] | null> => ask({ want: "completions", file, text, at });

export const hoverAt = (file: string, text: string, at: number): Promise<Described | null> =>
  ask({ want: "hover", file, text, at });

export const boxAt = (file: string, text: string, at: number): Promise<Boxed | null> =>
  ask({ want: "box", file, text, at });

export const insideOf = (path: string, name: string): Promise<Boxed | null> =>
  ask({ want: "inside", path, name });

export const detailsOf = (file: string, at: number, name: string): Promise<Described | null> =>
  ask({ want: "details", file, at, name });
