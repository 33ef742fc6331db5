import { randn, zeros } from "gradus";
import type { Layer } from "../../01-initialize-two-layer/solution.ts";

export const initializeDeep = (sizes: readonly number[]): Layer[] =>
  sizes
    .slice(1)
    .map((units, l) => ({ W: randn([units, sizes[l] ?? 0]).div(100), b: zeros([units]) }));
