/** A network learns from catalogue images, changed as the team chooses, and is asked about users' photos: four errors side by side. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import { side } from "../../shared/camera.ts";
import {
  catalogue,
  epochs,
  errorsOf,
  type Plan,
  simulations,
  trainDevImages,
  trained,
  type Worlds,
  worldsOf,
} from "../two-worlds.ts";

const names = ["training", "train-dev", "dev", "test"];
const rowNames = ["catalogue", "learned from", "users' photos: dev and test"];
const [columns, across, down] = [5, 32, 42];
const top = 80;

/** Three rows of images, the name of each above it. */
function pictures({ shown }: Worlds): Mark[] {
  const width = columns * across;
  const height = shown.length * down;
  const values = Array.from({ length: height * width }, () => 1);
  for (const [row, images] of shown.entries())
    for (const [column, image] of images.entries())
      for (const [at, v] of image.entries()) {
        const y = row * down + down - side + Math.floor(at / side);
        values[y * width + column * across + 2 + (at % side)] = v;
      }
  return [
    {
      mark: "heatmap",
      rows: height,
      columns: width,
      values,
      x: [0, width],
      y: [0, height],
      scale: "gray",
      domain: [0, 1],
    },
    ...rowNames.map(
      (text, row): Mark => ({
        mark: "text",
        x: 2,
        y: height - row * down - 9,
        text,
        anchor: "start",
        size: 11,
        color: "muted",
      }),
    ),
  ];
}

function bars(errors: readonly number[]): Mark[] {
  return errors.flatMap((error, i): Mark[] => [
    {
      mark: "box",
      x: i + 0.15,
      y: 0,
      width: 0.7,
      height: error,
      color: i < 2 ? "muted" : "accent",
      fill: true,
    },
    { mark: "text", x: i + 0.5, y: error + 10, text: names[i] as string, size: 11, color: "muted" },
    { mark: "text", x: i + 0.5, y: error + 3, text: `${error.toFixed(0)} %`, size: 11 },
  ]);
}

const scene = (worlds: Worlds, errors: readonly number[], status: string): Scene => ({
  panels: [
    {
      title: "Two worlds",
      x: { domain: [0, columns * across], hidden: true },
      y: { domain: [0, rowNames.length * down], hidden: true },
      aspect: (columns * across) / (rowNames.length * down),
      marks: pictures(worlds),
    },
    {
      title: "Wrong answers",
      x: { domain: [0, 4], hidden: true },
      y: { domain: [0, top], label: "error in per cent" },
      aspect: 1.3,
      marks: bars(errors),
    },
  ],
  status,
});

const planOf = ({ simulation = 0, photos = 0, strength = 100 }): Plan => ({
  simulation,
  photos,
  strength: strength / 100,
});

const said = ({ simulation, photos }: Plan): string =>
  `simulated: ${simulations[simulation]}; ${photos} photos`;

export default defineFigure({
  title: "From the catalogue to the phone",
  alt: "Left three rows of clothes: sharp ones from a catalogue, what the network learns from, and users' photos, which are darker, turned and blurred. Right four bars of errors. With catalogue images alone, training and train-dev are low and dev and test far higher; where the camera's settings are drawn anew for each image, the last three are about as high.",
  assets: ["fashion-ten"],
  controls: [
    {
      name: "simulation",
      label: "simulated: 0 nothing, 1 darker, 2 one photo's, 3 five photos', 4 drawn for each",
      min: 0,
      max: 4,
      step: 1,
      value: 0,
    },
    { name: "photos", label: "photos to learn from", min: 0, max: 400, step: 100, value: 0 },
    {
      name: "strength",
      label: "how bad users' photos are, in per cent",
      min: 0,
      max: 100,
      step: 25,
      value: 100,
    },
    { name: "start", label: "dice", min: 1, max: 5, step: 1, value: 1 },
  ],
  async draw({ controls, assets }) {
    const plan = planOf(controls);
    const worlds = await worldsOf(assets["fashion-ten"] as Uint8Array, plan, controls.start ?? 1);
    return scene(worlds, [], `${said(plan)}; press “Run live” to train`);
  },
  async *run({ controls, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    const [plan, seed] = [planOf(controls), controls.start ?? 1];
    const worlds = await worldsOf(bytes, plan, seed);
    const learned = catalogue + plan.photos - trainDevImages;
    let epoch = 0;
    for await (const model of trained(worlds.training, seed)) {
      if (signal.aborted) return;
      const errors = await errorsOf(model, worlds);
      const [onTraining = 0, onTrainDev = 0, onDev = 0] = errors;
      yield scene(
        worlds,
        errors,
        `epoch ${++epoch} of ${epochs}, ${learned} images, ${said(plan)}: variance ${(onTrainDev - onTraining).toFixed(0)} points, mismatch ${(onDev - onTrainDev).toFixed(0)} points`,
      );
    }
  },
});
