/** A scene's pixels in grey with marks above them, as wide as a panel is, so that pixels stay squares. */
import type { Mark, Panel } from "@gradus/content";

/** `pixels` are `side` rows of `side` numbers in 0..1; marks count y upwards from the bottom. */
export function scenePanel(pixels: readonly number[], side: number, marks: readonly Mark[]): Panel {
  return {
    x: { domain: [-0.2 * side, 1.2 * side], hidden: true },
    y: { domain: [0, side], hidden: true },
    aspect: 1.4,
    marks: [
      {
        mark: "heatmap",
        rows: side,
        columns: side,
        values: pixels,
        x: [0, side],
        y: [0, side],
        scale: "gray",
        domain: [0, 1],
      },
      ...marks,
    ],
  };
}
