/** Asks a project's worker, one thing after the other; what trains can be stopped. */
import { datasetsByName } from "../state/grading.ts";
import type {
  ProjectAnswers,
  ProjectReply,
  ProjectRequest,
  ProjectWant,
} from "../workers/project.worker.ts";

type Asking<W extends ProjectWant["want"]> = Extract<ProjectWant, { want: W }>;

/** What was asked has been stopped by whoever asked. */
export class Stopped extends Error {}

interface Waiting {
  readonly done: (answer: unknown) => void;
  readonly failed: (error: Error) => void;
  readonly progress: (share: number) => void;
}

export class ProjectAsker {
  readonly #lesson: string;
  readonly #name: string;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #count = 0;
  #stopped = false;
  /** What was asked last; the next waits for it. */
  #last: Promise<unknown> = Promise.resolve();
  #assets: ProjectRequest["assets"] = {};

  constructor(lesson: string, name: string) {
    this.#lesson = lesson;
    this.#name = name;
    this.#worker = new Worker(new URL("../workers/project.worker.ts", import.meta.url), {
      type: "module",
    });
    this.#worker.onmessage = ({ data }: MessageEvent<ProjectReply>) => {
      const waiting = this.#waiting.get(data.id);
      if (data.kind === "progress") {
        waiting?.progress(data.share);
        return;
      }
      this.#waiting.delete(data.id);
      // What was finished at the moment it was stopped is stopped, too.
      if (this.#stopped) waiting?.failed(new Stopped());
      else if (data.kind === "answer") waiting?.done(data.answer);
      else waiting?.failed(new Error(data.message));
    };
    this.#worker.onerror = (event) => {
      for (const { failed } of this.#waiting.values()) failed(new Error(event.message));
      this.#waiting.clear();
    };
  }

  /** Fetches the data that the project reads. */
  async load(assets: readonly string[]): Promise<void> {
    this.#assets = await datasetsByName(assets);
  }

  ask<W extends ProjectWant["want"]>(
    wanted: Asking<W>,
    progress: (share: number) => void = () => {},
  ): Promise<ProjectAnswers[W]> {
    const asked = this.#last.then(
      () =>
        new Promise<unknown>((done, failed) => {
          const id = ++this.#count;
          this.#stopped = false;
          this.#waiting.set(id, { done, failed, progress });
          this.#post({ id, ...(wanted as ProjectWant) });
        }),
    );
    this.#last = asked.catch(() => {});
    return asked as Promise<ProjectAnswers[W]>;
  }

  /** Ends what is being measured; whoever asked for it gets a Stopped. */
  stop(): void {
    this.#stopped = true;
    this.#post({ id: ++this.#count, want: "stop" });
  }

  end(): void {
    this.#worker.terminate();
  }

  #post(
    request:
      | Omit<Extract<ProjectRequest, { want: "stop" }>, "lesson" | "name" | "assets">
      | ({ id: number } & ProjectWant),
  ): void {
    this.#worker.postMessage({
      ...request,
      lesson: this.#lesson,
      name: this.#name,
      assets: this.#assets,
    } satisfies ProjectRequest);
  }
}
