/** The whole journey in a real browser: its steps and courses, where one stands on it, and finding one's place. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  missing,
  openBrowser,
  type RunningStudio,
  seriousFindings,
  startStudio,
} from "./studio.ts";

let browser: Browser | undefined;
let studio: RunningStudio;
let context: BrowserContext;

beforeAll(async () => {
  browser = await openBrowser("the path's tests are");
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  if (!browser) return;
  studio = await startStudio("small");
  context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
}, 30_000);

afterEach(async () => {
  await context?.close();
  studio?.stop();
});

async function openPage(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(studio.url);
  await page.locator(".stairs").waitFor();
  if (path !== "/") await page.goto(new URL(path, studio.url).href);
  await page.locator("h1").waitFor();
  return page;
}

describe.skipIf(missing)("the path", () => {
  test("shows every step and course, built or planned, and where one stands", async () => {
    const page = await openPage("/");
    const stairs = page.locator(".stairs > li");
    expect(await stairs.count()).toBe(2);
    expect(await stairs.first().innerText()).toMatch(/You are here[\s\S]*Counting/);
    expect(await stairs.nth(1).innerText()).not.toContain("You are here");
    const rows = page.locator(".lesson-row");
    expect(await rows.first().innerText()).toContain("You are here");
    await page.getByRole("link", { name: /^Books/ }).click();
    await page.getByText("This course is not there yet").waitFor();
    await page.getByText("Who is in it.").waitFor();
    // What it builds on leads back to what is to be done first.
    await page.locator(".course-facts").getByRole("link", { name: "Letters" }).click();
    await page.getByRole("heading", { name: "Letters" }).waitFor();
    await page.locator(".crumbs").getByRole("link", { name: "Counting" }).click();
    await page.getByRole("heading", { name: "Step 1: Counting" }).waitFor();
    expect(await page.locator(".step-courses > li").count()).toBe(2);
  }, 60_000);

  test("places somebody who knows the beginning, and shows what is known", async () => {
    const page = await openPage("/");
    await page.getByRole("link", { name: "Find my place" }).click();
    await page.getByText("1 of 2").waitFor();
    await page.getByText("4", { exact: true }).click();
    await page.getByRole("button", { name: "Answer" }).click();
    await page.getByText("2 of 2").waitFor();
    await page.locator(".cm-content").waitFor();
    await page.getByRole("button", { name: "I do not know this" }).click();
    await page.getByText("You showed that you know 1 of 2 concepts.").waitFor();
    const { folder } = studio;
    const events = (): string => readFileSync(join(folder, "progress.jsonl"), "utf8");
    await expect
      .poll(events)
      .toContain('"kind":"placement","concepts":["quadruple"],"known":false');
    await expect.poll(events).toContain('"kind":"placement","concepts":["double"],"known":true');
    // Nothing of the exercise was begun by it.
    expect(events).not.toContain('"attempt"');
    await page.getByRole("link", { name: "Begin with Twice more" }).click();
    await page.waitForURL(/\/lesson\/numbers\/twice-more/);
    await page.getByRole("link", { name: "Path" }).click();
    await page.locator(".lesson-row").first().getByText("known").waitFor();
    await page.goto(new URL("/readiness", studio.url).href);
    await page.getByText("Known in the placement check today.").waitFor();
  }, 60_000);

  test("writing an exercise of the check right shows that its concepts are known", async () => {
    const page = await openPage("/placement/numbers");
    await page.getByRole("button", { name: "I do not know this" }).click();
    await page.locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText("export const quadruple = (x: number): number => 3 * x;\n");
    await page.getByRole("button", { name: "Check" }).click();
    await page.locator(".verdict").getByText("Not yet").waitFor();
    await page.locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText("export const quadruple = (x: number): number => 4 * x;\n");
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByText("You showed that you know 1 of 2 concepts.").waitFor();
  }, 60_000);

  test.each([
    "/",
    "/step/counting",
    "/course/numbers",
    "/course/books",
    "/placement/numbers",
  ])("has no serious accessibility finding on %s, and fits a phone", async (path) => {
    const page = await openPage(path);
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      expect([scheme, await seriousFindings(page)]).toEqual([scheme, []]);
    }
    await page.setViewportSize({ width: 390, height: 800 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await expect.poll(wide).toBeLessThanOrEqual(0);
  }, 60_000);
});
