/** Trains the playground's network off the page's thread, as long as the page asks. */
import {
  type Losses,
  makeTrainer,
  type Trainer,
  type View,
  type WeightPlace,
} from "../playground/model.ts";
import type { Point } from "../playground/points.ts";
import type { Settings } from "../playground/state.ts";
import type { Surface } from "../playground/surface.ts";

/** `run` counts the networks; what comes late from an earlier one is not shown. */
export type PlaygroundRequest =
  | { readonly want: "reset"; readonly run: number; readonly settings: Settings }
  /**
   * Ends after so many epochs. With a time, that is when a picture is due: training ends then at the latest, and
   * is not shown sooner.
   */
  | {
      readonly want: "train";
      readonly run: number;
      readonly epochs: number;
      readonly timeMs?: number;
    }
  /** A weight or bias by hand. */
  | {
      readonly want: "set";
      readonly run: number;
      readonly at: WeightPlace;
      readonly value: number;
    }
  | { readonly want: "surface"; readonly run: number };

export type PlaygroundReply =
  | {
      readonly kind: "shown";
      readonly run: number;
      /** Only after a reset. */
      readonly points?: { readonly train: readonly Point[]; readonly test: readonly Point[] };
      /** The epochs since the last reply; after a reset, the losses before any. */
      readonly losses: readonly Losses[];
      /** After a change by hand: the losses that take the last ones' place. */
      readonly now?: Losses;
      readonly view: View;
    }
  | { readonly kind: "surface"; readonly run: number; readonly surface: Surface }
  | { readonly kind: "error"; readonly run: number; readonly message: string };

const side = 48;
const surface = { side: 31, reach: 1 };

let trainer: Trainer | null = null;
let run = -1;
const reply = (message: PlaygroundReply): void => postMessage(message);

async function answer(request: PlaygroundRequest): Promise<void> {
  if (request.want === "reset") {
    run = request.run;
    trainer = makeTrainer(request.settings);
    const { train, test } = trainer;
    const losses = [await trainer.losses()];
    reply({
      kind: "shown",
      run,
      points: { train, test },
      losses,
      view: await trainer.view(side),
    });
    return;
  }
  if (!trainer || request.run !== run) return;
  if (request.want === "surface") {
    reply({
      kind: "surface",
      run,
      surface: await trainer.surface(surface.side, surface.reach),
    });
    return;
  }
  if (request.want === "set") {
    await trainer.set(request.at, request.value);
    // The losses are those of the network as it is now, and no epoch has passed.
    reply({
      kind: "shown",
      run,
      losses: [],
      now: await trainer.losses(),
      view: await trainer.view(side),
    });
    return;
  }
  const losses: Losses[] = [];
  const start = performance.now();
  while (losses.length < request.epochs) {
    losses.push(await trainer.epoch());
    if (request.timeMs !== undefined && performance.now() - start >= request.timeMs) break;
  }
  const view = await trainer.view(side);
  const restMs = (request.timeMs ?? 0) - (performance.now() - start);
  if (restMs > 0) await new Promise((done) => setTimeout(done, restMs));
  reply({ kind: "shown", run, losses, view });
}

let queue: Promise<void> = Promise.resolve();

addEventListener("message", (event: MessageEvent<PlaygroundRequest>) => {
  queue = queue
    .then(() => answer(event.data))
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      reply({ kind: "error", run: event.data.run, message });
    });
});
