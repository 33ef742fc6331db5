/** Programs that keep, average, freeze or cut weights beside the optimizer. */
import { noGrad, type Tensor } from "@gradus/core";
import * as nn from "@gradus/nn";
import { Adam, lrScheduler, SGD } from "@gradus/optim";
import {
  classes,
  filled,
  likePyTorch,
  mlp,
  normOf,
  relu,
  sizeOf,
  type Trace,
  values,
} from "./scene.ts";

const { functional: F } = nn;

const copies = (model: nn.Module): Tensor[] =>
  noGrad(() => model.parameters().map((p) => p.detach().clone()));

const put = (model: nn.Module, given: readonly Tensor[]): void =>
  noGrad(() =>
    model.parameters().forEach((p, i) => {
      p.copy_(given[i] as Tensor);
    }),
  );

function weightAverage(): Trace {
  const model = mlp([4, 6, 2]);
  const average = copies(model);
  const optimizer = new SGD(model.parameters(), { lr: 0.2 });
  const out: Trace = [];
  for (let step = 0; step < 20; step++) {
    const loss = F.mseLoss(model.call(values([5, 4], step)), values([5, 2], step + 3));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    noGrad(() => {
      const own = model.parameters();
      average.forEach((a, i) => {
        a.mul_(0.9).add_(own[i] as Tensor, { alpha: 0.1 });
      });
    });
    if (step % 4 === 0) out.push(loss);
  }
  const measure = () => F.mseLoss(model.call(values([5, 4], 1)), values([5, 2], 4));
  const kept = copies(model);
  put(model, average);
  out.push(noGrad(measure));
  put(model, kept);
  out.push(measure());
  return out;
}

function swa(): Trace {
  const [first, norm, act, last] = [
    new nn.Linear(4, 6),
    new nn.BatchNorm1d(6),
    new nn.ReLU(),
    new nn.Linear(6, 2),
  ];
  const model = filled(new nn.Sequential(first, norm, act, last));
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  let mean: Tensor[] = [];
  let count = 0;
  const out: Trace = [];
  for (let step = 0; step < 12; step++) {
    model.train();
    const loss = F.mseLoss(model.call(values([8, 4], step)), values([8, 2], step));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    if (step >= 6 && step % 2 === 1) {
      const now = copies(model);
      mean = now.map((p, i) => {
        const m = mean[i];
        return m ? m.add(p.sub(m).div(count + 1)) : p;
      });
      count++;
    }
    out.push(loss);
  }
  put(model, mean);
  // Fresh statistics for the averaged weights, as plain averages of three batches.
  const fresh = new nn.BatchNorm1d(6, { momentum: null });
  const averaged = new nn.Sequential(first, fresh, act, last);
  noGrad(() => {
    fresh.weight?.copy_(norm.weight as Tensor);
    fresh.bias?.copy_(norm.bias as Tensor);
    for (let step = 0; step < 3; step++) averaged.call(values([8, 4], step));
  });
  averaged.eval();
  out.push((fresh.running_mean as Tensor).sum(), (fresh.running_var as Tensor).sum());
  out.push(F.mseLoss(averaged.call(values([8, 4], 1)), values([8, 2], 1)));
  return out;
}

function rangeTest(): Trace {
  const model = mlp([4, 6, 3]);
  const before = Object.entries(model.stateDict()).map(([k, v]) => [k, v.clone()] as const);
  const optimizer = new SGD(model.parameters(), { lr: 1e-3, momentum: 0.9 });
  const out: Trace = [];
  for (let step = 0; step < 12; step++) {
    for (const group of optimizer.paramGroups) group.lr = 1e-3 * 10 ** (step / 6);
    const loss = F.crossEntropy(model.call(values([6, 4], step % 3)), classes(6, 3, step % 3));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss);
  }
  model.loadStateDict(Object.fromEntries(before));
  return [...out, F.crossEntropy(model.call(values([6, 4])), classes(6, 3))];
}

