// Trains without reading a value or giving up its turn, and prints the JavaScript heap in use (bytes) every 2,000 steps.
import { nn, optim, tensor } from "gradus";

const model = new nn.Linear(8, 1);
const optimizer = new optim.SGD(model.parameters(), { lr: 0.01 });
const x = tensor(
  Array.from({ length: 4 }, (_, i) => Array.from({ length: 8 }, (_, k) => Math.sin(8 * i + k))),
);
const y = tensor([[1], [2], [3], [4]]);
for (let step = 1; step <= 6000; step++) {
  optimizer.zeroGrad();
  nn.functional.mseLoss(model.call(x), y).backward();
  optimizer.step();
  if (step % 2000 > 0) continue;
  globalThis.gc();
  process.stdout.write(`${process.memoryUsage().heapUsed}\n`);
}
