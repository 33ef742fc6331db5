/** A new task three ways: from nothing, with a borrowed body that stays as it is, and with one that is tuned as well. */
import { manualSeed, nn, optim, type Tensor } from "gradus";
import type { Images } from "../../02-improving-networks/16-many-classes/images.ts";
import { features, makeBody, newKinds, rightOf, train } from "./body.ts";

export type Way = "scratch" | "frozen" | "tuned";

/** How often the body sees what it learns from. */
export const bodyEpochs = 12;

/** A body that learns the old task, epoch by epoch; each time it is in evaluation mode. */
export async function* pretraining(old: Images, seed: number): AsyncGenerator<nn.Sequential> {
  manualSeed(seed);
  const body = makeBody();
  const head = new nn.Linear(features, 7);
  const optimizer = new optim.Adam([...body.parameters(), ...head.parameters()], { lr: 0.003 });
  for (let epoch = 0; epoch < bodyEpochs; epoch++) {
    body.train();
    await train((x) => head.call(body.call(x)), old, optimizer, 1);
    yield body.eval();
  }
}

/** Learns the new task, and says how many per cent of the held-out images are right. */
export async function learned(
  way: Way,
  borrowed: nn.StateDict,
  task: Images,
  test: readonly Images[],
  seed: number,
): Promise<number> {
  manualSeed(seed);
  const body = makeBody();
  if (way !== "scratch") body.loadStateDict(borrowed);
  const head = new nn.Linear(features, newKinds.length);
  const epochs = Math.ceil(60 / Math.ceil(task.X.size(0) / 50));
  const forward = (x: Tensor): Tensor => head.call(body.call(x));
  // The new head first, while the body stays as it is: what is random in it does no harm then.
  if (way !== "scratch") {
    body.eval();
    for (const p of body.parameters()) p.requiresGrad = false;
    await train(forward, task, new optim.Adam(head.parameters(), { lr: 0.02 }), epochs);
    for (const p of body.parameters()) p.requiresGrad = true;
  }
  if (way !== "frozen") {
    const tuned = way === "tuned";
    body.train(!tuned);
    const groups = [
      { params: body.parameters(), lr: tuned ? 0.002 : 0.003 },
      { params: head.parameters(), lr: tuned ? 0.005 : 0.003 },
    ];
    await train(forward, task, new optim.Adam(groups), 2 * epochs);
  }
  body.eval();
  return rightOf(forward, test);
}
