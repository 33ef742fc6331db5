/** A valley that can be made steeper, turned and bent, and four optimizers that walk down in it. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";

const reach: readonly [number, number] = [-4, 4];
const side = 48;
/** Where all of them start, in the valley's own directions: along it, and across. */
const start = [-3.2, 1.6] as const;

type Place = readonly [x: number, y: number];

/** The cost and its gradient: flat along u, steep across it, with a floor that follows w = bend·u². */
function valley(steep: number, turn: number, bend: number) {
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  const offFloor = ([x, y]: Place): readonly [number, number] => {
    const [u, w] = [c * x + s * y, c * y - s * x];
    return [u, w - bend * u * u];
  };
  return {
    start: [c * start[0] - s * start[1], s * start[0] + c * start[1]] as Place,
    cost(place: Place): number {
      const [u, off] = offFloor(place);
      return (u * u + steep * off * off) / 2;
    },
    gradient(place: Place): Place {
      const [u, off] = offFloor(place);
      const [du, dw] = [u - 2 * steep * off * bend * u, steep * off];
      return [c * du - s * dw, s * du + c * dw];
    },
  };
}

/** How one coordinate moves: its gradients so far make a step, the learning rate is put in front. */
type Rule = () => (gradient: number) => number;

const plain: Rule = () => (g) => g;
const momentum: Rule = () => {
  let v = 0;
  return (g) => {
    v = 0.9 * v + 0.1 * g;
    return v;
  };
};
const rmsprop: Rule = () => {
  let s = 0;
  return (g) => {
    s = 0.9 * s + 0.1 * g * g;
    return g / (Math.sqrt(s) + 1e-8);
  };
};
const adam: Rule = () => {
  let [v, s, t] = [0, 0, 0];
  return (g) => {
    t++;
    v = 0.9 * v + 0.1 * g;
    s = 0.999 * s + 0.001 * g * g;
    return v / (1 - 0.9 ** t) / (Math.sqrt(s / (1 - 0.999 ** t)) + 1e-8);
  };
};

function walk(
  { gradient, start: first }: ReturnType<typeof valley>,
  rule: Rule,
  rate: number,
  steps: number,
): Place[] {
  const [moveX, moveY] = [rule(), rule()];
  const path: Place[] = [first];
  for (let step = 0; step < steps; step++) {
    const [x, y] = path.at(-1) as Place;
    const [dx, dy] = gradient([x, y]);
    const next: Place = [x - rate * moveX(dx), y - rate * moveY(dy)];
    if (!next.every((v) => Math.abs(v) < 1e6)) break;
    path.push(next);
  }
  return path;
}

/** The places up to where a walk first leaves the map. */
function onMap(path: readonly Place[]): readonly Place[] {
  const gone = path.findIndex((place) => place.some((v) => v < reach[0] || v > reach[1]));
  return gone < 0 ? path : path.slice(0, gone);
}

const shown = (cost: number): string =>
  cost > 1e3 ? "gone" : cost < 1e-3 ? cost.toExponential(0) : cost.toPrecision(2);

export default defineFigure({
  title: "Four walkers in a valley of yours",
  alt: "Left a map of a long valley with four paths from the upper left towards the bottom in the middle. Plain gradient descent zigzags, momentum swings, RMSprop and Adam head for the bottom if the valley runs along an axis. Right the logarithm of their costs over the steps.",
  controls: [
    { name: "steep", label: "steepness", min: 1, max: 100, step: 1, value: 40 },
    { name: "turn", label: "turned, in degrees", min: 0, max: 90, step: 5, value: 0 },
    { name: "bend", label: "bent", min: 0, max: 0.3, step: 0.02, value: 0 },
    {
      name: "slow",
      label: "learning rate of the first two",
      min: 0.005,
      max: 0.3,
      step: 0.005,
      value: 0.045,
    },
    { name: "fast", label: "of RMSprop and Adam", min: 0.01, max: 0.6, step: 0.01, value: 0.2 },
    { name: "steps", label: "steps", min: 1, max: 150, step: 1, value: 50 },
  ],
  draw({ controls: { steep = 40, turn = 0, bend = 0, slow = 0.045, fast = 0.2, steps = 50 } }) {
    const surface = valley(steep, (turn * Math.PI) / 180, bend);
    const walks: readonly (readonly [string, FigureColor, Place[]])[] = [
      ["plain", "negative", walk(surface, plain, slow, steps)],
      ["momentum", "ink", walk(surface, momentum, slow, steps)],
      ["RMSprop", "third", walk(surface, rmsprop, fast, steps)],
      ["Adam", "fourth", walk(surface, adam, fast, steps)],
    ];
    const at = (k: number): number => reach[0] + ((reach[1] - reach[0]) * (k + 0.5)) / side;
    const map = Array.from({ length: side * side }, (_, i) =>
      Math.log(0.3 + surface.cost([at(i % side), at(side - 1 - Math.floor(i / side))])),
    );
    const exponent = (c: number): number => Math.max(-6, Math.min(3, Math.log10(c)));
    const paths = walks.flatMap(([label, color, path]): Mark[] => {
      const places = onMap(path);
      const [x, y] = [places.map((p) => p[0]), places.map((p) => p[1])];
      return [
        { mark: "line", x, y, color, width: 1.5, label },
        { mark: "points", x: x.slice(-1), y: y.slice(-1), color, size: 4 },
      ];
    });
    const ends = walks.map(([name, , path]) => {
      const gone = path.length <= steps ? Number.POSITIVE_INFINITY : 0;
      return `${name} ${shown(Math.max(gone, surface.cost(path.at(-1) as Place)))}`;
    });
    return {
      panels: [
        {
          x: { domain: reach, label: "first weight" },
          y: { domain: reach, label: "second weight" },
          aspect: 1.1,
          marks: [
            {
              mark: "heatmap",
              rows: side,
              columns: side,
              values: map,
              x: reach,
              y: reach,
              scale: "sequential",
            },
            ...paths,
          ],
        },
        {
          x: { domain: [0, steps], label: "step" },
          y: { domain: [-6, 3], label: "cost: 10 to the power of" },
          aspect: 1.1,
          marks: walks.map(([label, color, path]) => ({
            mark: "line",
            x: path.map((_, i) => i),
            y: path.map((place) => exponent(surface.cost(place))),
            color,
            width: 2,
            label,
          })),
        },
      ],
      status: `cost after ${steps} ${steps === 1 ? "step" : "steps"}: ${ends.join(", ")}`,
    };
  },
});
