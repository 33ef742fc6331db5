/**
 * TensorFlow.js with its WebAssembly backend in Node (SIMD, one thread: the backend starts threads
 * in browsers only). It trains no convolution as it comes: the kernel for a filter's gradient is
 * missing, and so is the one for an embedding's gradient. `conv` below supplies the first;
 * embeddings are products with one-hot rows. A matrix product with a transposed operand is an
 * order of magnitude slower than a plain one there, so `tunedProduct` transposes first in its
 * gradient. With the argument `textbook` nothing is tuned: the filter's gradient is a convolution
 * and products keep the gradient they come with. With `shipped` nothing is supplied either: it is
 * the plain JavaScript backend, the one that trains a convolution as it comes.
 */
import "@tensorflow/tfjs-backend-cpu";
import * as wasm from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import { digest, values } from "../formula.mjs";
import { main, measure } from "../measure.mjs";
import { batchOf } from "../workloads.mjs";

const [textbook, shipped] = ["textbook", "shipped"].map((way) => process.argv[2] === way);

/** Swaps the last two axes. */
function swap(x) {
  const axes = x.shape.map((_, i) => i);
  return tf.transpose(x, [...axes.slice(0, -2), axes.length - 1, axes.length - 2]);
}

const tunedProduct = tf.customGrad((a, b, save) => {
  save([a, b]);
  const gradFunc = (dy, [a, b]) => [tf.matMul(dy, swap(b)), tf.matMul(swap(a), dy)];
  return { value: tf.matMul(a, b), gradFunc };
});
const mm = textbook || shipped ? tf.matMul : tunedProduct;

/**
 * The gradient of a convolution's filter, of shape `[k, k, inputs, outputs]`, as textbooks have it:
 * the input convolved with the output's gradient, batch and channels in each other's place, the
 * forward stride as dilation. A row that no window reached is cut off.
 */
function textbookGradient(x, dy, [k, , inputs, outputs], stride, pad) {
  const images = tf.transpose(x, [3, 1, 2, 0]);
  const filter = tf.transpose(dy, [1, 2, 0, 3]);
  const all = tf.conv2d(images, filter, 1, pad, "NHWC", stride);
  return tf.transpose(tf.slice(all, [0, 0, 0, 0], [inputs, k, k, outputs]), [1, 2, 0, 3]);
}

/** The same, but one plain product where windows are single pixels, which is faster there. */
function tunedGradient(x, dy, shape, stride, pad) {
  const [k, , inputs, outputs] = shape;
  if (k > 1 || stride > 1) return textbookGradient(x, dy, shape, stride, pad);
  const rows = tf.reshape(tf.transpose(x, [3, 0, 1, 2]), [inputs, -1]);
  return tf.reshape(tf.matMul(rows, tf.reshape(dy, [-1, outputs])), shape);
}

const filterGradient = textbook ? textbookGradient : tunedGradient;

function conv(x, w, bias, { stride = 1, pad = 0 } = {}) {
  if (shipped) return tf.add(tf.conv2d(x, w, stride, pad), bias);
  const op = tf.customGrad((x, w, save) => {
    save([x, w]);
    const gradFunc = (dy, [x, w]) => [
      tf.conv2dTranspose(dy, w, x.shape, stride, pad),
      filterGradient(x, dy, w.shape, stride, pad),
    ];
    return { value: tf.conv2d(x, w, stride, pad), gradFunc };
  });
  return tf.add(op(x, w), bias);
}

/** The cast is needed: asked for float32, the backend writes the integers 0 and 1 as they are. */
const oneHot = (x, classes) => tf.cast(tf.oneHot(tf.reshape(x, [-1]), classes), "float32");

const linear = (p, name, x) => tf.add(mm(x, p[`${name}.weight`]), p[`${name}.bias`]);

