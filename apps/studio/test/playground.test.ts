/** The playground in a real browser: training, the address, own points, CSV, code, and accessibility. */
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
let url: URL;
let context: BrowserContext;
const problems: string[] = [];

beforeAll(async () => {
  browser = await openBrowser("the playground's tests are");
  if (!browser) return;
  studio = await startStudio("small");
  url = new URL(studio.url);
}, 60_000);

afterAll(async () => {
  await browser?.close();
  studio?.stop();
});

beforeEach(() => {
  problems.length = 0;
});

afterEach(async () => {
  await context?.close();
});

async function openPlayground(query = "", options: { moves?: boolean; width?: number } = {}) {
  if (!browser) throw new Error("there is no browser");
  context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 860 },
    // Colours are measured: none may be on its way to another.
    reducedMotion: options.moves ? "no-preference" : "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.on("pageerror", (e) => problems.push(e.message));
  await page.goto(`${url.origin}/playground${query}${url.hash}`);
  await page.locator(".node:not(.feature) .heat-map").last().waitFor();
  return page;
}

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });
const epoch = async (page: Page) => Number(await page.locator(".epoch").innerText());
const trainLoss = async (page: Page) =>
  Number(await page.locator(".readings .train dd").innerText());
const query = (page: Page) => new URL(page.url()).searchParams;

async function train(page: Page, epochs: number): Promise<void> {
  for (let at = 100; at <= epochs; at += 100) {
    await button(page, "Train 100 epochs").click();
    await page.locator(".epoch", { hasText: new RegExp(`^${at}$`) }).waitFor();
  }
}

