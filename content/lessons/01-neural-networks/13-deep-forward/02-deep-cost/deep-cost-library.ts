import { agrees, defineGrade, type Random } from "@gradus/exercise";
import { nn, tensor } from "gradus";

/** Held against the library's `binaryCrossEntropy`. */
export default defineGrade<typeof import("./solution.ts")>([
  agrees({
    name: "agrees with the library's binaryCrossEntropy",
    own: (m) => m.deepCost,
    library: (AL, Y) => nn.functional.binaryCrossEntropy(AL, Y),
    args: (random: Random) => {
      const m = random.int(1, 9);
      return [
        tensor(random.numbers(m, 0.05, 0.95)).reshape([m, 1]),
        tensor(Array.from({ length: m }, () => [random.int(0, 1)])),
      ] as const;
    },
  }),
]);
