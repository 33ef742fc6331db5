/** Every operator against PyTorch's answers, on every backend of this machine. */
import * as core from "@gradus/core";
import { availableBackends, setDefaultBackend } from "@gradus/core";
import { type GoldenFile, listGolden, readGolden, runGoldenCase } from "@gradus/testkit";
import { beforeAll, describe, test } from "vitest";

describe.each(availableBackends())("on %s", (backend) => {
  beforeAll(() => setDefaultBackend(backend));

  describe.each(listGolden("ops"))("%s agrees with torch", (name) => {
    const file = readGolden<GoldenFile>(`ops/${name}.json`);
    test.each(file.cases.map((c) => [c.name, c] as const))("%s", async (_name, golden) => {
      await runGoldenCase(core, file, golden);
    });
  });
});
