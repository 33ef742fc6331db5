/** How large activations and gradients are in every layer of a deep ReLU network, for four ways to start. */
import { defineFigure, type Panel } from "@gradus/content";
import { grad, manualSeed, randn, type Tensor } from "gradus";

const width = 50;
const examples = 60;
const bins = 22;
const least = -12;
const most = 10;

const starts: readonly (readonly [name: string, spread: number])[] = [
  ["0.01 in every layer", 0.01],
  ["1 in every layer", 1],
  ["Glorot: √(1/n)", Math.sqrt(1 / width)],
  ["He: √(2/n)", Math.sqrt(2 / width)],
];

/** A column for each layer: how many numbers have which size, as a power of ten. Zeros are left out. */
async function sizesOf(title: string, layers: readonly Tensor[]): Promise<Panel> {
  const columns = await Promise.all(
    layers.map(async (layer) => {
      const counts = Array.from({ length: bins }, () => 0);
      for (const v of await layer.data()) {
        const size = Math.log10(Math.abs(Number(v)));
        const bin = Math.floor(((size - least) / (most - least)) * bins);
        if (Number.isFinite(size)) {
          const kept = Math.min(bins - 1, Math.max(0, bin));
          counts[kept] = (counts[kept] as number) + 1;
        }
      }
      const top = Math.max(1, ...counts);
      return counts.map((c) => c / top);
    }),
  );
  const values = Array.from({ length: bins }, (_, r) => columns.map((c) => c[bins - 1 - r] ?? 0));
  return {
    title,
    x: { domain: [0.5, layers.length + 0.5], label: "layer" },
    y: { domain: [least, most], label: "size, as a power of 10" },
    aspect: 1.2,
    marks: [
      {
        mark: "heatmap",
        rows: bins,
        columns: layers.length,
        values: values.flat(),
        x: [0.5, layers.length + 0.5],
        y: [least, most],
        scale: "sequential",
        domain: [0, 1],
      },
      { mark: "line", x: [0.5, layers.length + 0.5], y: [0, 0], color: "muted", dash: true },
    ],
  };
}

export default defineFigure({
  title: "Signals and gradients, layer by layer",
  alt: "Two pictures with a column for each layer. Dark places say how large most of the numbers are. Started at 0.01 they sink by a power of ten in each layer, started at 1 they rise, with Glorot they sink slowly, and with He they stay at the same height in all 30 layers.",
  controls: [
    { name: "start", label: "start: 0.01, 1, Glorot, He", min: 1, max: 4, step: 1, value: 1 },
    { name: "depth", label: "layers", min: 2, max: 30, step: 1, value: 10 },
  ],
  async draw({ controls: { start = 1, depth = 10 } }) {
    const [name, spread] = starts[start - 1] ?? ["", 1];
    manualSeed(5);
    let A = randn([examples, width]);
    const activations: Tensor[] = [];
    for (let l = 0; l < depth; l++) {
      const W = randn([width, width]).mul(spread);
      A = A.requiresGrad ? A.matmul(W.t()).relu() : A.matmul(W.t()).relu().detach().requiresGrad_();
      activations.push(A);
    }
    const cost = A.mul(randn([examples, width])).sum();
    const gradients = grad(cost, activations);
    const first = await activations[0]?.square().mean().sqrt().item();
    const last = await activations.at(-1)?.square().mean().sqrt().item();
    const back = await gradients[0]?.square().mean().sqrt().item();
    const text = (n = 0): string => (n > 0.01 && n < 100 ? n.toFixed(2) : n.toExponential(0));
    return {
      panels: [
        await sizesOf("activations, on the way forward", activations),
        await sizesOf("gradients, on the way back", gradients),
      ],
      status: `${name}, ${depth} layers: a signal of ${text(first)} comes out as ${text(last)}; a gradient of 1 arrives as ${text(back)}`,
    };
  },
});
