/** Pictures of planes for figures: a grid of numbers with windows drawn on it, rows counted from the top. */
import type { FigureColor, Mark, Panel } from "@gradus/content";

/** Rows and columns, the first at 0; below 0 is padding. */
export type Place = readonly [top: number, left: number, height: number, width: number];

export interface Plane {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  /** Row by row; NaN stays empty. */
  readonly values: readonly number[];
  readonly windows?: readonly { readonly place: Place; readonly color: FigureColor }[];
  readonly scale?: "sequential" | "diverging" | "gray";
  readonly domain?: readonly [number, number];
  /** Numbers in the cells: for small planes. */
  readonly numbers?: boolean;
  /** Rows and columns of zeros drawn around it. */
  readonly pad?: number;
}

/** A plane as a panel: cells one unit wide, windows above them. */
export function planePanel(plane: Plane): Panel {
  const { title, rows, columns, values, windows = [], pad = 0 } = plane;
  const box = ([top, left, height, width]: Place, color: FigureColor, fill: boolean): Mark => ({
    mark: "box",
    x: left,
    y: rows - top - height,
    width,
    height,
    color,
    fill,
  });
  const known = values.map((v) => (Number.isNaN(v) ? 0 : v));
  const texts = plane.numbers
    ? values.flatMap((v, i): Mark[] =>
        Number.isNaN(v)
          ? []
          : [
              {
                mark: "text",
                x: (i % columns) + 0.5,
                y: rows - Math.floor(i / columns) - 0.5,
                text: String(Number(v.toPrecision(3))),
                size: columns > 6 ? 11 : 13,
              },
            ],
      )
    : [];
  const cells: Mark[] = plane.numbers
    ? Array.from({ length: rows * columns }, (_, i) =>
        box([Math.floor(i / columns), i % columns, 1, 1], "muted", false),
      )
    : [
        {
          mark: "heatmap",
          rows,
          columns,
          values: known,
          x: [0, columns],
          y: [0, rows],
          scale: plane.scale ?? "gray",
          ...(plane.domain && { domain: plane.domain }),
        },
      ];
  const border: Mark[] =
    pad > 0 ? [box([-pad, -pad, rows + 2 * pad, columns + 2 * pad], "muted", true)] : [];
  return {
    title,
    x: { domain: [-pad - 0.15, columns + pad + 0.15], hidden: true },
    y: { domain: [-pad - 0.15, rows + pad + 0.15], hidden: true },
    aspect: (columns + 2 * pad) / (rows + 2 * pad),
    marks: [
      ...border,
      ...cells,
      ...windows.map(({ place, color }) => box(place, color, true)),
      ...texts,
    ],
  };
}
