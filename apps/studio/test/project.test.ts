/** A project is steered in the browser: models are really trained, decisions are kept, and the end compares. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  missing,
  openBrowser,
  type RunningStudio,
  seriousFindings,
  startStudio,
} from "./studio.ts";

let browser: Browser | undefined;
let studio: RunningStudio;
let page: Page;
let project: Locator;

/** A measurement takes seconds, and on a busy machine many of them. */
const measuring = { timeout: 120_000 };

beforeAll(async () => {
  browser = await openBrowser("the test of projects is");
  if (!browser) return;
  studio = await startStudio("course");
  page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  page.setDefaultTimeout(30_000);
  await page.goto(studio.url);
  project = page.locator("#project-phone-company");
}, 60_000);

afterAll(async () => {
  await browser?.close();
  studio?.stop();
});

const events = (): Record<string, unknown>[] =>
  readFileSync(join(studio.folder, "progress.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .filter((e) => e.kind === "project");

const button = (name: string | RegExp): Locator => project.getByRole("button", { name });
const open = async (): Promise<void> => {
  await page.goto(new URL("/lesson/structuring-projects/two-projects", studio.url).href);
  await project.scrollIntoViewIfNeeded();
};

describe.skipIf(missing)("a project to steer", () => {
  test("trains, keeps what was decided over a reload, and compares with other ways at the end", async () => {
    await open();
    await button(/^Begin/).click();
    await project.getByText("12 of 12 days are left").waitFor(measuring);
    // A bar is as long as its number says.
    const lengths = await project.locator(".project-bar").evaluateAll((bars) =>
      bars.flatMap((bar) => {
        const [fill, track] = [bar.querySelector(".fill"), bar.querySelector(".track")];
        const said = Number.parseFloat(bar.querySelector(".number")?.textContent ?? "");
        if (!fill || !track) return [];
        return [Math.abs(said - (100 * fill.clientWidth) / track.clientWidth)];
      }),
    );
    expect(lengths.length).toBe(3);
    expect(Math.max(...lengths)).toBeLessThan(1);
    // What counts stays hidden until the end.
    await project.locator(".goal", { hasText: "at the end" }).waitFor();
    await button("Do it: Look at 100 mistakes").click();
    await project.getByText("11 of 12 days are left").waitFor(measuring);
    await project.locator(".mistake").first().waitFor();

    await project.getByLabel("A tag of your own").fill("odd");
    await button("Add").click();
    await project.locator(".mistake").first().click();
    await project.getByRole("row", { name: /^odd 1 of/ }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(390);

    await button("Do it: A bigger network").click();
    await button("Stop").click();
    await expect.poll(() => button("Do it: A bigger network").isEnabled(), measuring).toBe(true);
    await project.getByText("11 of 12 days are left").waitFor();

    await open();
    await project.getByText("11 of 12 days are left").waitFor();
    await project.getByRole("row", { name: /^odd 1 of/ }).waitFor(measuring);
    await button("Do it: Leave out: support calls").click();
    await project.getByText("10 of 12 days are left").waitFor(measuring);
    await button("Hand in").click();
    await project.getByText("Your way").waitFor(measuring);
    expect(await project.locator(".project-ways li").count()).toBe(4);
    expect(await seriousFindings(page)).toEqual([]);

    const told = events();
    expect(told.map((e) => [e.act, e.action])).toEqual([
      ["begin", undefined],
      ["decide", "look"],
      ["decide", "drop-calls"],
      ["hand-in", undefined],
    ]);
    const users = told.slice(0, 3).map((e) => (e.values as { users: number }).users);
    // Looking trains the same network again; without the leak it is another one.
    expect(users[1]).toBe(users[0]);
    expect(users[2]).toBeLessThan(users[0] as number);
  }, 400_000);
});
