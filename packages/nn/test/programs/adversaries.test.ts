/** Programs in which networks play against or after each other. */
import { grad, noGrad, ones, stack, type Tensor, zeros } from "@gradus/core";
import * as nn from "@gradus/nn";
import { Adam, RMSprop, SGD } from "@gradus/optim";
import { classes, likePyTorch, mlp, relu, sizeOf, type Trace, trained, values } from "./scene.ts";

const { functional: F } = nn;

function gan(): Trace {
  const [g, d] = [mlp([3, 8, 2]), mlp([2, 8, 1], { start: 5 })];
  const ofG = new Adam(g.parameters(), { lr: 0.01, betas: [0.5, 0.999] });
  const ofD = new Adam(d.parameters(), { lr: 0.02 });
  const bce = F.binaryCrossEntropyWithLogits;
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const real = values([6, 2], step + 0.5).add(1);
    const fake = g.call(values([6, 3], step));
    ofD.zeroGrad();
    const onReal = bce(d.call(real), ones([6, 1]));
    const lossD = onReal.add(bce(d.call(fake.detach()), zeros([6, 1])));
    lossD.backward();
    ofD.step();
    ofG.zeroGrad();
    const lossG = bce(d.call(fake), ones([6, 1]));
    lossG.backward();
    ofG.step();
    out.push(lossD, lossG);
  }
  return out;
}

function wganGp(): Trace {
  const [g, d] = [mlp([3, 8, 2]), mlp([2, 8, 8, 1], { start: 5 })];
  const ofG = new RMSprop(g.parameters(), { lr: 0.005 });
  const ofD = new RMSprop(d.parameters(), { lr: 0.005 });
  const out: Trace = [];
  for (let step = 0; step < 6; step++) {
    for (let inner = 0; inner < 2; inner++) {
      const real = values([5, 2], step + inner).add(1);
      const fake = g.call(values([5, 3], step - inner)).detach();
      const mix = values([5, 1], 9).abs();
      const between = trained(mix.mul(real).add(mix.neg().add(1).mul(fake)));
      const [slope] = grad(d.call(between).sum(), between, { createGraph: true }) as [Tensor];
      const penalty = slope.norm(2, 1).sub(1).square().mean();
      const loss = d.call(fake).mean().sub(d.call(real).mean()).add(penalty.mul(10));
      ofD.zeroGrad();
      loss.backward();
      ofD.step();
      out.push(loss, penalty);
    }
    ofG.zeroGrad();
    const loss = d
      .call(g.call(values([5, 3], step)))
      .mean()
      .neg();
    loss.backward();
    ofG.step();
    out.push(loss);
  }
  return out;
}

function targetNetwork(): Trace {
  const [q, target] = [mlp([4, 10, 3], { act: relu }), mlp([4, 10, 3], { start: 3, act: relu })];
  target.loadStateDict(q.stateDict());
  const optimizer = new Adam(q.parameters(), { lr: 0.01 });
  const out: Trace = [];
  for (let step = 0; step < 10; step++) {
    const [s, after, r] = [values([8, 4], step), values([8, 4], step + 1), values([8], step + 2)];
    const goes = classes(8, 4, step).ne(0).float();
    const goal = noGrad(() => r.add(goes.mul(0.9).mul(target.call(after).max(1).values)));
    const chosen = q
      .call(s)
      .gather(1, classes(8, 3, step).unsqueeze(1))
      .squeeze(1);
    const loss = F.smoothL1Loss(chosen, goal);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    if (step % 4 === 3) target.loadStateDict(q.stateDict());
    else
      noGrad(() => {
        const own = q.parameters();
        target.parameters().forEach((t, i) => {
          t.mul_(0.95).add_(own[i] as Tensor, { alpha: 0.05 });
        });
      });
    out.push(loss, sizeOf(target.parameters()));
  }
  return out;
}

function reinforce(): Trace {
  const [policy, value] = [mlp([3, 8, 2]), mlp([3, 8, 1], { start: 6 })];
  const optimizer = new Adam([...policy.parameters(), ...value.parameters()], { lr: 0.02 });
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const [s, a, r] = [values([6, 3], step), classes(6, 2, step), values([6], step + 1)];
    let later = zeros([]);
    const back: Tensor[] = [];
    for (let t = 5; t >= 0; t--) {
      later = later.mul(0.9).add(r.select(0, t));
      back.unshift(later);
    }
    const raw = stack(back);
    const returns = raw.sub(raw.mean()).div(raw.std().add(1e-6));
    const guess = value.call(s).squeeze(1);
    const logP = F.logSoftmax(policy.call(s), 1);
    const chosen = logP.gather(1, a.unsqueeze(1)).squeeze(1);
    const entropy = logP.exp().mul(logP).sum(1).mean().neg();
    const actor = chosen.mul(returns.sub(guess).detach()).mean().neg();
    const critic = F.mseLoss(guess, returns);
    optimizer.zeroGrad();
    actor.add(critic.mul(0.5)).sub(entropy.mul(0.01)).backward();
    optimizer.step();
    out.push(actor, critic, entropy);
  }
  return out;
}

function adversarial(): Trace {
  const model = mlp([4, 8, 3]);
  const optimizer = new SGD(model.parameters(), { lr: 0.2 });
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const [x, y] = [trained(values([6, 4], step)), classes(6, 3, step)];
    const plain = F.crossEntropy(model.call(x), y);
    const [g] = grad(plain, x) as [Tensor];
    const bent = x.add(g.sign().mul(0.1)).clamp(-1, 1).detach();
    const loss = F.crossEntropy(model.call(bent), y);
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(plain, loss);
  }
  return out;
}

function distillation(): Trace {
  const [teacher, student] = [mlp([4, 10, 3]), mlp([4, 4, 3], { start: 8 })];
  const optimizer = new Adam(student.parameters(), { lr: 0.02 });
  teacher.eval();
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const x = values([6, 4], step);
    const goal = noGrad(() => F.softmax(teacher.call(x).div(3), 1));
    const y = student.call(x);
    const soft = F.klDiv(F.logSoftmax(y.div(3), 1), goal, { reduction: "batchmean" }).mul(9);
    const loss = soft.mul(0.7).add(F.crossEntropy(y, classes(6, 3, step)).mul(0.3));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss, soft);
  }
  return out;
}

likePyTorch({
  gan,
  wgan_gp: wganGp,
  target_network: targetNetwork,
  reinforce,
  adversarial,
  distillation,
});
