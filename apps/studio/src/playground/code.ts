/** The playground's network as a program of its own: the same points, layers and optimiser, in gradus. */
import { inputs, points } from "./data.ts";
import type { Settings } from "./state.ts";

const layerNames = { tanh: "Tanh", relu: "ReLU", sigmoid: "Sigmoid", linear: "Identity" };

export function code(settings: Settings, epochs: number): string {
  const all = points(settings.data, settings.noise, settings.seed);
  const used = all.slice(0, Math.round(all.length * settings.train));
  const rows = used.map((p) => inputs(settings.features, p.x, p.y));
  const sizes = [settings.features.length, ...settings.layers];
  const layers = settings.layers.map(
    (size, i) =>
      `  new nn.Linear(${sizes[i]}, ${size}),\n  new nn.${layerNames[settings.activation]}(),\n`,
  );
  return `import { manualSeed, nn, optim, tensor } from "gradus";

const x: number[][] = ${JSON.stringify(rows)};
const y: number[][] = ${JSON.stringify(used.map((p) => [p.label]))};

manualSeed(${settings.seed});
const model = new nn.Sequential(
${layers.join("")}  new nn.Linear(${sizes.at(-1)}, 1),
);
const optimizer = new optim.SGD(model.parameters(), { lr: ${settings.lr}, momentum: 0.9, weightDecay: ${settings.l2} });
const lossOf = new nn.BCEWithLogitsLoss();

export async function train(): Promise<number> {
  for (let epoch = 0; epoch < ${epochs}; epoch++) {
    for (let i = 0; i < x.length; i += ${settings.batch}) {
      optimizer.zeroGrad();
      const answer = model.forward(tensor(x.slice(i, i + ${settings.batch})));
      lossOf.forward(answer, tensor(y.slice(i, i + ${settings.batch})).float()).backward();
      optimizer.step();
    }
  }
  return Number(await lossOf.forward(model.forward(tensor(x)), tensor(y).float()).item());
}
`;
}