function accumulation(): Trace {
  const model = mlp([4, 6, 3]);
  const optimizer = new Adam(model.parameters(), { lr: 0.02 });
  const out: Trace = [];
  for (let step = 0; step < 5; step++) {
    optimizer.zeroGrad();
    for (let part = 0; part < 4; part++) {
      const y = model.call(values([3, 4], step + part));
      const loss = F.crossEntropy(y, classes(3, 3, step + part)).div(4);
      loss.backward();
      out.push(loss);
    }
    out.push(normOf(model.parameters()));
    optimizer.step();
  }
  return out;
}

function freezing(): Trace {
  const [body, head] = [mlp([4, 6, 6]), mlp([6, 3], { start: 7 })];
  for (const p of body.parameters()) p.requiresGrad = false;
  const optimizer = new SGD(head.parameters(), { lr: 0.2, momentum: 0.9 });
  const out: Trace = [];
  for (let step = 0; step < 12; step++) {
    if (step === 6) {
      for (const p of body.parameters()) p.requiresGrad = true;
      optimizer.addParamGroup({ params: body.parameters(), lr: 0.02 });
    }
    const y = head.call(body.call(values([6, 4], step)).tanh());
    const loss = F.crossEntropy(y, classes(6, 3, step));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss, sizeOf(body.parameters()));
  }
  return out;
}

function pruning(): Trace {
  const model = mlp([6, 8, 3]);
  const [first, last] = [model.at(0) as nn.Linear, model.at(2) as nn.Linear];
  const optimizer = new SGD(model.parameters(), { lr: 0.2, momentum: 0.9 });
  let mask: Tensor | null = null;
  const out: Trace = [];
  for (let step = 0; step < 10; step++) {
    if (step === 4) {
      const w = first.weight.detach().abs();
      mask = w.ge(w.flatten().kthvalue(24).values).float();
    }
    const loss = F.crossEntropy(model.call(values([6, 6], step)), classes(6, 3, step));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    noGrad(() => {
      if (mask) first.weight.mul_(mask);
      last.bias?.select(0, 0).fill_(0);
    });
    out.push(loss, sizeOf([first.weight]));
  }
  return out;
}

function schedules(): Trace {
  const model = mlp([4, 6, 2]);
  const optimizer = new SGD(model.parameters(), { lr: 0.1, momentum: 0.9, nesterov: true });
  const warm = new lrScheduler.LinearLR(optimizer, { startFactor: 0.1, totalIters: 4 });
  const cosine = new lrScheduler.CosineAnnealingLR(optimizer, { TMax: 8 });
  const both = { schedulers: [warm, cosine], milestones: [4] };
  const schedule = new lrScheduler.SequentialLR(optimizer, both);
  const out: Trace = [];
  for (let step = 0; step < 12; step++) {
    const loss = F.mseLoss(model.call(values([5, 4], step)), values([5, 2], step));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    schedule.step();
    out.push(loss, optimizer.paramGroups[0]?.lr as number);
  }
  return out;
}

function twoLosses(): Trace {
  const shared = mlp([4, 6, 5]);
  const [left, right] = [mlp([5, 2], { start: 5 }), mlp([5, 3], { start: 7 })];
  const all = [shared, left, right].flatMap((m) => m.parameters());
  const optimizer = new SGD(all, { lr: 0.1 });
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const h = relu().call(shared.call(values([6, 4], step)));
    const one = F.mseLoss(left.call(h), values([6, 2], step));
    const other = F.crossEntropy(right.call(h), classes(6, 3, step));
    optimizer.zeroGrad();
    one.backward(null, { retainGraph: true });
    const first = normOf(shared.parameters());
    other.backward();
    out.push(one, other, first, normOf(shared.parameters()));
    optimizer.step();
  }
  return out;
}

likePyTorch({
  weight_average: weightAverage,
  swa,
  range_test: rangeTest,
  accumulation,
  freezing,
  pruning,
  schedules,
  two_losses: twoLosses,
});
