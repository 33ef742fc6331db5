/**
 * Builds every package's `dist/` with `tsc`, in dependency order, then the studio with Vite; skips what is
 * newer than its sources and those of what it depends on.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const order = [
  "core",
  "nn",
  "optim",
  "data",
  "train",
  "gradus",
  "exercise",
  "content",
  "cli",
  "testkit",
];

const newest = (dir) =>
  Math.max(
    0,
    ...readdirSync(dir, { withFileTypes: true, recursive: true })
      .filter((e) => e.isFile())
      .map((e) => statSync(join(e.parentPath ?? e.path, e.name)).mtimeMs),
  );

let stale = false;
for (const name of order) {
  const dir = join(root, "packages", name);
  const stamp = join(dir, "dist", ".built");
  const sources = Math.max(newest(join(dir, "src")), statSync(join(dir, "package.json")).mtimeMs);
  stale ||= !existsSync(stamp) || statSync(stamp).mtimeMs < sources;
  if (!stale) continue;
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const run = spawnSync(process.execPath, [tsc, "-p", join(dir, "tsconfig.build.json")], {
    stdio: "inherit",
  });
  if (run.status !== 0) {
    process.stderr.write(
      `build: packages/${name} failed; fix the errors above and run it again.\n`,
    );
    process.exit(1);
  }
  writeFileSync(stamp, "");
  utimesSync(stamp, new Date(), new Date());
}

// The studio is bundled from source: packages and content.
const studio = join(root, "apps", "studio");
const bundled = join(studio, "dist", "index.html");
const inputs = [
  ...order.map((name) => join(root, "packages", name, "src")),
  join(studio, "src"),
  join(studio, "public"),
  join(root, "content"),
];
const latest = Math.max(...inputs.map(newest), statSync(join(studio, "package.json")).mtimeMs);
if (!existsSync(bundled) || statSync(bundled).mtimeMs < latest) {
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const run = spawnSync(process.execPath, [vite, "build", "--logLevel", "warn"], {
    cwd: studio,
    stdio: "inherit",
  });
  if (run.status !== 0) {
    process.stderr.write("build: apps/studio failed; fix the errors above and run it again.\n");
    process.exit(1);
  }
}
