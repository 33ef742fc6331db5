/** The playground's network as a program of its own: the same points, layers and optimizer, in gradus. */
import { split } from "./data.ts";
import type { Point } from "./points.ts";
import {
  type Activation,
  type DataName,
  type Feature,
  isRegression,
  type Schedule,
  type Settings,
  type Start,
  skipsSingle,
} from "./state.ts";

export const layerNames: Record<Activation, string> = {
  tanh: "Tanh",
  relu: "ReLU",
  sigmoid: "Sigmoid",
  linear: "Identity",
};

const featureCode: Record<Feature, string> = {
  x: "x",
  y: "y",
  x2: "x * x",
  y2: "y * y",
  xy: "x * y",
  sinx: "Math.sin(Math.PI * x)",
  siny: "Math.sin(Math.PI * y)",
};

const disc = (radius: string): string => `const angle = 2 * Math.PI * v;
    const radius = ${radius};`;

/** Where a point with a number is. */
const even = "const [x, y] = [1.8 * u - 0.9, 1.8 * v - 0.9];";

/** What a set says of itself, and how a point of it is made from two random numbers u and v. */
const sets: Record<Exclude<DataName, "own">, readonly [about: string, place: string]> = {
  circle: [
    "a disc of class 1 in a ring of class 0",
    `${disc("label === 1 ? 0.4 * Math.sqrt(u) : 0.65 + 0.3 * u")}
    const [x, y] = [radius * Math.cos(angle), radius * Math.sin(angle)];`,
  ],
  xor: [
    "class 1 where x and y have the same sign",
    `const x = 1.8 * u - 0.9;
    const y = Math.sign(x || 1) * (label === 1 ? 1 : -1) * (0.05 + 0.85 * v);`,
  ],
  gauss: [
    "two clouds",
    `${disc("0.4 * Math.sqrt(u)")}
    const middle = label === 1 ? 0.45 : -0.45;
    const [x, y] = [middle + radius * Math.cos(angle), middle + radius * Math.sin(angle)];`,
  ],
  moons: [
    "two half moons",
    `const half = Math.PI * u;
    const [x, y] =
      label === 1
        ? [0.5 * Math.cos(half) - 0.25, 0.5 * Math.sin(half) - 0.1]
        : [0.25 - 0.5 * Math.cos(half), 0.15 - 0.5 * Math.sin(half)];`,
  ],
  slope: [
    "what is to be predicted rises along the diagonal, from -1 to 1",
    `${even}
    const value = (x + y) / 1.8;`,
  ],
  hills: [
    "what is to be predicted are the heights of three hills and three hollows",
    `${even}
    const value = [-1, 0, 1]
      .flatMap((column) =>
        [-1, 1].map((row) => {
          const sign = (column + 1) % 2 === 0 ? row : -row;
          return sign * Math.max(0, 1 - Math.hypot(x - 0.6 * column, y - 0.4 * row) / 0.35);
        }),
      )
      .reduce((most, h) => (Math.abs(h) > Math.abs(most) ? h : most), 0);`,
  ],
  spiral: [
    "two arms of a spiral",
    `const turn = 3.5 * Math.PI * u * 0.75 + (label === 1 ? Math.PI : 0);
    const [x, y] = [0.9 * u * Math.sin(turn), 0.9 * u * Math.cos(turn)];`,
  ],
};

/** What the third number of a point is called. */
const targetName = ({ data }: Settings): string => (isRegression(data) ? "value" : "label");

function generator(data: Exclude<DataName, "own">, settings: Settings): string {
  const [about, place] = sets[data];
  const what = targetName(settings);
  const label = what === "label" ? "    const label = i % 2 === 0 ? 1 : 0;\n" : "";
  const index = what === "label" ? "_, i" : "";
  const pair = /\bv\b/.test(place) ? "const [u, v] =" : "const [u] =";
  return `/** Numbers from 0 to 1 that the seed decides. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** 200 points: ${about}. */
function makePoints(noise: number, seed: number): Point[] {
  const next = random(seed);
  return Array.from({ length: 200 }, (${index}): Point => {
${label}    ${pair} [next(), next()];
    ${place}
    return [x + noise * (next() - 0.5), y + noise * (next() - 0.5), ${what}];
  });
}

const points = makePoints(${settings.noise}, ${settings.seed});`;
}

const listed = (points: readonly Point[]): string =>
  `const points: Point[] = [\n${points
    .map((p) => `  [${p.x}, ${p.y}, ${p.label}],`)
    .join("\n")}\n];`;

const optimizerCode = (settings: Settings): string => {
  const options = [`lr: ${settings.lr}`];
  if (settings.optimizer === "momentum") options.push("momentum: 0.9");
  if (settings.l2 > 0) options.push(`weightDecay: ${settings.l2}`);
  const name = settings.optimizer === "adam" ? "Adam" : "SGD";
  return `new optim.${name}(model.parameters(), { ${options.join(", ")} })`;
};

