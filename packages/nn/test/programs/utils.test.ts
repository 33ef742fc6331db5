/** Programs around sequences of different lengths, normalised weights, and hooks on the backward pass. */
import { noGrad, type Tensor, tensor } from "@gradus/core";
import * as nn from "@gradus/nn";
import { SGD } from "@gradus/optim";
import { classes, filled, likePyTorch, mlp, normOf, type Trace, trained, values } from "./scene.ts";

const { functional: F } = nn;
const { rnn } = nn.utils;

/** All elements of tensors. */
const flat = async (...tensors: readonly Tensor[]): Promise<number[]> =>
  (await Promise.all(tensors.map(async (t) => Array.from(await t.data())))).flat();

const grads = (tensors: readonly Tensor[]): Tensor[] => tensors.map((t) => t.grad as Tensor);

const kinds = [nn.RNN, nn.GRU, nn.LSTM] as const;
const batches: readonly (readonly [number[], number, boolean, boolean])[] = [
  [[4, 2, 1], 1, false, false],
  [[2, 4, 3, 4], 2, true, true],
  [[3, 3], 1, true, true],
];

async function packedSequences(): Promise<Trace> {
  const out: Trace = [];
  for (const Kind of kinds)
    for (const [lengths, numLayers, bidirectional, start] of batches) {
      const net = filled(new Kind(3, 2, { numLayers, bidirectional }));
      const n = lengths.length;
      const x = trained(values([5, n, 3], 1));
      const enforceSorted = lengths.every((l, i) => i === 0 || l <= (lengths[i - 1] as number));
      const packed = rnn.packPaddedSequence(x, tensor(lengths), { enforceSorted });
      const shape = [numLayers * (bidirectional ? 2 : 1), n, 2];
      const states = [2, 3].map((k) => trained(values(shape, k)));
      const [h, c] = states as [Tensor, Tensor];
      let y: nn.utils.rnn.PackedSequence;
      let last: Tensor[];
      if (net instanceof nn.LSTM) [y, last] = net.call(packed, start ? [h, c] : null);
      else {
        const [output, end] = net.call(packed, start ? h : null);
        [y, last] = [output, [end]];
      }
      const [padded, sizes] = rnn.padPackedSequence(y, { paddingValue: -1 });
      [padded, ...last]
        .map((t, i) => t.mul(values(t.shape, 4 + i)).sum())
        .reduce((a, b) => a.add(b))
        .backward();
      const given = start ? states.slice(0, last.length) : [];
      out.push(...(await flat(padded, sizes, ...last, ...grads([x, ...given]))));
      out.push(...(await flat(...grads(net.parameters()))));
    }
  return out;
}

async function paddedAndPacked(): Promise<Trace> {
  const xs = [2, 4, 1].map((n) => trained(values([n, 2], n)));
  const out = await flat(
    rnn.padSequence(xs, { paddingValue: 0.5 }),
    rnn.padSequence(xs, { batchFirst: true, paddingSide: "left" }),
  );
  const packed = rnn.packSequence(xs, { enforceSorted: false });
  const orders = [packed.sortedIndices, packed.unsortedIndices] as [Tensor, Tensor];
  out.push(...(await flat(packed.data, packed.batchSizes, ...orders)));
  const options = { batchFirst: true, paddingValue: 3, totalLength: 6 };
  const [padded, lengths] = rnn.padPackedSequence(packed, options);
  const cut = rnn.unpadSequence(padded, lengths, { batchFirst: true });
  out.push(...(await flat(padded, lengths, ...rnn.unpackSequence(packed), ...cut)));
  padded.square().mul(values(padded.shape, 3)).sum().backward();
  return [...out, ...(await flat(...grads(xs)))];
}

async function normalisedWeights(): Promise<Trace> {
  const { spectralNorm, weightNorm } = nn.utils;
  const conv = spectralNorm(filled(new nn.Conv2d(1, 3, 3, { padding: 1 })), {
    nPowerIterations: 2,
  });
  const back = spectralNorm(filled(new nn.ConvTranspose2d(3, 2, 2)));
  const linear = weightNorm(filled(new nn.Linear(50, 4), 2));
  const whole = weightNorm(filled(new nn.Linear(4, 2), 3), "weight", null);
  const columns = weightNorm(filled(new nn.Linear(2, 2), 4), "weight", 1);
  const model = new nn.Sequential(conv, back, new nn.Flatten(), linear, whole, columns);
  const at = (m: nn.Module, name: string): Tensor => Reflect.get(m, name) as Tensor;
  noGrad(() => {
    for (const [k, m] of [conv, back].entries())
      for (const [i, name] of ["weight_u", "weight_v"].entries()) {
        const t = at(m, name);
        t.copy_(F.normalize(values(t.shape, 5 + k + 2 * i), { dim: 0 }));
      }
  });
  const named = [...model.namedParameters()].sort(([a], [b]) => (a < b ? -1 : 1));
  const optimizer = new SGD(
    named.map(([, p]) => p),
    { lr: 0.05 },
  );
  const out: Trace = [named.length, Object.keys(model.stateDict()).join("").length];
  for (let step = 0; step < 5; step++) {
    model.train(step !== 3);
    const loss = F.mseLoss(model.call(values([3, 1, 4, 4], step)), values([3, 2], step + 1));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    const seen = [linear, whole, columns].map((m) => at(m, "weight_g"));
    out.push(loss, ...(await flat(...seen, at(conv, "weight_u"), at(back, "weight_v"))));
    const slopes = grads([at(linear, "weight_v"), at(conv, "weight_orig")]);
    out.push(...slopes.map((g) => g.abs().sum()));
  }
  for (const m of [conv, back]) nn.utils.removeSpectralNorm(m);
  for (const m of [linear, whole, columns]) nn.utils.removeWeightNorm(m);
  out.push(...(await flat(model.call(values([3, 1, 4, 4], 1)))), model.parameters().length);
  const vector = nn.utils.parametersToVector(whole.parameters());
  const sum = await vector.sum().item();
  nn.utils.vectorToParameters(vector.mul(2), whole.parameters());
  return [...out, sum, whole.weight.sum(), (whole.bias as Tensor).sum()];
}

async function backwardHooks(): Promise<Trace> {
  const model = mlp([4, 5, 3]);
  const [first, act, end] = [...model.children()] as [nn.Module, nn.Module, nn.Module];
  let seen: Trace = [];
  act.registerFullBackwardPreHook((_m, g) => [(g[0] as Tensor).mul(2)]);
  act.registerFullBackwardHook((_m, gi, go) => {
    seen.push(...[gi, go].map(([g]) => (g as Tensor).abs().sum()));
  });
  end.registerFullBackwardHook((_m, gi) => [(gi[0] as Tensor).clamp(-0.05, 0.05)]);
  const last = first.registerFullBackwardHook((_m, gi, go) => {
    seen.push(gi[0] ? gi[0].sum() : -1, (go[0] as Tensor).sum());
  });
  const optimizer = new SGD(model.parameters(), { lr: 0.2 });
  const out: Trace = [];
  for (let step = 0; step < 5; step++) {
    const x = values([6, 4], step);
    if (step % 2 === 1) x.requiresGrad_();
    if (step === 4) last.remove();
    seen = [];
    const loss = F.crossEntropy(model.call(x), classes(6, 3, step));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss, normOf(model.parameters()), seen.length / 2, ...seen);
  }
  return out;
}

likePyTorch({
  packed_sequences: packedSequences,
  padded_and_packed: paddedAndPacked,
  normalised_weights: normalisedWeights,
  backward_hooks: backwardHooks,
});
