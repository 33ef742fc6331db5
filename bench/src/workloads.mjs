/**
 * What is measured, as data. A workload names its tensors by PyTorch's state-dict names and
 * layouts, its batches, its optimizer and how closely the losses must agree. The same object goes
 * to every peer as JSON, so no framework can run a different model by accident.
 */

let seed = 0;
const tensorSpec = (name, shape, scale, offset = 0) => ({
  name,
  shape,
  scale,
  offset,
  seed: ++seed,
});

/** Weight and bias of a linear or convolution layer; `gain` 1 is PyTorch's own default range. */
function layer(name, shape, gain = 1, bias = true) {
  const fanIn = shape.slice(1).reduce((a, b) => a * b, 1);
  const bound = gain / Math.sqrt(fanIn);
  const weight = tensorSpec(`${name}.weight`, shape, bound);
  return bias ? [weight, tensorSpec(`${name}.bias`, [shape[0]], 1 / Math.sqrt(fanIn))] : [weight];
}

const norm = (name, size) => [
  tensorSpec(`${name}.weight`, [size], 0.1, 1),
  tensorSpec(`${name}.bias`, [size], 0.1),
];

const labels = (shape, classes) => ({ name: "y", shape, classes });
const images = (shape) => ({ name: "x", shape });

/** Input width and the six branch widths of each inception module (Szegedy et al. 2014, table 1). */
const INCEPTION = [
  ["i3a", 192, 64, 96, 128, 16, 32, 32],
  ["i3b", 256, 128, 128, 192, 32, 96, 64],
  ["i4a", 480, 192, 96, 208, 16, 48, 64],
  ["i4b", 512, 160, 112, 224, 24, 64, 64],
  ["i4c", 512, 128, 128, 256, 24, 64, 64],
  ["i4d", 512, 112, 144, 288, 32, 64, 64],
  ["i4e", 528, 256, 160, 320, 32, 128, 128],
  ["i5a", 832, 256, 160, 320, 32, 128, 128],
  ["i5b", 832, 384, 192, 384, 48, 128, 128],
];

/** No batch normalisation, so the weights need the ReLU gain to keep the signal's size. */
function googlenetParams() {
  const relu = Math.sqrt(6);
  const conv = (name, outputs, inputs, k) => layer(name, [outputs, inputs, k, k], relu);
  const params = [
    ...conv("stem1", 64, 3, 7),
    ...conv("stem2", 64, 64, 1),
    ...conv("stem3", 192, 64, 3),
  ];
  for (const [name, inputs, c1, r3, c3, r5, c5, pool] of INCEPTION) {
    params.push(
      ...conv(`${name}.b1`, c1, inputs, 1),
      ...conv(`${name}.r3`, r3, inputs, 1),
      ...conv(`${name}.b3`, c3, r3, 3),
      ...conv(`${name}.r5`, r5, inputs, 1),
      ...conv(`${name}.b5`, c5, r5, 5),
      ...conv(`${name}.pool`, pool, inputs, 1),
    );
  }
  return [...params, ...layer("fc", [1000, 1024])];
}

function gptParams({ layers, width, vocab, sequence }) {
  const params = [
    tensorSpec("tok.weight", [vocab, width], 0.05),
    tensorSpec("pos.weight", [sequence, width], 0.05),
  ];
  for (let i = 0; i < layers; i++) {
    const block = `blocks.${i}`;
    params.push(
      ...norm(`${block}.ln1`, width),
      ...layer(`${block}.qkv`, [3 * width, width]),
      ...layer(`${block}.proj`, [width, width]),
      ...norm(`${block}.ln2`, width),
      ...layer(`${block}.up`, [4 * width, width]),
      ...layer(`${block}.down`, [width, 4 * width]),
    );
  }
  return [...params, ...norm("lnf", width), ...layer("head", [vocab, width], 1, false)];
}

/** Layers `fc1`, `fc2`, `fc3` of a perceptron with these four sizes. */
const mlpParams = ([a, b, c, d]) => [
  ...layer("fc1", [b, a]),
  ...layer("fc2", [c, b]),
  ...layer("fc3", [d, c]),
];

const adam = { name: "adam", lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8 };
const sgd = (lr) => ({ name: "sgd", lr, momentum: 0.9 });

const train = (fields) => ({
  kind: "train",
  batches: 2,
  warmup: 5,
  steps: 40,
  tolerance: 2e-5,
  ...fields,
});
const forward = (fields) => ({
  kind: "forward",
  batches: 1,
  warmup: 3,
  steps: 20,
  tolerance: 2e-5,
  params: [],
  ...fields,
});

const matmul = (n) =>
  forward({
    name: `matmul-${n}`,
    title: `matmul ${n}`,
    model: "matmul",
    inputs: [images([n, n]), { name: "w", shape: [n, n] }],
    flops: 2 * n ** 3,
  });

