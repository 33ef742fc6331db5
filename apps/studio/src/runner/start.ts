/** The workers themselves; a build tool finds a worker's file only where its address is written out. */
import type { WorkerName } from "./protocol.ts";

export function startWorker(name: WorkerName): Worker {
  return name === "grade"
    ? new Worker(new URL("../workers/grade.worker.ts", import.meta.url), { type: "module" })
    : new Worker(new URL("../workers/shapes.worker.ts", import.meta.url), { type: "module" });
}
