/** How wrong a measured slope is, for nudges from a tenth down, to one side and to both, with few digits and with many. */
import { defineFigure } from "@gradus/content";

const exponents = Array.from({ length: 57 }, (_, i) => -(4 + i) / 4);
const place = 0.7;
const least = -13;

/** The cost of one neuron for one example, every result rounded to as many digits as there are. */
function cost(w: number, round: (v: number) => number): number {
  const z = round(1.3 * round(w));
  return round(Math.log(round(1 + round(Math.exp(-z)))));
}

const slope = -1.3 / (1 + Math.exp(1.3 * place));

/** The power of ten of the relative error. */
function error(exponent: number, both: boolean, round: (v: number) => number): number {
  const epsilon = 10 ** exponent;
  const [up, down] = [round(place + epsilon), both ? round(place - epsilon) : round(place)];
  const measured = round(
    round(cost(up, round) - cost(down, round)) / round(both ? 2 * epsilon : epsilon),
  );
  const relative = Math.abs(measured - slope) / (Math.abs(measured) + Math.abs(slope));
  return Math.max(least, Math.log10(relative));
}

const digits = [
  { name: "16 digits (float64)", round: (v: number): number => v },
  { name: "7 digits (float32)", round: Math.fround },
];

export default defineFigure({
  title: "How small a nudge?",
  alt: "The error of a measured slope over the size of the nudge, both as powers of ten. From the right it falls as the nudge shrinks, twice as fast with both sides, and then rises again in a jagged line, as the costs have no digits left in which they differ. With 7 digits it rises much earlier.",
  controls: [
    { name: "digits", label: "1: 16 digits, 2: 7 digits", min: 1, max: 2, step: 1, value: 1 },
    { name: "exponent", label: "nudge: 10 to the power of", min: -15, max: -1, step: 1, value: -7 },
  ],
  draw({ controls: { digits: which = 1, exponent = -7 } }) {
    const { name, round } = digits[which - 1] ?? (digits[0] as (typeof digits)[number]);
    const [one, both] = [false, true].map((b) => exponents.map((e) => error(e, b, round)));
    const at = error(exponent, true, round);
    return {
      panels: [
        {
          title: name,
          x: { domain: [-15.5, -0.5], label: "nudge: 10 to the power of" },
          y: { domain: [least - 0.5, 1], label: "error: 10 to the power of" },
          aspect: 1.6,
          marks: [
            {
              mark: "line",
              x: exponents,
              y: one ?? [],
              color: "negative",
              width: 2,
              label: "one side",
            },
            {
              mark: "line",
              x: exponents,
              y: both ?? [],
              color: "third",
              width: 2,
              label: "both sides",
            },
            { mark: "circle", x: exponent, y: at, radius: 6, color: "ink" },
          ],
        },
      ],
      status: `both sides, ε = ${10 ** exponent}: off by ${10 ** at < 1e-4 ? (10 ** at).toExponential(0) : (10 ** at).toPrecision(1)} of the slope`,
    };
  },
});
