/**
 * jax-js with its WebAssembly backend, single-threaded in Node as it comes. Each training step is
 * one jitted function of parameters, optimizer state and batch. Arrays are owned: every use but
 * the last takes `.ref`. Embeddings are products with one-hot rows, and max-pooling pads with
 * zeros, which is exact because it always follows a ReLU here. Attention is spelled out because
 * `nn.dotProductAttention` of version 0.1.25 needs Node 22.
 */
import { readFileSync } from "node:fs";
import {
  blockUntilReady,
  defaultDevice,
  init,
  jit,
  lax,
  nn,
  numpy as np,
  tree,
  valueAndGrad,
} from "@jax-js/jax";
import { digest, values } from "../formula.mjs";
import { main, measure } from "../measure.mjs";
import { batchOf } from "../workloads.mjs";

const linear = (p, name, x) => np.matmul(x, p[`${name}.weight`]).add(p[`${name}.bias`]);

function conv(p, name, x, { stride = 1, pad = 0 } = {}) {
  const bias = p[`${name}.bias`];
  const size = bias.shape[0];
  const y = lax.conv(
    x,
    p[`${name}.weight`],
    [stride, stride],
    [
      [pad, pad],
      [pad, pad],
    ],
  );
  return y.add(bias.reshape([1, size, 1, 1]));
}

const maxPool = (x, k, stride, before, after) => {
  const edge = [before, after];
  const padded = before + after > 0 ? np.pad(x, [[0, 0], [0, 0], edge, edge]) : x;
  return lax.reduceWindow(padded, (window) => np.max(window), [k, k], [stride, stride]);
};

function googlenet(p, w, x) {
  const unit = (name, x, options) => nn.relu(conv(p, name, x, options));
  const half = (x) => maxPool(x, 3, 2, 0, 1);
  x = half(unit("stem1", x, { stride: 2, pad: 3 }));
  x = half(unit("stem3", unit("stem2", x), { pad: 1 }));
  for (const [name] of w.inception) {
    const b1 = unit(`${name}.b1`, x.ref);
    const b3 = unit(`${name}.b3`, unit(`${name}.r3`, x.ref), { pad: 1 });
    const b5 = unit(`${name}.b5`, unit(`${name}.r5`, x.ref), { pad: 2 });
    const pool = unit(`${name}.pool`, maxPool(x, 3, 1, 1, 1));
    x = np.concatenate([b1, b3, b5, pool], 1);
    if (name === "i3b" || name === "i4e") x = half(x);
  }
  return linear(p, "fc", np.mean(x, [2, 3]));
}

function lstm(p, x) {
  const [n, time, inputs] = x.shape;
  const size = 128;
  const bias = p["lstm.bias_ih_l0"].add(p["lstm.bias_hh_l0"]);
  const rows = np.matmul(x.reshape([n * time, inputs]), p["lstm.weight_ih_l0"]).add(bias);
  const recurrent = p["lstm.weight_hh_l0"];
  let h = np.zeros([n, size]);
  let c = np.zeros([n, size]);
  for (const g of np.unstack(rows.reshape([n, time, 4 * size]), 1)) {
    const [i, f, z, o] = np.split(g.add(np.matmul(h, recurrent.ref)), 4, 1);
    c = nn
      .sigmoid(f)
      .mul(c)
      .add(nn.sigmoid(i).mul(np.tanh(z)));
    h = nn.sigmoid(o).mul(np.tanh(c.ref));
  }
  recurrent.dispose();
  c.dispose();
  return linear(p, "fc", h);
}

function layerNorm(p, name, x) {
  const unit = nn.standardize(x, -1, { epsilon: 1e-5 });
  return unit.mul(p[`${name}.weight`]).add(p[`${name}.bias`]);
}

function gpt(p, { layers, width, heads, sequence, vocab }, tokens) {
  const n = tokens.shape[0];
  let x = np.matmul(nn.oneHot(tokens, vocab), p["tok.weight"]).add(p["pos.weight"]);
  const split = (s) => s.reshape([n, sequence, heads, width / heads]).transpose([0, 2, 1, 3]);
  for (let layer = 0; layer < layers; layer++) {
    const at = (name) => `blocks.${layer}.${name}`;
    const qkv = linear(p, at("qkv"), layerNorm(p, at("ln1"), x.ref));
    const [q, k, v] = np.split(qkv, 3, 2).map(split);
    const scores = np.matmul(q.mul(1 / Math.sqrt(width / heads)), k.transpose([0, 1, 3, 2]));
    const causal = np.tri(sequence, sequence, 0, { dtype: np.bool });
    const mixed = np.matmul(nn.softmax(np.where(causal, scores, -Infinity), -1), v);
    const merged = mixed.transpose([0, 2, 1, 3]).reshape([n, sequence, width]);
    x = x.add(linear(p, at("proj"), merged));
    const up = nn.gelu(linear(p, at("up"), layerNorm(p, at("ln2"), x.ref)), { approximate: true });
    x = x.add(linear(p, at("down"), up));
  }
  return np.matmul(layerNorm(p, "lnf", x), p["head.weight"]).reshape([n * sequence, vocab]);
}