function layerNorm(p, name, x) {
  const { mean, variance } = tf.moments(x, -1, true);
  const unit = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 1e-5)));
  return tf.add(tf.mul(unit, p[`${name}.weight`]), p[`${name}.bias`]);
}

const gelu = (x) => {
  const inner = tf.mul(
    Math.sqrt(2 / Math.PI),
    tf.add(x, tf.mul(0.044715, tf.mul(x, tf.mul(x, x)))),
  );
  return tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(inner)));
};

function googlenet(p, w, x) {
  const unit = (name, x, options) =>
    tf.relu(conv(x, p[`${name}.weight`], p[`${name}.bias`], options));
  const half = (x) => tf.maxPool(x, 3, 2, "same");
  x = half(unit("stem1", x, { stride: 2, pad: 3 }));
  x = half(unit("stem3", unit("stem2", x), { pad: 1 }));
  for (const [name] of w.inception) {
    const b1 = unit(`${name}.b1`, x);
    const b3 = unit(`${name}.b3`, unit(`${name}.r3`, x), { pad: 1 });
    const b5 = unit(`${name}.b5`, unit(`${name}.r5`, x), { pad: 2 });
    const pool = unit(`${name}.pool`, tf.maxPool(x, 3, 1, "same"));
    x = tf.concat([b1, b3, b5, pool], 3);
    if (name === "i3b" || name === "i4e") x = half(x);
  }
  return linear(p, "fc", tf.mean(x, [1, 2]));
}

function lstm(p, x) {
  const [n, time, inputs] = x.shape;
  const size = 128;
  const bias = tf.add(p["lstm.bias_ih_l0"], p["lstm.bias_hh_l0"]);
  const gates = tf.add(mm(tf.reshape(x, [n * time, inputs]), p["lstm.weight_ih_l0"]), bias);
  let h = tf.zeros([n, size]);
  let c = tf.zeros([n, size]);
  for (const g of tf.unstack(tf.reshape(gates, [n, time, 4 * size]), 1)) {
    const [i, f, z, o] = tf.split(tf.add(g, mm(h, p["lstm.weight_hh_l0"])), 4, 1);
    c = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(z)));
    h = tf.mul(tf.sigmoid(o), tf.tanh(c));
  }
  return linear(p, "fc", h);
}

const causal = (t) => {
  const mask = new Float32Array(t * t);
  for (let i = 0; i < t; i++) mask.fill(-1e9, i * t + i + 1, (i + 1) * t);
  return tf.keep(tf.tensor(mask, [t, t]));
};

function gpt(p, { layers, width, heads, sequence, vocab, mask }, tokens) {
  const n = tokens.shape[0];
  let x = tf.reshape(mm(oneHot(tokens, vocab), p["tok.weight"]), [n, sequence, width]);
  x = tf.reshape(tf.add(x, p["pos.weight"]), [n * sequence, width]);
  const split = (s) =>
    tf.transpose(tf.reshape(s, [n, sequence, heads, width / heads]), [0, 2, 1, 3]);
  for (let layer = 0; layer < layers; layer++) {
    const at = (name) => `blocks.${layer}.${name}`;
    const [q, k, v] = tf.split(linear(p, at("qkv"), layerNorm(p, at("ln1"), x)), 3, 1).map(split);
    const scores = mm(tf.mul(q, 1 / Math.sqrt(width / heads)), swap(k));
    const mixed = mm(tf.softmax(tf.add(scores, mask)), v);
    const merged = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [n * sequence, width]);
    x = tf.add(x, linear(p, at("proj"), merged));
    x = tf.add(x, linear(p, at("down"), gelu(linear(p, at("up"), layerNorm(p, at("ln2"), x)))));
  }
  return mm(layerNorm(p, "lnf", x), p["head.weight"]);
}