describe.skipIf(missing)("the playground", () => {
  test("learns the circle, and shows what its neurons see", async () => {
    const page = await openPlayground();
    expect(await trainLoss(page)).toBeGreaterThan(0.5);
    await train(page, 300);
    expect(await trainLoss(page)).toBeLessThan(0.05);
    await page.getByRole("button", { name: /^Layer 1, neuron 2: bias/ }).hover();
    await page.getByRole("heading", { name: "Shown: Layer 1, neuron 2" }).waitFor();
    await page.locator(".link-hit").first().hover({ force: true });
    expect(await page.locator(".network-tip").innerText()).toMatch(/weight .+, gradient /);
    expect(problems).toEqual([]);
  }, 60_000);

  test("trains two runs side by side on the same points: in step, from the address, and one again", async () => {
    const page = await openPlayground("?layers=8&data=moons");
    await button(page, "Put a second run beside it").click();
    await page.getByText("Nothing is changed yet").waitFor();
    const beside = page.getByRole("region", { name: "Two runs side by side" });
    await beside.getByLabel("Learning rate").selectOption("0.001");
    await beside.getByLabel("Batch norm").selectOption("on");
    await beside.getByText("Differs in: Learning rate, Batch norm.").waitFor();
    await train(page, 100);
    const read = async () =>
      (await beside.getByRole("status").innerText()).match(/\d+\.\d+/g) ?? [];
    await expect
      .poll(async () => Number((await read())[1]), { timeout: 15_000 })
      .toBeGreaterThan(0);
    const curve = beside.locator(".curve.second.train");
    await expect
      .poll(async () => (await curve.getAttribute("d"))?.split("L").length, { timeout: 15_000 })
      .toBe(101);
    const [first = "", second = ""] = await read();
    expect(Number(first)).toBeLessThan(Number(second));
    await page.waitForFunction(() => new URL(location.href).searchParams.get("b.lr") === "0.001");
    await page.reload();
    await beside.getByText("Differs in: Learning rate, Batch norm.").waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await button(page, "Only one run").click();
    await button(page, "Put a second run beside it").waitFor();
    expect(problems).toEqual([]);
  }, 60_000);

  test("predicts a number, too: with colours from -1 to 1, the mean squared error, and no class to choose", async () => {
    const page = await openPlayground("?layers=8&discrete=true");
    const discrete = page.getByLabel("Only which class");
    await discrete.waitFor();
    await page.getByRole("radio", { name: "Slope" }).check({ force: true });
    await page.waitForFunction(() => new URL(location.href).searchParams.get("data") === "slope");
    await page.getByText("Loss by epoch (mean squared error)").waitFor();
    expect(await discrete.count()).toBe(0);
    expect(await page.locator(".plane .point.shaded").count()).toBeGreaterThan(6);
    expect(await page.locator(".plane .boundary").first().getAttribute("d")).toBe("");
    await train(page, 100);
    expect(await trainLoss(page)).toBeLessThan(0.01);
    await button(page, "Keep as a run").click();
    await page.getByText("Kept as a run.").waitFor();
    await page.reload();
    await page.getByText("Loss by epoch (mean squared error)").waitFor();
    await page.getByRole("radio", { name: "Circle" }).check({ force: true });
    await page.getByText("Loss by epoch (binary cross-entropy)").waitFor();
    expect(await discrete.isChecked()).toBe(true);
    expect(problems).toEqual([]);
  }, 60_000);

  test("plays and pauses: after a pause nothing goes on, however quickly one changes one's mind", async () => {
    const page = await openPlayground("", { moves: true });
    for (let i = 0; i < 5; i++) {
      await button(page, "Play").click();
      await button(page, "Pause").click();
    }
    await button(page, "Play").click();
    await page.waitForFunction(() => Number(document.querySelector(".epoch")?.textContent) > 10);
    await button(page, "Pause").click();
    await page.waitForTimeout(400);
    const stopped = await epoch(page);
    await page.waitForTimeout(500);
    expect(await epoch(page)).toBe(stopped);
    await button(page, "One epoch").click();
    await page.locator(".epoch", { hasText: new RegExp(`^${stopped + 1}$`) }).waitFor();
  }, 60_000);

  test("keeps everything in the address, and a reload brings the same network to the same loss", async () => {
    const page = await openPlayground("?data=spiral&layers=6,4&lr=0.03&optimizer=adam&seed=9");
    await button(page, "Add a neuron to layer 2").click();
    await button(page, "Input x₁x₂").click();
    await page.getByLabel("Activation").selectOption("relu");
    await page.waitForFunction(() => new URL(location.href).search.includes("relu"));
    expect([query(page).get("layers"), query(page).get("features")]).toEqual(["6,5", "x,y,xy"]);
    await train(page, 100);
    const before = await trainLoss(page);
    await page.reload();
    await page.locator(".node:not(.feature) .heat-map").last().waitFor();
    expect(await page.locator(".node").count()).toBe(7 + 6 + 5 + 1);
    expect(await button(page, "Input x₁x₂").getAttribute("aria-pressed")).toBe("true");
    await train(page, 100);
    expect(await trainLoss(page)).toBe(before);
    await page.getByRole("link", { name: "Playground" }).click();
    await page.waitForFunction(() => new URL(location.href).search.includes("relu"));
    await page.evaluate((to) => {
      const link = document.createElement("a");
      link.href = to;
      document.body.append(link);
      link.click();
    }, "/playground?data=xor&layers=2");
    await page.getByText("1 hidden layer", { exact: true }).waitFor();
    await page.goBack();
    await page.getByText("2 hidden layers", { exact: true }).waitFor();
    expect(problems).toEqual([]);
  }, 60_000);

  test("takes CSV, says which line is wrong, and keeps the points it had", async () => {
    const page = await openPlayground("?data=moons");
    await button(page, "Paste CSV").click();
    const rows = page.getByLabel("Rows");
    await rows.fill("x,y,label\n1,2,cat\n3,four,dog\n");
    await button(page, "Use these points").click();
    const alert = page.getByRole("dialog").getByRole("alert");
    await alert.getByText('Line 3: y is "four", which is not a number').waitFor();
    expect(query(page).get("data")).toBe("moons");
    await rows.fill("x,y,label\n1,2,cat\n3,4,dog\n2,2,cat\n3,3,dog");
    await button(page, "Use these points").click();
    await page.getByText('4 points. Orange squares are "cat", blue circles "dog".').waitFor();
    await page.waitForFunction(() => new URL(location.href).searchParams.get("data") === "own");
    expect(query(page).get("points")).toHaveLength(16);
  }, 60_000);

  test("points are drawn with the mouse and the keyboard, taken away, and survive a reload", async () => {
    const page = await openPlayground("?data=own");
    expect(await button(page, "Train 100 epochs").isDisabled()).toBe(true);
    const plane = button(page, "Plane to draw on");
    const box = await plane.boundingBox();
    if (!box) throw new Error("the plane has no place");
    for (const [x, y] of [
      [0.7, 0.3],
      [0.8, 0.35],
      [0.75, 0.4],
    ] as const)
      await page.mouse.click(box.x + x * box.width, box.y + y * box.height);
    await button(page, "Orange").click();
    await plane.focus();
    for (const key of ["ArrowLeft", "ArrowLeft", "Enter", "ArrowDown", "ArrowDown", "Enter"])
      await page.keyboard.press(key);
    await page.getByText("5 points", { exact: true }).waitFor({ state: "attached" });
    await page.keyboard.press("Delete");
    await page.getByText("4 points", { exact: true }).waitFor({ state: "attached" });
    await train(page, 100);
    expect(await trainLoss(page)).toBeLessThan(0.2);
    await page.waitForFunction(
      () => new URL(location.href).searchParams.get("points")?.length === 16,
    );
    await page.reload();
    await page.getByText("4 points", { exact: true }).waitFor({ state: "attached" });
    expect(problems).toEqual([]);
  }, 60_000);

  test("shows the network as code that can be copied, and builds one from code", async () => {
    const page = await openPlayground("?data=xor&layers=5&activation=sigmoid");
    await button(page, "Show this as code").click();
    const dialog = page.getByRole("dialog");
    await dialog.locator(".tok-keyword").first().waitFor();
    await dialog.getByRole("button", { name: "Copy" }).click();
    await dialog.getByText("Copied").waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain("new nn.Linear(2, 5),\n    new nn.Sigmoid(),");
    expect(await dialog.locator("pre").innerText()).toContain("function makePoints");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    const text = page.getByLabel("The network as code");
    await text.fill("nn.Sequential(nn.Linear(2, 3), nn.Softmax(), nn.Linear(3, 1))");
    await button(page, "Build this network").click();
    await page.getByText(/Line 1: the playground cannot draw nn.Softmax/).waitFor();
    await text.fill("nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))");
    await button(page, "Build this network").click();
    await page.getByText("Built.").waitFor();
    expect(await page.locator(".node").count()).toBe(7 + 3 + 1);
    expect(await page.getByLabel("Activation").inputValue()).toBe("relu");
  }, 60_000);

  test("shows the loss surface, and all weights and gradients as numbers", async () => {
    const page = await openPlayground();
    await button(page, "Compute the surface").click();
    await page
      .getByText(/At epoch 0: lowest loss .+, highest .+ The cross is the network/)
      .waitFor();
    await page.getByText("Weights and gradients as numbers").click();
    await page.locator(".numbers td").first().waitFor();
    expect(await page.locator(".numbers td").count()).toBe(4 * 3 + 3 * 5 + 4);
    await button(page, "Gradients").click();
    expect(await page.locator(".numbers td").first().innerText()).toMatch(/\d/);
  }, 60_000);

  test("keeps training as a run, takes steps back with the browser, and names what it cannot show", async () => {
    const page = await openPlayground("?layers=2&lr=fast");
    await page.getByText("cannot show: lr.").waitFor();
    await train(page, 100);
    await button(page, "Keep as a run").click();
    await page.getByText("Kept as a run.").waitFor();
    expect(await button(page, "Keep as a run").isDisabled()).toBe(true);
    await page.getByRole("combobox", { name: "L1" }).selectOption("0.01");
    await expect.poll(() => query(page).get("l1")).toBe("0.01");
    await page.goBack();
    await expect.poll(() => page.getByRole("combobox", { name: "L1" }).inputValue()).toBe("0");
    await page.getByLabel("Only which class").check();
    await page.getByLabel("Hide the test points").check();
    expect(await page.locator(".plane .point.test").first().getAttribute("d")).toBe("");
    await page.goto(`${url.origin}/runs`);
    await page.locator("table.runs").getByText("playground 2-2-1").waitFor();
    expect(problems).toEqual([]);
  }, 60_000);

  test("a weight written by hand is taken, and what is no number is put back", async () => {
    const page = await openPlayground("?layers=2");
    const before = await trainLoss(page);
    await page.getByText("Weights and gradients as numbers").click();
    const bias = page.getByLabel("bias → Output");
    await bias.fill("7");
    await bias.blur();
    await expect.poll(() => trainLoss(page)).not.toBe(before);
    expect(await epoch(page)).toBe(0);
    await bias.fill("much");
    await bias.blur();
    await expect.poll(() => bias.inputValue()).toBe("7.00");
  }, 60_000);

  test("takes points from a file", async () => {
    const page = await openPlayground();
    await button(page, "Paste CSV").click();
    const text = "x;y;label\n0,5;0,5;a\n-0,5;-0,5;b\n";
    const file = { name: "points.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
    await page.locator(".csv-file input").setInputFiles(file);
    await page.getByText("2 points.").first().waitFor();
    await expect.poll(() => query(page).get("data")).toBe("own");
  }, 60_000);

  test("can be used with the keyboard alone", async () => {
    const page = await openPlayground();
    const reach = async (name: RegExp): Promise<void> => {
      for (let i = 0; i < 80; i++) {
        await page.keyboard.press("Tab");
        const found = await page.evaluate(
          () =>
            document.activeElement?.getAttribute("aria-label") ??
            document.activeElement?.textContent ??
            "",
        );
        if (name.test(found)) return;
      }
      throw new Error(`Tab does not reach ${name}`);
    };
    await reach(/^Train 100/);
    await page.keyboard.press("Enter");
    await page.locator(".epoch", { hasText: /^100$/ }).waitFor();
    await reach(/^Add a neuron to layer 1/);
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: /^Layer 1, neuron 5/ }).waitFor();
    await reach(/^Layer 2, neuron 1/);
    await page.getByRole("heading", { name: "Shown: Layer 2, neuron 1" }).waitFor();
  }, 60_000);

  test("fits a phone: nothing is wider than the screen, with the largest network too", async () => {
    for (const query of ["?data=own", "?layers=8,8,8,8,8,8"]) {
      const page = await openPlayground(query, { width: 390 });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([query, wide]).toEqual([query, 0]);
      await context.close();
    }
  }, 60_000);

  test.each([
    "",
    "?data=own&layers=8,8,8,8,8,8",
  ])("has no serious accessibility finding %s", async (query) => {
    const page = await openPlayground(query);
    if (query === "") await train(page, 100);
    if (query === "") await button(page, "Compute the surface").click();
    await page.getByText("Weights and gradients as numbers").click();
    for (const scheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      for (const open of ["page", "Paste CSV", "Show this as code"]) {
        if (open !== "page") await button(page, open).click();
        const found = await seriousFindings(page);
        expect([scheme, open, found]).toEqual([scheme, open, []]);
        if (open !== "page") await page.keyboard.press("Escape");
      }
    }
  }, 90_000);
});
