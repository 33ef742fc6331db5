import { empty, nn, zeros } from "gradus";
import type { Layer } from "../../../12-deep-networks/01-initialize-two-layer/solution.ts";

export const initializeScaled = (sizes: readonly number[]): Layer[] =>
  sizes.slice(1).map((units, l) => ({
    W: nn.init.kaimingNormal_(empty([units, sizes[l] ?? 1]), { nonlinearity: "relu" }),
    b: zeros([units]),
  }));
