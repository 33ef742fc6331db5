/** A tiny colour picture [3, 2, 4] and the row of 24 numbers it is in the computer. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";

const [channels, height, width] = [3, 2, 4];
const names = ["red", "green", "blue"];
const colors: readonly FigureColor[] = ["negative", "positive", "accent"];

export default defineFigure({
  title: "Three tables, one row",
  alt: "Above: three tables of two rows and four columns, for red, green and blue. Below: one row of 24 cells. A marked cell in the row is the same number as a marked cell in one of the tables.",
  controls: [{ name: "index", label: "place in the row", min: 0, max: 23, step: 1, value: 9 }],
  draw({ width: pixels, controls: { index = 9 } }) {
    // On a phone the row goes on in a second line.
    const perLine = pixels < 440 ? 12 : 24;
    const lines = 24 / perLine;
    const marks: Mark[] = [];
    const cell = (x: number, y: number, i: number, color: FigureColor): void => {
      marks.push({
        mark: "box",
        x,
        y,
        width: 0.94,
        height: 0.94,
        color: i === index ? "ink" : color,
        fill: i === index,
      });
      marks.push({
        mark: "text",
        x: x + 0.47,
        y: y + 0.34,
        text: String(i),
        size: 11,
        color: i === index ? "ink" : "muted",
      });
    };
    for (let c = 0; c < channels; c++) {
      const color = colors[c] as FigureColor;
      const left = perLine === 12 ? c * 4.1 : 1.5 + c * 7.5;
      marks.push({ mark: "text", x: left + 2, y: 6.35, text: names[c] as string, color });
      for (let row = 0; row < height; row++)
        for (let column = 0; column < width; column++)
          cell(left + column, 5 - row, (c * height + row) * width + column, color);
    }
    for (let i = 0; i < channels * height * width; i++)
      cell(
        i % perLine,
        1 - Math.floor(i / perLine) * 1.25,
        i,
        colors[Math.floor(i / (height * width))] as FigureColor,
      );
    const c = Math.floor(index / (height * width));
    const row = Math.floor((index % (height * width)) / width);
    return {
      panels: [
        {
          x: { domain: [-0.5, perLine + 0.5], hidden: true },
          y: { domain: [1.65 - 1.25 * lines, 7.2], hidden: true },
          aspect: perLine === 12 ? 1.55 : 3.2,
          marks,
        },
      ],
      status: `place ${index} is image[${c}, ${row}, ${index % width}]: ${names[c]}, row ${row}, column ${index % width}; (${c} · ${height} + ${row}) · ${width} + ${index % width} = ${index}`,
    };
  },
});
