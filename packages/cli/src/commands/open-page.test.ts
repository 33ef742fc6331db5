import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openPage } from "./open-page.ts";

let folder: string;
const path = process.env.PATH;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "gradus-open-"));
});
afterEach(() => {
  process.env.PATH = path;
  rmSync(folder, { recursive: true, force: true });
});

const url = "http://127.0.0.1:4646/#token=secret";

test.runIf(process.platform === "linux")(
  "the opening program is told a file of the learner's alone, and no key",
  async () => {
    const told = join(folder, "told");
    const program = join(folder, "xdg-open");
    writeFileSync(
      program,
      `#!/bin/sh\necho "$@" > "${told}.part" && mv "${told}.part" "${told}"\n`,
    );
    chmodSync(program, 0o755);
    process.env.PATH = `${folder}:${path}`;
    const remove = openPage(url, folder);
    await expect.poll(() => existsSync(told), { timeout: 15_000 }).toBe(true);
    const args = readFileSync(told, "utf8").trim();
    expect(args).not.toContain("secret");
    expect(statSync(args).mode & 0o777).toBe(0o600);
    expect(readFileSync(args, "utf8")).toContain(`content="0; url=${url}"`);
    remove();
    expect(existsSync(args)).toBe(false);
  },
);

test("pages that a killed process left are removed, others' files are not", () => {
  process.env.PATH = folder;
  const [old, own] = [join(folder, "open-studio-0a1b2c3d.html"), join(folder, "open-studio.html")];
  for (const file of [old, own]) {
    writeFileSync(file, "");
    utimesSync(file, 1, 1);
  }
  openPage(url, folder)();
  expect(readdirSync(folder)).toEqual(["open-studio.html"]);
});
