/**
 * Builds every package's `dist/` with `tsc`, in dependency order, and `gradus/browser`'s one file with esbuild, then the
 * studio with Vite; skips what is newer than its sources and those of what it depends on.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dependenciesOf, packages } from "./packages.mjs";
import { pageFile } from "./page-file.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const newest = (dir) =>
  Math.max(
    0,
    ...readdirSync(dir, { withFileTypes: true, recursive: true })
      .filter((e) => e.isFile())
      .map((e) => statSync(join(e.parentPath ?? e.path, e.name)).mtimeMs),
  );

/** When a package was built; never is long ago. */
const builtAt = (stamp) => (existsSync(stamp) ? statSync(stamp).mtimeMs : 0);

/** What was built now: whatever depends on it is built again, too. */
const built = new Set();
for (const name of packages) {
  const dir = join(root, "packages", name);
  const stamp = join(dir, "dist", ".built");
  const sources = Math.max(newest(join(dir, "src")), statSync(join(dir, "package.json")).mtimeMs);
  const needed = Math.max(
    sources,
    ...dependenciesOf(name).map((d) => builtAt(join(root, "packages", d, "dist", ".built"))),
  );
  if (!dependenciesOf(name).some((d) => built.has(d)) && builtAt(stamp) >= needed) continue;
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
  if (name === "gradus") writeFileSync(join(dir, "dist", "gradus.min.js"), await pageFile());
  writeFileSync(stamp, "");
  utimesSync(stamp, new Date(), new Date());
  built.add(name);
}

// The studio is bundled from source: packages and content.
const studio = join(root, "apps", "studio");
const bundled = join(studio, "dist", "index.html");
const inputs = [
  ...packages.map((name) => join(root, "packages", name, "src")),
  join(studio, "src"),
  join(studio, "public"),
  join(root, "content", "courses"),
];
const settings = ["package.json", "vite.config.ts", "index.html", "run.html"];
const latest = Math.max(
  ...inputs.map(newest),
  ...settings.map((file) => statSync(join(studio, file)).mtimeMs),
);
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
