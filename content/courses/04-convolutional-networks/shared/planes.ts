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

/** A mark made smaller and moved. */
function placed(mark: Mark, scale: number, [x0, y0]: readonly [number, number]): Mark {
  switch (mark.mark) {
    case "box":
      return {
        ...mark,
        x: mark.x * scale + x0,
        y: mark.y * scale + y0,
        width: mark.width * scale,
        height: mark.height * scale,
      };
    case "text":
      return { ...mark, x: mark.x * scale + x0, y: mark.y * scale + y0 };
    case "heatmap": {
      const { x = [0, mark.columns], y = [0, mark.rows] } = mark;
      return {
        ...mark,
        x: [x[0] * scale + x0, x[1] * scale + x0],
        y: [y[0] * scale + y0, y[1] * scale + y0],
      };
    }
    default:
      return mark;
  }
}

/** Several small planes in one panel, so many in a row, with their titles above them; null leaves a place empty. */
export function planesPanel(planes: readonly (Plane | null)[], across: number): Panel {
  const [wide, high] = [1.12, 1.26];
  const down = Math.ceil(planes.length / across);
  const marks = planes.flatMap((plane, k): Mark[] => {
    if (!plane) return [];
    const { rows, columns, pad = 0, title } = plane;
    const scale = 1 / (Math.max(rows, columns) + 2 * pad);
    const left = (k % across) * wide;
    const top = (down - Math.floor(k / across)) * high - 0.2;
    const corner = [left + pad * scale, top - (rows + pad) * scale] as const;
    return [
      ...planePanel(plane).marks.map((mark) => placed(mark, scale, corner)),
      { mark: "text", x: left, y: top + 0.09, text: title, anchor: "start", size: 12 },
    ];
  });
  return {
    x: { domain: [-0.02, across * wide - 0.08], hidden: true },
    y: { domain: [-0.02, down * high], hidden: true },
    aspect: (across * wide - 0.06) / (down * high + 0.02),
    marks,
  };
}
