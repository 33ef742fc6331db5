/** The file of a Node worker: loads the modules it was told of and serves one request. */
import { parentPort, workerData } from "node:worker_threads";
import { threadNumber } from "../ask/node-time.ts";
import { serveGrader } from "./worker.ts";

const { modules } = workerData as { modules: Readonly<Record<string, string>> };
const loaded: Record<string, object> = {};
for (const [name, address] of Object.entries(modules)) {
  const module = (await import(address)) as object;
  loaded[name] = module;
}
const port = parentPort;
const thread = threadNumber();
if (port) {
  // Bound before any of the learner's code runs.
  const post = port.postMessage.bind(port);
  serveGrader(loaded, {
    post: (reply) =>
      post(reply.kind === "ready" && thread !== undefined ? { ...reply, thread } : reply),
    once: (listener) => port.once("message", listener),
  });
}
