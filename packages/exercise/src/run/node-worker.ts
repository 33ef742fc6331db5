/** The file of a Node worker: loads the modules it was told of and serves one request. */
import { parentPort, workerData } from "node:worker_threads";
import { serveGrader } from "./worker.ts";

const { modules } = workerData as { modules: Readonly<Record<string, string>> };
const loaded: Record<string, object> = {};
for (const [name, address] of Object.entries(modules)) {
  const module = (await import(address)) as object;
  loaded[name] = module;
}
const port = parentPort;
if (port)
  serveGrader(loaded, {
    post: port.postMessage.bind(port),
    once: (listener) => port.once("message", listener),
  });
