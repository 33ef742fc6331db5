/** Every operator against PyTorch's answers once more, with even the smallest graph compiled. */
import * as core from "@gradus/core";
import { setDefaultBackend, setEngineOptions } from "@gradus/core";
import { type GoldenFile, listGolden, readGolden, runGoldenCase } from "@gradus/testkit";
import { beforeAll, describe, test } from "vitest";

describe("on wasm, compiled", () => {
  beforeAll(() => {
    setDefaultBackend("wasm");
    setEngineOptions({ tier: "compile" });
  });

  describe.each(listGolden("ops"))("%s agrees with torch", (name) => {
    const file = readGolden<GoldenFile>(`ops/${name}.json`);
    test.each(file.cases.map((c) => [c.name, c] as const))("%s", async (_name, golden) => {
      await runGoldenCase(core, file, golden);
    });
  });
});
