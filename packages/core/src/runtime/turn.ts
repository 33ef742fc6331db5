/**
 * Giving way. A loop that awaits what is already there never ends its turn: engines then keep everything a
 * weak reference has pointed to, finalizers do not run, and a page or server stands still. So a read that
 * comes after a while of work waits for the next turn of the event loop.
 */

/** Work between two turns, in milliseconds: half a frame. */
const turnMs = 8;

type Later = (done: () => void) => void;

/** The quickest way to the next turn there is here. */
function findLater(): Later {
  if (typeof setImmediate === "function") {
    const immediate = setImmediate;
    return (done) => void immediate(done);
  }
  if (typeof MessageChannel === "function") {
    const { port1, port2 } = new MessageChannel();
    const waiting: (() => void)[] = [];
    port1.onmessage = () => waiting.shift()?.();
    return (done) => {
      waiting.push(done);
      port2.postMessage(null);
    };
  }
  const timeout = setTimeout;
  return (done) => void timeout(done, 0);
}

const later = findLater();
let turn = performance.now();

/** Waits for the next turn of the event loop if the last one was a while ago. */
export async function giveWay(): Promise<void> {
  if (performance.now() - turn < turnMs) return;
  await new Promise<void>(later);
  turn = performance.now();
}
