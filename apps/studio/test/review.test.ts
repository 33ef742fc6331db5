/** Reviews and readiness in a real browser: what is due, written anew, rated, and what it says of the concepts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missing, openBrowser, startStudio } from "./studio.ts";

const mine = "export const double = (x: number): number => 2 * x;\n";
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

let browser: Browser | undefined;
let folder = "";
let url = "";
let stop: (() => void) | undefined;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  browser = await openBrowser("the tests of reviews are");
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  if (!browser) return;
  const events = [
    { at: daysAgo(9), kind: "hint", exercise: "numbers/double", level: 2 },
    { at: daysAgo(9), kind: "attempt", exercise: "numbers/double", passed: true },
  ];
  ({ folder, url, stop } = await startStudio("small", {
    "exercises/numbers/double.ts": mine,
    "notes/double-last-passing.ts": mine,
    "progress.jsonl": events.map((e) => `${JSON.stringify(e)}\n`).join(""),
  }));
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  context.setDefaultTimeout(10_000);
  page = await context.newPage();
  problems.length = 0;
  page.on("pageerror", (e) => problems.push(e.message));
  await page.goto(url);
  await page.locator(".lesson-row").first().waitFor();
}, 30_000);

afterEach(async () => {
  await page?.context().close();
  stop?.();
});

async function write(code: string): Promise<void> {
  await page.locator(".cm-content").first().click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

const check = () => page.locator(".toolbar").getByRole("button", { name: "Check" }).click();
const lastEvent = () =>
  JSON.parse(
    readFileSync(join(folder, "progress.jsonl"), "utf8").trimEnd().split("\n").at(-1) ?? "null",
  );
const onDisk = () => readFileSync(join(folder, "exercises", "numbers", "double.ts"), "utf8");

async function openReview(): Promise<void> {
  await page.locator(".side").getByRole("link", { name: "Twice a number" }).click();
  await page.locator(".cm-content").waitFor();
}

describe.skipIf(missing)("reviews", () => {
  test("a due exercise begins anew, the learner's file stays, and the rating moves it away", async () => {
    await openReview();
    expect(await page.locator(".cm-content").innerText()).toContain("notDone");
    await write("export const double = (x: number): number => x + x;\n");
    await check();
    await page.locator(".verdict").getByText("Passed").waitFor();
    const proposed = page.locator(".rating .button.primary");
    expect(await proposed.innerText()).toContain("Good");
    await proposed.click();
    await page.getByText("1 review done.").waitFor();
    await expect
      .poll(lastEvent)
      .toMatchObject({ kind: "review", exercise: "numbers/double", rating: 3 });
    expect(onDisk()).toBe(mine);
    expect(problems).toEqual([]);
  }, 60_000);

  test("what passes can be taken as one's file, and the one before is kept", async () => {
    await openReview();
    const better = "export const double = (x: number): number => x + x;\n";
    await write(better);
    await check();
    await page.getByRole("button", { name: "Take this version as my file" }).click();
    await page.getByText("The one before is in notes/numbers/double-before-review-1.ts.").waitFor();
    expect(onDisk()).toBe(better);
    const before = readFileSync(
      join(folder, "notes", "numbers", "double-before-review-1.ts"),
      "utf8",
    );
    expect(before).toBe(mine);
    expect(problems).toEqual([]);
  }, 60_000);

  test("what fails is proposed as again, and what was written before is there to look at", async () => {
    await openReview();
    await write("export const double = (x: number): number => x * x;\n");
    await check();
    await page.locator(".misconception").waitFor();
    const proposed = page.locator(".rating .button.primary");
    expect(await proposed.innerText()).toContain("Again");
    await page.getByText("What you wrote before").click();
    await page.locator(".diff").getByText("2 * x").first().waitFor();
    await page.reload();
    await page.locator(".cm-content").getByText("x * x").waitFor();
    await page.getByRole("button", { name: "I do not remember" }).click();
    await page.locator(".rating .button.primary").click();
    await page.getByText("1 review done.").waitFor();
    await expect.poll(lastEvent).toMatchObject({ kind: "review", rating: 1 });
    expect(onDisk()).toBe(mine);
  }, 60_000);

  test("readiness names every concept, why it stands where it does, and its lesson", async () => {
    await page.getByRole("link", { name: "Every concept, and why" }).click();
    const row = page.locator(".standing-list li").filter({ hasText: "Double" }).first();
    await row.waitFor();
    expect(await row.innerText()).toMatch(
      /passed with 2 hints 9 days ago, review overdue by 8 days/,
    );
    const unseen = page.locator(".standing-list li").filter({ hasText: "Quadruple" });
    expect(await unseen.innerText()).toContain("not met yet");
    await row.getByRole("link", { name: "Doubling" }).click();
    await page.getByRole("heading", { name: "Doubling" }).waitFor();
    expect(problems).toEqual([]);
  }, 60_000);

  test("both fit a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await openReview();
    const wide = () =>
      page.evaluate(() => document.documentElement.scrollWidth - globalThis.innerWidth);
    expect(await wide()).toBeLessThanOrEqual(0);
    await page.goto(url.replace("/#", "/readiness#"));
    await page.locator(".standing-list li").first().waitFor();
    expect(await wide()).toBeLessThanOrEqual(0);
  }, 60_000);
});
