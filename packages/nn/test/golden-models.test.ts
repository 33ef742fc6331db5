/**
 * Whole models trained 20 steps from PyTorch's weights on the same batches: each loss within 1e-4 of
 * PyTorch's, and each gradient's norm too, which would show a wrong gradient that the loss forgives.
 */
import { availableBackends, ones, setDefaultBackend, type Tensor, tensor } from "@gradus/core";
import * as nn from "@gradus/nn";
import { Adam, AdamW, clipGradNorm, SGD } from "@gradus/optim";
import { expectClose, type GoldenTensor, makeTensor, readGolden } from "@gradus/testkit";
import { beforeAll, describe, test } from "vitest";

const { functional: F } = nn;

interface ModelFile {
  readonly optimizer: "SGD" | "Adam" | "AdamW";
  readonly options: { readonly lr: number };
  /** Weights are whole numbers over this. */
  readonly scale: number;
  readonly state: Readonly<Record<string, Pick<GoldenTensor, "shape"> & { data: number[] }>>;
  readonly losses: readonly number[];
  readonly gradNorms: readonly number[];
}

const optimizers = { SGD, Adam, AdamW };

type LossOfBatch = (batch: number) => Tensor;

const count = (shape: readonly number[]): number => shape.reduce((p, n) => p * n, 1);

/** The same numbers as `tools/golden/models.py` makes. */
function values(shape: readonly number[], batch: number, k = 0): Tensor {
  const data = Array.from(
    { length: count(shape) },
    (_, i) => Math.floor(Math.sin(0.7 * i + 1.3 * batch + k) * 256 + 0.5) / 256,
  );
  return tensor(data, { shape });
}

function whole(rows: number, columns: number, at: (i: number, j: number) => number): Tensor {
  const data = Array.from({ length: rows * columns }, (_, n) =>
    at(Math.floor(n / columns), n % columns),
  );
  return tensor(data, { shape: columns === 1 ? [rows] : [rows, columns], dtype: "int32" });
}

const labels = (n: number, classes: number, batch: number): Tensor =>
  whole(n, 1, (i) => (7 * i + 3 * batch) % classes);

class LeNet extends nn.Module {
  conv1 = new nn.Conv2d(1, 4, 5, { padding: 2 });
  conv2 = new nn.Conv2d(4, 6, 5);
  fc1 = new nn.Linear(6 * 4 * 4, 16);
  fc2 = new nn.Linear(16, 5);

  override forward(x: Tensor): Tensor {
    const first = F.maxPool2d(this.conv1.call(x).tanh(), 2);
    const second = F.avgPool2d(this.conv2.call(first).relu(), 1);
    return this.fc2.call(this.fc1.call(second.flatten(1)).relu());
  }
}

class Residual extends nn.Module {
  conv1: nn.Conv2d;
  bn1: nn.BatchNorm2d;
  conv2: nn.Conv2d;
  bn2: nn.BatchNorm2d;
  down: nn.Sequential | null;

  constructor(i: number, o: number, stride: number) {
    super();
    this.conv1 = new nn.Conv2d(i, o, 3, { stride, padding: 1, bias: false });
    this.bn1 = new nn.BatchNorm2d(o);
    this.conv2 = new nn.Conv2d(o, o, 3, { padding: 1, bias: false });
    this.bn2 = new nn.BatchNorm2d(o);
    this.down =
      stride > 1 || i !== o
        ? new nn.Sequential(new nn.Conv2d(i, o, 1, { stride, bias: false }), new nn.BatchNorm2d(o))
        : null;
  }

  override forward(x: Tensor): Tensor {
    const y = this.bn2.call(this.conv2.call(this.bn1.call(this.conv1.call(x)).relu()));
    return y.add(this.down ? this.down.call(x) : x).relu();
  }
}

class ResNet extends nn.Module {
  conv = new nn.Conv2d(1, 4, 3, { padding: 1, bias: false });
  bn = new nn.BatchNorm2d(4);
  block1 = new Residual(4, 4, 1);
  block2 = new Residual(4, 8, 2);
  fc = new nn.Linear(8, 5);

  override forward(x: Tensor): Tensor {
    const stem = this.bn.call(this.conv.call(x)).relu();
    return this.fc.call(this.block2.call(this.block1.call(stem)).mean([2, 3]));
  }
}

/** What this test needs of the recurrent layer. */
type Recurrent = nn.Module & { forward(x: Tensor): [Tensor, unknown] };

class Lstm extends nn.Module {
  embedding = new nn.Embedding(11, 6);
  lstm: Recurrent;
  fc = new nn.Linear(16, 3);

  constructor() {
    super();
    const make = Reflect.get(nn, "LSTM") as new (...args: unknown[]) => Recurrent;
    this.lstm = new make(6, 8, { numLayers: 2, batchFirst: true, bidirectional: true });
  }

  override forward(x: Tensor): Tensor {
    const [out] = this.lstm.call(this.embedding.call(x));
    return this.fc.call(out.select(1, -1));
  }
}

/** Attention is written out, so that the model rests on the plainest operators. */
class Block extends nn.Module {
  ln1: nn.LayerNorm;
  qkv: nn.Linear;
  proj: nn.Linear;
  ln2: nn.LayerNorm;
  fc1: nn.Linear;
  fc2: nn.Linear;
  readonly heads: number;

