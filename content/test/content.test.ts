/** The content as a whole: all of it can be read, and every course is tested by a file of its own. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readContent } from "@gradus/content/node";
import { expect, test } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
const { content, problems } = await readContent(fileURLToPath(new URL("..", import.meta.url)));

test("the content can be read without a problem", () => {
  expect(problems.map((p) => p.message)).toEqual([]);
  expect(content.lessons.length).toBeGreaterThan(0);
});

test("every course has its file of tests here, and no file is left of one that has gone", () => {
  const files = readdirSync(here).filter((n) => n.endsWith(".test.ts") && n !== "content.test.ts");
  expect(files.sort()).toEqual(content.courses.map((c) => `${c.id}.test.ts`).sort());
  for (const { id } of content.courses)
    expect([id, readFileSync(`${here}${id}.test.ts`, "utf8")]).toEqual([
      id,
      `import { testCourse } from "./course.ts";\n\ntestCourse("${id}");\n`,
    ]);
});
