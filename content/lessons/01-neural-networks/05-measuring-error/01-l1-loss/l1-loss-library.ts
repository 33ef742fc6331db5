import { agrees, defineGrade, type Random } from "@gradus/exercise";
import { nn, tensor } from "gradus";

/** Held against the library's `l1Loss`. */
export default defineGrade<typeof import("./solution.ts")>([
  agrees({
    name: "agrees with the library's l1Loss",
    own: (m) => m.l1Loss,
    library: (yHat, y) => nn.functional.l1Loss(yHat, y, { reduction: "sum" }),
    args: (random: Random) => {
      const m = random.int(1, 9);
      return [tensor(random.numbers(m, -3, 3)), tensor(random.numbers(m, -3, 3))] as const;
    },
  }),
]);
