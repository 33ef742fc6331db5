import { expect, test } from "vitest";
import { readCompared } from "./compared.ts";

const versions = { gradus: "0.1.0", torch: "2.13.0+cpu", keras: "3.16.0", kerasBackend: "torch" };

test("names what was run, and what was left out", () => {
  expect(readCompared(JSON.stringify({ agree: true, keras: 1, versions }))).toMatchObject({
    gradus: "Gradus 0.1.0",
    pytorch: "PyTorch 2.13.0",
    keras: { name: "Keras 3.16.0", backend: "PyTorch" },
  });
  const without = { agree: true, keras: null, missing: "tensorflow", versions };
  expect(readCompared(JSON.stringify(without))).toMatchObject({
    keras: null,
    missing: "TensorFlow",
  });
});

test("claims nothing where nothing agrees, or the file is none", () => {
  expect(readCompared(null)).toBeNull();
  expect(readCompared("{")).toBeNull();
  expect(readCompared("{}")).toBeNull();
  expect(readCompared(JSON.stringify({ agree: false, keras: 1, versions }))).toBeNull();
});
