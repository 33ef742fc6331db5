import { agrees, defineGrade, type Random } from "@gradus/exercise";
import { tensor } from "gradus";

/** Held against the library's `sigmoid`. */
export default defineGrade<typeof import("./solution.ts")>([
  agrees({
    name: "agrees with the library's sigmoid",
    own: (m) => m.sigmoid,
    library: (z) => z.sigmoid(),
    args: (random: Random) => {
      const [m, n] = [random.int(1, 5), random.int(1, 5)];
      return [tensor(random.numbers(m * n, -3, 3)).reshape([m, n])] as const;
    },
  }),
]);
