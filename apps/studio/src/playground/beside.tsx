/** A second run beside the first: the same points and network with something changed, in step with the first. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../strings/strings.ts";
import { LearningControls } from "./controls.tsx";
import { Plane } from "./plane.tsx";
import { Curves } from "./results.tsx";
import { besideOf, isRegression, type Settings, type Variant, variantKeys } from "./state.ts";
import type { Training } from "./training.ts";
import { rangeOf, short } from "./view.ts";
import "./beside.css";

const names: Readonly<Record<keyof Variant, string>> = {
  lr: t.playgroundRate,
  optimizer: t.playgroundOptimizer,
  activation: t.playgroundActivation,
  l2: t.playgroundL2,
  l1: t.playgroundL1,
  dropout: t.playgroundDropout,
  batchNorm: t.playgroundBatchNorm,
  start: t.playgroundStart,
  schedule: t.playgroundSchedule,
  batch: t.playgroundBatch,
};

/** Only what differs, so that a change of the first run reaches the second. */
function variantOf(settings: Settings, change: Partial<Settings>): Partial<Variant> {
  const other = { ...besideOf(settings), ...change };
  const differing = variantKeys.filter((key) => other[key] !== settings[key]);
  return Object.fromEntries(differing.map((key) => [key, other[key]]));
}

/** As many values as there are epochs; what is not trained yet is no number. */
const upTo = (values: readonly number[], length: number): number[] =>
  Array.from({ length }, (_, i) => values[i] ?? Number.NaN);

export function BesideCard(props: {
  readonly settings: Settings;
  readonly first: Training;
  /** The second run's own training. */
  readonly second: Training;
  onSettings(change: Partial<Settings>): void;
}): JSX.Element {
  const { settings, first, second, onSettings } = props;
  const other = besideOf(settings);
  const { discrete: _, hideTest: __, ...learned } = other;
  const trained = JSON.stringify(learned);
  const one = first.losses.value;
  const two = second.losses.value;
  const epochs = one.length - 1;
  useEffect(() => second.reset(other), [trained, first.points.value]);
  useEffect(() => second.follow(epochs), [epochs, trained]);

  const differs = variantKeys.filter((key) => other[key] !== settings[key]);
  const view = second.view.value;
  const maps = view?.maps.at(-1) ?? [];
  const { train, test } = second.points.value;
  const regression = isRegression(settings.data);
  const loss = t.playgroundLossNames[regression ? "numbers" : "classes"];
  const [a, b] = [one.at(-1), two.at(-1)];
  return (
    <section class="card beside" aria-labelledby="playground-beside">
      <div class="beside-head">
        <h2 id="playground-beside">{t.playgroundBeside}</h2>
        <button type="button" class="button" onClick={() => onSettings({ beside: null })}>
          {t.playgroundBesideStop}
        </button>
      </div>
      <p class="muted small">{t.playgroundBesideLead}</p>
      <div class="beside-parts">
        <div>
          <p class="differs">
            {differs.length === 0
              ? t.playgroundBesideSame
              : t.playgroundBesideDiffers(differs.map((key) => names[key]))}
          </p>
          <LearningControls
            settings={other}
            marks={differs}
            withBatch
            onSettings={(change) => onSettings({ beside: variantOf(settings, change) })}
          />
        </div>
        <div class="output">
          <Plane
            map={train.length === 0 ? undefined : maps[0]}
            side={view?.side ?? 0}
            range={rangeOf(other, other.layers.length, maps)}
            discrete={settings.discrete && !regression}
            boundary={!regression}
            train={train}
            test={settings.hideTest ? [] : test}
            label={`${t.playgroundBesideOutput}. ${t.playgroundBoundary(short(b?.train), short(b?.test))}`}
            drawing={undefined}
          />
        </div>
        <div>
          <Curves
            title={t.playgroundBesideCurves(loss)}
            lines={[
              {
                kind: "train",
                label: `${t.playgroundTrainLoss}, ${t.playgroundBesideFirst}`,
                values: one.map((l) => l.train),
              },
              {
                kind: "test",
                label: `${t.playgroundTestLoss}, ${t.playgroundBesideFirst}`,
                values: one.map((l) => l.test),
              },
              {
                kind: "second train",
                label: `${t.playgroundTrainLoss}, ${t.playgroundBesideSecond}`,
                values: upTo(
                  two.map((l) => l.train),
                  one.length,
                ),
              },
              {
                kind: "second test",
                label: `${t.playgroundTestLoss}, ${t.playgroundBesideSecond}`,
                values: upTo(
                  two.map((l) => l.test),
                  one.length,
                ),
              },
            ]}
          />
          <p class="small" role="status">
            {second.problem.value || t.playgroundBesideRead(short(a?.test), short(b?.test))}
          </p>
        </div>
      </div>
    </section>
  );
}
