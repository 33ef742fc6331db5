/** Every layer against PyTorch's answers, on every backend of this machine. */
import { availableBackends, setDefaultBackend } from "@gradus/core";
import * as nn from "@gradus/nn";
import { type LayerFile, listGolden, readGolden, runLayerCase } from "@gradus/testkit";
import { beforeAll, describe, test } from "vitest";

describe.each(availableBackends())("on %s", (backend) => {
  beforeAll(() => setDefaultBackend(backend));

  describe.each(listGolden("nn"))("%s agrees with torch", (name) => {
    const file = readGolden<LayerFile>(`nn/${name}.json`);
    test.each(file.cases.map((c) => [c.name, c] as const))("%s", async (_name, golden) => {
      await runLayerCase(nn, file, golden);
    });
  });
});
