/** Sixteen pictures that climb: each towards what one filter of a trained network answers to most. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { manualSeed, rand, type Tensor } from "gradus";
import { trainingSet } from "../../../02-improving-networks/16-many-classes/images.ts";
import { learning, type Seeing, seeingNetwork, side } from "../seeing.ts";

const filters = 16;
const [climbs, every, gap] = [60, 5, 2];

/** One step of all pictures [16, 1, 28, 28], each for its own filter. */
function climbed({ body }: Seeing, pictures: Tensor, rate: number): Tensor {
  const x = pictures.detach().requiresGrad_();
  body.call(x).mean([2, 3]).diagonal().sum().backward();
  const gradient = x.grad as Tensor;
  const size = gradient.square().mean([1, 2, 3], { keepdim: true }).sqrt().add(1e-8);
  return x.detach().add(gradient.div(size).mul(rate)).clamp(0, 1);
}

async function scene(pictures: Tensor, width: number, status: string): Promise<Scene> {
  const values = Array.from(await pictures.data(), Number);
  const columns = width < 420 ? 4 : 8;
  const rows = filters / columns;
  const across = side + gap;
  const marks = Array.from({ length: filters }, (_, i): Mark => {
    const [left, down] = [(i % columns) * across, (rows - 1 - Math.floor(i / columns)) * across];
    return {
      mark: "heatmap",
      rows: side,
      columns: side,
      values: values.slice(i * side * side, (i + 1) * side * side),
      x: [left, left + side],
      y: [down, down + side],
      scale: "gray",
      domain: [0, 1],
    };
  });
  return {
    panels: [
      {
        x: { domain: [0, columns * across - gap], hidden: true },
        y: { domain: [0, rows * across - gap], hidden: true },
        aspect: columns / rows,
        marks,
      },
    ],
    status,
  };
}

/** Grey noise that all climbs begin with. */
const noise = (): Tensor => rand([filters, 1, side, side]).mul(0.2).add(0.4);

export default defineFigure({
  title: "What sixteen filters would like to see",
  alt: "Sixteen pictures that begin as grey noise. With each step they show more clearly what one filter answers to: stripes in some direction, edges, dots, or plain light.",
  assets: ["fashion-ten"],
  controls: [
    { name: "rate", label: "rate", min: 0.01, max: 0.2, step: 0.01, value: 0.05 },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  draw({ controls: { start = 1 }, width }) {
    manualSeed(start);
    return scene(noise(), width, "noise; press “Run live” to train a network and climb");
  },
  async *run({ controls: { rate = 0.05, start = 1 }, assets, width }, signal) {
    const { X, labels } = trainingSet(assets["fashion-ten"] as Uint8Array);
    manualSeed(start);
    let pictures = noise();
    const network = seeingNetwork();
    for await (const step of learning(network, X.reshape([-1, 1, side, side]), labels, 1)) {
      if (signal.aborted) return;
      if (step % 10 === 0) yield await scene(pictures, width, `the network learns: step ${step}`);
    }
    for (let step = 1; step <= climbs; step++) {
      if (signal.aborted) return;
      pictures = climbed(network, pictures, rate);
      if (step % every === 0)
        yield await scene(
          pictures,
          width,
          `${step} steps up, each picture for a filter of the second layer`,
        );
    }
  },
});
