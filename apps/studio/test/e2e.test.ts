/**
 * The studio in a real browser, over the real server and a small content folder of its own: what a learner
 * does on the first day, and what goes wrong.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
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
let studio: RunningStudio | undefined;
let context: BrowserContext;
const problems: string[] = [];

beforeAll(async () => {
  browser = await openBrowser("the studio's tests are");
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  if (!browser) return;
  studio = await startStudio("small");
  context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    // Colours are measured: none may be on its way to another.
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(20_000);
  problems.length = 0;
}, 30_000);

afterEach(async () => {
  await context?.close();
  studio?.stop();
});

/** The server of this test. */
function running(): RunningStudio {
  if (!studio) throw new Error("no server runs outside a test");
  return studio;
}

async function openPage(width?: number): Promise<Page> {
  const page = await context.newPage();
  if (width) await page.setViewportSize({ width, height: 800 });
  page.on("pageerror", (e) => problems.push(e.message));
  await page.goto(running().url);
  await page.locator(".lesson-row").first().waitFor();
  return page;
}

async function openLesson(width?: number): Promise<Page> {
  const page = await openPage(width);
  await page.locator(".lesson-row a").first().click();
  await page.locator(".cm-content").waitFor();
  return page;
}

async function write(page: Page, code: string): Promise<void> {
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
}

const check = (page: Page) =>
  page.locator(".toolbar").getByRole("button", { name: "Check" }).click();
const verdict = (page: Page) => page.locator(".verdict");

const right = "export function double(x: number): number {\n  return x + x;\n}\n";
const squared = "export const double = (x: number): number => x * x;\n";
const endless = "export function double(x: number): number {\n  for (;;) {}\n}\n";

