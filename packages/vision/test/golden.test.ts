/** Boxes against answers of PyTorch programs that are written from the definitions, on every backend of this machine. */
import { availableBackends, setDefaultBackend } from "@gradus/core";
import { type GoldenFile, listGolden, readGolden, runGoldenCase } from "@gradus/testkit";
import * as vision from "@gradus/vision";
import { beforeAll, describe, test } from "vitest";

describe.each(availableBackends())("on %s", (backend) => {
  beforeAll(() => setDefaultBackend(backend));

  describe.each(listGolden("vision"))("%s agrees", (name) => {
    const file = readGolden<GoldenFile>(`vision/${name}.json`);
    test.each(file.cases.map((c) => [c.name, c] as const))("%s", async (_name, golden) => {
      await runGoldenCase(vision, file, golden);
    });
  });
});
