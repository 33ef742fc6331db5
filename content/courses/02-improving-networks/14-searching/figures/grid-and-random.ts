/** Two searches with the same number of tries: on a grid, and at random places. Every point is a network that is trained. */
import { defineFigure, type FigureColor, type Mark, type Panel, type Scene } from "@gradus/content";
import { moons, type Settings, scoreOf } from "../trials.ts";

const steps = 200;
const rates = [1e-4, 30] as const;
const sizes = [2, 32] as const;

interface Try extends Settings {
  readonly score: number;
}

/** A number on the way from `low` to `high`, with equal steps in the exponent. */
const between = (low: number, high: number, u: number): number => low * (high / low) ** u;

/** Uniform numbers in 0..1 (mulberry32). */
function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

function onGrid(side: number): Settings[] {
  const at = Array.from({ length: side }, (_, i) => i / (side - 1));
  return at.flatMap((u) =>
    at.map((v) => ({
      learningRate: between(...rates, u),
      hidden: Math.round(between(...sizes, v)),
    })),
  );
}

function atRandom(count: number, seed: number): Settings[] {
  const random = uniform(seed);
  return Array.from({ length: count }, () => ({
    learningRate: between(...rates, random()),
    hidden: Math.round(between(...sizes, random())),
  }));
}

const colorOf = (score: number): FigureColor =>
  score >= 0.97 ? "positive" : score >= 0.85 ? "third" : "muted";

function panel(title: string, tries: readonly Try[], planned: readonly Settings[]): Panel {
  const place = (s: Settings): [number, number] => [Math.log10(s.learningRate), s.hidden];
  const best = tries.reduce<Try | undefined>(
    (b, t) => (b && b.score >= t.score ? b : t),
    undefined,
  );
  const open = planned.slice(tries.length).map(place);
  const done = tries.map(place);
  const marks: Mark[] = [
    { mark: "points", x: open.map((p) => p[0]), y: open.map((p) => p[1]), color: "muted", size: 2 },
    {
      mark: "points",
      x: done.map((p) => p[0]),
      y: done.map((p) => p[1]),
      color: tries.map((t) => colorOf(t.score)),
      size: 6,
    },
  ];
  if (best) {
    const [x, y] = place(best);
    marks.push({ mark: "circle", x, y, radius: 11, color: "ink" });
  }
  return {
    title: best ? `${title}: best ${(100 * best.score).toFixed(1)} %` : title,
    x: { domain: [-4.3, 1.8], label: "learning rate: 10 to the power of" },
    y: { domain: [0, 34], label: "hidden units" },
    aspect: 1.3,
    marks,
  };
}

export default defineFigure({
  title: "A grid and a random search",
  alt: "Two planes of learning rate and hidden units with the tried places. The grid uses few different learning rates, each several times. The random search uses a new learning rate at each place, so more of its points fall into the narrow range that works.",
  assets: ["moons"],
  controls: [
    { name: "side", label: "tries along each side", min: 3, max: 5, step: 1, value: 3 },
    { name: "seed", label: "dice", min: 1, max: 20, step: 1, value: 1 },
  ],
  draw: ({ controls: { side = 4, seed = 1 } }) => ({
    panels: [panel("grid", [], onGrid(side)), panel("random", [], atRandom(side * side, seed))],
    status: "press “Run live” to train a network at each place",
  }),
  async *run({ controls: { side = 4, seed = 1 }, assets }, signal): AsyncIterable<Scene> {
    const bytes = assets.moons;
    if (!bytes) return;
    const data = moons(bytes);
    const plans = [onGrid(side), atRandom(side * side, seed)] as const;
    const tries: [Try[], Try[]] = [[], []];
    const shown = (status: string): Scene => ({
      panels: [panel("grid", tries[0], plans[0]), panel("random", tries[1], plans[1])],
      status,
    });
    for (let i = 0; i < side * side && !signal.aborted; i++) {
      for (const which of [0, 1] as const) {
        const settings = plans[which][i] as Settings;
        tries[which].push({ ...settings, score: await scoreOf(settings, data, steps, i) });
      }
      yield shown(`${i + 1} of ${side * side} tries each, ${steps} steps a try`);
    }
    const rateCount = (which: 0 | 1): number =>
      new Set(plans[which].map((s) => s.learningRate)).size;
    yield shown(
      `the grid tried ${rateCount(0)} different learning rates, the random search ${rateCount(1)}`,
    );
  },
});
