import { agrees, defineGrade, type Random } from "@gradus/exercise";
import { tensor } from "gradus";

/** Held against the library's `flatten`. */
export default defineGrade<typeof import("./solution.ts")>([
  agrees({
    name: "agrees with the library's flatten",
    own: (m) => m.imageToVector,
    library: (image) => image.flatten(),
    args: (random: Random) => {
      const [c, h, w] = [random.int(1, 3), random.int(1, 4), random.int(1, 4)];
      return [tensor(random.numbers(c * h * w)).reshape([c, h, w])] as const;
    },
  }),
]);
