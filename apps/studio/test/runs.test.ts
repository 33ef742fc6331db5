/** The runs page in a real browser, over run folders as training writes them. */
import { existsSync, readFileSync } from "node:fs";
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

const runFiles = (id: string, lr: number, first: number): Record<string, string> => ({
  [`runs/${id}/run.json`]: JSON.stringify({
    model: "lenet",
    data: "clothes",
    dataHash: "sha256:1",
    started: "2026-01-01T00:00:00.000Z",
    config: { optimizer: { name: "adam", lr }, seed: 1 },
  }),
  [`runs/${id}/metrics.jsonl`]: [
    { kind: "step", epoch: 1, step: 1, loss: first, accuracy: 0.1 },
    { kind: "step", epoch: 1, step: 2, loss: 1, accuracy: 0.5 },
    { kind: "step", epoch: 1, step: 3, loss: 0.5, accuracy: 0.7 },
    {
      kind: "epoch",
      epoch: 1,
      step: 3,
      loss: 0.6,
      accuracy: 0.6,
      testLoss: 0.7,
      testAccuracy: 0.65,
    },
  ]
    .map((m) => `${JSON.stringify(m)}\n`)
    .join(""),
});

beforeAll(async () => {
  browser = await openBrowser("the runs' tests are");
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  if (!browser) return;
  studio = await startStudio("small", {
    ...runFiles("one", 0.01, 1000),
    ...runFiles("two", 0.1, 2),
  });
  context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
}, 30_000);

afterEach(async () => {
  await context?.close();
  studio?.stop();
});

async function openRuns(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(studio.url);
  await page.getByRole("link", { name: "Runs" }).click();
  await page.getByLabel("Compare: one").check();
  await page.getByLabel("Compare: two").check();
  await page.locator(".run-chart canvas").first().waitFor();
  return page;
}

describe.skipIf(missing)("runs", () => {
  test("stand side by side with test curves, values under the pointer and what differs", async () => {
    const page = await openRuns();
    const loss = page.locator(".run-chart").first();
    // What loads above may push the chart away from under the pointer.
    const underPointer = async (): Promise<string> => {
      await page.mouse.move(0, 0);
      await loss.locator(".u-over").hover({ position: { x: 1, y: 20 } });
      return loss.locator(".u-legend").innerText();
    };
    await expect.poll(underPointer).toMatch(/one:?\s*1000/);
    expect(await loss.locator(".u-legend").innerText()).toContain("one, test");
    await page.getByLabel("Log scale for values").check();
    await page.getByLabel("Smoothing").fill("0.5");
    await expect.poll(underPointer).toMatch(/two:?\s*2\.000/);
    const settings = page.locator(".settings-table");
    expect(await settings.locator("tr.differs").allInnerTexts()).toEqual([
      expect.stringMatching(/optimizer\.lr[\s\S]*0\.01\s+0\.1/),
    ]);
    await page.getByLabel("Only what differs (1 of 6)").uncheck();
    await settings.getByText("sha256:1").first().waitFor();
  }, 60_000);

  test("are named, noted, grouped, searched, deleted and brought back", async () => {
    const page = await openRuns();
    const about = join(studio.folder, "runs", "one", "about.json");
    await page.getByLabel("Rename: one").fill("the wild one");
    await page.getByLabel("Rename: one").blur();
    const notes = page.locator(".run-about").first();
    await notes.getByLabel("Notes").fill("Began far too high.");
    await notes.getByLabel("Notes").blur();
    await notes.getByLabel("Group").fill("wild");
    await notes.getByLabel("Group").blur();
    await expect
      .poll(() => (existsSync(about) ? JSON.parse(readFileSync(about, "utf8")) : null))
      .toEqual({ name: "the wild one", notes: "Began far too high.", group: "wild" });
    await page.getByPlaceholder("Search").fill("far high");
    await page.getByText("1 of 2 runs").waitFor();
    await page.getByPlaceholder("Search").fill("");
    await page.getByLabel("Group by").selectOption("group");
    await page.getByRole("heading", { name: "wild", exact: true }).waitFor();
    await page.getByRole("button", { name: "Delete: the wild one" }).click();
    await page.getByText("the wild one is deleted.").waitFor();
    await page.getByText("1 deleted run").click();
    await page.getByRole("button", { name: "Restore" }).click();
    await page.getByLabel("Compare: the wild one").waitFor();
    expect(await page.locator(".deleted-runs").count()).toBe(0);
  }, 60_000);

  test("have no serious accessibility finding, and fit a phone", async () => {
    const page = await openRuns();
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme });
      expect([scheme, await seriousFindings(page)]).toEqual([scheme, []]);
    }
    await page.setViewportSize({ width: 390, height: 800 });
    const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await expect.poll(wide).toBeLessThanOrEqual(0);
  }, 60_000);
});
