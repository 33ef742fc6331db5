import { agrees, defineGrade, type Random } from "@gradus/exercise";
import { tensor } from "gradus";

/** Held against the library's `dot`. */
export default defineGrade<typeof import("./solution.ts")>([
  agrees({
    name: "agrees with the library's dot",
    own: (m) => m.weightedSum,
    library: (x, w, b) => x.dot(w).add(b),
    args: (random: Random) => {
      const n = random.int(1, 6);
      return [tensor(random.numbers(n)), tensor(random.numbers(n)), random()] as const;
    },
  }),
]);
