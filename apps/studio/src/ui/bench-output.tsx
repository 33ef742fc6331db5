/** Below the editor: what is being run or checked right now, and what came of it last. */
import type { ExerciseSummary } from "@gradus/content";
import type { Verdict } from "@gradus/exercise";
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { PanelView } from "../charts/scene.tsx";
import type { CurvePoint } from "../output/curve.ts";
import { PrintedView } from "../output/printed.tsx";
import { StoodInView } from "../output/stood-in.tsx";
import type { Bench, BenchResult, BenchWork } from "../state/bench.ts";
import { t } from "../strings/strings.ts";
import { NextStep } from "./next-step.tsx";
import { VerdictView } from "./verdict.tsx";
import { WarningsView } from "./warnings.tsx";

/** Whole seconds since a time, looked at anew while they are shown. */
function useSeconds(since: number): number {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((now - since) / 1000));
}

function Working({ work }: { work: BenchWork }): JSX.Element {
  const seconds = useSeconds(work.since);
  const { check } = work;
  return (
    <div class="working">
      <p>
        <span class="spinner" aria-hidden="true" />
        <strong role="status">
          {work.kind === "run"
            ? t.running
            : check
              ? t.checking(check.index + 1, check.of)
              : t.checkStarting}
        </strong>
        {check && <span class="working-name">{check.name}</span>}
        <span class="muted small working-time" aria-hidden="true">
          {t.seconds(seconds)}
        </span>
      </p>
      {check && (
        <span class="bar" aria-hidden="true">
          <i style={`width: ${(100 * check.index) / check.of}%`} />
        </span>
      )}
    </div>
  );
}

function LossView({ curve }: { curve: readonly CurvePoint[] }): JSX.Element {
  return (
    <PanelView
      label={t.lossCurve}
      panel={{
        x: { label: t.lossStep },
        y: { label: t.loss },
        aspect: 2.6,
        marks: [
          {
            mark: "line",
            x: curve.map((p) => p.step),
            y: curve.map((p) => p.loss),
            color: "accent",
          },
        ],
      }}
    />
  );
}

/** What was printed: by a run all of it, by a check that of the case that failed, with the rest folded. */
function Printed({
  exercise,
  result,
}: {
  exercise: string;
  result: BenchResult;
}): ComponentChildren {
  const { kind, values } = result;
  const { printed, printedBefore = printed.length, checks }: Verdict = result.verdict;
  if (printed.length === 0) return null;
  if (kind === "run" || (checks.length === 0 && result.verdict.trouble))
    return <PrintedView exercise={exercise} lines={printed} values={values} />;
  const others = printed.slice(0, printedBefore);
  const shifted = values
    .filter((v) => v.line >= printedBefore)
    .map((v) => ({ ...v, line: v.line - printedBefore }));
  return (
    <>
      {printedBefore < printed.length && (
        <section>
          <h4 class="output-head">{t.printedByCase}</h4>
          <PrintedView exercise={exercise} lines={printed.slice(printedBefore)} values={shifted} />
        </section>
      )}
      {others.length > 0 && (
        <details class="printed-others">
          <summary>{t.printedByOthers(others.length)}</summary>
          <PrintedView
            exercise={exercise}
            lines={others}
            values={values.filter((v) => v.line < printedBefore)}
          />
        </details>
      )}
    </>
  );
}

function Result({ exercise, result }: { exercise: ExerciseSummary; result: BenchResult }) {
  const { verdict, kind } = result;
  return (
    <>
      {result.curve.length > 1 && <LossView curve={result.curve} />}
      {result.recorded && (
        <p class="run-kept small muted">
          {t.outputRunKept} <a href={`/runs/${result.recorded}`}>{t.outputRunOpen}</a>
        </p>
      )}
      {result.stoodIn.length > 0 && <StoodInView calls={result.stoodIn} />}
      {verdict.warnings && <WarningsView warnings={verdict.warnings} />}
      {(kind === "check" || verdict.trouble) && (
        <VerdictView verdict={verdict} asked={result.expectation} />
      )}
      {kind === "check" && verdict.passed && (
        <NextStep exercise={exercise.id} lesson={exercise.lesson} />
      )}
      <Printed exercise={exercise.id} result={result} />
      {kind === "run" && !verdict.trouble && verdict.printed.length === 0 && (
        <p class="muted small">{t.printedNothing}</p>
      )}
    </>
  );
}

export function BenchOutput({ exercise, bench }: { exercise: ExerciseSummary; bench: Bench }) {
  const work = bench.work.value;
  const result = bench.result.value;
  const live = work !== null && (work.kind === "run" || work.curve.length > 1);
  return (
    <>
      {work && <Working work={work} />}
      {work && work.curve.length > 1 && <LossView curve={work.curve} />}
      {work?.kind === "run" && work.printed.length > 0 && (
        <PrintedView exercise={exercise.id} lines={work.printed} values={work.values} />
      )}
      {result && !live && (
        <div class={work ? "result before" : "result"} inert={work !== null}>
          <Result exercise={exercise} result={result} />
        </div>
      )}
    </>
  );
}
