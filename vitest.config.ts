import { defineConfig, type ViteUserConfig } from "vitest/config";
import { BaseSequencer } from "vitest/node";

/** What takes a minute or more: begun last, it would run on alone while the other worker has nothing left. */
const long = /content\/test|parity|e2e|figures|playground|ask\/node|commands\.test/;

class LongFirst extends BaseSequencer {
  override async sort(
    files: Parameters<BaseSequencer["sort"]>[0],
  ): ReturnType<BaseSequencer["sort"]> {
    const sorted = await super.sort(files);
    const isLong = (file: (typeof files)[number]): boolean => long.test(file.moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const config: ViteUserConfig = defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: [
      "content/test/*.test.ts",
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "apps/*/src/**/*.test.ts",
      "apps/*/test/**/*.test.ts",
      "tools/**/*.test.ts",
      "bench/**/*.test.ts",
    ],
    reporters: ["default", "./tools/plain-reporter.mjs"],
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    testTimeout: 30_000,
  },
});

export default config;