const models = {
  mlp: (p, _, x) => linear(p, "fc3", nn.relu(linear(p, "fc2", nn.relu(linear(p, "fc1", x))))),
  lenet: (p, _, x) => {
    for (const name of ["conv1", "conv2"]) {
      x = maxPool(nn.relu(conv(p, name, x, { pad: 2 })), 2, 2, 0, 0);
    }
    return linear(p, "fc2", nn.relu(linear(p, "fc1", x.reshape([x.shape[0], 3136]))));
  },
  googlenet,
  lstm: (p, _, x) => lstm(p, x),
  gpt: (p, w, x) => gpt(p, w.gpt, x),
  softmax: (_p, _w, x) => nn.softmax(x, -1),
  gelu: (_p, _w, x) => nn.gelu(x, { approximate: true }),
  layernorm: (p, _, x) => layerNorm(p, "ln", x),
  matmul: (_p, _w, x, y) => np.matmul(x, y),
};

const array = (spec) => np.array(values(spec), { shape: spec.shape });

/** A PyTorch parameter in JAX's layout: dense weights are `[inputs, outputs]`. */
function parameter(spec) {
  const embedding = spec.name === "tok.weight" || spec.name === "pos.weight";
  return spec.shape.length === 2 && !embedding ? np.transpose(array(spec)) : array(spec);
}

/** Consumes the parameter, its gradient and its state; returns the new parameter and state. */
function update(o, p, g, state, scale) {
  if (o.name === "sgd") {
    const v = state.v.mul(o.momentum).add(g);
    return [p.sub(v.ref.mul(o.lr)), { v }];
  }
  const [b1, b2] = o.betas;
  const m = state.m.mul(b1).add(g.ref.mul(1 - b1));
  const v = state.v.mul(b2).add(np.square(g).mul(1 - b2));
  const mHat = m.ref.mul(scale.first);
  const vHat = v.ref.mul(scale.second);
  const decayed = o.weightDecay ? p.mul(1 - o.lr * o.weightDecay) : p;
  return [decayed.sub(mHat.div(np.sqrt(vHat).add(o.eps)).mul(o.lr)), { m, v }];
}

function trainingStep(workload, model, first) {
  const o = workload.optimizer;
  const loss = (p, x, y) => {
    const logits = model(p, workload, x);
    const classes = logits.shape[1];
    const target = nn.oneHot(y.reshape([-1]), classes);
    return nn.logSoftmax(logits, -1).mul(target).sum(-1).mean().mul(-1);
  };
  const names = Object.keys(first);
  const step = jit((p, state, scale, x, y) => {
    const [value, grads] = valueAndGrad(loss)(tree.ref(p), x, y);
    const next = {};
    const nextState = {};
    for (const name of names) {
      const own = { first: scale.first.ref, second: scale.second.ref };
      [next[name], nextState[name]] = update(o, p[name], grads[name], state[name], own);
      if (o.name === "sgd") tree.dispose(own);
    }
    tree.dispose(scale);
    return [value, next, nextState];
  });
  const zeros = (name) => np.zeros(first[name].shape);
  const empty = (name) =>
    o.name === "sgd" ? { v: zeros(name) } : { m: zeros(name), v: zeros(name) };
  let params = first;
  let state = Object.fromEntries(names.map((name) => [name, empty(name)]));
  return async (i, x, y) => {
    const [b1, b2] = o.betas ?? [0, 0];
    const scale = {
      first: np.array(1 / (1 - b1 ** (i + 1))),
      second: np.array(1 / (1 - b2 ** (i + 1))),
    };
    const [value, nextParams, nextState] = step(params, state, scale, x.ref, y.ref);
    params = nextParams;
    state = nextState;
    await blockUntilReady(params);
    return (await value.data())[0];
  };
}

function packageVersion() {
  const entry = new URL(import.meta.resolve("@jax-js/jax"));
  return JSON.parse(readFileSync(new URL("../package.json", entry), "utf8")).version;
}

async function run(workload) {
  await init("wasm");
  defaultDevice("wasm");
  const version = `jax-js ${packageVersion()} (wasm, 1 thread)`;
  const model = models[workload.model];
  const params = Object.fromEntries(workload.params.map((spec) => [spec.name, parameter(spec)]));
  const batches = workload.inputs.map((batch) => batch.map(array));
  if (workload.kind === "train") {
    const step = trainingStep(workload, model, params);
    const next = (i) => step(i, ...batches[batchOf(i, batches.length)]);
    return { ...(await measure(next, (loss) => loss, workload)), version };
  }
  const jitted = jit((p, ...inputs) => model(p, workload, ...inputs));
  const step = () => blockUntilReady(jitted(tree.ref(params), ...tree.ref(batches[0])));
  const compared = async (y, read) => (read ? digest(await y.data()) : y.dispose());
  return { ...(await measure(step, compared, workload)), version };
}

main(run);
