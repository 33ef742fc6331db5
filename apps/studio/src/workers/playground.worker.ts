/** Trains the playground's network off the page's thread, one epoch at a time, as the page asks. */
import type { Point } from "../playground/data.ts";
import { type Losses, makeTrainer, type Trainer } from "../playground/model.ts";
import type { Settings } from "../playground/state.ts";

export type PlaygroundRequest =
  | { readonly want: "reset"; readonly settings: Settings }
  | { readonly want: "step" };

export type PlaygroundReply =
  | {
      readonly kind: "shown";
      readonly points: readonly Point[];
      readonly grid: readonly number[];
      readonly losses: Losses | null;
    }
  | { readonly kind: "error"; readonly message: string };

let trainer: Trainer | null = null;

async function answer(request: PlaygroundRequest): Promise<void> {
  if (request.want === "reset") trainer = makeTrainer(request.settings);
  if (!trainer) return;
  const losses = request.want === "step" ? await trainer.epoch() : null;
  const grid = await trainer.grid(60);
  postMessage({ kind: "shown", points: trainer.points, grid, losses } satisfies PlaygroundReply);
}

let queue: Promise<void> = Promise.resolve();

addEventListener("message", (event: MessageEvent<PlaygroundRequest>) => {
  queue = queue
    .then(() => answer(event.data))
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      postMessage({ kind: "error", message } satisfies PlaygroundReply);
    });
});
