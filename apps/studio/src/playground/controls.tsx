/** Controls: the data, and what decides how the network learns. */
import type { JSX } from "preact";
import { t } from "../strings/strings.ts";
import { points } from "./data.ts";
import {
  activations,
  dataNames,
  isRegression,
  optimizers,
  type Settings,
  schedules,
  starts,
  type Variant,
} from "./state.ts";
import { outlines, planeWidth, shadeColor, shadedOutlines, short } from "./view.ts";

interface Props {
  readonly settings: Settings;
  onSettings(change: Partial<Settings>): void;
}

const rates = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
const decays = [0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1];
const drops = [0, 0.1, 0.2, 0.3, 0.5];
const batches = [1, 5, 10, 20, 50, 100];

/** What is chosen from a list by its own name or number. */
const chosen = [
  "lr",
  "schedule",
  "optimizer",
  "batch",
  "activation",
  "start",
  "l2",
  "l1",
  "dropout",
] as const;

/** What an address says may lie between the choices; then it is one more. */
const withOwn = (choices: readonly number[], value: number): number[] =>
  choices.includes(value) ? [...choices] : [...choices, value].sort((a, b) => a - b);

const thumbnails = dataNames
  .filter((name) => name !== "own")
  .map((name) => {
    const some = points(name, 0.05, 1).slice(0, 110);
    const paths = isRegression(name)
      ? shadedOutlines(some, 10).map(({ share, d }) => ({ d, style: `fill: ${shadeColor(share)}` }))
      : ([0, 1] as const).map((label) => ({
          d: outlines(some, label, 10),
          class: `class-${label}`,
        }));
    return { name, paths };
  });

export function DataChoice({ settings, onSettings }: Props): JSX.Element {
  const choice = (name: Settings["data"], picture: JSX.Element) => (
    <label key={name} class="set" title={t.playgroundSets[name]}>
      <input
        type="radio"
        name="playground-data"
        value={name}
        checked={settings.data === name}
        onChange={() => onSettings({ data: name })}
      />
      {picture}
      <span>{t.playgroundSets[name]}</span>
    </label>
  );
  const drawn = ({ name, paths }: (typeof thumbnails)[number]): JSX.Element =>
    choice(
      name,
      <svg viewBox={`0 0 ${planeWidth} ${planeWidth}`} aria-hidden="true">
        {paths.map((path) => (
          <path key={path.d} {...path} />
        ))}
      </svg>,
    );
  return (
    <fieldset class="sets">
      <legend class="visually-hidden">{t.playgroundData}</legend>
      <p class="sets-kind small muted">{t.playgroundKinds.classes}</p>
      {thumbnails.filter(({ name }) => !isRegression(name)).map(drawn)}
      {choice(
        "own",
        <svg viewBox="0 0 48 48" class="pencil" aria-hidden="true">
          <path d="M12 36l2.5-8.5L30 12l6 6-15.5 15.5ZM27 15l6 6" />
        </svg>,
      )}
      <p class="sets-kind small muted">{t.playgroundKinds.numbers}</p>
      {thumbnails.filter(({ name }) => isRegression(name)).map(drawn)}
    </fieldset>
  );
}

function Slider(props: {
  label: string;
  value: number;
  text: string;
  min: number;
  max: number;
  step: number;
  disabled?: boolean;
  onValue(value: number): void;
}): JSX.Element {
  const { label, value, text, min, max, step, disabled, onValue } = props;
  return (
    <label class="slider">
      <span>{label}</span>
      <output>{text}</output>
      <input
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        aria-valuetext={text}
        onInput={(e) => onValue(Number(e.currentTarget.value))}
      />
    </label>
  );
}

export function DataControls({ settings, onSettings }: Props): JSX.Element {
  return (
    <>
      <Slider
        label={t.playgroundNoise}
        value={settings.noise}
        text={settings.noise.toFixed(2)}
        min={0}
        max={0.5}
        step={0.05}
        disabled={settings.data === "own"}
        onValue={(noise) => onSettings({ noise })}
      />
      <Slider
        label={t.playgroundTrainPart}
        value={settings.train}
        text={`${Math.round(100 * settings.train)} %`}
        min={0.1}
        max={0.9}
        step={0.1}
        onValue={(train) => onSettings({ train })}
      />
      <Slider
        label={t.playgroundBatch}
        value={settings.batch}
        text={String(settings.batch)}
        min={1}
        max={100}
        step={1}
        onValue={(batch) => onSettings({ batch })}
      />
      <div class="seed">
        <label>
          {t.playgroundSeed}
          <input
            type="number"
            min={0}
            max={99999}
            value={settings.seed}
            onChange={(e) => {
              const seed = e.currentTarget.valueAsNumber;
              if (Number.isInteger(seed) && seed >= 0 && seed <= 99999) onSettings({ seed });
              else e.currentTarget.value = String(settings.seed);
            }}
          />
        </label>
        <button
          type="button"
          class="button"
          onClick={() => onSettings({ seed: (settings.seed + 1) % 100000 })}
        >
          {t.playgroundNewSeed}
        </button>
      </div>
    </>
  );
}

/** One of a few choices; `marked` where it differs from the run beside. */
function Choice<T extends string | number>(props: {
  label: string;
  value: T;
  choices: readonly T[];
  name(value: T): string;
  marked: boolean;
  onValue(value: T): void;
}): JSX.Element {
  const { label, value, choices, name, marked, onValue } = props;
  return (
    <label class={marked ? "marked" : undefined}>
      {label}
      <select value={value} onChange={(e) => onValue(choices[e.currentTarget.selectedIndex] as T)}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {name(choice)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Everything that decides how the network learns; `marks` says which of it differs from another run. */
export function LearningControls({
  settings,
  onSettings,
  marks = [],
  withBatch = false,
}: Props & {
  readonly marks?: readonly (keyof Variant)[];
  readonly withBatch?: boolean;
}): JSX.Element {
  const choice = <K extends keyof Variant & (typeof chosen)[number]>(
    key: K,
    label: string,
    choices: readonly Settings[K][],
    name: (value: Settings[K]) => string = String,
  ): JSX.Element => (
    <Choice
      label={label}
      value={settings[key]}
      choices={choices}
      name={name}
      marked={marks.includes(key)}
      onValue={(value) => onSettings({ [key]: value })}
    />
  );
  const amount = (v: number): string => (v === 0 ? t.playgroundNone : short(v));
  return (
    <div class="learning">
      {choice("lr", t.playgroundRate, withOwn(rates, settings.lr))}
      {choice("schedule", t.playgroundSchedule, schedules, (v) => t.playgroundSchedules[v])}
      {choice("optimizer", t.playgroundOptimizer, optimizers, (v) => t.playgroundOptimizers[v])}
      {withBatch && choice("batch", t.playgroundBatch, withOwn(batches, settings.batch))}
      {choice("activation", t.playgroundActivation, activations, (v) => t.playgroundActivations[v])}
      {choice("start", t.playgroundStart, starts, (v) => t.playgroundStarts[v])}
      {choice("l2", t.playgroundL2, withOwn(decays, settings.l2), amount)}
      {choice("l1", t.playgroundL1, withOwn(decays, settings.l1), amount)}
      {choice("dropout", t.playgroundDropout, withOwn(drops, settings.dropout), amount)}
      <Choice
        label={t.playgroundBatchNorm}
        value={settings.batchNorm ? "on" : "off"}
        choices={["off", "on"] as const}
        name={(v) => t.playgroundOnOff[v]}
        marked={marks.includes("batchNorm")}
        onValue={(v) => onSettings({ batchNorm: v === "on" })}
      />
    </div>
  );
}
