/** What the server tells about content and progress, as signals the pages read. */
import { signal } from "@preact/signals";
import { eventsUrl, request } from "./connection.ts";

export interface LessonSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly course: string;
  readonly week: number;
  readonly minutes: number;
  readonly teaches: readonly string[];
  readonly exercises: readonly string[];
}

export interface ExerciseSummary {
  readonly id: string;
  readonly title: string;
  readonly lesson: string;
  readonly kind: "write" | "bug-hunt" | "explain";
  readonly scaffold: "guided" | "signature" | "blank";
  readonly uses: readonly string[];
}

export interface Catalogue {
  readonly courses: readonly {
    readonly id: string;
    readonly title: string;
    readonly summary: string;
  }[];
  readonly lessons: readonly LessonSummary[];
  readonly exercises: readonly ExerciseSummary[];
}

export type ExerciseState = "open" | "tried" | "passed";

export interface Progress {
  readonly exercises: Readonly<Record<string, ExerciseState>>;
  readonly readLessons: readonly string[];
  readonly concepts: readonly {
    readonly id: string;
    readonly level: "solid" | "shaky" | "unseen";
    readonly score: number;
  }[];
  readonly reviews: readonly { readonly exercise: string; readonly due: string }[];
  readonly next: { readonly lesson: string; readonly exercise: string | null; readonly why: string };
}

export const catalogue = signal<Catalogue | null>(null);
export const progress = signal<Progress | null>(null);
export const loadError = signal<string | null>(null);

export async function loadWorkspace(): Promise<void> {
  try {
    const [c, p] = await Promise.all([
      request<Catalogue>("/api/content"),
      request<Progress>("/api/progress"),
    ]);
    catalogue.value = c;
    progress.value = p;
    loadError.value = null;
  } catch (error) {
    loadError.value = error instanceof Error ? error.message : String(error);
  }
}

export async function refreshProgress(): Promise<void> {
  progress.value = await request<Progress>("/api/progress");
}

/** An event for progress.jsonl; lost connections keep it until the server is back. */
const waiting: unknown[] = [];

export async function tell(event: Record<string, unknown>): Promise<void> {
  waiting.push(event);
  while (waiting.length > 0) {
    await request("/api/events", { method: "POST", body: waiting[0] });
    waiting.shift();
  }
  await refreshProgress();
}

export type DiskChange =
  | { readonly kind: "exercise"; readonly id: string }
  | { readonly kind: "progress" }
  | { readonly kind: "runs" };

const listeners = new Set<(change: DiskChange) => void>();

/** Calls `listener` when a file of the workspace changes on disk. */
export function onDiskChange(listener: (change: DiskChange) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function watchWorkspace(): void {
  const source = new EventSource(eventsUrl("/api/watch"));
  source.onmessage = (message) => {
    const change = JSON.parse(message.data) as DiskChange;
    if (change.kind === "progress") void refreshProgress();
    for (const listener of listeners) listener(change);
  };
  source.onopen = () => {
    if (waiting.length > 0) {
      const event = waiting.shift();
      void tell(event as Record<string, unknown>);
    }
  };
}
