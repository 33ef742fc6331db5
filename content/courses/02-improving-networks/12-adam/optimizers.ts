/** The four optimizers that this lesson compares, in the form of its formulas: momentum averages, with its 1 − β. */
import type { FigureColor } from "@gradus/content";
import { optim, type Tensor } from "gradus";

export interface Compared {
  readonly name: string;
  readonly color: FigureColor;
  readonly make: (parameters: Tensor[], rate: number) => { zeroGrad(): void; step(): unknown };
}

export const optimizers: readonly Compared[] = [
  { name: "plain", color: "muted", make: (p, lr) => new optim.SGD(p, { lr }) },
  {
    name: "momentum",
    color: "ink",
    make: (p, lr) => new optim.SGD(p, { lr: lr * (1 - 0.9), momentum: 0.9 }),
  },
  { name: "RMSprop", color: "third", make: (p, lr) => new optim.RMSprop(p, { lr, alpha: 0.9 }) },
  { name: "Adam", color: "accent", make: (p, lr) => new optim.Adam(p, { lr }) },
];
