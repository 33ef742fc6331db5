/** Each package's public surface, kept as a file: a change to it is seen in the diff. */
import { describe, expect, test } from "vitest";
import { published } from "../packages.mjs";
import { exportsOf } from "./exports.ts";

describe("the public surface is the one on file", () => {
  test.each(published)("of %s", async (name) => {
    const lines = exportsOf(name, published).map((e) => `${e.kind} ${e.name}: ${e.signature}`);
    expect(lines.length).toBeGreaterThan(0);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`surface/${name}.txt`);
  }, 60_000);
});
