/** The workbench: the open exercise's editor with Run, Check, Reset, Diff and hints, and its output below. */
import type { LineShape, Verdict } from "@gradus/exercise";
import { useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Boxed } from "../language/protocol.ts";
import { byLine } from "../shapes/words.ts";
import { Bench } from "../state/bench.ts";
import { OpenExercise } from "../state/exercise.ts";
import { progress, tell } from "../state/workspace.ts";
import { t } from "../strings/strings.ts";
import { Editor } from "./editor.tsx";
import { StateTag } from "./exercise-state.tsx";
import { Icon } from "./icons.tsx";
import { Markdown } from "./markdown.tsx";

const ArrangeView = lazy(() => import("../arrange/arrange-view.tsx").then((m) => m.ArrangeView));
const BoxPanel = lazy(() => import("../box/box-panel.tsx").then((m) => m.BoxPanel));
const AnswersView = lazy(() => import("../answers/answers-view.tsx").then((m) => m.AnswersView));
const BenchOutput = lazy(() => import("./bench-output.tsx").then((m) => m.BenchOutput));
const DiffView = lazy(() => import("./diff.tsx").then((m) => m.DiffView));

/** So many hints come before the lines of an answer; the server hands none out earlier. */
const hintsBeforeLines = 2;

const saveText = { saved: t.saved, saving: t.saving, unsaved: t.unsaved, conflict: t.conflict };

/** The line of the text that a verdict speaks of, where it does. */
function problemsOf({ checks, trouble }: Verdict) {
  const failed = checks.find((c) => c.status === "failed")?.failure;
  const line = failed?.line ?? (trouble && "line" in trouble ? trouble.line : undefined);
  const message = failed?.message ?? trouble?.message ?? "";
  return line === undefined ? [] : [{ line, message, picture: failed?.picture }];
}

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
  const bench = useMemo(() => new Bench(exercise), [exercise]);
  const shapes = useSignal<readonly LineShape[]>([]);
  const diff = useSignal(false);
  const hintsOpen = useSignal(false);
  const arranging = useSignal(false);
  const answersOpen = useSignal(false);
  const box = useSignal<Boxed | "nothing" | null>(null);
  const cursor = useRef(0);
  const output = useRef<HTMLDivElement>(null);
  const state = progress.value?.exercises[id] ?? "open";

  const start = async (kind: "run" | "check"): Promise<void> => {
    const done = bench.start(kind);
    output.current?.scrollIntoView({ block: "nearest" });
    await done;
    output.current?.scrollIntoView({ block: "nearest" });
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

  const verdict = bench.result.value?.verdict;
  const problems = useMemo(() => (verdict ? problemsOf(verdict) : []), [verdict]);

  return (
    <section class="pane card" aria-label={title}>
      <header class="pane-head">
        <h2>{title}</h2>
        <StateTag state={state} />
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
        {bench.work.value ? (
          <button type="button" class="button" onClick={() => bench.stop()}>
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
            {byLine(shapes.value).map(({ line, text }) => (
              <li key={line}>
                <span class="muted">{t.line(line)}</span> <code>{text}</code>
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
          {exercise.arranges && exercise.hintsShown.value >= hintsBeforeLines && (
            <button
              type="button"
              class="button"
              onClick={() => {
                arranging.value = true;
              }}
            >
              {t.arrangeTitle}
            </button>
          )}
        </div>
      )}
      {arranging.value && (
        <Suspense fallback={<p class="muted">{t.loading}</p>}>
          <ArrangeView
            exercise={id}
            onClose={() => {
              arranging.value = false;
            }}
          />
        </Suspense>
      )}
      <div class="output" ref={output} aria-live="polite">
        {bench.work.value || bench.result.value ? (
          <Suspense fallback={<p class="muted small">{t.loading}</p>}>
            <BenchOutput exercise={exercise.meta} bench={bench} />
          </Suspense>
        ) : (
          <p class="muted small">{t.outputEmpty}</p>
        )}
      </div>
      {state === "passed" && (
        <div class="pane-answers">
          {answersOpen.value ? (
            <Suspense fallback={<p class="muted">{t.loading}</p>}>
              <AnswersView
                id={id}
                onClose={() => {
                  answersOpen.value = false;
                }}
              />
            </Suspense>
          ) : (
            <button
              type="button"
              class="button"
              onClick={() => {
                answersOpen.value = true;
              }}
            >
              <Icon name="diff" size={16} />
              {t.answersOpen}
            </button>
          )}
        </div>
      )}
    </section>
  );
}