const mlp = ({ sizes, batch, ...rest }) =>
  train({
    model: "mlp",
    steps: 200,
    sizes,
    params: mlpParams(sizes),
    inputs: [images([batch, sizes[0]]), labels([batch], sizes[3])],
    optimizer: adam,
    ...rest,
  });

const gpt = { layers: 4, width: 128, heads: 4, sequence: 64, vocab: 65 };

const list = [
  mlp({
    name: "mlp",
    title: "MLP 784-512-256-10, batch 64, Adam",
    sizes: [784, 512, 256, 10],
    batch: 64,
  }),
  mlp({
    name: "overhead",
    title: "overhead of a step: MLP 8-8-8-4, batch 1, Adam",
    sizes: [8, 8, 8, 4],
    batch: 1,
    warmup: 200,
    steps: 2000,
  }),
  train({
    name: "lenet",
    title: "LeNet 5x5x32-5x5x64-1024-10, batch 64, SGD momentum",
    model: "lenet",
    convolves: true,
    tolerance: 1e-5,
    params: [
      ...layer("conv1", [32, 1, 5, 5]),
      ...layer("conv2", [64, 32, 5, 5]),
      ...layer("fc1", [1024, 3136]),
      ...layer("fc2", [10, 1024]),
    ],
    inputs: [images([64, 1, 28, 28]), labels([64], 10)],
    optimizer: sgd(0.02),
  }),
  train({
    name: "googlenet",
    title: "GoogLeNet training 16x3x64x64, SGD momentum",
    model: "googlenet",
    convolves: true,
    steps: 20,
    // One pre-activation of the first batch is 2e-7 beside a mean of 2.5: rounding decides on which
    // side of the ReLU it falls, which moves the later losses by up to 3e-5.
    tolerance: 1e-4,
    inception: INCEPTION,
    params: googlenetParams(),
    inputs: [images([16, 3, 64, 64]), labels([16], 1000)],
    optimizer: sgd(0.0005),
  }),
  forward({
    name: "googlenet-infer",
    title: "GoogLeNet inference 1x3x224x224",
    model: "googlenet",
    inception: INCEPTION,
    params: googlenetParams(),
    inputs: [images([1, 3, 224, 224])],
  }),
  train({
    name: "lstm",
    title: "LSTM 64->128, sequence 50, batch 32, Adam",
    model: "lstm",
    params: [
      tensorSpec("lstm.weight_ih_l0", [512, 64], 1 / Math.sqrt(128)),
      tensorSpec("lstm.weight_hh_l0", [512, 128], 1 / Math.sqrt(128)),
      tensorSpec("lstm.bias_ih_l0", [512], 1 / Math.sqrt(128)),
      tensorSpec("lstm.bias_hh_l0", [512], 1 / Math.sqrt(128)),
      ...layer("fc", [10, 128]),
    ],
    inputs: [images([32, 50, 64]), labels([32], 10)],
    optimizer: adam,
  }),
  train({
    name: "gpt",
    title: "GPT 4 layers, width 128, 4 heads, sequence 64, batch 16, vocabulary 65, AdamW",
    model: "gpt",
    gpt,
    params: gptParams(gpt),
    inputs: [
      { name: "x", shape: [16, gpt.sequence], classes: gpt.vocab },
      labels([16, gpt.sequence], gpt.vocab),
    ],
    optimizer: { ...adam, name: "adamw", weightDecay: 0.01 },
  }),
  forward({
    name: "softmax",
    title: "softmax 4096x4096, last axis",
    model: "softmax",
    inputs: [{ ...images([4096, 4096]), scale: 4 }],
  }),
  forward({
    name: "gelu",
    title: "GELU (tanh form), 16M elements",
    model: "gelu",
    inputs: [{ ...images([4096, 4096]), scale: 4 }],
  }),
  forward({
    name: "layernorm",
    title: "LayerNorm 8192x1024",
    model: "layernorm",
    params: norm("ln", 1024),
    inputs: [{ ...images([8192, 1024]), scale: 4 }],
  }),
  matmul(512),
  matmul(1024),
  matmul(2048),
];

/** Every workload, with each batch's inputs given their seed. */
export const workloads = list.map(({ inputs, ...rest }) => ({
  ...rest,
  inputs: Array.from({ length: rest.batches }, (_, batch) =>
    inputs.map((input, i) => ({ scale: 1, offset: 0, ...input, seed: 5000 + 10 * batch + i })),
  ),
}));

/** The batch that step `i` trains on: pairs, so a second step already shows the first's update. */
export const batchOf = (i, batches) => (i >> 1) % batches;

/** Halves the work of a workload for a quick look. */
export const quick = (workload) => ({
  ...workload,
  warmup: Math.ceil(workload.warmup / 2),
  steps: Math.ceil(workload.steps / 2),
  seconds: workload.seconds / 2,
});
