/**
 * The file of a Node worker: loads the library, and of the other modules it was told of those that its one request's
 * files name.
 */
import { parentPort, workerData } from "node:worker_threads";
import { threadNumber } from "../ask/node-time.ts";
import { type FurtherModules, serveGrader, type WorkerPort } from "./worker.ts";

const { modules } = workerData as { modules: Readonly<Record<string, string>> };
const { gradus, ...others } = modules;
const loaded: Record<string, object> = {};
if (gradus !== undefined) loaded.gradus = (await import(gradus)) as object;
const further: FurtherModules = Object.fromEntries(
  Object.entries(others).map(([name, address]) => [
    name,
    async (): Promise<object> => (await import(address)) as object,
  ]),
);
const port = parentPort;
const thread = threadNumber();
if (port) {
  // Bound before any of the learner's code runs.
  const post = port.postMessage.bind(port);
  const own: WorkerPort = {
    post: (reply) =>
      post(reply.kind === "ready" && thread !== undefined ? { ...reply, thread } : reply),
    once: (listener) => port.once("message", listener),
  };
  serveGrader(loaded, own, further);
}
