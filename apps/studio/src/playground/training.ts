/**
 * What the page knows of the training in the worker. One request is under way at a time, and what is wanted
 * next is decided when it is answered: playing, pausing and changing quickly never pile anything up.
 */
import { type Signal, signal } from "@preact/signals";
import type { PlaygroundReply, PlaygroundRequest } from "../workers/playground.worker.ts";
import type { Losses, View, WeightPlace } from "./model.ts";
import type { Point } from "./points.ts";
import type { Settings } from "./state.ts";
import type { Surface } from "./surface.ts";

/** How often a picture is due while playing. */
const frameMs = 45;

/** One that follows another shows no picture sooner than this, however little it had to do. */
const followMs = 30;

/** Epochs from one picture to the next while playing. */
export const speeds = { slow: 1, quick: 10, fastest: Number.MAX_SAFE_INTEGER } as const;
export type Speed = keyof typeof speeds;

export interface Training {
  readonly points: Signal<{ readonly train: readonly Point[]; readonly test: readonly Point[] }>;
  readonly view: Signal<View | null>;
  /** Losses before the first epoch and after each. */
  readonly losses: Signal<readonly Losses[]>;
  readonly playing: Signal<boolean>;
  readonly speed: Signal<Speed>;
  readonly busy: Signal<boolean>;
  readonly problem: Signal<string>;
  readonly surface: Signal<{ readonly surface: Surface; readonly epoch: number } | null>;
  /** Starts anew with a fresh network. */
  reset(settings: Settings): void;
  play(): void;
  pause(): void;
  /** Trains so many epochs and shows the last. */
  step(epochs: number): void;
  /** Trains until so many epochs are done; fewer than there are change nothing. */
  follow(epoch: number): void;
  wantSurface(): void;
  /** Changes a weight by hand; of several changes of one the last counts. */
  set(at: WeightPlace, value: number): void;
  receive(reply: PlaygroundReply): void;
}

export function makeTraining(post: (request: PlaygroundRequest) => void): Training {
  const points = signal<Training["points"]["value"]>({ train: [], test: [] });
  const view = signal<View | null>(null);
  const losses = signal<readonly Losses[]>([]);
  const playing = signal(false);
  const speed = signal<Speed>("slow");
  const busy = signal(false);
  const problem = signal("");
  const surface = signal<Training["surface"]["value"]>(null);
  let run = 0;
  let fresh: Settings | null = null;
  let steps = 0;
  let target = 0;
  let surfaceWanted = false;
  const byHand = new Map<string, { at: WeightPlace; value: number }>();

  const send = (request: PlaygroundRequest): void => {
    busy.value = true;
    post(request);
  };
  const alive = (): boolean => {
    const last = losses.value.at(-1)?.train;
    return last === undefined || Number.isFinite(last);
  };
  const next = (): void => {
    if (busy.value) return;
    if (fresh) {
      const settings = fresh;
      fresh = null;
      run++;
      send({ want: "reset", run, settings });
    } else if (byHand.size > 0) {
      for (const [key, { at, value }] of byHand) {
        byHand.delete(key);
        send({ want: "set", run, at, value });
        break;
      }
    } else if (surfaceWanted) {
      surfaceWanted = false;
      send({ want: "surface", run });
    } else if (steps > 0) {
      const epochs = steps;
      steps = 0;
      send({ want: "train", run, epochs });
    } else if (target > losses.value.length - 1 && alive()) {
      const epochs = target - losses.value.length + 1;
      send({ want: "train", run, epochs, timeMs: followMs });
    } else if (playing.value)
      send({ want: "train", run, epochs: speeds[speed.value], timeMs: frameMs });
  };

  return {
    points,
    view,
    losses,
    playing,
    speed,
    busy,
    problem,
    surface,
    reset(settings) {
      fresh = settings;
      byHand.clear();
      steps = 0;
      target = 0;
      surfaceWanted = false;
      next();
    },
    play() {
      playing.value = true;
      next();
    },
    pause() {
      playing.value = false;
    },
    step(epochs) {
      steps += epochs;
      next();
    },
    follow(epoch) {
      target = epoch;
      next();
    },
    wantSurface() {
      surfaceWanted = true;
      next();
    },
    set(at, value) {
      byHand.set(`${at.layer} ${at.neuron} ${at.input}`, { at, value });
      next();
    },
    receive(reply) {
      busy.value = false;
      if (reply.kind === "error") {
        problem.value = reply.message;
        playing.value = false;
        steps = 0;
        target = 0;
      } else if (reply.kind === "surface")
        surface.value = { surface: reply.surface, epoch: losses.value.length - 1 };
      else {
        problem.value = "";
        view.value = reply.view;
        if (reply.points) {
          points.value = reply.points;
          losses.value = reply.losses;
          surface.value = null;
        } else if (reply.now) losses.value = [...losses.value.slice(0, -1), reply.now];
        else losses.value = [...losses.value, ...reply.losses];
        if (reply.points === undefined && !alive()) playing.value = false;
      }
      next();
    },
  };
}
