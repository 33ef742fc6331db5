/**
 * Figures are code: a pure function from the values of a few controls to a scene of marks, which the studio
 * draws. A figure that trains something yields a scene whenever there is something new to see. Figures run
 * in a worker, so a scene is plain data. Colours are roles, so that dark and light both read well.
 */

export type FigureColor =
  | "ink"
  | "muted"
  | "accent"
  | "positive"
  | "negative"
  | "third"
  | "fourth"
  /** The two classes: blue for 1, orange for 0. Points of the second are squares, for those who see no difference. */
  | "one"
  | "zero";

export type Mark =
  | {
      readonly mark: "line";
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly color?: FigureColor;
      readonly dash?: boolean;
      readonly width?: number;
      /** Shown in the legend, and beside the line's end where there is room. */
      readonly label?: string;
    }
  | {
      readonly mark: "points";
      readonly x: readonly number[];
      readonly y: readonly number[];
      /** One for all, or one each. */
      readonly color?: FigureColor | readonly FigureColor[];
      /** Radius in pixels; default 3. */
      readonly size?: number;
      readonly label?: string;
    }
  | {
      readonly mark: "heatmap";
      readonly rows: number;
      readonly columns: number;
      /** Row-major; the first row is at the top. */
      readonly values: readonly number[];
      /** What the picture covers in the panel's units; default one unit a cell from 0. */
      readonly x?: readonly [number, number];
      readonly y?: readonly [number, number];
      readonly scale?: "sequential" | "diverging" | "gray";
      readonly domain?: readonly [number, number];
      /** Print the values in the cells. */
      readonly numbers?: boolean;
    }
  | {
      /** A picture in its own colours, which are the same in light and dark. */
      readonly mark: "image";
      readonly rows: number;
      readonly columns: number;
      /** Red, green and blue in 0..255 for each pixel, row by row; the first row is at the top. */
      readonly pixels: readonly number[];
      /** What the picture covers in the panel's units; default one unit a pixel from 0. */
      readonly x?: readonly [number, number];
      readonly y?: readonly [number, number];
    }
  | {
      readonly mark: "text";
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly anchor?: "start" | "middle" | "end";
      readonly color?: FigureColor;
      readonly size?: number;
    }
  | {
      readonly mark: "arrow";
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly color?: FigureColor;
      readonly width?: number;
      readonly label?: string;
    }
  | {
      readonly mark: "box";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly color?: FigureColor;
      readonly fill?: boolean;
      readonly label?: string;
    }
  | {
      readonly mark: "circle";
      readonly x: number;
      readonly y: number;
      /** In pixels. */
      readonly radius: number;
      readonly color?: FigureColor;
      readonly fill?: boolean;
      readonly label?: string;
    };

export interface Axis {
  /** From, to; default the marks' extent with a little room. */
  readonly domain?: readonly [number, number];
  readonly label?: string;
  /** No line, ticks or labels. */
  readonly hidden?: boolean;
}

export interface Panel {
  readonly title?: string;
  readonly x?: Axis;
  readonly y?: Axis;
  /** Width over height; default 1.6. */
  readonly aspect?: number;
  readonly marks: readonly Mark[];
}

export interface Scene {
  /** Side by side where there is room, stacked where there is not. */
  readonly panels: readonly Panel[];
  /** One line below: what the numbers are right now. */
  readonly status?: string;
}

export interface Control {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
}

export interface FigureInput {
  /**
   * How many pixels it has across, where they are fewer than 520: text keeps its size, so that a figure with much of
   * it lays itself out anew. A panel whose axes are hidden has as many units of text as pixels.
   */
  readonly width: number;
  /** The controls' values by name. */
  readonly controls: Readonly<Record<string, number>>;
  /** The bytes of the data sets named in `assets`. */
  readonly assets: Readonly<Record<string, Uint8Array>>;
  /** What the learner's file of each exercise named in `reads` exports, where it passes. */
  readonly learner: Readonly<Record<string, object>>;
}

export interface Figure {
  readonly title: string;
  /** What there is to see, for someone who cannot see it. */
  readonly alt: string;
  readonly controls?: readonly Control[];
  /** Exercises whose exports the figure can use: the learner's own function in the picture. */
  readonly reads?: readonly string[];
  /** Data sets the figure draws from. */
  readonly assets?: readonly string[];
  draw(input: FigureInput): Scene | Promise<Scene>;
  /** For a live figure: scenes as they come, until done or until `signal` is aborted. */
  run?(input: FigureInput, signal: AbortSignal): AsyncIterable<Scene>;
}

/** Names a figure's type; a figure's file exports it as default. */
export const defineFigure = (figure: Figure): Figure => figure;
