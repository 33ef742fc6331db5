/** The pitch with a network's answer on it, and both errors over the steps: what figures that train on it show. */
import type { Scene } from "@gradus/content";
import type { Points } from "./points.ts";

/** The cells along each side of the coloured pitch. */
export const side = 36;
/** The places on the pitch, in both directions. */
export const reach: readonly [number, number] = [-0.6, 0.6];

/** What of it is another one in each figure. */
export interface PitchAxes {
  readonly steps: number;
  /** The largest error that is drawn, in per cent. */
  readonly top: number;
}

export function pitchScene(
  { steps, top }: PitchAxes,
  train: Points,
  plane: readonly number[],
  x: readonly number[],
  errors: readonly [readonly number[], readonly number[]],
  status: string,
): Scene {
  return {
    panels: [
      {
        x: { domain: reach, hidden: true },
        y: { domain: reach, hidden: true },
        aspect: 1.2,
        marks: [
          {
            mark: "heatmap",
            rows: side,
            columns: side,
            values: plane,
            x: reach,
            y: reach,
            scale: "diverging",
            domain: [-0.8, 0.8],
          },
          {
            mark: "points",
            x: train.x,
            y: train.y,
            color: train.labels.map((l) => (l === 1 ? "accent" : "negative")),
            size: 4,
          },
        ],
      },
      {
        x: { domain: [0, steps], label: "step" },
        y: { domain: [0, top], label: "error in per cent" },
        aspect: 1.2,
        marks: [
          { mark: "line", x, y: errors[0], color: "muted", width: 2, label: "training" },
          { mark: "line", x, y: errors[1], color: "accent", width: 2, label: "dev" },
        ],
      },
    ],
    status,
  };
}
