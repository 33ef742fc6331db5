/**
 * Shapes while the learner types: the text is sent to a worker a moment after the last keystroke, and what it
 * says of each line comes back. A text that does not end is stopped with its worker; the next has a new one.
 */
import type { GradeRequest, ShapeTrace } from "@gradus/exercise";
import type { ShapesMessage, ShapesReply } from "@gradus/exercise/worker";
import { type LearnerWorker, startLearnerWorker } from "../runner/runner.ts";
import { gradingOf } from "../state/grading.ts";

const afterMs = 250;
const limitMs = 1500;
const bootMs = 15_000;

type ShapesWorker = LearnerWorker<ShapesMessage, ShapesReply>;

export class LiveShapes {
  readonly #exercise: string;
  readonly #tell: (trace: ShapeTrace, text: string) => void;
  #request: Promise<GradeRequest> | null = null;
  #worker: ShapesWorker | null = null;
  #wait = 0;
  #limit = 0;
  #id = 0;
  /** The text that was sent last. */
  #text = "";
  #busy = false;
  #next: string | null = null;
  #closed = false;

  /** @param tell is handed what a text's lines make; the text may have changed since */
  constructor(exercise: string, tell: (trace: ShapeTrace, text: string) => void) {
    this.#exercise = exercise;
    this.#tell = tell;
  }

  /** Looks at a text soon; a newer one takes its place. */
  look(text: string): void {
    this.#next = text;
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => void this.#send(), afterMs) as unknown as number;
  }

  async #send(): Promise<void> {
    if (this.#busy || this.#closed || this.#next === null) return;
    const text = this.#next;
    this.#text = text;
    this.#next = null;
    this.#busy = true;
    const id = ++this.#id;
    try {
      this.#request ??= gradingOf(this.#exercise);
      const asked = await this.#request;
      if (this.#closed) return;
      const sources = asked.sources.map((s) =>
        s.id === this.#exercise ? { ...s, learner: text } : s,
      );
      // A new worker takes its time to load, and then the text has its own.
      this.#endAfter(this.#worker ? limitMs : bootMs);
      this.#worker ??= this.#spawn();
      this.#worker.post({ id, request: { ...asked, sources } } satisfies ShapesMessage);
    } catch {
      // Without the server there are no shapes; the editor says elsewhere that it is away.
      this.#request = null;
      this.#finish();
    }
  }

  #spawn(): ShapesWorker {
    const worker: ShapesWorker = startLearnerWorker("shapes");
    worker.listen((event) => {
      if (worker !== this.#worker) return;
      if (event.kind !== "message") return this.#drop();
      const { data } = event;
      if (data.kind === "ready") return this.#endAfter(limitMs);
      if (data.id !== this.#id) return;
      this.#tell(data.trace, this.#text);
      if (data.done) this.#finish();
    });
    return worker;
  }

  #endAfter(ms: number): void {
    clearTimeout(this.#limit);
    this.#limit = setTimeout(() => this.#drop(), ms) as unknown as number;
  }

  /** Ends a worker that does not answer. */
  #drop(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#finish();
  }

  #finish(): void {
    clearTimeout(this.#limit);
    this.#busy = false;
    if (this.#next !== null) void this.#send();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#wait);
    clearTimeout(this.#limit);
    this.#worker?.terminate();
    this.#worker = null;
  }
}
