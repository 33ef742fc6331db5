/** The workbench: the open exercise's editor with Run, Check, Reset, Diff and hints, and its output below. */
import type { LineShape, PrintedValue, StoodIn, Verdict } from "@gradus/exercise";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { PanelView } from "../charts/scene.tsx";
import type { Boxed } from "../language/protocol.ts";
import { Curve, type CurvePoint } from "../output/curve.ts";
import { PrintedView } from "../output/printed.tsx";
import { recordRun } from "../output/record.ts";
import { StoodInView } from "../output/stood-in.tsx";
import { shapeText } from "../shapes/words.ts";
import { OpenExercise } from "../state/exercise.ts";
import { check, gradingOf, run } from "../state/grading.ts";
import { catalogue, progress, tell } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Editor } from "./editor.tsx";
import { Icon } from "./icons.tsx";
import { Markdown } from "./markdown.tsx";
import { VerdictView } from "./verdict.tsx";

const BoxPanel = lazy(() => import("../box/box-panel.tsx").then((m) => m.BoxPanel));
const DiffView = lazy(() => import("./diff.tsx").then((m) => m.DiffView));

const saveText = { saved: t.saved, saving: t.saving, unsaved: t.unsaved, conflict: t.conflict };

export function ExercisePane({ id }: { id: string }): JSX.Element {
  const open = useSignal<OpenExercise | null>(null);
  const error = useSignal<string | null>(null);
  useEffect(() => {
    let gone = false;
    OpenExercise.open(id).then(
      (e) => {
        if (gone) e.close();
        else open.value = e;
      },
      (e: unknown) => {
        error.value = e instanceof Error ? e.message : String(e);
      },
    );
    return () => {
      gone = true;
      open.value?.close();
    };
  }, [id]);
  if (error.value) return <p class="pane negative">{error.value}</p>;
  if (!open.value) return <p class="pane muted">{t.loading}</p>;
  return <Workbench exercise={open.value} />;
}

