/** The inputs at the edge of what a check tries, as they are called when one fails. */
import type { Edge } from "../../types.ts";

/** The edges in words. */
export const edgeNames: Readonly<Record<Edge, string>> = {
  one: "the smallest sizes",
  equal: "sizes that are equal",
  far: "numbers at the ends of their range",
};
