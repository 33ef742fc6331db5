/** A scene under its grid: the cell that each thing belongs to, its box, and the anchor that fits it best. */
import { defineFigure, type FigureColor, type Mark } from "@gradus/content";
import { type Box, kinds, scenes, side } from "../../11-boxes/scenes.ts";
import { scenePanel } from "../../shared/scene-panel.ts";
import { anchorOf, anchors, cell, size } from "../detector.ts";

const colors: readonly FigureColor[] = ["negative", "positive", "accent", "fourth"];

const box = ([x1, y1, x2, y2]: Box, color: FigureColor, fill = false): Mark => ({
  mark: "box",
  x: Math.max(0, x1),
  y: side - Math.min(side, y2),
  width: Math.min(side, x2) - Math.max(0, x1),
  height: Math.min(side, y2) - Math.max(0, y1),
  color,
  fill,
});

const outline = ([x1, y1, x2, y2]: Box): Mark => ({
  mark: "line",
  x: [x1, x2, x2, x1, x1],
  y: [y1, y1, y2, y2, y1].map((y) => side - y),
  color: "muted",
  dash: true,
});

export default defineFigure({
  title: "Who is responsible for what",
  alt: "A picture with one to three pieces of clothing under a grid of seven by seven cells. The cell with the middle of each piece is filled; around the piece are its box and, dashed, the anchor that fits best.",
  assets: ["fashion-ten"],
  controls: [{ name: "scene", label: "scene", min: 1, max: 40, step: 1, value: 10 }],
  async draw({ controls: { scene = 10 }, assets }) {
    const made = scenes(assets["fashion-ten"] as Uint8Array, 1, { part: "dev", seed: scene });
    const things = made.things[0] ?? [];
    const pixels = Array.from(await made.images.data(), Number);
    const lines = Array.from({ length: size - 1 }, (_, i) => (i + 1) * cell).flatMap(
      (at): Mark[] => [
        { mark: "line", x: [at, at], y: [0, side], color: "muted", width: 0.5 },
        { mark: "line", x: [0, side], y: [at, at], color: "muted", width: 0.5 },
      ],
    );
    const marks = things.flatMap(({ kind, box: own }): Mark[] => {
      const [x, y] = [(own[0] + own[2]) / 2, (own[1] + own[3]) / 2];
      const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
      const [w, h] = anchors[anchorOf(own)] as readonly [number, number];
      const color = colors[kind] ?? "ink";
      return [
        box([column * cell, row * cell, (column + 1) * cell, (row + 1) * cell], color, true),
        box(own, color),
        outline([x - w / 2, y - h / 2, x + w / 2, y + h / 2]),
      ];
    });
    const said = things.map(({ kind, box: own }) => {
      const [x, y] = [(own[0] + own[2]) / 2 / cell, (own[1] + own[3]) / 2 / cell];
      const a = anchorOf(own);
      const [w, h] = anchors[a] as readonly [number, number];
      const numbers = [
        x - Math.floor(x),
        y - Math.floor(y),
        Math.log((own[2] - own[0]) / w),
        Math.log((own[3] - own[1]) / h),
      ];
      return `${kinds[kind]}: row ${Math.floor(y)}, column ${Math.floor(x)}, ${a === 0 ? "tall" : "wide"} anchor, says ${numbers.map((v) => v.toFixed(2)).join(", ")}`;
    });
    return {
      panels: [scenePanel(pixels, side, [...lines, ...marks])],
      status: said.join("; "),
    };
  },
});
