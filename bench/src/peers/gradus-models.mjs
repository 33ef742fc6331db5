/** Gradus's side of the benchmark: the models and steps as a user would write them. */
import * as gradus from "gradus";
import { values } from "../formula.mjs";
import { batchOf } from "../workloads.mjs";

const { cat, nn, optim, tensor } = gradus;
const F = nn.functional;

class Mlp extends nn.Module {
  constructor({ sizes: [a, b, c, d] }) {
    super();
    this.fc1 = new nn.Linear(a, b);
    this.fc2 = new nn.Linear(b, c);
    this.fc3 = new nn.Linear(c, d);
  }

  forward(x) {
    return this.fc3.call(this.fc2.call(this.fc1.call(x).relu()).relu());
  }
}

class LeNet extends nn.Module {
  conv1 = new nn.Conv2d(1, 32, 5, { padding: 2 });
  conv2 = new nn.Conv2d(32, 64, 5, { padding: 2 });
  fc1 = new nn.Linear(3136, 1024);
  fc2 = new nn.Linear(1024, 10);

  forward(x) {
    x = gradus.maxPool2d(this.conv1.call(x).relu(), 2);
    x = gradus.maxPool2d(this.conv2.call(x).relu(), 2);
    return this.fc2.call(this.fc1.call(x.flatten(1)).relu());
  }
}

class Inception extends nn.Module {
  constructor(inputs, c1, r3, c3, r5, c5, pool) {
    super();
    this.b1 = new nn.Conv2d(inputs, c1, 1);
    this.r3 = new nn.Conv2d(inputs, r3, 1);
    this.b3 = new nn.Conv2d(r3, c3, 3, { padding: 1 });
    this.r5 = new nn.Conv2d(inputs, r5, 1);
    this.b5 = new nn.Conv2d(r5, c5, 5, { padding: 2 });
    this.pool = new nn.Conv2d(inputs, pool, 1);
  }

  forward(x) {
    const b1 = this.b1.call(x).relu();
    const b3 = this.b3.call(this.r3.call(x).relu()).relu();
    const b5 = this.b5.call(this.r5.call(x).relu()).relu();
    const pooled = gradus.maxPool2d(x, 3, { stride: 1, padding: 1 });
    return cat([b1, b3, b5, this.pool.call(pooled).relu()], 1);
  }
}

class GoogLeNet extends nn.Module {
  stem1 = new nn.Conv2d(3, 64, 7, { stride: 2, padding: 3 });
  stem2 = new nn.Conv2d(64, 64, 1);
  stem3 = new nn.Conv2d(64, 192, 3, { padding: 1 });
  fc = new nn.Linear(1024, 1000);

  constructor({ inception }) {
    super();
    for (const [name, ...widths] of inception) this[name] = new Inception(...widths);
    this.order = inception.map(([name]) => name);
  }

  forward(x) {
    const half = (x) => gradus.maxPool2d(x, 3, { stride: 2, ceilMode: true });
    x = half(this.stem1.call(x).relu());
    x = half(this.stem3.call(this.stem2.call(x).relu()).relu());
    for (const name of this.order) {
      x = this[name].call(x);
      if (name === "i3b" || name === "i4e") x = half(x);
    }
    return this.fc.call(gradus.adaptiveAvgPool2d(x, 1).flatten(1));
  }
}

class Lstm extends nn.Module {
  lstm = new nn.LSTM(64, 128, { batchFirst: true });
  fc = new nn.Linear(128, 10);

  forward(x) {
    const [output] = this.lstm.call(x);
    return this.fc.call(output.select(1, -1));
  }
}

class Block extends nn.Module {
  constructor(width, heads) {
    super();
    this.heads = heads;
    this.ln1 = new nn.LayerNorm(width);
    this.qkv = new nn.Linear(width, 3 * width);
    this.proj = new nn.Linear(width, width);
    this.ln2 = new nn.LayerNorm(width);
    this.up = new nn.Linear(width, 4 * width);
    this.down = new nn.Linear(4 * width, width);
  }

  forward(x) {
    const [n, time, width] = x.shape;
    const split = (s) => s.reshape([n, time, this.heads, width / this.heads]).transpose(1, 2);
    const [q, k, v] = this.qkv.call(this.ln1.call(x)).split(width, 2).map(split);
    const scores = q.mul((width / this.heads) ** -0.5).matmul(k.transpose(-2, -1));
    const future = gradus.ones([time, time]).triu(1).bool();
    const mixed = scores.maskedFill(future, Number.NEGATIVE_INFINITY).softmax(-1).matmul(v);
    x = x.add(this.proj.call(mixed.transpose(1, 2).reshape([n, time, width])));
    const up = gradus.gelu(this.up.call(this.ln2.call(x)), { approximate: "tanh" });
    return x.add(this.down.call(up));
  }
}

class Gpt extends nn.Module {
  constructor({ gpt: { layers, width, heads, sequence, vocab } }) {
    super();
    this.tok = new nn.Embedding(vocab, width);
    this.pos = new nn.Embedding(sequence, width);
    this.blocks = new nn.ModuleList(Array.from({ length: layers }, () => new Block(width, heads)));
    this.lnf = new nn.LayerNorm(width);
    this.head = new nn.Linear(width, vocab, { bias: false });
  }

  forward(x) {
    let h = this.tok.call(x).add(this.pos.weight);
    for (const block of this.blocks.values()) h = block.call(h);
    return this.head.call(this.lnf.call(h)).flatten(0, 1);
  }
}

class Norm extends nn.Module {
  ln = new nn.LayerNorm(1024);

  forward(x) {
    return this.ln.call(x);
  }
}

const models = {
  mlp: Mlp,
  lenet: LeNet,
  googlenet: GoogLeNet,
  lstm: Lstm,
  gpt: Gpt,
  layernorm: Norm,
};

const array = (spec) => {
  const dtype = spec.classes === undefined ? "float32" : "int32";
  return tensor(values(spec), { shape: spec.shape, dtype });
};

const state = (workload) =>
  Object.fromEntries(workload.params.map((spec) => [spec.name, array(spec)]));

const optimizers = { sgd: optim.SGD, adam: optim.Adam, adamw: optim.AdamW };

/** The model with its formula-made weights, and its optimizer where the workload trains. */
export function build(workload) {
  const model = new models[workload.model](workload);
  model.loadStateDict(state(workload));
  if (workload.kind !== "train") return { model: model.eval() };
  const { name, ...options } = workload.optimizer;
  return { model, optimizer: new optimizers[name](model.parameters(), options) };
}

/** The step function of a training workload: `step(i)` resolves to the loss. */
export function training(workload) {
  const { model, optimizer } = build(workload);
  const batches = workload.inputs.map((batch) => batch.map(array));
  return async (i) => {
    const [x, y] = batches[batchOf(i, batches.length)];
    const loss = F.crossEntropy(model.call(x), y.flatten());
    optimizer.zeroGrad();
    loss.backward();
    optimizer.step();
    return loss.item();
  };
}

/** The function of a forward workload: every call computes the result anew. */
export function forward(workload) {
  const inputs = workload.inputs[0].map(array);
  if (models[workload.model]) {
    const { model } = build(workload);
    return () => model.call(...inputs);
  }
  return {
    softmax: () => inputs[0].softmax(-1),
    gelu: () => gradus.gelu(inputs[0], { approximate: "tanh" }),
    matmul: () => inputs[0].matmul(inputs[1]),
  }[workload.model];
}