const models = {
  mlp: (p, _, x) => linear(p, "fc3", tf.relu(linear(p, "fc2", tf.relu(linear(p, "fc1", x))))),
  lenet: (p, _, x) => {
    for (const name of ["conv1", "conv2"]) {
      const y = conv(x, p[`${name}.weight`], p[`${name}.bias`], { pad: 2 });
      x = tf.maxPool(tf.relu(y), 2, 2, "valid");
    }
    return linear(p, "fc2", tf.relu(linear(p, "fc1", tf.reshape(x, [x.shape[0], 3136]))));
  },
  googlenet,
  lstm: (p, _, x) => lstm(p, x),
  gpt: (p, w, x) => gpt(p, w.gpt, x),
  softmax: (_p, _w, x) => tf.softmax(x),
  gelu: (_p, _w, x) => gelu(x),
  layernorm: (p, _, x) => layerNorm(p, "ln", x),
  matmul: (_p, _w, x, y) => tf.matMul(x, y),
};

/** A PyTorch tensor in TensorFlow's layout: channels last, and matrices as `[inputs, outputs]`. */
function parameter(spec) {
  const embedding = spec.name === "tok.weight" || spec.name === "pos.weight";
  const t = tf.tensor(values(spec), spec.shape);
  if (spec.name === "fc1.weight" && spec.shape[1] === 3136)
    return tf.reshape(tf.transpose(tf.reshape(t, [1024, 64, 7, 7]), [2, 3, 1, 0]), [3136, 1024]);
  if (spec.shape.length === 4) return tf.transpose(t, [2, 3, 1, 0]);
  return spec.shape.length === 2 && !embedding ? tf.transpose(t) : t;
}

const input = (spec) => {
  const dtype = spec.classes === undefined ? "float32" : "int32";
  const t = tf.tensor(values(spec), spec.shape, dtype);
  return spec.shape.length === 4 ? tf.transpose(t, [0, 2, 3, 1]) : t;
};

function optimizer(o, variables) {
  if (o.name === "sgd") return tf.train.momentum(o.lr, o.momentum);
  const adam = tf.train.adam(o.lr, ...o.betas, o.eps);
  if (o.name === "adam") return adam;
  const decay = 1 - o.lr * o.weightDecay;
  const applyGradients = (grads) => {
    tf.tidy(() => {
      for (const v of variables) v.assign(tf.mul(v, decay));
    });
    adam.applyGradients(grads);
  };
  return { computeGradients: (f) => adam.computeGradients(f, variables), applyGradients };
}

async function run(workload) {
  wasm.setThreadsCount(workload.threads);
  await tf.setBackend(shipped ? "cpu" : "wasm");
  await tf.ready();
  const about = shipped ? "plain JavaScript" : `wasm, ${wasm.getThreadsCount?.() ?? 1} thread`;
  const version = `TensorFlow.js ${tf.version_core} (${about})`;
  const model = models[workload.model];
  if (workload.gpt) workload.gpt.mask = causal(workload.gpt.sequence);
  const training = workload.kind === "train";
  const params = {};
  for (const spec of workload.params) {
    params[spec.name] = tf.variable(parameter(spec), training, spec.name);
  }
  const batches = workload.inputs.map((batch) => batch.map(input));
  if (!training) {
    const step = () => tf.tidy(() => model(params, workload, ...batches[0]));
    const compared = async (y, read) => {
      const numbers = read ? digest(await y.data()) : undefined;
      y.dispose();
      return numbers;
    };
    return { ...(await measure(step, compared, workload)), version };
  }
  const opt = optimizer(workload.optimizer, Object.values(params));
  const step = (i) => {
    const [x, y] = batches[batchOf(i, batches.length)];
    const { value, grads } = opt.computeGradients(() => {
      const logits = model(params, workload, x);
      return tf.losses.softmaxCrossEntropy(oneHot(y, logits.shape[1]), logits);
    });
    opt.applyGradients(grads);
    const loss = value.dataSync()[0];
    value.dispose();
    tf.dispose(grads);
    return loss;
  };
  return { ...(await measure(step, (loss) => loss, workload)), version };
}

main(run);
