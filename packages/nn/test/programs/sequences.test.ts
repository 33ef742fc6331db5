/** Programs whose networks run along time, a path or a list of words. */
import { bmm, cat, noGrad, stack, type Tensor, zeros } from "@gradus/core";
import * as nn from "@gradus/nn";
import { Adagrad, Adam, clipGradNorm, SGD } from "@gradus/optim";
import { classes, filled, likePyTorch, mlp, type Trace, table, values } from "./scene.ts";

const { functional: F } = nn;

class Cell extends nn.Module {
  embedding = new nn.Embedding(7, 5);
  cell = new nn.Linear(11, 6);
  head = new nn.Linear(6, 7);

  override forward(x: Tensor, h: Tensor): [Tensor, Tensor] {
    const next = this.cell.call(cat([this.embedding.call(x), h], 1)).tanh();
    return [this.head.call(next), next];
  }
}

/** Backpropagation through four letters at a time; the state goes on, its history does not. */
function charRnn(): Trace {
  const model = filled(new Cell());
  const optimizer = new SGD(model.parameters(), { lr: 0.3, momentum: 0.9 });
  const text = table(3, 25, (i, t) => (i * i + 3 * t + i) % 7);
  let h = zeros([3, 6]);
  const out: Trace = [];
  for (let chunk = 0; chunk < 6; chunk++) {
    h = h.detach();
    let loss = zeros([]);
    for (let t = 4 * chunk; t < 4 * chunk + 4; t++) {
      const [logits, next] = model.call(text.select(1, t), h);
      h = next;
      loss = loss.add(F.crossEntropy(logits, text.select(1, t + 1)));
    }
    optimizer.zeroGrad();
    loss.div(4).backward();
    const norm = clipGradNorm(model.parameters(), 0.5);
    optimizer.step();
    out.push(loss, norm, h.norm());
  }
  return out;
}

/** Runge and Kutta's four slopes a step, all of one network. */
function neuralOde(): Trace {
  const f = mlp([2, 8, 2]);
  const optimizer = new Adam(f.parameters(), { lr: 0.01 });
  const out: Trace = [];
  for (let step = 0; step < 6; step++) {
    let x = values([4, 2], 1);
    const path: Tensor[] = [];
    for (let i = 0; i < 5; i++) {
      const k1 = f.call(x);
      const k2 = f.call(x.add(k1.mul(0.1)));
      const k3 = f.call(x.add(k2.mul(0.1)));
      const k4 = f.call(x.add(k3.mul(0.2)));
      x = x.add(
        k1
          .add(k2.mul(2))
          .add(k3.mul(2))
          .add(k4)
          .mul(0.2 / 6),
      );
      path.push(x);
    }
    const loss = F.mseLoss(stack(path), values([5, 4, 2], 3));
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss, x.norm());
  }
  return out;
}

function wordVectors(): Trace {
  const inner = filled(new nn.Embedding(9, 4));
  const outer = filled(new nn.Embedding(9, 4), 3);
  const optimizer = new Adagrad([...inner.parameters(), ...outer.parameters()], { lr: 0.2 });
  const out: Trace = [];
  for (let step = 0; step < 10; step++) {
    const [center, context] = [classes(5, 9, step), classes(5, 9, step + 1)];
    const others = table(5, 3, (i, j) => (i + 2 * j + step) % 9);
    const c = inner.call(center);
    const near = F.logsigmoid(c.mul(outer.call(context)).sum(1));
    const scores = bmm(outer.call(others), c.unsqueeze(2)).squeeze(2);
    const loss = near.add(F.logsigmoid(scores.neg()).sum(1)).mean().neg();
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    out.push(loss);
  }
  return [...out, noGrad(() => inner.weight.norm())];
}

likePyTorch({ char_rnn: charRnn, neural_ode: neuralOde, word_vectors: wordVectors });