function Workbench({ exercise }: { exercise: OpenExercise }): JSX.Element {
  const { id, title } = exercise.meta;
  const busy = useSignal<AbortController | null>(null);
  const verdict = useSignal<Verdict | null>(null);
  const printed = useSignal<readonly string[]>([]);
  const values = useSignal<readonly PrintedValue[]>([]);
  const curve = useSignal<readonly CurvePoint[]>([]);
  const recorded = useSignal<string | null>(null);
  const stoodIn = useSignal<readonly StoodIn[]>([]);
  const shapes = useSignal<readonly LineShape[]>([]);
  const diff = useSignal(false);
  const hintsOpen = useSignal(false);
  const box = useSignal<Boxed | "nothing" | null>(null);
  const cursor = useRef(0);
  const output = useRef<HTMLDivElement>(null);
  const state = progress.value?.exercises[id] ?? "open";

  const start = async (kind: "run" | "check"): Promise<void> => {
    if (busy.value) return;
    const controller = new AbortController();
    busy.value = controller;
    verdict.value = null;
    printed.value = [];
    values.value = [];
    curve.value = [];
    recorded.value = null;
    stoodIn.value = [];
    const points = new Curve();
    let frame = 0;
    try {
      await exercise.save();
      const listener = {
        signal: controller.signal,
        onPrinted: (line: string) => {
          printed.value = [...printed.value, line].slice(-200);
        },
        onValue: (value: PrintedValue) => {
          values.value = [...values.value, value];
        },
        onPoint: (point: CurvePoint) => {
          points.add(point);
          frame ||= requestAnimationFrame(() => {
            frame = 0;
            curve.value = points.points;
          });
        },
      };
      const asked = await gradingOf(id);
      const code = exercise.text.value;
      const keep = async (): Promise<void> => {
        const { lesson } = exercise.meta;
        const about = { exercise: id, title, lesson, kind, code, asked };
        recorded.value = await recordRun({ ...about, points: points.points });
      };
      if (kind === "run") {
        const done = await run(asked, listener);
        printed.value = done.printed;
        stoodIn.value = done.stoodIn ?? [];
        if (done.trouble) verdict.value = done;
        await keep();
        return;
      }
      const done = await check(asked, listener);
      verdict.value = done;
      printed.value = done.printed;
      const failed = done.checks.find((c) => c.status === "failed");
      if (done.passed) {
        exercise.passing.value = code;
        await keep();
      }
      // What another file causes, or is not written yet, says nothing about what is known here.
      if (done.blame || failed?.failure?.code === "exercise/not-done") return;
      await tell({
        kind: "attempt",
        exercise: id,
        passed: done.passed,
        ...(failed && { check: failed.name }),
        ...(failed?.failure?.misconception && {
          misconception: failed.failure.misconception.name,
        }),
      });
    } finally {
      cancelAnimationFrame(frame);
      curve.value = points.points;
      busy.value = null;
      output.current?.scrollIntoView({ block: "nearest" });
    }
  };

  const openBox = async (text: string, at: number): Promise<void> => {
    const { boxAt } = await import("../language/client.ts");
    box.value = (await boxAt(`${id}.ts`, text, at)) ?? "nothing";
  };

  const hint = async (): Promise<void> => {
    hintsOpen.value = true;
    if (exercise.hintsShown.value >= exercise.hints.length) return;
    exercise.hintsShown.value++;
    await tell({ kind: "hint", exercise: id, level: exercise.hintsShown.value });
  };

  const failed = verdict.value?.checks.find((c) => c.status === "failed")?.failure;
  const trouble = verdict.value?.trouble;
  const line = failed?.line ?? (trouble && "line" in trouble ? trouble.line : undefined);
  const problems = useMemo(
    () =>
      line === undefined
        ? []
        : [{ line, message: failed?.message ?? trouble?.message ?? "", picture: failed?.picture }],
    [verdict.value],
  );
  const here = catalogue.value?.exercises ?? [];
  const following = here[here.findIndex((e) => e.id === id) + 1];

  return (
    <section class="pane card" aria-label={title}>
      <header class="pane-head">
        <h2>{title}</h2>
        <span class={`state ${state}`}>
          {state === "passed" ? t.statePassed : state === "tried" ? t.stateTried : t.stateOpen}
        </span>
        <span class="save muted small" role="status">
          {saveText[exercise.saveState.value]}
        </span>
      </header>
      {exercise.saveState.value === "conflict" && (
        <div class="conflict">
          <span>{t.conflict}</span>
          <button type="button" class="button" onClick={() => exercise.settle("disk")}>
            {t.conflictTake}
          </button>
          <button type="button" class="button" onClick={() => exercise.settle("mine")}>
            {t.conflictKeep}
          </button>
        </div>
      )}
      {diff.value && exercise.passing.value !== null ? (
        <Suspense fallback={<p class="muted">{t.loading}</p>}>
          <DiffView before={exercise.passing.value} now={exercise.text.value} />
        </Suspense>
      ) : (
        <Editor
          exercise={id}
          label={t.editorLabel(title)}
          text={exercise.text.value}
          replaced={exercise.replaced.value}
          onText={(text) => exercise.edit(text)}
          onCheck={() => void start("check")}
          onRun={() => void start("run")}
          problems={problems}
          onOpenBox={(text, at) => void openBox(text, at)}
          cursor={cursor}
          onShapes={(trace) => {
            shapes.value = trace.lines;
          }}
        />
      )}
      <div class="toolbar">
        {busy.value ? (
          <button type="button" class="button" onClick={() => busy.value?.abort()}>
            <Icon name="stop" size={15} />
            {t.stop}
          </button>
        ) : (
          <>
            <button type="button" class="button primary" onClick={() => void start("check")}>
              <Icon name="check" size={16} />
              {t.check}
            </button>
            <button type="button" class="button" onClick={() => void start("run")}>
              <Icon name="play" size={14} />
              {t.run}
            </button>
          </>
        )}
        <button
          type="button"
          class="button quiet"
          onClick={() => void hint()}
          disabled={exercise.hints.length === 0}
        >
          <Icon name="hint" size={16} />
          {t.hint}
        </button>
        <button
          type="button"
          class="button quiet"
          title={t.boxOpenTitle}
          onClick={() => void openBox(exercise.text.value, cursor.current)}
        >
          <Icon name="box" size={16} />
          {t.boxOpen}
        </button>
        <span class="spacer" />
        <button
          type="button"
          class="button quiet"
          aria-pressed={diff.value}
          title={exercise.passing.value === null ? t.diffNone : t.diffTitle}
          disabled={exercise.passing.value === null}
          onClick={() => {
            diff.value = !diff.value;
          }}
        >
          <Icon name="diff" size={16} />
          {t.diff}
        </button>
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            if (confirm(t.resetSure)) void exercise.reset();
          }}
        >
          <Icon name="reset" size={16} />
          {t.reset}
        </button>
      </div>
      {box.value === "nothing" && (
        <p class="muted small pane-note" role="status">
          {t.boxNothing}
        </p>
      )}
      {box.value !== null && box.value !== "nothing" && (
        <Suspense fallback={<p class="muted">{t.loading}</p>}>
          <BoxPanel
            box={box.value}
            onClose={() => {
              box.value = null;
            }}
          />
        </Suspense>
      )}
      {shapes.value.length > 0 && !diff.value && (
        <details class="shapes-list">
          <summary>{t.shapesTitle}</summary>
          <ul class="plain">
            {shapes.value.map((one) => (
              <li key={one.line}>
                <span class="muted">{t.line(one.line)}</span> <code>{shapeText(one)}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      {hintsOpen.value && exercise.hintsShown.value > 0 && (
        <div class="hints">
          {exercise.hints.slice(0, exercise.hintsShown.value).map((text, i) => (
            <div key={text}>
              <h4>{t.hintOf(i + 1, exercise.hints.length)}</h4>
              <Markdown text={text} />
            </div>
          ))}
          {exercise.hintsShown.value < exercise.hints.length && (
            <button type="button" class="button" onClick={() => void hint()}>
              {t.hintMore}
            </button>
          )}
        </div>
      )}
      <div class="output" ref={output} aria-live="polite">
        {curve.value.length > 1 && (
          <PanelView
            label={t.lossCurve}
            panel={{
              x: { label: t.lossStep },
              y: { label: t.loss },
              aspect: 2.6,
              marks: [
                {
                  mark: "line",
                  x: curve.value.map((p) => p.step),
                  y: curve.value.map((p) => p.loss),
                  color: "accent",
                },
              ],
            }}
          />
        )}
        {recorded.value && (
          <p class="run-kept small muted">
            {t.outputRunKept} <a href={`/runs/${recorded.value}`}>{t.outputRunOpen}</a>
          </p>
        )}
        {stoodIn.value.length > 0 && <StoodInView calls={stoodIn.value} />}
        {verdict.value && <VerdictView verdict={verdict.value} />}
        {verdict.value?.passed && following && (
          <p>
            <a class="button primary" href={`/lesson/${following.lesson}/${following.id}`}>
              {t.nextExercise}: {following.title}
              <Icon name="arrow" />
            </a>
          </p>
        )}
        {printed.value.length > 0 && (
          <PrintedView exercise={id} lines={printed.value} values={values.value} />
        )}
        {!verdict.value && printed.value.length === 0 && !busy.value && (
          <p class="muted small">{t.outputEmpty}</p>
        )}
      </div>
    </section>
  );
}
