import { agrees, defineGrade, type Random } from "@gradus/exercise";
import { nn, tensor } from "gradus";

/** Held against the library's `linear`. */
export default defineGrade<typeof import("./solution.ts")>([
  agrees({
    name: "agrees with the library's linear",
    own: (m) => (A, W, b) => m.linearForward(A, W, b).Z,
    library: (A, W, b) => nn.functional.linear(A, W, b),
    args: (random: Random) => {
      const [m, n, k] = [random.int(1, 4), random.int(1, 4), random.int(1, 4)];
      return [
        tensor(random.numbers(m * n)).reshape([m, n]),
        tensor(random.numbers(k * n)).reshape([k, n]),
        tensor(random.numbers(k)),
      ] as const;
    },
  }),
]);
