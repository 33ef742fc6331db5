import { loadModule } from "@gradus/exercise";
import * as gradus from "gradus";
import { expect, test } from "vitest";
import { code } from "./code.ts";
import { defaults } from "./state.ts";

test("the code that is shown runs and learns xor", async () => {
  const made = loadModule(code({ ...defaults, data: "xor" }, 60), { modules: { gradus } });
  const { train } = made as { train: () => Promise<number> };
  expect(await train()).toBeLessThan(0.3);
});
