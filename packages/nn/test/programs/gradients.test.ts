/** Programs that take gradients, or what lies on the way to them, into their own hands. */
import {
  autograd,
  grad,
  linalg,
  matmul,
  noGrad,
  stack,
  type Tensor,
  trace,
  where,
  zeros,
} from "@gradus/core";
import * as nn from "@gradus/nn";
import { Adam, SGD } from "@gradus/optim";
import {
  classes,
  filled,
  likePyTorch,
  mlp,
  normOf,
  type Trace,
  trained,
  values,
  weights,
} from "./scene.ts";

const { functional: F } = nn;

/** Two steps of gradient descent for each task, and a gradient through them. */
function maml(): Trace {
  const own = [weights([1, 8], 0), weights([8], 1), weights([8, 1], 2)];
  const meta = new Adam(own, { lr: 0.02 });
  const net = (x: Tensor, [w1, b1, w2]: readonly Tensor[]): Tensor =>
    matmul(
      matmul(x, w1 as Tensor)
        .add(b1 as Tensor)
        .tanh(),
      w2 as Tensor,
    );
  const out: Trace = [];
  for (let step = 0; step < 6; step++) {
    meta.zeroGrad();
    let total = zeros([]);
    for (let task = 0; task < 2; task++) {
      const [x, fresh] = [values([5, 1], task + step), values([5, 1], task + step + 7)];
      const goal = (z: Tensor): Tensor => z.mul(task + 1).sin();
      let p: Tensor[] = own;
      for (let inner = 0; inner < 2; inner++) {
        const cost = net(x, p).sub(goal(x)).square().mean();
        const slopes = grad(cost, p, { createGraph: true }) as Tensor[];
        p = p.map((w, i) => w.sub((slopes[i] as Tensor).mul(0.1)));
      }
      total = total.add(net(fresh, p).sub(goal(fresh)).square().mean());
    }
    total.backward();
    meta.step();
    out.push(total, normOf(own));
  }
  return out;
}

function newton(): Trace {
  const w = weights([3], 1);
  const [x, y] = [values([10, 3], 2), values([10], 3).gt(0).float()];
  const out: Trace = [];
  for (let step = 0; step < 4; step++) {
    const cost = F.binaryCrossEntropyWithLogits(x.matmul(w), y);
    const loss = cost.add(w.square().sum().mul(0.05));
    const [g] = grad(loss, w, { createGraph: true }) as [Tensor];
    const rows = [0, 1, 2].map((i) => grad(g.select(0, i), w, { retainGraph: true })[0] as Tensor);
    const hessian = stack(rows);
    noGrad(() => w.sub_(linalg.solve(hessian, g)));
    out.push(loss, g.norm(), trace(hessian));
  }
  return out;
}

function styleLoop(): Trace {
  const conv = () => new nn.Conv2d(1, 3, 3, { padding: 1 });
  const features = filled(
    new nn.Sequential(conv(), new nn.ReLU(), new nn.Conv2d(3, 4, 3, { padding: 1 })),
  );
  for (const p of features.parameters()) p.requiresGrad = false;
  const gram = (y: Tensor): Tensor => {
    const f = y.flatten(2);
    return matmul(f, f.transpose(1, 2)).div(f.shape[2] as number);
  };
  const style = gram(features.call(values([1, 1, 6, 6], 2)));
  const content = features.call(values([1, 1, 6, 6], 5));
  const image = trained(values([1, 1, 6, 6], 5));
  const optimizer = new Adam([image], { lr: 0.05 });
  const out: Trace = [];
  for (let step = 0; step < 10; step++) {
    const y = features.call(image);
    const loss = F.mseLoss(gram(y), style).mul(3).add(F.mseLoss(y, content));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    noGrad(() => image.copy_(image.clamp(-1, 1)));
    out.push(loss, image.sum());
  }
  return out;
}

/** Rounded on the way forward, as if nothing were on the way back. */
function straightThrough(): Trace {
  const model = mlp([4, 6, 2]);
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const out: Trace = [];
  for (let step = 0; step < 10; step++) {
    const y = model.call(values([5, 4], step).mul(2));
    const rounded = y.add(y.mul(2).round().div(2).sub(y).detach());
    const loss = rounded
      .sub(values([5, 2], step + 1))
      .square()
      .mean();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss, rounded.sum());
  }
  return out;
}

function activationsSeen(): Trace {
  const model = mlp([4, 6, 6, 3]);
  const seen = new Map<number, Tensor>();
  for (const i of [1, 3])
    model.at(i)?.registerForwardHook((_, __, y) => {
      seen.set(i, y as Tensor);
    });
  const optimizer = new SGD(model.parameters(), { lr: 0.3 });
  const out: Trace = [];
  for (let step = 0; step < 6; step++) {
    const loss = F.crossEntropy(model.call(values([6, 4], step)), classes(6, 3, step));
    const [first, second] = [seen.get(1) as Tensor, seen.get(3) as Tensor];
    let slope = zeros([]);
    first.registerHook((g) => {
      slope = g.abs().mean();
    });
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(first.mean(), second.square().mean(), slope);
  }
  return out;
}

