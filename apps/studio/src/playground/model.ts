/** A network of the playground and its training, made of gradus' own layers and optimizers. */
import { cat, manualSeed, nn, noGrad, optim, type Tensor, tensor } from "gradus";
import { inputs, planeReach, split } from "./data.ts";
import { type Point, targetOf } from "./points.ts";
import { type Activation, isRegression, type Settings, type Start, skipsSingle } from "./state.ts";
import { type Surface, surfaceOf } from "./surface.ts";

/** Mean losses over all points of a part; NaN where a part has none. */
export interface Losses {
  readonly train: number;
  readonly test: number;
}

/** A layer's numbers: `weight[i * inputs + j]` leads from input j to neuron i. */
export interface LayerView {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: readonly number[];
  readonly bias: readonly number[];
  /** Gradients of the training loss; empty while there is nothing to train on. */
  readonly weightGrad: readonly number[];
  readonly biasGrad: readonly number[];
}

/** What a network looks like at one moment. */
export interface View {
  /** The learning rate of the next step. */
  readonly rate: number;
  readonly layers: readonly LayerView[];
  readonly side: number;
  /** Each neuron's output over the plane, layer by layer, row by row from the top left. */
  readonly maps: readonly (readonly Float32Array[])[];
}

export interface Trainer {
  readonly train: readonly Point[];
  readonly test: readonly Point[];
  losses(): Promise<Losses>;
  /** Trains on every batch once. */
  epoch(): Promise<Losses>;
  view(side: number): Promise<View>;
  surface(side: number, reach: number): Promise<Surface>;
  /** Puts a number in a weight's place, or in a bias's where `input` is null. */
  set(at: WeightPlace, value: number): Promise<void>;
}

/** One number of the network: layers, neurons and inputs count from 0. */
export interface WeightPlace {
  readonly layer: number;
  readonly neuron: number;
  readonly input: number | null;
}

/** Weights that do not begin as layers make them themselves; biases then begin at 0. */
const startWeights: Record<Exclude<Start, "usual">, (weight: Tensor) => void> = {
  zeros: (w) => nn.init.zeros_(w),
  large: (w) => nn.init.normal_(w, 0, 3),
  glorot: (w) => nn.init.xavierUniform_(w),
  he: (w) => nn.init.kaimingNormal_(w, { nonlinearity: "relu" }),
};

function scheduleOf(
  { schedule }: Settings,
  optimizer: optim.SGD | optim.Adam,
): optim.lrScheduler.LRScheduler | null {
  const { LinearLR, StepLR, CosineAnnealingWarmRestarts } = optim.lrScheduler;
  if (schedule === "warmUp") return new LinearLR(optimizer, { startFactor: 0.05, totalIters: 20 });
  if (schedule === "halved") return new StepLR(optimizer, { stepSize: 50, gamma: 0.5 });
  if (schedule === "cosine") return new CosineAnnealingWarmRestarts(optimizer, { T0: 100 });
  return null;
}

function activation(name: Activation): nn.Tanh | nn.ReLU | nn.Sigmoid | nn.Identity {
  if (name === "tanh") return new nn.Tanh();
  if (name === "relu") return new nn.ReLU();
  if (name === "sigmoid") return new nn.Sigmoid();
  return new nn.Identity();
}

function optimizerOf(settings: Settings, parameters: Tensor[]): optim.SGD | optim.Adam {
  const { lr, l2: weightDecay } = settings;
  if (settings.optimizer === "adam") return new optim.Adam(parameters, { lr, weightDecay });
  const momentum = settings.optimizer === "momentum" ? 0.9 : 0;
  return new optim.SGD(parameters, { lr, momentum, weightDecay });
}

const numbers = async (t: Tensor | null | undefined): Promise<number[]> =>
  t ? Array.from(await t.data(), Number) : [];

