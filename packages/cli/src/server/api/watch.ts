/** A stream of what changes on the disk. */
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import type { DiskChange } from "../../workspace/watch.ts";

/** Calls back with changes of the disk until the returned function is called. */
export type OnChange = (listener: (change: DiskChange) => void) => () => void;

/** Tells both sides when the other is gone. */
const beatMs = 15_000;

export function watchApi(onChange: OnChange): Hono {
  const app = new Hono();
  app.get("/watch", (c) =>
    streamSSE(c, async (stream) => {
      await new Promise<void>((done) => {
        const stop = onChange((change) => {
          void stream.writeSSE({ data: JSON.stringify(change) });
        });
        const beat = setInterval(() => void stream.write(": here\n\n"), beatMs);
        stream.onAbort(() => {
          stop();
          clearInterval(beat);
          done();
        });
        void stream.write(": here\n\n");
      });
    }),
  );
  return app;
}