  constructor(d: number, heads: number) {
    super();
    this.heads = heads;
    this.ln1 = new nn.LayerNorm(d);
    this.qkv = new nn.Linear(d, 3 * d);
    this.proj = new nn.Linear(d, d);
    this.ln2 = new nn.LayerNorm(d);
    this.fc1 = new nn.Linear(d, 2 * d);
    this.fc2 = new nn.Linear(2 * d, d);
  }

  override forward(x: Tensor): Tensor {
    const [b, t, d] = x.shape as [number, number, number];
    const width = d / this.heads;
    const split = (z: Tensor): Tensor => z.reshape([b, t, this.heads, width]).transpose(1, 2);
    const [q, k, v] = this.qkv.call(this.ln1.call(x)).chunk(3, -1).map(split) as [
      Tensor,
      Tensor,
      Tensor,
    ];
    const future = ones([t, t]).triu(1).bool();
    const scores = q.matmul(k.transpose(-2, -1)).div(Math.sqrt(width));
    const attended = scores.maskedFill(future, Number.NEGATIVE_INFINITY).softmax(-1).matmul(v);
    const y = x.add(this.proj.call(attended.transpose(1, 2).reshape([b, t, d])));
    return y.add(this.fc2.call(this.fc1.call(this.ln2.call(y)).gelu({ approximate: "tanh" })));
  }
}

class Gpt extends nn.Module {
  tok = new nn.Embedding(13, 32);
  pos = new nn.Embedding(8, 32);
  blocks = new nn.ModuleList([new Block(32, 4), new Block(32, 4)]);
  ln = new nn.LayerNorm(32);
  head = new nn.Linear(32, 13, { bias: false });

  override forward(x: Tensor): Tensor {
    const positions = whole(x.shape[1] as number, 1, (i) => i);
    let h = this.tok.call(x).add(this.pos.call(positions));
    for (const block of this.blocks.values()) h = block.call(h);
    return this.head.call(this.ln.call(h));
  }
}

const images = (model: nn.Module & { forward(x: Tensor): Tensor }, size: number): LossOfBatch => {
  return (batch) =>
    F.crossEntropy(model.call(values([6, 1, size, size], batch)), labels(6, 5, batch));
};

const models: Readonly<Record<string, () => { model: nn.Module; loss: LossOfBatch }>> = {
  mlp: () => {
    const model = new nn.Sequential(
      new nn.Linear(6, 16),
      new nn.ReLU(),
      new nn.Linear(16, 16),
      new nn.Tanh(),
      new nn.Linear(16, 3),
    );
    const loss: LossOfBatch = (batch) =>
      F.mseLoss(model.call(values([8, 6], batch)), values([8, 3], batch, 2));
    return { model, loss };
  },
  lenet: () => {
    const model = new LeNet();
    return { model, loss: images(model, 16) };
  },
  resnet: () => {
    const model = new ResNet();
    return { model, loss: images(model, 8) };
  },
  lstm: () => {
    const model = new Lstm();
    const loss: LossOfBatch = (batch) => {
      const words = whole(5, 7, (i, j) => (5 * i + 3 * j + 2 * batch) % 11);
      return F.crossEntropy(model.call(words), labels(5, 3, batch));
    };
    return { model, loss };
  },
  gpt: () => {
    const model = new Gpt();
    const id = (i: number, j: number, batch: number): number =>
      (i * i + 3 * i * j + j + 5 * batch) % 13;
    const loss: LossOfBatch = (batch) => {
      const given = whole(4, 8, (i, j) => id(i, j, batch));
      const next = whole(32, 1, (n) => id(Math.floor(n / 8), (n % 8) + 1, batch));
      return F.crossEntropy(model.call(given).reshape([-1, 13]), next);
    };
    return { model, loss };
  },
};

describe.each(availableBackends())("on %s", (backend) => {
  beforeAll(() => setDefaultBackend(backend));

  test.each(Object.keys(models))("%s trains as in torch for 20 steps", async (name) => {
    const file = readGolden<ModelFile>(`models/${name}.json`);
    const { model, loss } = (models[name] as () => { model: nn.Module; loss: LossOfBatch })();
    const state = Object.entries(file.state).map(([key, { shape, data }]) => {
      const t = makeTensor({ shape, dtype: "float32", data: data.map((v) => v / file.scale) });
      return [key, t] as const;
    });
    // Counts of batches are not stored; they start at zero.
    model.loadStateDict(Object.fromEntries(state), { strict: false });
    const missing = Object.keys(model.stateDict()).filter(
      (key) => !(key in file.state) && !key.endsWith("num_batches_tracked"),
    );
    if (missing.length > 0) throw new RangeError(`golden weights lack ${missing.join(", ")}`);
    const optimizer = new optimizers[file.optimizer](model.parameters(), file.options);
    for (const [step, want] of file.losses.entries()) {
      optimizer.zeroGrad();
      const value = loss(step % 4);
      value.backward();
      // A limit no gradient reaches: only the norm is wanted.
      const norm = clipGradNorm(model.parameters(), 1e9);
      optimizer.step();
      const what = `${name}, step ${step + 1}`;
      const allowance = { rtol: 1e-4, atol: 0 };
      expectClose(await value.item(), want, { ...allowance, what: `${what}, loss` });
      const wantNorm = file.gradNorms[step] as number;
      expectClose(await norm.item(), wantNorm, { rtol: 1e-3, atol: 0, what: `${what}, norm` });
    }
  });
});
