/**
 * Builds every package's `dist/` with `tsc`, in dependency order, skipping a package whose
 * sources (and whose dependencies' sources) are older than its last build.
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
