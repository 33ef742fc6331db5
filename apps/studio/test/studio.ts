/**
 * What tests of the studio in a real browser begin with: Chromium, a server over a folder of its own, and the
 * question whether a page is accessible. Each test file opens its own pages.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";

const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
const root = fileURLToPath(new URL("../../../", import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Whether there is no browser here, so that these tests are skipped. */
export const missing = !existsSync(executable);

/** Starts Chromium; where there is none it says that `what` is skipped and gives undefined. */
export async function openBrowser(
  what: string,
  flags: readonly string[] = [],
): Promise<Browser | undefined> {
  const args = ["--no-sandbox", ...flags];
  if (!missing) return chromium.launch({ executablePath: executable, args });
  process.stdout.write(`no Chromium at ${executable}: ${what} skipped\n`);
  return undefined;
}

export interface RunningStudio {
  /** The learner's folder. */
  readonly folder: string;
  /** The printed address, with its token behind #. */
  readonly url: string;
  /** Ends the server at once, as a crash would. */
  kill(): void;
  /** Ends the server and removes its folder. */
  stop(): void;
}

const contents = {
  small: "packages/content/fixtures/small",
  twoCourses: "packages/content/fixtures/two-courses",
  course: "content",
} as const;

/**
 * Starts a server and waits for its address.
 *
 * @param content one of the contents here, or the path of another
 * @param files what the learner's folder holds before, by path
 */
export async function startStudio(
  content: keyof typeof contents | { readonly path: string },
  files: Readonly<Record<string, string>> = {},
): Promise<RunningStudio> {
  const folder = mkdtempSync(join(tmpdir(), "gradus-studio-"));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const options = ["--no-open", "--port", "0", "--workspace", folder, "--content"];
  const server = spawn(
    process.execPath,
    [
      `${root}packages/cli/bin/gradus.mjs`,
      "studio",
      ...options,
      typeof content === "string" ? `${root}${contents[content]}` : content.path,
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const url = await new Promise<string>((done, failed) => {
    let text = "";
    server.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.includes("\n")) done(text.trim());
    });
    server.on("exit", (code) => failed(new Error(`the server ended with ${code}`)));
  });
  const kill = (): void => {
    server.kill("SIGKILL");
  };
  const stop = (): void => {
    kill();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, url, kill, stop };
}

/** The serious and critical findings of axe on a page as it is, a line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: run } = globalThis as unknown as {
      axe: {
        run(): Promise<{
          violations: { id: string; impact: string; nodes: { html: string }[] }[];
        }>;
      };
    };
    const { violations } = await run.run();
    return violations
      .filter((v) => v.impact === "serious" || v.impact === "critical")
      .map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
  });
}
