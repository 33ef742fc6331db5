/**
 * Learner code that takes all the memory a process may have, in a browser that gives a process little of it: the
 * code's process ends, and the page with the learner's text lives on and says so.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, CDPSession } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { missing, openBrowser, type RunningStudio, startStudio } from "./studio.ts";

let browser: Browser | undefined;
let studio: RunningStudio;

beforeAll(async () => {
  browser = await openBrowser("the memory test is", ["--js-flags=--max-old-space-size=300"]);
  if (browser) studio = await startStudio("small");
}, 60_000);

afterAll(async () => {
  await browser?.close();
  studio?.stop();
});

const growing =
  "export function double(x: number): number {\n  const kept = [];\n  for (;;) kept.push(new Array(1e7).fill(x + 0.5));\n}\n";

const right = "export function double(x: number): number {\n  return x + x;\n}\n";

/**
 * What an expression comes to in the page, asked past Playwright: for that a page has crashed as soon as a frame in
 * it has.
 */
async function askPage(cdp: CDPSession, sessionId: string, expression: string): Promise<unknown> {
  const answer = new Promise<string>((done) => {
    cdp.once("Target.receivedMessageFromTarget", ({ message }) => done(message));
  });
  const params = { expression, returnByValue: true };
  const message = JSON.stringify({ id: 1, method: "Runtime.evaluate", params });
  await cdp.send("Target.sendMessageToTarget", { sessionId, message });
  return JSON.parse(await answer).result.result.value;
}

/** Opens the first lesson with this code in its editor, and a way to ask the page. */
async function openWith(code: string) {
  const page = await (browser as Browser).newPage();
  await page.goto(studio.url);
  await page.locator(".lesson-row a").first().click();
  await page.locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(code);
  const cdp = await (browser as Browser).newBrowserCDPSession();
  const { targetInfos } = await cdp.send("Target.getTargets");
  const { targetId = "" } = targetInfos.find((t) => t.url.startsWith(page.url())) ?? {};
  const { sessionId } = await cdp.send("Target.attachToTarget", { targetId, flatten: false });
  const ask = (expression: string) => askPage(cdp, sessionId, expression);
  // While a check runs the result before is still there.
  const verdict = () => ask("document.querySelector('.result:not(.before) .verdict')?.innerText");
  const check = () =>
    ask(
      "[...document.querySelectorAll('.toolbar button')].find((b) => /Check/.test(b.innerText)).click()",
    );
  return { page, cdp, ask, verdict, check };
}

describe.skipIf(missing)("memory in the browser", () => {
  test("an array that grows without an end ends the run with a message; the text stays, and the next run works", async () => {
    const { page, ask, verdict, check } = await openWith(growing);
    await check();
    await expect.poll(verdict, { timeout: 15_000 }).toMatch(/more memory than the browser gives/);
    expect(await ask("document.querySelector('.cm-content').innerText")).toContain(
      "for (;;) kept.push",
    );
    const file = join(studio.folder, "exercises", "numbers", "double.ts");
    await expect.poll(() => readFileSync(file, "utf8")).toBe(growing);

    // A new process takes the next run.
    writeFileSync(file, right);
    await expect
      .poll(() => ask("document.querySelector('.cm-content').innerText"))
      .toContain("x + x");
    await check();
    await expect.poll(verdict, { timeout: 15_000 }).toMatch(/Passed/);
    await page.context().close();
  }, 60_000);

  test("a process that ends for another reason is replaced, and code that was not yet running is not blamed", async () => {
    const { page, cdp, verdict, check } = await openWith(right);
    await check();
    await expect.poll(verdict, { timeout: 15_000 }).toMatch(/Passed/);
    const { targetInfos } = await cdp.send("Target.getTargets");
    const { targetId = "" } = targetInfos.find((t) => t.url.endsWith("/run.html")) ?? {};
    const { sessionId } = await cdp.send("Target.attachToTarget", { targetId, flatten: false });
    const message = JSON.stringify({ id: 1, method: "Page.crash" });
    await cdp.send("Target.sendMessageToTarget", { sessionId, message });
    await new Promise((done) => setTimeout(done, 300));
    // The page has not noticed yet.
    await check();
    await expect.poll(verdict).toBeUndefined();
    await expect.poll(verdict, { timeout: 15_000 }).toBeDefined();
    expect(await verdict()).toMatch(/Passed/);
    await page.context().close();
  }, 60_000);
});
