/** What a run prints and trains, and what is inside a call of the library, in a real browser over the course. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { missing, openBrowser, startStudio } from "./studio.ts";

const own = `import type { Tensor } from "gradus";
export function softmax(x: Tensor): Tensor {
  const e = x.sub(x.amax(1, { keepdim: true })).exp();
  return e.div(e.sum(1, { keepdim: true }));
}
`;
const program = `import { arange } from "gradus";
import { report } from "@gradus/exercise";
${own}
const H = arange(60).reshape([3, 4, 5]).div(59);
console.log("H", H);
console.log("plain", 42);
for (let step = 0; step < 50; step++) report({ step, loss: 1 / (1 + step) });
const short = H
  .softmax(1)
  .silu();
`;

let browser: Browser | undefined;
let folder = "";
let stop: (() => void) | undefined;
let page: Page;
const problems: string[] = [];

beforeAll(async () => {
  browser = await openBrowser("the tests of output and box are");
}, 60_000);

afterAll(async () => {
  await browser?.close();
});

async function open(passing: string, width: number): Promise<void> {
  if (!browser) throw new Error("there is no browser");
  const at = new Date().toISOString();
  const passed = { at, kind: "attempt", exercise: "neural-networks/softmax", passed: true };
  const started = await startStudio("course", {
    "exercises/neural-networks/softmax.ts": program,
    "notes/neural-networks/softmax-last-passing.ts": passing,
    "progress.jsonl": `${JSON.stringify(passed)}\n`,
  });
  ({ folder, stop } = started);
  const context = await browser.newContext({ viewport: { width, height: 860 } });
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  page.on("pageerror", (e) => problems.push(e.message));
  await page.goto(started.url.replace("/#", "/lesson/neural-networks/shapes/softmax#"));
  await page.locator(".cm-content").waitFor();
}

beforeEach(() => {
  problems.length = 0;
});

afterEach(async () => {
  await page?.context().close();
  stop?.();
});

/** Opens the box behind the end of the last line with `word` in it, by keyboard. */
async function openBox(word: string): Promise<void> {
  const active = page.locator(".cm-activeLine");
  const box = page.locator(".box");
  await page.locator(".cm-content").focus();
  await page.keyboard.press("ControlOrMeta+End");
  for (let up = 0; up < 40 && !(await active.innerText()).includes(word); up++)
    await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  for (let i = 0; i < 5; i++) await page.keyboard.press("ArrowLeft");
  // The language service joins a moment after the editor.
  await expect
    .poll(
      async () => {
        await page.keyboard.press("F12");
        await page.waitForTimeout(300);
        return box.count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
}

describe.skipIf(missing)("in a lesson", () => {
  test("a printed tensor is shown as values, heat map and image, and training is kept as a run", async () => {
    await open(own, 1280);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    const card = page.locator("figure.tensor").filter({ hasText: "[3, 4, 5] float32" });
    await card.waitFor();
    // What is printed while it runs is shown anew when the run has ended.
    await page.locator("pre.printed").getByText("42").waitFor();
    await page.getByRole("button", { name: "Run", exact: true }).waitFor();
    expect(await card.locator("td").first().innerText()).toBe("0.0000");
    await card.getByRole("slider").fill("2");
    await expect.poll(() => card.locator("td").last().innerText()).toBe("1.0000");
    await card.getByRole("button", { name: "Heat map" }).click();
    await expect.poll(() => card.innerText()).toContain("from 0.67797 to 1");
    await card.getByRole("button", { name: "Image" }).click();
    expect(await card.locator("canvas").getAttribute("width")).toBe("5");
    await page.locator("pre.printed").getByText("42").waitFor();

    await page.locator(".run-kept").waitFor();
    const [run = ""] = readdirSync(join(folder, "runs"));
    const read = (name: string) => readFileSync(join(folder, "runs", run, name), "utf8");
    expect(JSON.parse(read("run.json"))).toMatchObject({
      model: "softmax",
      config: { from: "run" },
    });
    expect(read("metrics.jsonl").trimEnd().split("\n")).toHaveLength(50);
    expect(read("code.ts")).toBe(program);
    await page.locator(".run-kept a").click();
    await page.locator("table.runs").getByText("softmax").first().waitFor();
    expect(problems).toEqual([]);
  }, 90_000);

  test("the box of a call has its docs, source and gradient, and the learner's own can be swapped in", async () => {
    await open(own, 1280);
    await openBox(".softmax(1)");
    const box = page.locator(".box");
    // First in words; how it is written comes when it is asked for.
    const words = await box.innerText();
    expect(words).toContain("along an axis");
    expect(words).toContain("Takes x of any shape, and gives the same shape back.");
    expect(words).not.toContain("record(");
    await box.getByText("How the library writes it").click();
    await box.getByText("How a gradient goes back through it").click();
    const text = await box.innerText();
    expect(text).toContain("export function softmax(x: Tensor, dim: number): Tensor");
    expect(text).toContain("const gy = mul(g, out);");
    // One's own text is asked of the server and comes a moment later.
    await expect
      .poll(() => box.innerText(), { timeout: 20_000 })
      .toContain("x.amax(1, { keepdim: true })");
    await box.getByRole("button", { name: "exp", exact: true }).click();
    await box.getByText("Back to softmax").waitFor();
    await box.getByText("How a gradient goes back through it").click();
    expect(await box.innerText()).toContain("(g, _x, y) => mul(g, y)");
    await box.getByText("Back to softmax").click();
    await box.getByRole("button", { name: "Swap mine in" }).click();
    await box.locator(".positive").waitFor();
    expect(problems).toEqual([]);
  }, 90_000);

  test("one's own that is swapped in answers other programs' calls, until it is put back", async () => {
    await open(own, 1280);
    await openBox(".softmax(1)");
    await page.locator(".box").getByRole("button", { name: "Swap mine in" }).click();
    await page.locator(".box").getByText("It stands in the library's place").waitFor();
    const run = async (): Promise<void> => {
      await page.getByRole("button", { name: "Run", exact: true }).click();
      await page.locator("pre.printed").getByText("shares").waitFor();
      // It is back when the run is over.
      await page.getByRole("button", { name: "Run", exact: true }).waitFor();
    };

    await page.goto(page.url().replace("/softmax", "/normalize-rows"));
    await page.locator(".cm-content").click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(`import { ones } from "gradus";
console.log("shares", ones([4]).softmax(0).shape);
const shares = ones([2, 4])
  .softmax(1)
  .abs();
`);
    await run();
    const told = page.locator(".stood-in");
    expect(await told.locator("li").allInnerTexts()).toEqual([
      "Tensor.softmax once, and once by the library, for what yours was not made for",
    ]);
    const swaps = (): unknown[] =>
      readFileSync(join(folder, "progress.jsonl"), "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as { kind: string; exercise?: string; on?: boolean })
        .filter(({ kind }) => kind === "swap")
        .map(({ exercise, on }) => [exercise, on]);
    await expect.poll(swaps).toEqual([["neural-networks/softmax", true]]);

    await openBox(".softmax(1)");
    await page.locator(".box").getByRole("button", { name: "Put the library's back" }).click();
    await page.locator(".box").getByRole("button", { name: "Swap mine in" }).waitFor();
    await expect.poll(() => swaps().at(-1)).toEqual(["neural-networks/softmax", false]);
    await run();
    expect(await told.count()).toBe(0);
    expect(problems).toEqual([]);
  }, 90_000);

  test("one's own that is wrong cannot stand in the library's place", async () => {
    await open(own.replace(".exp()", ".exp().add(0.01)"), 390);
    await openBox(".softmax(1)");
    await page.locator(".box").getByRole("button", { name: "Swap mine in" }).click();
    await page.locator(".box .verdict").getByText("Not yet").waitFor();
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - globalThis.innerWidth,
    );
    expect(wide).toBeLessThanOrEqual(0);
  }, 90_000);
});
