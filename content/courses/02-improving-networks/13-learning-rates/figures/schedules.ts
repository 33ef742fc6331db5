/** Schedules over 200 steps, and how far from the bottom of a bowl noisy steps with them end. */
import { defineFigure } from "@gradus/content";
import { decayByInterval } from "../02-decay-by-interval/solution.ts";
import { warmUp } from "../03-warm-up/solution.ts";
import { oneCycle } from "../04-one-cycle/solution.ts";

const steps = 200;
const perEpoch = 10;
const highest = 0.5;
const walks = 40;

const epochOf = (step: number): number => Math.floor(step / perEpoch);

const schedules: readonly (readonly [name: string, rateAt: (step: number) => number])[] = [
  ["always 0.5", () => highest],
  ["always 0.01", () => 0.01],
  ["falling each epoch", (s) => highest / (1 + 0.5 * epochOf(s))],
  ["falling too fast", (s) => highest / (1 + 5 * s)],
  ["in stairs", (s) => decayByInterval(highest, epochOf(s), 2, 5)],
  ["warm-up, then falling", (s) => warmUp(highest, s, 20) / (1 + 0.5 * epochOf(s))],
  ["one cycle", (s) => oneCycle(s, steps, highest)],
];

/** Normal numbers from a seed, by two uniform ones each. */
function normal(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 1) / 4294967297;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** The distances from the bottom of w²/2 over the steps, from 8, where each batch's slope is w with noise. */
function walk(rateAt: (step: number) => number, seed: number): number[] {
  const noise = normal(seed);
  let w = 8;
  return Array.from({ length: steps }, (_, step) => {
    const before = Math.abs(w);
    w -= rateAt(step) * (w + 2 * noise());
    return before;
  });
}

export default defineFigure({
  title: "Rates that change, and where they lead",
  alt: "Left the learning rate over 200 steps for the chosen schedule. Right the distance from the bottom for noisy steps, one walk and the mean of forty: with a constant large rate it falls fast and stays high, with a constant small one it falls slowly, with a falling rate it falls fast and goes on to near 0.",
  controls: [
    { name: "schedule", label: "schedule", min: 1, max: schedules.length, step: 1, value: 1 },
    { name: "dice", label: "dice", min: 1, max: 20, step: 1, value: 1 },
  ],
  draw({ controls: { schedule = 1, dice = 1 } }) {
    const [name, rateAt] = schedules[schedule - 1] ?? ["", () => highest];
    const x = Array.from({ length: steps }, (_, step) => step);
    const one = walk(rateAt, dice);
    const all = Array.from({ length: walks }, (_, i) => walk(rateAt, 1000 + i));
    const mean = x.map((s) => all.reduce((sum, w) => sum + (w[s] as number), 0) / walks);
    const end = mean.slice(-20).reduce((a, b) => a + b, 0) / 20;
    return {
      panels: [
        {
          title: name,
          x: { domain: [0, steps], label: "step" },
          y: { domain: [0, 0.55], label: "learning rate" },
          aspect: 1.3,
          marks: [{ mark: "line", x, y: x.map(rateAt), color: "accent", width: 2 }],
        },
        {
          x: { domain: [0, steps], label: "step" },
          y: { domain: [0, 8], label: "distance from the bottom" },
          aspect: 1.3,
          marks: [
            { mark: "line", x, y: one, color: "muted", label: "one walk" },
            { mark: "line", x, y: mean, color: "accent", width: 2, label: "mean of 40" },
          ],
        },
      ],
      status: `${name}: over the last 20 steps ${end.toFixed(2)} from the bottom on average`,
    };
  },
});
