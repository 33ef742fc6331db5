/**
 * The other side of `pool.ts`: the program a worker thread runs, as text, because that is the one form both
 * Node (`eval: true`) and browsers (a blob) start without a file that a bundler would have to know of. It
 * spins on the sequence number for a while, then sleeps; a command is carried out and counted off.
 */

/** The pool's words, as indices of 32-bit words from the start of the memory (bytes 1024–2047). */
export const control = {
  /** A count of commands, then the first and the last thread that the latest is for. */
  sequence: 256,
  /** Workers that have not finished the current command. */
  pending: 257,
  command: 258,
  program: 259,
  /** Three arguments of a run; of a load, the whole length, the chunk's place and the chunk's length. */
  args: 262,
  /** Workers asleep on `sequence`. */
  sleeping: 265,
  /** Whether the calling thread is asleep on `pending`. */
  callerSleeping: 266,
  /** Workers that have booted. */
  ready: 267,
  /** Set when a thread failed: those at a barrier give up. */
  failed: 268,
  /** Whether thread 0 may sleep: not on a browser's main thread. */
  callerMayWait: 269,
  /** Bytes of the error text in the mailbox. */
  errorLength: 270,
  // The barrier has a cache line to itself.
  arrived: 288,
  generation: 289,
  barrierSleeping: 290,
} as const;

/**
 * Bits of a thread's number in `sequence`. The threads are in one word with the count, so that a worker a
 * command is not for cannot take the next command's threads for this one's.
 */
export const threadBits = 5;
export const maxThreads: number = 1 << threadBits;
export const countShift: number = 2 * threadBits;

export const command = { load: 1, run: 2, unload: 3, stop: 4 } as const;

/** Code travels to workers in chunks of this size, through memory of its own. */
export const mailboxBytes: number = 1 << 18;

/** Turns of a worker's loop before it sleeps. */
const spins = 20_000;

const serve = `(memory, mailbox) => {
  const words = new Int32Array(memory.buffer, 0, 512);
  const mail = new Uint8Array(mailbox);
  const programs = new Map();
  let loading = null;
  let seen = Atomics.load(words, ${control.sequence});
  const tid = Atomics.add(words, ${control.ready}, 1) + 1;
  const carryOut = (kind, threads) => {
    const id = words[${control.program}];
    const [a, b, c] = words.subarray(${control.args}, ${control.args + 3});
    if (kind === ${command.run}) {
      programs.get(id)(tid, threads, a, b, c);
    } else if (kind === ${command.load}) {
      if (b === 0) loading = new Uint8Array(a);
      loading.set(mail.subarray(0, c), b);
      if (b + c < a) return;
      const module = new WebAssembly.Module(loading);
      loading = null;
      programs.set(id, new WebAssembly.Instance(module, { e: { m: memory } }).exports.main);
    } else if (kind === ${command.unload}) programs.delete(id);
  };
  for (;;) {
    let left = ${spins};
    while (Atomics.load(words, ${control.sequence}) === seen && left > 0) left--;
    if (left === 0) {
      Atomics.add(words, ${control.sleeping}, 1);
      Atomics.wait(words, ${control.sequence}, seen);
      Atomics.sub(words, ${control.sleeping}, 1);
    }
    const now = Atomics.load(words, ${control.sequence});
    if (now === seen) continue;
    seen = now;
    const last = now & ${maxThreads - 1};
    // A worker that booted meanwhile, or that a run leaves out, is not counted in this command.
    if (tid < ((now >> ${threadBits}) & ${maxThreads - 1}) || tid > last) continue;
    const kind = words[${control.command}];
    try {
      carryOut(kind, last + 1);
    } catch (error) {
      if (Atomics.exchange(words, ${control.failed}, 1) === 0) {
        const text = new TextEncoder().encode(String(error)).subarray(0, 1024);
        mail.set(text);
        words[${control.errorLength}] = text.length;
      }
      Atomics.notify(words, ${control.generation});
    }
    const wasLast = Atomics.sub(words, ${control.pending}, 1) === 1;
    if (wasLast && Atomics.load(words, ${control.callerSleeping}) === 1)
      Atomics.notify(words, ${control.pending});
    if (kind === ${command.stop}) return;
  }
}`;

/** For `new Worker(…, { eval: true, workerData: { memory, mailbox } })`. */
export const nodeWorkerSource: string = `
const { workerData } = require("node:worker_threads");
(${serve})(workerData.memory, workerData.mailbox);
`;

/** For a worker from a blob, which is sent `{ memory, mailbox }` as its first message. */
export const browserWorkerSource: string = `
const serve = ${serve};
onmessage = ({ data }) => {
  serve(data.memory, data.mailbox);
  close();
};
`;
