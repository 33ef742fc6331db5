/** How large the numbers are after each of ten ReLU layers, for a spread of the starting weights. */
import { defineFigure } from "@gradus/content";
import { manualSeed, randn } from "gradus";

const width = 100;
const depth = 10;
const examples = 100;

export default defineFigure({
  title: "A signal on its way through ten layers",
  alt: "A line over the layers on a logarithmic scale. With a small spread of the weights the signal falls by a power of ten every few layers, with a large one it grows, and at about 1.4 over the root of n it stays level.",
  controls: [
    {
      name: "factor",
      label: "spread of the weights, times √n",
      min: 0.1,
      max: 3,
      step: 0.1,
      value: 0.5,
    },
  ],
  async draw({ controls: { factor = 0.5 } }) {
    manualSeed(3);
    let A = randn([examples, width]);
    const tensors = [A];
    for (let l = 0; l < depth; l++) {
      A = A.matmul(randn([width, width]).mul(factor / Math.sqrt(width)))
        .relu()
        .clone();
      tensors.push(A);
    }
    const sizes = await Promise.all(tensors.map((t) => t.square().mean().sqrt().item()));
    const x = sizes.map((_, l) => l);
    const y = sizes.map((s) => Math.log10(Math.max(s, 1e-13)));
    const change = (sizes.at(-1) as number) / (sizes[0] as number);
    const text = change > 0.01 && change < 100 ? change.toFixed(2) : change.toExponential(0);
    return {
      panels: [
        {
          x: { label: "layer", domain: [0, depth] },
          y: { label: "size of the signal, as a power of 10", domain: [-13, 5] },
          aspect: 1.8,
          marks: [
            {
              mark: "line",
              x: [0, depth],
              y: [y[0] as number, y[0] as number],
              color: "muted",
              dash: true,
            },
            { mark: "line", x, y, color: "accent", width: 2 },
            { mark: "points", x, y, color: "accent", size: 5 },
          ],
        },
      ],
      status: `with weights of ${factor.toFixed(1)}/√n the signal comes out ${text} times as large as it went in`,
    };
  },
});
