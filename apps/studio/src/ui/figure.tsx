/** A figure in a lesson: its scene, its controls, and for a live one, run and stop. */
import { courseOf, type Scene, scopedId } from "@gradus/content";
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { formatTick } from "../charts/scale.ts";
import { fullWidth, SceneView } from "../charts/scene.tsx";
import { datasetsByName, gradingOf } from "../state/grading.ts";
import { progress } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import type { FigureAbout, FigureReply, FigureRequest } from "../workers/figure.worker.ts";
import { Icon } from "./icons.tsx";

let counter = 0;

/** One worker a figure: a training figure must not make the others wait. */
function makeWorker(): Worker {
  return new Worker(new URL("../workers/figure.worker.ts", import.meta.url), { type: "module" });
}

/** The pixels a figure has across: its element's, less the padding. Steps of 20, so that a scroll bar draws nothing anew. */
function widthOf(element: HTMLElement | null): number {
  if (!element) return fullWidth;
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  const inner =
    element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  return Math.min(fullWidth, 20 * Math.floor(inner / 20));
}

export function FigureView({ lesson, name }: { lesson: string; name: string }): JSX.Element {
  const [about, setAbout] = useState<FigureAbout | null>(null);
  const [scene, setScene] = useState<Scene | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [values, setValues] = useState<Record<string, number>>({});
  const [running, setRunning] = useState(false);
  const worker = useRef<Worker | null>(null);
  const latest = useRef(0);
  const host = useRef<HTMLElement>(null);

  const ask = (want: FigureRequest["want"], controls: Record<string, number> = values): void => {
    const id = ++counter;
    if (want === "draw" || want === "run") latest.current = id;
    const width = widthOf(host.current);
    worker.current?.postMessage({
      id,
      lesson,
      name,
      want,
      controls,
      width,
    } satisfies FigureRequest);
  };

  /** The ids of the exercises among those a figure reads that have passed. */
  const passedOf = (reads: readonly string[]): string[] =>
    reads
      .map((name) => scopedId(courseOf(lesson), name))
      .filter((id) => progress.value?.exercises[id] === "passed");

  /** Hands over what the figure reads, then draws. */
  const begin = async (found: FigureAbout, controls: Record<string, number>): Promise<void> => {
    const asked = worker.current;
    const passed = passedOf(found.reads);
    const [assets, learner] = await Promise.all([
      datasetsByName(found.assets),
      Promise.all(passed.map(gradingOf)),
    ]);
    if (asked !== worker.current) return;
    const id = ++counter;
    latest.current = id;
    asked?.postMessage({
      id,
      lesson,
      name,
      want: "draw",
      controls,
      width: widthOf(host.current),
      assets,
      learner,
    } satisfies FigureRequest);
  };

  // A figure that lays itself out by its width is drawn anew when that changes, as when a phone is turned.
  useEffect(() => {
    const element = host.current;
    if (!element || !about || running) return;
    let before = widthOf(element);
    const sizes = new ResizeObserver(() => {
      const now = widthOf(element);
      if (now === before) return;
      before = now;
      ask("draw", values);
    });
    sizes.observe(element);
    return () => sizes.disconnect();
  }, [about, running, values]);

  const passedReads = passedOf(about?.reads ?? []).join();

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    // Only what is about to be seen starts a worker.
    const seen = new IntersectionObserver(
      (entries) => {
        if (!entries.some((e) => e.isIntersecting) || worker.current) return;
        const made = makeWorker();
        worker.current = made;
        made.onmessage = (event: MessageEvent<FigureReply>) => {
          const reply = event.data;
          if (reply.kind === "about") {
            const start = Object.fromEntries(reply.about.controls.map((c) => [c.name, c.value]));
            setAbout(reply.about);
            setValues(start);
            begin(reply.about, start).catch((e: unknown) =>
              setError(e instanceof Error ? e.message : String(e)),
            );
          } else if (reply.kind === "scene") {
            if (reply.id === latest.current) setScene(reply.scene);
          } else if (reply.kind === "done") setRunning(false);
          else {
            setRunning(false);
            setError(reply.message);
          }
        };
        ask("about");
      },
      { rootMargin: "300px" },
    );
    seen.observe(element);
    return () => {
      seen.disconnect();
      worker.current?.terminate();
      worker.current = null;
    };
    // A figure that reads an exercise is made anew once that exercise passes.
  }, [lesson, name, passedReads]);

  return (
    <figure class="figure card" ref={host} id={`figure-${name}`}>
      <figcaption>{about?.title ?? t.loading}</figcaption>
      {error && <p class="negative">{error}</p>}
      {scene && about ? (
        <SceneView scene={scene} label={about.alt} />
      ) : (
        <div class="figure-space" />
      )}
      {about && (about.controls.length > 0 || about.live) && (
        <div class="controls">
          {about.controls.map((c) => (
            <label key={c.name}>
              <span>{c.label}</span>
              <input
                type="range"
                min={c.min}
                max={c.max}
                step={c.step}
                value={values[c.name]}
                onInput={(event) => {
                  const next = { ...values, [c.name]: Number(event.currentTarget.value) };
                  setValues(next);
                  if (!running) ask("draw", next);
                }}
              />
              <output>{formatTick(values[c.name] ?? c.value)}</output>
            </label>
          ))}
          {about.live && (
            <div>
              <button
                type="button"
                class="button"
                onClick={() => {
                  ask(running ? "stop" : "run");
                  setRunning(!running);
                }}
              >
                <Icon name={running ? "stop" : "play"} size={15} />
                {running ? t.stop : t.figureRun}
              </button>
            </div>
          )}
        </div>
      )}
    </figure>
  );
}
