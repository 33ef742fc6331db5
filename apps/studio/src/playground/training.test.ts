import { expect, test } from "vitest";
import type { PlaygroundRequest } from "../workers/playground.worker.ts";
import { defaults } from "./state.ts";
import { makeTraining } from "./training.ts";

const view = { layers: [], side: 0, maps: [], rate: 0.1 };
const points = { train: [], test: [] };

function started() {
  const sent: PlaygroundRequest[] = [];
  const training = makeTraining((request) => sent.push(request));
  training.reset(defaults);
  const shown = (losses = [{ train: 1, test: 1 }], first = false) =>
    training.receive({ kind: "shown", run: 1, losses, view, ...(first ? { points } : {}) });
  shown(undefined, true);
  return { sent, training, shown };
}

test("playing and pausing quickly keeps one request under way", () => {
  const { sent, training, shown } = started();
  for (let i = 0; i < 5; i++) {
    training.play();
    training.pause();
  }
  training.play();
  expect(sent).toHaveLength(2);
  shown();
  expect(sent).toHaveLength(3);
  training.pause();
  shown();
  expect(sent).toHaveLength(3);
  expect(training.losses.value).toHaveLength(3);
});

test("the speed is how many epochs a picture takes", () => {
  const { sent, training, shown } = started();
  training.play();
  training.speed.value = "quick";
  shown();
  expect(sent.slice(1)).toMatchObject([{ epochs: 1 }, { epochs: 10 }]);
});

test("of many changes the last is taken, and steps asked for before it are dropped", () => {
  const { sent, training, shown } = started();
  training.step(1);
  training.step(3);
  for (const seed of [7, 8, 9]) training.reset({ ...defaults, seed });
  shown();
  expect(sent.slice(1)).toMatchObject([
    { want: "train", epochs: 1 },
    { want: "reset", settings: { seed: 9 } },
  ]);
});

test("training that fails or gets lost stops, and says so", () => {
  const { sent, training, shown } = started();
  training.play();
  training.receive({ kind: "error", run: 1, message: "no memory" });
  expect([training.problem.value, training.playing.value]).toEqual(["no memory", false]);
  training.play();
  shown([{ train: Number.NaN, test: 1 }]);
  expect(training.playing.value).toBe(false);
  expect(sent).toHaveLength(3);
});

test("a run that follows another catches up to its epoch, and begins anew with it", () => {
  const { sent, training, shown } = started();
  training.follow(3);
  expect(sent.at(-1)).toMatchObject({ want: "train", epochs: 3 });
  shown([
    { train: 0.9, test: 1 },
    { train: 0.8, test: 1 },
  ]);
  // The time for a picture was over before the third.
  expect(sent.at(-1)).toMatchObject({ want: "train", epochs: 1 });
  shown();
  expect(sent).toHaveLength(3);
  training.reset(defaults);
  shown(undefined, true);
  expect(sent.at(-1)).toMatchObject({ want: "reset" });
});
