/** A studio of its own for a measurement: a server over an empty workspace, and pages in headless Chromium. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const program = fileURLToPath(new URL("../../packages/cli/bin/gradus.mjs", import.meta.url));
const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Chromium as a learner has it open already; its start is no part of a measurement. */
export async function openBrowser() {
  if (!existsSync(executable)) {
    process.stderr.write(
      `bench: there is no Chromium at ${executable}.\nHint: install it, or set CHROMIUM to its path.\n`,
    );
    process.exit(2);
  }
  return chromium.launch({ executablePath: executable, args: ["--no-sandbox"] });
}

/** Starts `gradus studio`; resolves once it prints its address. `close` ends it and removes its folder. */
export async function startStudio() {
  const folder = mkdtempSync(join(tmpdir(), "gradus-studio-"));
  const args = [program, "studio", "--no-open", "--port", "0", "--workspace", folder];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const url = await new Promise((done, failed) => {
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) done(text.trim());
    });
    child.on("exit", (code) => failed(new Error(`the studio ended with ${code}: ${said.trim()}`)));
  });
  const close = async () => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, close };
}

/** A page that has been nowhere: nothing in its cache or storage. */
export async function freshPage(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  context.setDefaultTimeout(20_000);
  return { page: await context.newPage(), close: () => context.close() };
}

/** The value that a share of the numbers does not exceed. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}
