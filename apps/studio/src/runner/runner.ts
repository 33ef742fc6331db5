/**
 * Where the learner's code runs: in workers of a hidden frame that belongs to another site (`localhost` where
 * the page came from `127.0.0.1`, and the other way round). Browsers give another site a process of its own, so
 * code that takes all the memory a process may have ends that process, and not the page with the learner's text.
 * Nobody is told when that happens: the frame is asked whether it is there, and gives no answer any more.
 *
 * Where such a frame cannot be had, workers are the page's own.
 */
import type { FromFrame, ToFrame, WorkerName } from "./protocol.ts";
import { startWorker } from "./start.ts";

export type LearnerEvent<Reply> =
  | { readonly kind: "message"; readonly data: Reply }
  | { readonly kind: "error"; readonly error: Error }
  /** Its process has gone. */
  | { readonly kind: "out-of-memory" };

export interface LearnerWorker<Message, Reply> {
  post(message: Message): void;
  /** Calls back with everything the worker does, from now on. */
  listen(listener: (event: LearnerEvent<Reply>) => void): void;
  terminate(): void;
}

/** A frame that has not come by then will not. */
const frameWithinMs = 4000;
const askEveryMs = 150;
/** So many questions without an answer mean that the frame's process has gone. */
const mostUnanswered = 5;

interface Place {
  start(worker: PlacedWorker): void;
  post(id: number, message: unknown): void;
  end(id: number): void;
}

/** The name under which this server is another site. */
const otherHost = (name: string): string => (name === "localhost" ? "127.0.0.1" : "localhost");

/** A worker that begins when there is a place for it; what it is sent before waits. */
class PlacedWorker implements LearnerWorker<unknown, unknown> {
  readonly id: number;
  readonly name: WorkerName;
  over = false;
  /** It has not said anything yet, so none of the learner's code has run in it. */
  silent = true;
  #place: Place | null = null;
  /** What it was sent while it was silent. */
  #sent: unknown[] = [];
  #listener: (event: LearnerEvent<unknown>) => void = () => {};

  constructor(id: number, name: WorkerName) {
    this.id = id;
    this.name = name;
  }

  /** Begins at a place; once more at another if that is gone before it said anything. */
  begin(place: Promise<Place>): void {
    this.#place = null;
    void place.then((found) => {
      if (this.over) return;
      this.#place = found;
      found.start(this);
      for (const message of this.#sent) found.post(this.id, message);
    });
  }

  post(message: unknown): void {
    if (this.silent) this.#sent.push(message);
    this.#place?.post(this.id, message);
  }

  listen(listener: (event: LearnerEvent<unknown>) => void): void {
    this.#listener = listener;
  }

  terminate(): void {
    if (this.over) return;
    this.over = true;
    this.#place?.end(this.id);
  }

  /** Tells what its worker did. */
  tell(event: LearnerEvent<unknown>): void {
    if (this.over) return;
    this.silent = false;
    this.#sent = [];
    this.#listener(event);
  }
}

/** Workers of the page itself. */
function ownPlace(): Place {
  const workers = new Map<number, Worker>();
  return {
    start(worker) {
      const own = startWorker(worker.name);
      workers.set(worker.id, own);
      own.onmessage = ({ data }) => worker.tell({ kind: "message", data });
      own.onerror = ({ message }) => worker.tell({ kind: "error", error: new Error(message) });
    },
    post: (id, message) => workers.get(id)?.postMessage(message),
    end(id) {
      workers.get(id)?.terminate();
      workers.delete(id);
    },
  };
}

/** Workers behind a frame's port; `gone` is called once when the frame answers no more. */
function framePlace(port: MessagePort, gone: () => void): Place {
  const workers = new Map<number, PlacedWorker>();
  const say = (message: ToFrame): void => port.postMessage(message);
  let timer = 0;
  let unanswered = 0;
  let askedAt = 0;

  const rest = (): void => {
    clearInterval(timer);
    timer = 0;
  };
  const ask = (): void => {
    const now = performance.now();
    // A page that was itself kept from running says nothing about the frame.
    const onTime = now - askedAt < 2 * askEveryMs;
    askedAt = now;
    unanswered = onTime ? unanswered + 1 : 1;
    if (unanswered <= mostUnanswered) say({ kind: "ping" });
    else end();
  };
  const end = (): void => {
    rest();
    port.close();
    gone();
    for (const worker of workers.values())
      if (worker.silent) worker.begin(somePlace());
      else worker.tell({ kind: "out-of-memory" });
    workers.clear();
  };

  port.onmessage = ({ data }: MessageEvent<FromFrame>) => {
    unanswered = 0;
    if (data.kind === "message") workers.get(data.id)?.tell({ kind: "message", data: data.data });
    else if (data.kind === "error")
      workers.get(data.id)?.tell({ kind: "error", error: new Error(data.message) });
  };
  return {
    start(worker) {
      workers.set(worker.id, worker);
      say({ kind: "start", id: worker.id, name: worker.name });
      if (timer) return;
      unanswered = 0;
      askedAt = performance.now();
      timer = setInterval(ask, askEveryMs) as unknown as number;
    },
    post: (id, message) => say({ kind: "post", id, message }),
    end(id) {
      workers.delete(id);
      say({ kind: "end", id });
      if (workers.size === 0) rest();
    },
  };
}

let place: Promise<Place> | null = null;

/** Opens the frame; undefined when it does not come. */
function openFrame(): Promise<Place | undefined> {
  const { protocol, hostname, port } = location;
  const origin = `${protocol}//${otherHost(hostname)}${port && `:${port}`}`;
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = "";
  frame.allow = "cross-origin-isolated";
  frame.src = `${origin}/run.html`;
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    const late = setTimeout(() => {
      frame.remove();
      done(undefined);
    }, frameWithinMs);
    port1.onmessage = () => {
      clearTimeout(late);
      done(
        framePlace(port1, () => {
          frame.remove();
          place = null;
        }),
      );
    };
    frame.onload = () => frame.contentWindow?.postMessage(null, origin, [port2]);
    document.body.append(frame);
  });
}

/** Where workers are, or a new frame for them. */
function somePlace(): Promise<Place> {
  place ??= openFrame().then((found) => found ?? ownPlace());
  return place;
}

let started = 0;

/**
 * Starts a worker for a learner's code.
 *
 * @typeParam Message what it is sent
 * @typeParam Reply what it says
 */
export function startLearnerWorker<Message, Reply>(
  name: WorkerName,
): LearnerWorker<Message, Reply> {
  const worker = new PlacedWorker(++started, name);
  worker.begin(somePlace());
  return worker as LearnerWorker<Message, Reply>;
}
