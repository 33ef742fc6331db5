import { defineConfig, type ViteUserConfig } from "vitest/config";

const config: ViteUserConfig = defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source"] } },
  test: {
    include: [
      "packages/*/src/**/*.test.ts",
      "packages/*/test/**/*.test.ts",
      "tools/**/*.test.ts",
      "bench/**/*.test.ts",
    ],
    // The comparison with PyTorch's answers is a run of its own while operators are missing: npm run golden.
    exclude: process.env.GRADUS_GOLDEN
      ? []
      : ["packages/*/test/golden*", "packages/*/test/golden*/**"],
    reporters: ["default", "./tools/plain-reporter.mjs"],
    maxWorkers: 2,
    testTimeout: 30_000,
  },
});

export default config;
