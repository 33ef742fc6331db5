/** The loop of supervised learning, as boxes and arrows. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";

const box = (
  x: number,
  y: number,
  width: number,
  color: FigureColor,
  lines: readonly string[],
): Mark[] => [
  { mark: "box", x, y, width, height: 1.3, color, fill: true },
  ...lines.map(
    (text, i): Mark => ({
      mark: "text",
      x: x + width / 2,
      y: y + 0.56 + ((lines.length - 1) / 2 - i) * 0.45,
      text,
      size: i === 0 ? 13 : 11,
      color: i === 0 ? "ink" : "muted",
    }),
  ),
];

export default defineFigure({
  title: "Learning from examples",
  alt: "An example has an input and an answer. The input goes into the network, which makes a guess. Guess and answer are compared. The difference goes back to the network and moves its parameters a little.",
  draw() {
    return {
      panels: [
        {
          x: { domain: [0, 10], hidden: true },
          y: { domain: [0.4, 5], hidden: true },
          aspect: 2.1,
          marks: [
            ...box(0.1, 1.9, 2, "muted", ["example"]),
            ...box(3.6, 3.3, 2.8, "accent", ["network", "its parameters move"]),
            ...box(7.4, 1.9, 2.4, "third", ["compare", "how far off?"]),
            { mark: "arrow", from: [1.6, 3.3], to: [3.5, 4.1], color: "ink" },
            { mark: "text", x: 2.25, y: 4.05, text: "input" },
            { mark: "arrow", from: [6.5, 4.1], to: [8.4, 3.3], color: "ink" },
            { mark: "text", x: 7.75, y: 4.05, text: "guess" },
            { mark: "line", x: [1.1, 1.1, 8.6], y: [1.8, 0.8, 0.8], color: "muted", width: 1.8 },
            { mark: "arrow", from: [8.6, 0.8], to: [8.6, 1.8], color: "muted" },
            { mark: "text", x: 4.85, y: 0.95, text: "answer" },
            { mark: "line", x: [7.3, 5], y: [2.5, 2.5], color: "fourth", width: 1.8 },
            { mark: "arrow", from: [5, 2.5], to: [5, 3.2], color: "fourth" },
            { mark: "text", x: 6.2, y: 2.65, text: "move a little", color: "fourth" },
          ],
        },
      ],
      status: "the same loop for every example, many times over",
    };
  },
});
