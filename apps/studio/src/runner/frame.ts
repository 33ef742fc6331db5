/**
 * The inside of the frame that learner code runs in: it starts workers for the page and passes on what they say.
 * Only the studio can have this page in a frame; the server's headers see to that.
 */
import type { FromFrame, ToFrame } from "./protocol.ts";
import { startWorker } from "./start.ts";

const workers = new Map<number, Worker>();

function serve(port: MessagePort): void {
  const say = (message: FromFrame): void => port.postMessage(message);
  port.onmessage = ({ data }: MessageEvent<ToFrame>) => {
    if (data.kind === "ping") say({ kind: "pong" });
    else if (data.kind === "post") workers.get(data.id)?.postMessage(data.message);
    else if (data.kind === "end") {
      workers.get(data.id)?.terminate();
      workers.delete(data.id);
    } else {
      const { id, name } = data;
      const worker = startWorker(name);
      workers.set(id, worker);
      worker.onmessage = (event) => say({ kind: "message", id, data: event.data });
      worker.onerror = (event) => say({ kind: "error", id, message: event.message });
    }
  };
  say({ kind: "ready" });
}

addEventListener("message", ({ source, ports: [port] }) => {
  if (source === parent && port) serve(port);
});
