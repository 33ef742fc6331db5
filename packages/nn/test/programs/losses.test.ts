/** Programs whose point is what they minimise. */
import { cat, eye, noGrad, type Tensor, tensor, zeros } from "@gradus/core";
import * as nn from "@gradus/nn";
import { Adam, AdamW, clipGradValue } from "@gradus/optim";
import { classes, likePyTorch, mlp, type Trace, trained, values, weights } from "./scene.ts";

const { functional: F } = nn;

function variational(): Trace {
  const [encoder, decoder] = [mlp([6, 8, 4]), mlp([2, 8, 6], { start: 9 })];
  const optimizer = new Adam([...encoder.parameters(), ...decoder.parameters()], { lr: 0.01 });
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const x = values([5, 6], step);
    const [mean, logVar] = encoder.call(x).chunk(2, 1) as [Tensor, Tensor];
    const z = mean.add(values([5, 2], step + 4).mul(logVar.mul(0.5).exp()));
    const kl = logVar.add(1).sub(mean.square()).sub(logVar.exp()).sum(1).mean().mul(-0.5);
    const fit = F.mseLoss(decoder.call(z), x, { reduction: "sum" }).div(5);
    const loss = fit.add(kl);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss, kl);
  }
  return out;
}

function tiedWeights(): Trace {
  const [w, b, c] = [weights([6, 3], 0), trained(zeros([3])), trained(zeros([6]))];
  const optimizer = new Adam([w, b, c], { lr: 0.02 });
  const out: Trace = [];
  for (let step = 0; step < 12; step++) {
    const x = values([5, 6], step);
    const code = x.matmul(w).add(b).sigmoid();
    const loss = F.mseLoss(code.matmul(w.transpose(0, 1)).add(c), x);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss);
  }
  return [...out, noGrad(() => w.norm())];
}

function triplets(): Trace {
  const net = mlp([4, 8, 3]);
  const optimizer = new Adam(net.parameters(), { lr: 0.01 });
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const at = (k: number): Tensor => F.normalize(net.call(values([5, 4], step + k)), { dim: 1 });
    const loss = F.tripletMarginLoss(at(0), at(0.1), at(2), { margin: 0.5 });
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss);
  }
  return out;
}

function mixup(): Trace {
  const model = mlp([4, 8, 3]);
  const optimizer = new AdamW(model.parameters(), { lr: 0.02, weightDecay: 0.1 });
  const order = tensor([3, 0, 5, 1, 4, 2], { dtype: "int32" });
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const [x, y] = [values([6, 4], step), F.oneHot(classes(6, 3, step), 3).float()];
    const share = 0.3 + 0.05 * step;
    const mixed = (t: Tensor): Tensor => t.mul(share).add(t.indexSelect(0, order).mul(1 - share));
    const loss = F.crossEntropy(model.call(mixed(x)), mixed(y), { labelSmoothing: 0.1 });
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss);
  }
  return out;
}

function classWeights(): Trace {
  const model = mlp([4, 8, 3]);
  const optimizer = new Adam(model.parameters(), { lr: 0.02 });
  const weight = tensor([0.2, 1, 3]);
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const y = classes(6, 3, step);
    y.select(0, step % 6).fill_(-100);
    const logits = model.call(values([6, 4], step));
    const loss = F.crossEntropy(logits, y, { weight, labelSmoothing: 0.05 });
    optimizer.zeroGrad();
    loss.backward();
    clipGradValue(model.parameters(), 0.05);
    optimizer.step();
    out.push(loss);
  }
  return out;
}

function contrastive(): Trace {
  const net = mlp([4, 8, 3]);
  const optimizer = new Adam(net.parameters(), { lr: 0.01 });
  const partner = tensor([4, 5, 6, 7, 0, 1, 2, 3], { dtype: "int32" });
  const out: Trace = [];
  for (let step = 0; step < 6; step++) {
    const x = values([4, 4], step);
    const [one, other] = [values([4, 4], 3).mul(0.1), values([4, 4], 4).mul(0.1)];
    const z = F.normalize(net.call(cat([x.add(one), x.sub(other)])), { dim: 1 });
    const close = z.matmul(z.transpose(0, 1)).div(0.5);
    const loss = F.crossEntropy(close.maskedFill(eye(8).bool(), -Infinity), partner);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss);
  }
  return out;
}

likePyTorch({
  variational,
  tied_weights: tiedWeights,
  triplets,
  mixup,
  class_weights: classWeights,
  contrastive,
});
