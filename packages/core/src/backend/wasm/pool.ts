/**
 * Threads over one shared WebAssembly memory. Every worker holds its own instances of the loaded programs;
 * a run wakes them by raising a number in memory, takes part itself as thread 0, and returns when all are
 * done: about two microseconds while the workers still spin. Workers boot in the background and count from the
 * moment they are ready; kernels give the same bits for any number of threads, so nobody sees when.
 */
import { InternalError } from "../../errors.ts";
import type { ModuleBuilder } from "./assembler.ts";
import { nodeBuiltin } from "./node.ts";
import {
  browserWorkerSource,
  command,
  control,
  countShift,
  mailboxBytes,
  maxThreads,
  nodeWorkerSource,
  threadBits,
} from "./pool-worker.ts";

/** A program's entry: `(tid, threads, a0, a1, a2)`. */
export type ThreadMain = (tid: number, threads: number, a0: number, a1: number, a2: number) => void;

export type RunArgs = readonly [number, number, number];

/** A worker could not finish its part: a trap, or a program its engine does not take. */
function workerFailedError(doing: string, reason: string): InternalError {
  return new InternalError(
    "internal/thread",
    `ThreadPool: a worker failed while ${doing}: ${reason}.`,
    "this is a fault of the library; run with one thread to see whether it stays.",
    { doing, reason },
  );
}

/** Turns of the caller's loop before it sleeps, where it may. */
const callerSpins = 100_000;

interface Stoppable {
  terminate(): unknown;
}

const nodeThreads = () => nodeBuiltin("node:worker_threads");

/** Whether this place can share memory between threads: Node, or a cross-origin isolated page. */
export function threadsAvailable(): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  if (nodeThreads()) return true;
  return typeof Worker !== "undefined" && globalThis.crossOriginIsolated === true;
}

export class ThreadPool {
  /** The threads there will be once all workers have booted. */
  readonly limit: number;
  private readonly memory: WebAssembly.Memory;
  private readonly words: Int32Array;
  private readonly mailbox: SharedArrayBuffer = new SharedArrayBuffer(mailboxBytes);
  private readonly mayWait: boolean;
  private readonly programs: Map<number, Uint8Array> = new Map();
  private readonly workers: Stoppable[] = [];
  /** Workers that have every program. */
  private admitted = 0;
  /** What the workers were last told to do, for an error that arrives later. */
  private doing = "";
  private closed = false;

  /** @param threads with the calling one; workers start at the first `load` */
  constructor(memory: WebAssembly.Memory, threads: number) {
    this.memory = memory;
    this.limit = Math.max(1, Math.min(threads, maxThreads));
    this.words = new Int32Array(memory.buffer, 0, 512);
    this.mayWait = nodeThreads() !== null || typeof window === "undefined";
    this.words.fill(0, control.sequence, control.barrierSleeping + 1);
    this.words[control.callerMayWait] = this.mayWait ? 1 : 0;
  }

  /**
   * The threads the next runs will use. Workers that booted since this was last read are admitted now, so
   * it does not change between reading it and running.
   */
  get threads(): number {
    const ready = Atomics.load(this.words, control.ready);
    if (ready > this.admitted && !this.closed) {
      const first = this.admitted + 1;
      for (const [id, bytes] of this.programs) this.send(id, bytes, first, ready);
      this.admitted = ready;
    }
    return this.admitted + 1;
  }

  /** Gives every worker a program: a module that imports the memory and exports `main`. */
  load(id: number, bytes: Uint8Array): void {
    this.start();
    this.programs.set(id, bytes);
    if (this.admitted > 0) this.send(id, bytes, 1, this.admitted);
  }

  unload(id: number): void {
    if (!this.programs.delete(id) || this.admitted === 0) return;
    this.dispatch(command.unload, id, 1, this.admitted, [0, 0, 0], "unloading a program");
  }

  /**
   * Runs a loaded program on all threads, or on the first few; `main` is this thread's own instance of it.
   *
   * @throws InternalError `internal/thread` if a worker traps; what this thread throws, if it does
   */
  run(id: number, main: ThreadMain, args: RunArgs, most: number = maxThreads): void {
    const [a0, a1, a2] = args;
    const threads = Math.min(most, this.admitted + 1);
    if (threads <= 1) {
      main(0, 1, a0, a1, a2);
      return;
    }
    this.dispatch(command.run, id, 1, threads - 1, args, "running a program");
    try {
      main(0, threads, a0, a1, a2);
    } catch (error) {
      // If a worker failed first, this thread only gave up at a barrier.
      const first = Atomics.exchange(this.words, control.failed, 1) === 0;
      Atomics.notify(this.words, control.generation);
      this.wait();
      if (!first) this.surface();
      this.recover();
      throw error;
    }
    this.finish();
  }