describe.skipIf(missing)("the studio", () => {
  test("leads a newcomer from the path to a first passing exercise, and on", async () => {
    // Nobody reads until later: what a slow machine takes for its checks is not time spent on the text.
    await context.addInitScript(() => {
      Object.assign(globalThis, { away: true });
      Object.defineProperty(document, "visibilityState", {
        get: () => ((globalThis as { away?: boolean }).away ? "hidden" : "visible"),
      });
    });
    const page = await openPage();
    await page.getByRole("link", { name: "Start" }).click();
    await page.locator(".cm-content").waitFor();
    await check(page);
    await verdict(page).getByText("Not yet").waitFor();
    await write(page, right);
    await check(page);
    await verdict(page).getByText("Passed").waitFor();
    expect(readFileSync(join(running().folder, "exercises", "numbers", "double.ts"), "utf8")).toBe(
      right,
    );
    // What comes next is the rest of this lesson, here and on the path; then it is the next lesson.
    await page.getByRole("link", { name: "Read on" }).click();
    await page.waitForURL(/\/lesson\/numbers\/doubling\/double#block-3$/);
    const quiz = page.locator("form.quiz");
    await quiz.getByRole("radio").first().waitFor();
    expect(await quiz.evaluate((e) => e.getBoundingClientRect().top < innerHeight)).toBe(true);
    expect(await page.locator(".cm-content").innerText()).toContain("return x + x");
    await page.getByRole("link", { name: "Path" }).click();
    await page.locator(".continue-title").getByText("Read on").waitFor();
    await page.getByRole("link", { name: "Continue" }).click();
    await page.waitForURL(/\/lesson\/numbers\/doubling#block-3$/);
    await page.evaluate(() => Object.assign(globalThis, { away: false }));
    await quiz.getByText("4", { exact: true }).click();
    await quiz.getByRole("button", { name: "Check" }).click();
    await quiz.getByText("Right.").waitFor();
    await check(page);
    // The result before stays until this check has its own: the link is there, goes and comes again.
    const heading = page.getByRole("heading", { name: "Twice more" }).first();
    await expect
      .poll(
        async () => {
          if (!(await heading.isVisible()))
            await page
              .getByRole("link", { name: "Next lesson: Twice more" })
              .click({ timeout: 2000 })
              .catch(() => {});
          return heading.isVisible();
        },
        { timeout: 20_000 },
      )
      .toBe(true);
    expect(problems).toEqual([]);
  }, 60_000);

  test("counts a lesson as read when its text was on the screen for a while, not when it was opened", async () => {
    const page = await openLesson();
    const events = (): string => {
      const path = join(running().folder, "progress.jsonl");
      return existsSync(path) ? readFileSync(path, "utf8") : "";
    };
    expect(events()).not.toContain('"read"');
    await page.mouse.wheel(0, 10_000);
    await page.locator("form.quiz").scrollIntoViewIfNeeded();
    await expect
      .poll(events, { timeout: 20_000 })
      .toContain('"kind":"read","lesson":"numbers/doubling"');
  }, 60_000);

  test("while a check runs it is named, with the result before still there, and stopping it is no attempt", async () => {
    const page = await openLesson();
    await write(page, squared);
    await check(page);
    await page.locator(".misconception").waitFor();
    await write(page, endless);
    await check(page);
    await page
      .locator(".working")
      .getByText(/Checking 1 of \d/)
      .waitFor();
    await page.locator(".working-name").waitFor();
    expect(await page.locator(".result.before .misconception").count()).toBe(1);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.locator(".trouble").getByText("stopped").waitFor();
    const attempts = () =>
      readFileSync(join(running().folder, "progress.jsonl"), "utf8").match(/"kind":"attempt"/g);
    await expect.poll(() => attempts()?.length).toBe(1);
  }, 60_000);

  test("shows what the failing case printed, with the rest folded", async () => {
    const page = await openLesson();
    await write(
      page,
      'export function double(x: number): number {\n  console.log("asked", x);\n  return x * x;\n}\n',
    );
    await check(page);
    await page.getByText("Printed in the case that failed").waitFor();
    const shown = page.locator(".output section > .printed-all .printed, .output section .printed");
    expect(await shown.first().innerText()).toBe("asked -3");
    await page.locator(".printed-others summary").click();
    await page.locator(".printed-others .printed").getByText("asked 2").waitFor();
  }, 60_000);

  test("names the misconception behind a wrong answer, and marks what differs", async () => {
    const page = await openLesson();
    await write(page, squared);
    await check(page);
    await page.locator(".misconception").getByText("squared").waitFor();
    const text = await verdict(page).innerText();
    expect(text).toContain("is right below zero");
    expect(text).toMatch(/Expected\s+-6/);
    expect(text).toMatch(/Got\s+9/);
  }, 60_000);

  test("ends an endless loop with a message, and the text is still there", async () => {
    const page = await openLesson();
    await write(page, endless);
    await check(page);
    // Ten seconds of its own work: on a busy machine that is longer by the clock.
    await page.locator(".trouble").waitFor({ timeout: 60_000 });
    expect(await page.locator(".trouble").innerText()).toMatch(
      /stopped after 1\d(\.\d)? s of work/,
    );
    expect(await page.locator(".cm-content").innerText()).toContain("for (;;)");
    await write(page, right);
    await check(page);
    await verdict(page).getByText("Passed").waitFor();
  }, 120_000);

  test("shows what code prints, and stops when told", async () => {
    const page = await openLesson();
    await write(
      page,
      'console.log("here I am", 6 * 7);\nexport const double = (x: number) => 2 * x;\n',
    );
    await page.getByRole("button", { name: "Run" }).click();
    await page.locator(".printed").getByText("here I am 42").waitFor();
    await write(
      page,
      'import { tensor } from "gradus";\nconsole.log("no export is needed", await tensor([1, 2]).sum().item());\n',
    );
    await page.getByRole("button", { name: "Run" }).click();
    await page.locator(".printed").getByText("no export is needed 3").waitFor();
    expect(await verdict(page).count()).toBe(0);
    await write(
      page,
      'import { nn, tensor } from "gradus";\n\nnn.functional.mseLoss(tensor([1]), tensor([[1]]));\n',
    );
    await page.getByRole("button", { name: "Run" }).click();
    await page
      .getByRole("region", { name: "The library warns" })
      .getByText(/line 3 .*\[1\] and the target \[1, 1\].*bring both to one shape/)
      .waitFor();
    await write(page, endless.replace("{\n  for (;;) {}", "{\n  return x;") + "for (;;) {}\n");
    await page.getByRole("button", { name: "Run" }).click();
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("button", { name: "Run" }).waitFor({ timeout: 5000 });
  }, 60_000);

  test("keeps what was typed through a reload in the middle", async () => {
    const page = await openLesson();
    await write(page, `${right}// half a thought`);
    await page.getByText("Saved", { exact: true }).waitFor();
    await page.reload();
    await page.locator(".cm-content").waitFor();
    expect(await page.locator(".cm-content").innerText()).toContain("half a thought");
  }, 60_000);

  test("shows in one tab what another saved, and what another editor wrote", async () => {
    const [one, two] = [await openLesson(), await openLesson()];
    await write(one, right);
    await two.locator(".cm-content").getByText("return x + x").waitFor();
    writeFileSync(
      join(running().folder, "exercises", "numbers", "double.ts"),
      "// from another editor\n",
    );
    await one.locator(".cm-content").getByText("from another editor").waitFor();
    await two.locator(".cm-content").getByText("from another editor").waitFor();
  }, 60_000);

  test("keeps working when the server is gone, and says so", async () => {
    const page = await openLesson();
    running().kill();
    await write(page, `${right}// offline`);
    await page
      .getByRole("status")
      .getByText(/connection to gradus is gone/)
      .waitFor();
    expect(await page.locator(".cm-content").innerText()).toContain("// offline");
  }, 60_000);

  test("fits a phone: nothing is wider than the screen", async () => {
    const page = await openLesson(390);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await page.goto(running().url);
    await page.locator(".lesson-row").first().waitFor();
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    ).toBeLessThanOrEqual(0);
  }, 60_000);

  test("can be used with the keyboard alone", async () => {
    const page = await openPage();
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press("Tab");
      const name = await page.evaluate(() => document.activeElement?.textContent ?? "");
      if (name.startsWith("Start")) break;
    }
    await page.keyboard.press("Enter");
    await page.locator(".cm-content").waitFor();
    await page.locator(".cm-content").focus();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(right);
    await page.keyboard.press("ControlOrMeta+Enter");
    await verdict(page).getByText("Passed").waitFor();
  }, 60_000);

  test.each([
    ["the path", "path"],
    ["a lesson", "lesson"],
    ["the runs", "runs"],
  ] as const)(
    "has no serious accessibility finding on %s",
    async (_name, which) => {
      const page = which === "lesson" ? await openLesson() : await openPage();
      if (which === "runs") {
        await page.getByRole("link", { name: "Runs" }).click();
        await page.getByRole("heading", { name: "Runs" }).waitFor();
      }
      for (const scheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        const found = await seriousFindings(page);
        expect([scheme, found]).toEqual([scheme, []]);
      }
    },
    60_000,
  );
});
