/**
 * One exercise that is open: its text and how it stands with the disk. The learner's text is never lost: it
 * is saved soon after each keystroke, kept while the server is away, and a file that changed on disk in the
 * meantime asks which of the two to keep.
 */
import type { ExerciseSummary } from "@gradus/content";
import { type Signal, signal } from "@preact/signals";
import { connection, RequestError, request } from "./connection.ts";
import { onDiskChange } from "./workspace.ts";

interface ExerciseAnswer {
  readonly meta: ExerciseSummary;
  readonly task: string;
  readonly hints: readonly string[];
  readonly hintsShown: number;
  readonly arranges: boolean;
  readonly starter: string;
  readonly text: string;
  readonly version: string;
  readonly passing: string | null;
}

export type SaveState = "saved" | "saving" | "unsaved" | "conflict";

const saveAfterMs = 400;

export class OpenExercise {
  readonly meta: ExerciseSummary;
  readonly task: string;
  readonly hints: readonly string[];
  readonly starter: string;
  /** Whether an answer's lines can be arranged, as a step before the last hint. */
  readonly arranges: boolean;
  readonly text: Signal<string>;
  readonly hintsShown: Signal<number>;
  readonly passing: Signal<string | null>;
  readonly saveState: Signal<SaveState> = signal<SaveState>("saved");
  /** Counts changes that did not come from the editor. */
  readonly replaced: Signal<number> = signal(0);
  #version: string;
  #disk: { text: string; version: string } | null = null;
  #timer = 0;
  #saving: Promise<void> = Promise.resolve();
  readonly #stop: () => void;

  constructor(answer: ExerciseAnswer) {
    this.meta = answer.meta;
    this.task = answer.task;
    this.hints = answer.hints;
    this.starter = answer.starter;
    this.arranges = answer.arranges;
    this.text = signal(answer.text);
    this.hintsShown = signal(answer.hintsShown);
    this.passing = signal(answer.passing);
    this.#version = answer.version;
    this.#stop = onDiskChange((change) => {
      if (change.kind !== "exercise" || change.id !== this.meta.id) return;
      if (change.version && change.version !== this.#version) void this.#reload();
    });
  }

  static async open(id: string): Promise<OpenExercise> {
    return new OpenExercise(await request<ExerciseAnswer>(`/api/exercises/${id}`));
  }

  /** Takes what the editor holds; saves it soon. */
  edit(text: string): void {
    if (text === this.text.value) return;
    this.text.value = text;
    if (this.saveState.value !== "conflict") this.saveState.value = "unsaved";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), saveAfterMs) as unknown as number;
  }

  /** Saves now, after any saving that is under way. */
  save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#saving = this.#saving.then(() => this.#saveOnce());
    return this.#saving;
  }

  async #saveOnce(): Promise<void> {
    if (this.saveState.value !== "unsaved") return;
    const text = this.text.value;
    this.saveState.value = "saving";
    try {
      const { version } = await request<{ version: string }>(`/api/exercises/${this.meta.id}`, {
        method: "PUT",
        body: { text, baseVersion: this.#version },
      });
      this.#version = version;
      this.saveState.value = this.text.value === text ? "saved" : "unsaved";
    } catch (error) {
      if (error instanceof RequestError && error.status === 409) {
        this.#disk = error.body as { text: string; version: string };
        this.saveState.value = "conflict";
        return;
      }
      this.saveState.value = "unsaved";
      // Tries again until the server is back.
      if (connection.value === "lost")
        this.#timer = setTimeout(() => void this.save(), 2000) as unknown as number;
      else throw error;
    }
  }

  async #reload(): Promise<void> {
    const answer = await request<ExerciseAnswer>(`/api/exercises/${this.meta.id}`);
    if (answer.text === this.text.value) {
      this.#version = answer.version;
      return;
    }
    if (this.saveState.value === "saved") this.#take(answer);
    else {
      this.#disk = answer;
      this.saveState.value = "conflict";
    }
  }

  #take({ text, version }: { text: string; version: string }): void {
    this.#version = version;
    this.text.value = text;
    this.saveState.value = "saved";
    this.replaced.value++;
  }

  /** Settles a conflict: the disk's text, or the editor's. */
  settle(keep: "disk" | "mine"): void {
    const disk = this.#disk;
    if (!disk) return;
    this.#disk = null;
    if (keep === "disk") {
      this.#take(disk);
      return;
    }
    this.#version = disk.version;
    this.saveState.value = "unsaved";
    void this.save();
  }

  /** Puts the starter back; the server keeps the old text in notes/. */
  async reset(): Promise<void> {
    await this.save();
    this.#take(await request(`/api/exercises/${this.meta.id}/reset`, { method: "POST", body: {} }));
  }

  close(): void {
    this.#stop();
    void this.save();
  }
}