  /** Stops the workers; runs go on with one thread. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.wait();
    for (const worker of this.workers) worker.terminate();
    this.workers.length = 0;
    this.admitted = 0;
    Atomics.store(this.words, control.pending, 0);
  }

  private start(): void {
    if (this.workers.length > 0 || this.closed) return;
    const node = nodeThreads();
    const data = { memory: this.memory, mailbox: this.mailbox };
    const url = node
      ? ""
      : URL.createObjectURL(new Blob([browserWorkerSource], { type: "text/javascript" }));
    for (let i = 1; i < this.limit; i++) {
      if (node) {
        const worker = new node.Worker(nodeWorkerSource, { eval: true, workerData: data });
        // A worker that cannot start is a thread less, not a fault of the process.
        worker.on("error", () => {});
        worker.unref();
        this.workers.push(worker);
      } else {
        let worker: Worker;
        try {
          worker = new Worker(url);
        } catch {
          // The page's policy has no `worker-src blob:`: one thread computes the same.
          return;
        }
        worker.postMessage(data);
        this.workers.push(worker);
      }
    }
  }

  private send(id: number, bytes: Uint8Array, first: number, last: number): void {
    for (let place = 0; place < bytes.length; place += mailboxBytes) {
      const chunk = bytes.subarray(place, place + mailboxBytes);
      this.finish();
      new Uint8Array(this.mailbox).set(chunk);
      const args = [bytes.length, place, chunk.length] as const;
      this.dispatch(command.load, id, first, last, args, "compiling a program");
    }
  }

  /** Starts a command on some workers, after those before it have finished; does not wait for it. */
  private dispatch(
    kind: number,
    id: number,
    first: number,
    last: number,
    args: RunArgs,
    doing: string,
  ): void {
    this.finish();
    const { words } = this;
    this.doing = doing;
    words[control.command] = kind;
    words[control.program] = id;
    words.set(args, control.args);
    words[control.pending] = last - first + 1;
    const count = (words[control.sequence] >>> countShift) + 1;
    Atomics.store(words, control.sequence, (count << countShift) | (first << threadBits) | last);
    if (Atomics.load(words, control.sleeping) > 0) Atomics.notify(words, control.sequence);
  }

  /** Until all workers are done; throws if one of them failed. */
  private finish(): void {
    this.wait();
    if (Atomics.load(this.words, control.failed) !== 0) this.surface();
  }

  private wait(): void {
    const { words } = this;
    for (let left = callerSpins; left > 0 || !this.mayWait; left--)
      if (Atomics.load(words, control.pending) === 0) return;
    Atomics.store(words, control.callerSleeping, 1);
    for (;;) {
      const pending = Atomics.load(words, control.pending);
      if (pending === 0) break;
      Atomics.wait(words, control.pending, pending);
    }
    Atomics.store(words, control.callerSleeping, 0);
  }

  private surface(): never {
    const length = this.words[control.errorLength];
    // A decoder does not take shared memory, hence the copy.
    const text = new TextDecoder().decode(new Uint8Array(this.mailbox).slice(0, length));
    this.recover();
    throw workerFailedError(this.doing, text);
  }

  private recover(): void {
    this.words[control.arrived] = 0;
    this.words[control.barrierSleeping] = 0;
    this.words[control.failed] = 0;
  }
}

/** Turns of a barrier's loop before a thread sleeps, where it may. */
const barrierSpins = 50_000;

/** How long a thread at a barrier sleeps before it looks whether another failed. */
const barrierSleepNs = 10_000_000;

/**
 * A barrier `(tid, threads, control) -> ()` where `control` is the address of the pool's words (1024).
 * All threads leave when the last has come; they trap if one of them failed meanwhile.
 */
export function emitBarrier(module: ModuleBuilder): number {
  const f = module.func(null, ["i32", "i32", "i32"]);
  const [tid, threads, base] = [0, 1, 2];
  const at = (word: number): number => (word - control.sequence) * 4;
  const mine = f.local("i32");
  const left = f.local("i32");
  const changed = (): void => {
    f.get(base).atomic("load", at(control.generation)).get(mine).i32("ne");
  };
  f.get(threads).i32Const(2).i32("lt_s");
  f.if(() => f.return());
  f.get(base).atomic("load", at(control.generation)).set(mine);
  f.get(base).i32Const(1).atomic("add", at(control.arrived));
  f.get(threads).i32Const(1).i32("sub").i32("eq");
  f.if(() => {
    f.get(base).i32Const(0).atomic("store", at(control.arrived));
    f.get(base).i32Const(1).atomic("add", at(control.generation)).drop();
    f.get(base).atomic("load", at(control.barrierSleeping));
    f.if(() => f.get(base).i32Const(-1).atomic("notify", at(control.generation)).drop());
    f.return();
  });
  f.block((exit) => {
    f.loop((rest) => {
      f.i32Const(barrierSpins).set(left);
      f.loop((again) => {
        changed();
        f.brIf(exit);
        f.get(left).i32Const(1).i32("sub").tee(left).brIf(again);
      });
      f.get(base).atomic("load", at(control.failed));
      f.if(() => f.op(unreachable));
      f.get(tid).get(base).load("i32", at(control.callerMayWait)).i32("or").i32("eqz").brIf(rest);
      f.get(base).i32Const(1).atomic("add", at(control.barrierSleeping)).drop();
      f.get(base).get(mine).i64Const(barrierSleepNs);
      f.atomic("wait32", at(control.generation)).drop();
      f.get(base).i32Const(1).atomic("sub", at(control.barrierSleeping)).drop();
      f.br(rest);
    });
  });
  return f.index;
}

const unreachable = 0x00;
