import { readFileSync } from "node:fs";
import * as gradus from "gradus";
import { expect, test } from "vitest";
import { camelCase, coverage, elsewhere, leftOut, withTable } from "./coverage.mjs";

const rows = coverage(gradus);

test("README shows the table that the tool prints", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  expect(readme).toBe(withTable(readme, rows));
});

test("a name that is said to stand elsewhere and is not there counts as missing", () => {
  const torch = rows.find((row) => row.namespace === "torch");
  for (const [name, path] of Object.entries(elsewhere.torch ?? {})) {
    const found = path
      .split(".")
      .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], gradus);
    if (camelCase(name) in gradus) continue;
    expect([name, torch?.missing.includes(name)]).toEqual([name, found === undefined]);
  }
});

test("what is left out is not there", () => {
  const found = Object.values(leftOut)
    .flat()
    .filter((name) => camelCase(name) in gradus && !["data"].includes(name));
  expect(found).toEqual([]);
});

test("names are written in camelCase, an underscore at the end stays", () => {
  expect(
    ["scatter_add_", "max_pool2d", "log1p", "GRUCell", "conv_transpose3d"].map(camelCase),
  ).toEqual(["scatterAdd_", "maxPool2d", "log1p", "GRUCell", "convTranspose3d"]);
});
