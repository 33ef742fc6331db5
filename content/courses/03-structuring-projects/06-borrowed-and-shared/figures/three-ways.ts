/** Three kinds of clothes learned from a few images each: from nothing, on a frozen body, and with a body that goes on learning. */
import { defineFigure, type Mark, type Scene } from "@gradus/content";
import type { nn } from "gradus";
import {
  borrowedBody,
  clothes,
  type NewKinds,
  newBody,
  newKinds,
  newTask,
  ways,
} from "../clothes.ts";

const kinds = Object.keys(newKinds) as NewKinds[];
const side = 28;
const [across, down, columns] = [30, 30, 5];
const top = 80;

/** A body is the same for each number of images, so it is trained once. */
const bodies = new Map<string, Promise<nn.Sequential>>();

function borrowed(bytes: Uint8Array, name: NewKinds, start: number): Promise<nn.Sequential> {
  const key = `${name} ${start}`;
  const known = bodies.get(key) ?? borrowedBody(bytes, name, start);
  bodies.set(key, known);
  return known;
}

/** The images that are learned from, at most five of a kind: a row for each kind. */
async function pictures(bytes: Uint8Array, name: NewKinds, each: number): Promise<Mark> {
  const { X, labels } = clothes(bytes, "training", newKinds[name], Math.min(each, columns));
  const values = Array.from(await X.data(), Number);
  const rows = newKinds[name].length;
  const canvas = Array.from({ length: rows * down * columns * across }, () => 1);
  const placed = newKinds[name].map(() => 0);
  for (const [image, row] of labels.entries()) {
    const column = placed[row] as number;
    placed[row] = column + 1;
    for (let at = 0; at < side * side; at++) {
      const y = row * down + 1 + Math.floor(at / side);
      canvas[y * columns * across + column * across + 1 + (at % side)] = values[
        image * side * side + at
      ] as number;
    }
  }
  return {
    mark: "heatmap",
    rows: rows * down,
    columns: columns * across,
    values: canvas,
    x: [0, columns * across],
    y: [0, rows * down],
    scale: "gray",
    domain: [0, 1],
  };
}

const scene = (shown: Mark, errors: readonly number[], status: string): Scene => ({
  panels: [
    {
      title: "Learned from (at most five of a kind shown)",
      x: { domain: [0, columns * across], hidden: true },
      y: { domain: [0, 3 * down], hidden: true },
      aspect: (columns * across) / (3 * down),
      marks: [shown],
    },
    {
      title: "Wrong on new images",
      x: { domain: [0, ways.length], hidden: true },
      y: { domain: [0, top], label: "error in per cent" },
      aspect: 1.3,
      marks: errors.flatMap((error, i): Mark[] => [
        {
          mark: "box",
          x: i + 0.2,
          y: 0,
          width: 0.6,
          height: error,
          color: i === 0 ? "muted" : "accent",
          fill: true,
        },
        {
          mark: "text",
          x: i + 0.5,
          y: error + 10,
          text: ways[i] as string,
          size: 11,
          color: "muted",
        },
        { mark: "text", x: i + 0.5, y: error + 3, text: `${error.toFixed(0)} %`, size: 11 },
      ]),
    },
  ],
  status,
});

export default defineFigure({
  title: "A borrowed body",
  alt: "Left the few images of three new kinds that are learned from. Right the errors of three networks on 150 new images: one that starts from nothing, one with a frozen body that has learned seven other kinds, and one whose borrowed body goes on learning.",
  assets: ["fashion-ten"],
  controls: [
    { name: "kinds", label: "new kinds: 1 shoes, 2 tops", min: 1, max: 2, step: 1, value: 1 },
    { name: "each", label: "images of each kind", min: 2, max: 50, step: 1, value: 5 },
    { name: "start", label: "dice", min: 1, max: 5, step: 1, value: 1 },
  ],
  async draw({ controls: { kinds: which = 1, each = 5 }, assets }) {
    const shown = await pictures(
      assets["fashion-ten"] as Uint8Array,
      kinds[which - 1] as NewKinds,
      each,
    );
    return scene(shown, [], `${each} images of each of three kinds; press “Run live” to train`);
  },
  async *run({ controls: { kinds: which = 1, each = 5, start = 1 }, assets }, signal) {
    const bytes = assets["fashion-ten"];
    if (!bytes) return;
    const name = kinds[which - 1] as NewKinds;
    const shown = await pictures(bytes, name, each);
    const errors: number[] = [];
    const said = (): string =>
      `${each} images of each kind; ${errors.map((e, i) => `${ways[i]} ${e.toFixed(1)} %`).join(", ")}`;
    yield scene(shown, errors, `${each} images of each kind; from nothing …`);
    for (const way of ways) {
      if (way === "frozen")
        yield scene(shown, [...errors], "the body learns the seven other kinds …");
      if (signal.aborted) return;
      const body = way === "from nothing" ? newBody() : await borrowed(bytes, name, start);
      errors.push(await newTask(bytes, name, way, body, each, start));
      yield scene(shown, [...errors], said());
    }
  },
});
