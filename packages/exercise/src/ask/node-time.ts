/**
 * How long a thread of Node has been at work: what it computed, and what it waited for its own timers. Linux counts
 * each thread's time on a processor; elsewhere it is at most what the whole process took, and at most what the
 * clock says.
 */
import { readFileSync, readlinkSync } from "node:fs";
import type { Worker } from "node:worker_threads";

/** The number that Linux knows this thread by; undefined elsewhere. */
export function threadNumber(): string | undefined {
  try {
    return readlinkSync("/proc/thread-self").split("/").at(-1);
  } catch {
    return undefined;
  }
}

/** The time on a processor of a thread of this process, in ms; undefined where it cannot be read. */
function processorMs(thread: string): number | undefined {
  try {
    const ns = Number(readFileSync(`/proc/self/task/${thread}/schedstat`, "utf8").split(" ")[0]);
    return ns > 0 ? ns / 1e6 : undefined;
  } catch {
    return undefined;
  }
}

/** What a worker's thread has been at work, from now on. */
export function workClock(worker: Worker, thread: string | undefined): () => number | undefined {
  const idleMs = (): number => worker.performance.eventLoopUtilization().idle;
  const computedMs = (): number | undefined =>
    thread === undefined ? undefined : processorMs(thread);
  if (computedMs() !== undefined)
    return () => {
      const ms = computedMs();
      return ms === undefined ? undefined : ms + idleMs();
    };
  const [start, processStart, idleStart] = [performance.now(), process.cpuUsage(), idleMs()];
  return () => {
    const { user, system } = process.cpuUsage(processStart);
    const atWork = (user + system) / 1000 + idleMs() - idleStart;
    return Math.min(performance.now() - start, atWork);
  };
}