/** The network alone, as the playground reads it back. */
export function networkCode(settings: Settings, indent = ""): string {
  const sizes = [settings.features.length, ...settings.layers];
  const layers = settings.layers.flatMap((size, i) => [
    `new nn.Linear(${sizes[i]}, ${size})`,
    ...(settings.batchNorm ? [`new nn.BatchNorm1d(${size})`] : []),
    `new nn.${layerNames[settings.activation]}()`,
    ...(settings.dropout > 0 ? [`new nn.Dropout(${settings.dropout})`] : []),
  ]);
  const all = [...layers, `new nn.Linear(${sizes.at(-1)}, 1)`];
  return `new nn.Sequential(\n${all.map((l) => `${indent}  ${l},\n`).join("")}${indent})`;
}

const startCode: Record<Exclude<Start, "usual">, string> = {
  zeros: "nn.init.zeros_(layer.weight)",
  large: "nn.init.normal_(layer.weight, 0, 3)",
  glorot: "nn.init.xavierUniform_(layer.weight)",
  he: 'nn.init.kaimingNormal_(layer.weight, { nonlinearity: "relu" })',
};

/** How weights begin, where layers' own way is not wanted. */
const startsCode = ({ start }: Settings): string =>
  start === "usual"
    ? ""
    : `  for (const layer of model) {
    if (!(layer instanceof nn.Linear)) continue;
    ${startCode[start]};
    if (layer.bias) nn.init.zeros_(layer.bias);
  }
`;

const scheduleCode: Record<Exclude<Schedule, "constant">, string> = {
  warmUp: "LinearLR(optimizer, { startFactor: 0.05, totalIters: 20 })",
  halved: "StepLR(optimizer, { stepSize: 50, gamma: 0.5 })",
  cosine: "CosineAnnealingWarmRestarts(optimizer, { T0: 100 })",
};

/** Dropout and batch norm do one thing while training and another while answering. */
const hasModes = ({ dropout, batchNorm, layers }: Settings): boolean =>
  layers.length > 0 && (dropout > 0 || batchNorm);

/** The loss of a batch and its way back; with L1, plus the weights' sizes. */
const l1Code = ({ l1 }: Settings): string =>
  l1 > 0
    ? `      const weights = model.parameters().filter((p) => p.shape.length === 2);
      const sizes = weights.map((w) => w.abs().sum()).reduce((a, b) => a.add(b));
      lossOf.call(model.call(x), y).add(sizes.mul(${l1})).backward();
`
    : `      lossOf.call(model.call(x), y).backward();
`;

export function code(settings: Settings, epochs: number): string {
  const { train, test } = split(settings);
  const modes = hasModes(settings);
  const single = skipsSingle(settings) && train.length % settings.batch === 1;
  const data =
    settings.data === "own" ? listed([...train, ...test]) : generator(settings.data, settings);
  return `import { manualSeed, nn, noGrad, optim, tensor } from "gradus";

type Point = [x: number, y: number, ${targetName(settings)}: number];

${data}

/** Points as the network sees them: what goes in, and what should come out. */
function part(some: Point[]) {
  return {
    x: tensor(some.map(([x, y]) => [${settings.features.map((f) => featureCode[f]).join(", ")}])),
    y: tensor(some.map(([, , ${targetName(settings)}]) => [${targetName(settings)}])).float(),
  };
}

const trainPoints = points.slice(0, ${train.length});
const testPoints = points.slice(${train.length});
const batchSize = ${settings.batch};

/** Trains a new network; its losses after each epoch. */
export async function train(epochs: number): Promise<{ train: number; test: number }[]> {
  manualSeed(${settings.seed});
  const model = ${networkCode(settings, "  ")};
${startsCode(settings)}  const optimizer = ${optimizerCode(settings)};
${settings.schedule === "constant" ? "" : `  const schedule = new optim.lrScheduler.${scheduleCode[settings.schedule]};\n`}  const lossOf = new nn.${isRegression(settings.data) ? "MSELoss" : "BCEWithLogitsLoss"}();

  const lossOn = async (some: Point[]): Promise<number> => {
    const { x, y } = part(some);
${modes ? "    model.eval();\n" : ""}    return Number(await noGrad(() => lossOf.call(model.call(x), y)).item());
  };

  const losses: { train: number; test: number }[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
${modes ? "    model.train();\n" : ""}    for (let i = 0; i < trainPoints.length; i += batchSize) {
      const { x, y } = part(trainPoints.slice(i, i + batchSize));
${single ? "      // A single point has no spread that batch norm could divide by.\n      if (x.shape[0] === 1) continue;\n" : ""}      optimizer.zeroGrad();
${l1Code(settings)}      optimizer.step();
    }
${settings.schedule === "constant" ? "" : "    schedule.step();\n"}    losses.push({ train: await lossOn(trainPoints), test: await lossOn(testPoints) });
  }
  return losses;
}

train(${epochs}).then((losses) => console.log("after ${epochs} epochs", losses.at(-1)));
`;
}
