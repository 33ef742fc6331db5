/** What the server tells about content and progress, as signals the pages read. */
import type { Catalogue, LearningAct, Progress } from "@gradus/content";
import { signal } from "@preact/signals";
import { connection, eventsUrl, request } from "./connection.ts";

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
const waiting: (LearningAct & { readonly at: string })[] = [];

export async function tell(act: LearningAct): Promise<void> {
  waiting.push({ ...act, at: new Date().toISOString() });
  await sendWaiting();
}

let sending: Promise<void> = Promise.resolve();

/** Sends what waits, after any sending that is under way: two at once would send the same event twice. */
function sendWaiting(): Promise<void> {
  sending = sending.catch(() => {}).then(sendAll);
  return sending;
}

async function sendAll(): Promise<void> {
  try {
    while (waiting.length > 0) {
      await request("/api/events", { method: "POST", body: waiting[0] });
      waiting.shift();
    }
    await refreshProgress();
  } catch (error) {
    // Without a connection the events wait; anything else is worth knowing.
    if (connection.value !== "lost") throw error;
  }
}

export type DiskChange =
  | { readonly kind: "exercise"; readonly id: string; readonly version: string | null }
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
    connection.value = "ok";
    void sendWaiting();
  };
  source.onerror = () => {
    connection.value = "lost";
  };
}
