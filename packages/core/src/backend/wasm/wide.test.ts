import { describe, expect, test, vi } from "vitest";
import { findWide } from "./wide.ts";

const v8 = Number.parseInt(process.versions.v8, 10);

describe("packing pairs of vectors", () => {
  test("is on, or off with a reason", () => {
    const wide = findWide(true);
    expect(wide.on).toBe(wide.reason === "");
    if (v8 < 13) expect(wide.reason).toContain("24 and newer do");
  });

  test("an older Node is told what a newer one would give, where there is something to gain", () => {
    const { advice } = findWide(true);
    if (v8 < 13 && process.arch === "x64") expect(advice).toContain("with Node 24 or newer");
    else expect(advice).toBeNull();
  });

  test("the environment's GRADUS_WIDE=0 says no", () => {
    vi.stubEnv("GRADUS_WIDE", "0");
    expect(findWide(true)).toMatchObject({ on: false, reason: "GRADUS_WIDE=0" });
    vi.unstubAllEnvs();
  });

  test("other runtimes and browsers are left alone", () => {
    vi.stubGlobal("process", undefined);
    expect(findWide(true)).toMatchObject({ on: false, reason: "only Node offers it" });
    vi.unstubAllGlobals();
  });
});
