/**
 * The inner loop's tests: everything that needs neither a browser nor a build, without the recorded answers, which
 * only a changed operator or layer can miss, and without the exercises, for which `gradus content check` is the inner
 * loop. Words after it choose files, as with vitest.
 */
import { spawnSync } from "node:child_process";

const left = [
  "apps/studio/src/language/**",
  "apps/studio/test/**",
  "bench/**",
  "content/test/**",
  "tools/docs-check/**",
  "tools/publish/**",
  "packages/*/test/browser.test.ts",
  "packages/*/test/golden-*.test.ts",
  "packages/core/test/**",
  "packages/gradus/test/**",
  "packages/core/src/ops/*golden*.test.ts",
  "packages/cli/src/commands/**",
  "packages/cli/src/course.test.ts",
  "packages/cli/src/server/**",
  "packages/cli/src/workspace/workspace.test.ts",
  "packages/cli/src/workspace/type-problems.test.ts",
  "packages/exercise/src/ask/node.test.ts",
  "packages/exercise/test/**",
  "packages/train/test/**",
];
const { status } = spawnSync(
  "npx",
  ["vitest", "run", ...left.flatMap((glob) => ["--exclude", glob]), ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