/** Norms and penalties of every step, read when all is over. */
function penalties(): Trace {
  const model = mlp([4, 8, 2]);
  const [first, act, last] = [...model.children()] as [nn.Linear, nn.Tanh, nn.Linear];
  const optimizer = new SGD(model.parameters(), { lr: 0.1 });
  const [norms, sizes]: [Trace, Trace] = [[], []];
  for (let step = 0; step < 15; step++) {
    const hidden = act.call(first.call(values([5, 4], step)));
    const l1 = model
      .parameters()
      .map((p) => p.abs().sum())
      .reduce((a, b) => a.add(b));
    const fit = F.mseLoss(last.call(hidden), values([5, 2], step));
    const loss = fit.add(l1.mul(0.01)).add(hidden.square().mean().mul(0.1));
    optimizer.zeroGrad();
    loss.backward();
    norms.push((first.weight.grad as Tensor).norm());
    sizes.push(l1);
    optimizer.step();
  }
  return [...norms, ...sizes];
}

function adamByHand(): Trace {
  const [w, b] = [weights([4, 3], 0), trained(zeros([3]))];
  const own = [w, b];
  const m = own.map((p) => zeros(p.shape));
  const v = own.map((p) => zeros(p.shape));
  const out: Trace = [];
  for (let t = 1; t < 16; t++) {
    const loss = F.crossEntropy(values([6, 4], t).matmul(w).add(b), classes(6, 3, t));
    loss.backward();
    noGrad(() => {
      own.forEach((p, i) => {
        const [mean, spread, g] = [m[i] as Tensor, v[i] as Tensor, p.grad as Tensor];
        mean.mul_(0.9).add_(g, { alpha: 0.1 });
        spread.mul_(0.99).add_(g.mul(g), { alpha: 0.01 });
        const root = spread.div(1 - 0.99 ** t).sqrt();
        p.sub_(mean.div(1 - 0.9 ** t).div(root.add(1e-8)), { alpha: 0.05 });
        g.zero_();
      });
    });
    out.push(loss);
  }
  return [...out, w.sum(), b.sum()];
}

function spectral(): Trace {
  const linear = filled(new nn.Linear(5, 4));
  let u = F.normalize(values([4], 2), { dim: 0 });
  const optimizer = new SGD(linear.parameters(), { lr: 0.1 });
  const out: Trace = [];
  for (let step = 0; step < 10; step++) {
    const w = linear.weight;
    const v = noGrad(() => F.normalize(w.transpose(0, 1).matmul(u), { dim: 0 }));
    u = noGrad(() => F.normalize(w.matmul(v), { dim: 0 }));
    const sigma = u.matmul(w).matmul(v);
    const y = F.linear(values([6, 5], step), w.div(sigma), linear.bias);
    const loss = F.mseLoss(y, values([6, 4], step + 1));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss, sigma);
  }
  return out;
}

/** The sign of the weights; back, as if nothing were on the way where they are small. */
class Binarize extends autograd.Function {
  static override forward(ctx: autograd.FunctionContext, w: Tensor, limit: number): Tensor {
    ctx.saveForBackward(w);
    ctx.limit = limit;
    return where(w.ge(0), 1, -1);
  }
  static override backward(ctx: autograd.FunctionContext, g: Tensor): (Tensor | null)[] {
    const [w] = ctx.savedTensors as [Tensor];
    return [g.mul(w.abs().le(ctx.limit as number)), null];
  }
}

/** `x·σ(k·x)` and the sigmoid, with gradients by hand that have gradients themselves. */
class SoftStep extends autograd.Function {
  static override forward(ctx: autograd.FunctionContext, x: Tensor, k: Tensor): [Tensor, Tensor] {
    const s = k.mul(x).sigmoid();
    ctx.saveForBackward(x, k, s);
    return [x.mul(s), s];
  }
  static override backward(ctx: autograd.FunctionContext, g: Tensor, h: Tensor): (Tensor | null)[] {
    const [x, k, s] = ctx.savedTensors as [Tensor, Tensor, Tensor];
    const inner = g.mul(x).add(h).mul(s).mul(s.neg().add(1));
    return [g.mul(s).add(inner.mul(k)), ctx.needsInputGrad[1] ? inner.mul(x).sum() : null];
  }
}

function ownFunctions(): Trace {
  const own = [weights([4, 6], 0), weights([6, 2], 1), weights([], 2)];
  const [w1, w2, k] = own as [Tensor, Tensor, Tensor];
  const optimizer = new SGD(own, { lr: 0.2 });
  const out: Trace = [];
  for (let step = 0; step < 8; step++) {
    const x = trained(values([5, 4], step));
    const [y, gate] = SoftStep.apply(x.matmul(Binarize.apply(w1, 0.4)), k);
    const z = y.matmul(w2);
    const inner = z.square().sum().add(gate.sum());
    const [slope] = grad(inner, x, { createGraph: true }) as [Tensor];
    const fit = F.mseLoss(z, values([5, 2], step + 1));
    const loss = fit.add(slope.square().mean().mul(0.05));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    const seen = (w1.grad as Tensor).abs().sum();
    out.push(
      loss,
      slope.abs().sum(),
      noGrad(() => k.mul(1)),
      seen,
    );
  }
  return out;
}

likePyTorch({
  own_functions: ownFunctions,
  maml,
  newton,
  style_loop: styleLoop,
  straight_through: straightThrough,
  activations_seen: activationsSeen,
  penalties,
  adam_by_hand: adamByHand,
  spectral,
});
