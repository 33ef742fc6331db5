/** Two courses whose lessons and exercises are called the same: each page shows, saves and checks its own. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing, openBrowser, type RunningStudio, startStudio } from "./studio.ts";

let browser: Browser | undefined;
let studio: RunningStudio;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser("the test of two courses is");
  if (!browser) return;
  studio = await startStudio("twoCourses");
  page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(studio.url);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  studio?.stop();
});

async function check(path: string, code: string): Promise<string> {
  await page.goto(new URL(path, studio.url).href);
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
  await page.getByRole("button", { name: "Check" }).click();
  await page.locator(".verdict").waitFor();
  return page.locator(".verdict").innerText();
}

describe.skipIf(missing)("two courses", () => {
  test("an exercise of one builds on the other's of the same name", async () => {
    const one = "export const double = (x: number): number => x + x;\n";
    const all =
      'import { double as one } from "../numbers/double.ts";\nexport const double = (x: number[]): number[] => x.map(one);\n';
    expect(await check("/lesson/numbers/doubling/double", one)).toContain(
      "is right for the example",
    );
    expect(await page.locator(".verdict.passed").count()).toBe(1);
    await check("/lesson/lists/doubling/double", all);
    expect(await page.locator(".verdict.passed").count()).toBe(1);
    const onDisk = (course: string) =>
      readFileSync(join(studio.folder, "exercises", course, "double.ts"), "utf8");
    expect([onDisk("numbers"), onDisk("lists")]).toEqual([one, all]);
    // What was done arrives a moment after what is seen.
    const events = () => readFileSync(join(studio.folder, "progress.jsonl"), "utf8");
    await expect.poll(events).toContain('"exercise":"numbers/double","passed":true');
    await expect.poll(events).toContain('"exercise":"lists/double","passed":true');
  }, 60_000);
});
