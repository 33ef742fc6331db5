/** A neuron drawn: three inputs, each on an arrow with its weight, a sum with the bias, a squash, an answer. */
import { defineFigure, type Mark } from "@gradus/content";

const squash = (z: number): number => 1 / (1 + Math.exp(-z));
const shown = (v: number): string => v.toFixed(2).replace("-", "−");

/** In a narrower figure the picture is taller, and its words begin at the edge. */
const narrowBelow = 420;

const inputs = [
  { name: "warm", value: 0.8, y: 8.2 },
  { name: "tired", value: 0.6, y: 5 },
  { name: "ran yesterday", value: 1, y: 1.8 },
];

export default defineFigure({
  title: "Inside a neuron",
  alt: "Three inputs stand on the left. From each an arrow leads to one circle, and beside the arrow stand the weight and the product of input and weight. In the circle the products and the bias are added up. An arrow leads on to a second circle, where the sum is squashed into the answer between 0 and 1.",
  controls: [
    { name: "w1", label: "weight of warm", min: -4, max: 4, step: 0.1, value: 2 },
    { name: "w2", label: "weight of tired", min: -4, max: 4, step: 0.1, value: -1.5 },
    { name: "w3", label: "weight of ran yesterday", min: -4, max: 4, step: 0.1, value: 0.5 },
    { name: "b", label: "bias", min: -4, max: 4, step: 0.1, value: -0.5 },
  ],
  draw({ controls: { w1 = 2, w2 = -1.5, w3 = 0.5, b = -0.5 }, width }) {
    const narrow = width < narrowBelow;
    const weights = [w1, w2, w3];
    const products = inputs.map(({ value }, i) => value * (weights[i] as number));
    const z = products.reduce((sum, p) => sum + p, b);
    const a = squash(z);
    const marks: Mark[] = [];
    inputs.forEach(({ name, value, y }, i) => {
      const weight = weights[i] as number;
      const color = weight < 0 ? "fourth" : "accent";
      marks.push(
        { mark: "circle", x: 1, y, radius: 19, color: "ink" },
        { mark: "text", x: 1, y, text: shown(value) },
        {
          mark: "text",
          x: 0.2,
          y: y - 1.35,
          text: name,
          anchor: "start",
          color: "muted",
          size: 12,
        },
        {
          mark: "arrow",
          from: [1.75, y],
          to: [5.05, 5 + (y - 5) * 0.25],
          color,
          width: 1 + Math.min(3, Math.abs(weight)),
        },
        {
          mark: "text",
          x: 3,
          y: y + (y > 4 ? 0.55 : -0.6),
          text: `× ${shown(weight)}`,
          color,
          size: 12,
        },
      );
    });
    marks.push(
      { mark: "circle", x: 5.8, y: 5, radius: 25, color: "accent" },
      { mark: "text", x: 5.8, y: 5, text: shown(z) },
      { mark: "text", x: 5.8, y: 7.1, text: "sum, z", color: "muted", size: 12 },
      { mark: "arrow", from: [5.8, 2.5], to: [5.8, 3.4], color: "muted" },
      { mark: "text", x: 5.8, y: 1.9, text: `bias ${shown(b)}`, color: "muted", size: 12 },
      { mark: "arrow", from: [6.6, 5], to: [8.15, 5], color: "ink" },
      { mark: "text", x: 7.35, y: 5.7, text: "squash", color: "muted", size: 12 },
      { mark: "circle", x: 9, y: 5, radius: 25, color: "accent", fill: true },
      { mark: "text", x: 9, y: 5, text: shown(a) },
      { mark: "text", x: 9, y: 7.1, text: "answer", color: "muted", size: 12 },
    );
    const terms = products.map(shown).join(" + ").replaceAll("+ −", "− ");
    return {
      panels: [
        {
          x: { domain: [0, 10], hidden: true },
          y: { domain: [0, 10], hidden: true },
          aspect: narrow ? 1.05 : 1.5,
          marks,
        },
      ],
      status: `${terms} ${b < 0 ? "−" : "+"} ${Math.abs(b).toFixed(2)} = ${shown(z)}, squashed: ${shown(a)}`,
    };
  },
});