export function makeTrainer(settings: Settings): Trainer {
  manualSeed(settings.seed);
  const sizes = [settings.features.length, ...settings.layers];
  const linears = sizes.map((size, i) => new nn.Linear(size, settings.layers[i] ?? 1));
  const blocks = linears.map((linear, i) => {
    if (i === settings.layers.length) return [linear];
    const norm = settings.batchNorm ? [new nn.BatchNorm1d(linear.outFeatures)] : [];
    const drop = settings.dropout > 0 ? [new nn.Dropout(settings.dropout)] : [];
    return [linear, ...norm, activation(settings.activation), ...drop];
  });
  const model = new nn.Sequential(...blocks.flat());
  if (settings.start !== "usual")
    for (const { weight, bias } of linears) {
      startWeights[settings.start](weight);
      if (bias) nn.init.zeros_(bias);
    }
  const optimizer = optimizerOf(settings, model.parameters());
  const schedule = scheduleOf(settings, optimizer);
  const regression = isRegression(settings.data);
  const lossOf = regression ? new nn.MSELoss() : new nn.BCEWithLogitsLoss();
  /** The sum of all weights' sizes, biases left out. */
  const sizes1 = (): Tensor => linears.map((l) => l.weight.abs().sum()).reduce((a, b) => a.add(b));
  const { train, test } = split(settings);
  const part = (some: readonly Point[]) =>
    some.length === 0
      ? null
      : {
          x: tensor(some.map((p) => inputs(settings.features, p.x, p.y))),
          y: tensor(some.map((p) => [targetOf(p)])).float(),
        };
  const batches = Array.from({ length: Math.ceil(train.length / settings.batch) }, (_, i) =>
    part(train.slice(i * settings.batch, (i + 1) * settings.batch)),
  );
  const [all, held] = [part(train), part(test)];
  const read = async (some: typeof all): Promise<number> =>
    some
      ? Number(await noGrad(() => lossOf.forward(model.forward(some.x), some.y)).item())
      : Number.NaN;
  const losses = async (): Promise<Losses> => {
    model.eval();
    return { train: await read(all), test: await read(held) };
  };

  return {
    train,
    test,
    losses,
    async epoch() {
      model.train();
      for (const batch of batches) {
        if (!batch || (skipsSingle(settings) && batch.x.shape[0] === 1)) continue;
        optimizer.zeroGrad();
        const loss = lossOf.forward(model.forward(batch.x), batch.y);
        (settings.l1 > 0 ? loss.add(sizes1().mul(settings.l1)) : loss).backward();
        optimizer.step();
      }
      schedule?.step();
      return losses();
    },

    async view(side) {
      const at = (i: number): number => planeReach * ((2 * i + 1) / side - 1);
      const rows = Array.from({ length: side * side }, (_, i) =>
        inputs(settings.features, at(i % side), -at(Math.floor(i / side))),
      );
      model.eval();
      const outputs = noGrad(() => {
        const made: Tensor[] = [];
        let h = tensor(rows);
        for (const block of blocks) {
          for (const layer of block) h = layer.call(h as never) as Tensor;
          made.push(h);
        }
        return cat([...made.slice(0, -1), regression ? h : h.sigmoid()], 1);
      });
      const values = Array.from(await outputs.data(), Number);
      const width = outputs.shape[1] ?? 1;
      let column = 0;
      const maps = linears.map((linear) =>
        Array.from({ length: linear.outFeatures }, () => {
          const c = column++;
          return Float32Array.from(rows, (_, i) => values[i * width + c] as number);
        }),
      );

      optimizer.zeroGrad();
      if (all) lossOf.forward(model.forward(all.x), all.y).backward();
      const layers: LayerView[] = [];
      for (const l of linears)
        layers.push({
          inputs: l.inFeatures,
          outputs: l.outFeatures,
          weight: await numbers(l.weight),
          bias: await numbers(l.bias),
          weightGrad: await numbers(l.weight.grad),
          biasGrad: await numbers(l.bias?.grad),
        });
      optimizer.zeroGrad();
      return { rate: optimizer.paramGroups[0]?.lr ?? settings.lr, layers, side, maps };
    },

    async set({ layer, neuron, input }, value) {
      const linear = linears[layer];
      const target = input === null ? linear?.bias : linear?.weight;
      if (!linear || !target) return;
      const values = await numbers(target);
      const at = input === null ? neuron : neuron * linear.inFeatures + input;
      if (at < values.length) values[at] = value;
      noGrad(() => target.copy_(tensor(values).reshape(target.shape)));
    },

    surface: (side, reach) =>
      surfaceOf({ blocks, x: all?.x, y: train.map(targetOf), settings, side, reach }),
  };
}
