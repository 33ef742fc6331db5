import { expect, test } from "vitest";
import { importedPath, importOf } from "./paths.ts";

test("an import is a path from the folder of the file it stands in", () => {
  expect(importedPath("a/b/c.ts", "./d.ts")).toBe("a/b/d.ts");
  expect(importedPath("a/b/c.ts", "../d/e.ts")).toBe("a/d/e.ts");
  expect(importedPath("a/b/c.ts", "../.././d.ts")).toBe("d.ts");
  expect(importedPath("c.ts", "./d.ts")).toBe("d.ts");
});

test("an import that leaves the top folder, or is a package, leads nowhere", () => {
  expect(importedPath("a/b.ts", "../../c.ts")).toBeNull();
  expect(importedPath("a/b.ts", "../../a/b.ts")).toBeNull();
  expect(importedPath("a/b.ts", "gradus")).toBeNull();
  expect(importedPath("a/b.ts", "/c.ts")).toBeNull();
});

test("the import of a file leads to it", () => {
  for (const [file, imported, text] of [
    ["a/b.ts", "a/c.ts", "./c.ts"],
    ["a/b.ts", "c/b.ts", "../c/b.ts"],
    ["a/b/c.ts", "d.ts", "../../d.ts"],
    ["a.ts", "b/a.ts", "./b/a.ts"],
    ["a/a.ts", "a/a/a.ts", "./a/a.ts"],
  ] as const) {
    expect(importOf(file, imported)).toBe(text);
    expect(importedPath(file, text)).toBe(imported);
  }
});
