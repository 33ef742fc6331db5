/** Training in a lesson is a run like any other: what was trained, on what, with which code, and its curve. */
import { nameOf } from "@gradus/content";
import type { GradeRequest } from "@gradus/exercise";
import { request } from "../state/connection.ts";
import type { CurvePoint } from "./curve.ts";

/** Fewer points are no training. */
const fewest = 2;

/** A hash of the data sets a run could read, by name; empty where there are none. */
async function dataHash(assets: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const names = Object.keys(assets).sort();
  if (names.length === 0 || !globalThis.crypto?.subtle) return "";
  const parts: string[] = [];
  for (const name of names) {
    const digest = await crypto.subtle.digest("SHA-256", (assets[name] as Uint8Array).slice());
    parts.push(Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join(""));
  }
  return `sha256:${parts.join("+")}`;
}

export interface LessonRun {
  readonly exercise: string;
  readonly title: string;
  readonly lesson: string;
  readonly kind: "run" | "check";
  readonly code: string;
  readonly asked: GradeRequest;
  readonly points: readonly CurvePoint[];
}

/** The id of the recorded run, or null where nothing was trained. */
export async function recordRun(run: LessonRun): Promise<string | null> {
  if (run.points.length < fewest) return null;
  const { exercise, title, lesson, kind, code, asked } = run;
  const assets = asked.assets ?? {};
  const recorded = await request<{ id: string }>("/api/runs", {
    method: "POST",
    body: {
      name: title,
      model: nameOf(exercise),
      data: Object.keys(assets).join(", ") || "none",
      dataHash: await dataHash(assets),
      config: { exercise, lesson, from: kind, seed: asked.seed ?? 1 },
      code,
      metrics: run.points.map(({ step, loss }) => ({ kind: "step", step, loss })),
    },
  });
  return recorded.id;
}
