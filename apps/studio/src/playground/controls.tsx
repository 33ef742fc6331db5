/** Controls: the data, and what decides how the network learns. */
import type { JSX } from "preact";
import { t } from "../strings/strings.ts";
import { points } from "./data.ts";
import { activations, dataNames, isRegression, optimizers, type Settings } from "./state.ts";
import { outlines, planeWidth, shadeColor, shadedOutlines, short } from "./view.ts";

interface Props {
  readonly settings: Settings;
  onSettings(change: Partial<Settings>): void;
}

const rates = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3];
const decays = [0, 0.0001, 0.001, 0.003, 0.01, 0.03, 0.1];

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

export function LearningControls({ settings, onSettings }: Props): JSX.Element {
  return (
    <div class="learning">
      <label>
        {t.playgroundRate}
        <select
          value={settings.lr}
          onChange={(e) => onSettings({ lr: Number(e.currentTarget.value) })}
        >
          {withOwn(rates, settings.lr).map((v) => (
            <option key={v} value={v}>
              {v}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.playgroundOptimizer}
        <select
          value={settings.optimizer}
          onChange={(e) =>
            onSettings({ optimizer: e.currentTarget.value as Settings["optimizer"] })
          }
        >
          {optimizers.map((name) => (
            <option key={name} value={name}>
              {t.playgroundOptimizers[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.playgroundActivation}
        <select
          value={settings.activation}
          onChange={(e) =>
            onSettings({ activation: e.currentTarget.value as Settings["activation"] })
          }
        >
          {activations.map((name) => (
            <option key={name} value={name}>
              {t.playgroundActivations[name]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.playgroundL2}
        <select
          value={settings.l2}
          onChange={(e) => onSettings({ l2: Number(e.currentTarget.value) })}
        >
          {withOwn(decays, settings.l2).map((v) => (
            <option key={v} value={v}>
              {v === 0 ? t.playgroundNone : short(v)}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t.playgroundL1}
        <select
          value={settings.l1}
          onChange={(e) => onSettings({ l1: Number(e.currentTarget.value) })}
        >
          {withOwn(decays, settings.l1).map((v) => (
            <option key={v} value={v}>
              {v === 0 ? t.playgroundNone : short(v)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
