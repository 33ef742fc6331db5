/** What every runtime trains: a small convolutional network, large enough to be compiled. */
import { defaultBackend, manualSeed, nn, optim, randint, randn, setEngineOptions } from "gradus";

/**
 * The loss after twenty steps, and every bit of it.
 *
 * @param {{ threads?: number }} [options]
 */
export async function train({ threads } = {}) {
  if (threads !== undefined) setEngineOptions({ threads });
  manualSeed(7);
  const x = randn([32, 1, 16, 16]);
  const y = randint(0, 10, [32]);
  const model = new nn.Sequential(
    new nn.Conv2d(1, 8, 3, { padding: 1 }),
    new nn.Tanh(),
    new nn.MaxPool2d(2),
    new nn.Flatten(),
    new nn.Linear(8 * 8 * 8, 10),
  );
  const optimizer = new optim.AdamW(model.parameters(), { lr: 0.01 });
  let last = Number.NaN;
  for (let step = 0; step < 20; step++) {
    const loss = nn.functional.crossEntropy(model.call(x), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    last = await loss.item();
  }
  const bits = new Uint32Array(Float32Array.of(last).buffer)[0].toString(16).padStart(8, "0");
  return { loss: last, bits, backend: defaultBackend().describe() };
}
