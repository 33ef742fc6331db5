// Trains a small network for 10,000 steps as a user would, disposing of nothing, and prints what memory it holds
// (bytes) every 500 steps, a number a line: what is resident, without the part of the JavaScript heap that is free
// after a collection. How much of that the engine keeps is its own affair; newer ones double it in the middle of a run.
// It is run with --expose-gc.
import { manualSeed, nn, optim, randint, randn } from "gradus";

manualSeed(1);
const model = new nn.Sequential(new nn.Linear(64, 64), new nn.ReLU(), new nn.Linear(64, 10));
const optimizer = new optim.Adam(model.parameters(), { lr: 1e-3 });
for (let step = 1; step <= 10_000; step++) {
  const x = randn([32, 64]);
  const y = randint(0, 10, [32]);
  const loss = nn.functional.crossEntropy(model.call(x), y);
  optimizer.zeroGrad();
  loss.backward();
  optimizer.step();
  const value = await loss.item();
  if (!Number.isFinite(value)) throw new RangeError(`the loss became ${value} at step ${step}`);
  if (step % 500 > 0) continue;
  globalThis.gc();
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  process.stdout.write(`${rss - (heapTotal - heapUsed)}\n`);
}
