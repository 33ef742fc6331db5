/** The playground: settings in the address, training in a worker, the network and what it learns drawn here. */
import type { JSX } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { BesideCard } from "../playground/beside.tsx";
import { DataChoice, DataControls, LearningControls } from "../playground/controls.tsx";
import { CodeDialog, CsvDialog, FromCode } from "../playground/dialogs.tsx";
import { runOf } from "../playground/keep.ts";
import { Network, type Picked } from "../playground/network.tsx";
import { Plane } from "../playground/plane.tsx";
import { type Brush, mostPoints, type Point } from "../playground/points.ts";
import { LossCurve, Numbers, SurfaceCard } from "../playground/results.tsx";
import { decode, encode, isRegression, misread, type Settings } from "../playground/state.ts";
import { makeTraining, type Speed, speeds, type Training } from "../playground/training.ts";
import { rangeOf, short } from "../playground/view.ts";
import { route } from "../router.ts";
import { request } from "../state/connection.ts";
import { t } from "../strings/strings.ts";
import { Icon } from "../ui/icons.tsx";
import type { PlaygroundReply } from "../workers/playground.worker.ts";
import "../styles/playground.css";

/** Browsers allow an address to change only so often. */
const addressMs = 250;
const manyEpochs = 100;

/** A training in a worker of its own, which starts with the first request and ends when it is not wanted any more. */
function useTraining(wanted = true): Training {
  const worker = useRef<Worker | null>(null);
  const training = useMemo(() => {
    const made: Training = makeTraining((request) => {
      worker.current ??= startWorker((reply) => made.receive(reply));
      worker.current.postMessage(request);
    });
    return made;
  }, [wanted]);
  const stop = (): void => {
    worker.current?.terminate();
    worker.current = null;
  };
  useEffect(() => {
    if (!wanted) stop();
  }, [wanted]);
  useEffect(() => stop, []);
  return training;
}

function startWorker(receive: (reply: PlaygroundReply) => void): Worker {
  const made = new Worker(new URL("../workers/playground.worker.ts", import.meta.url), {
    type: "module",
  });
  made.onmessage = (event: MessageEvent<PlaygroundReply>) => receive(event.data);
  return made;
}

function useReducedMotion(): boolean {
  const query = useMemo(() => matchMedia("(prefers-reduced-motion: reduce)"), []);
  const [reduced, setReduced] = useState(query.matches);
  useEffect(() => {
    const look = (): void => setReduced(query.matches);
    query.addEventListener("change", look);
    return () => query.removeEventListener("change", look);
  }, []);
  return reduced;
}

function Transport(props: { training: Training; settings: Settings; onCode(): void }): JSX.Element {
  const { training, settings, onCode } = props;
  const still = useReducedMotion();
  const losses = training.losses.value;
  const last = losses.at(-1);
  const empty = training.points.value.train.length === 0;
  const playing = training.playing.value;
  return (
    <div class="transport card" role="toolbar" aria-label={t.playgroundTransport}>
      {still ? (
        <button
          type="button"
          class="button primary play"
          disabled={empty}
          onClick={() => training.step(manyEpochs)}
        >
          <Icon name="play" />
          {t.playgroundTrainMany}
        </button>
      ) : (
        <button
          type="button"
          class="button primary play"
          disabled={empty}
          onClick={playing ? training.pause : training.play}
        >
          <Icon name={playing ? "stop" : "play"} />
          {playing ? t.playgroundPause : t.playgroundPlay}
        </button>
      )}
      <button
        type="button"
        class="button"
        disabled={empty || playing}
        onClick={() => training.step(1)}
      >
        {t.playgroundStep}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => {
          training.pause();
          training.reset(settings);
        }}
      >
        <Icon name="reset" />
        {t.playgroundReset}
      </button>
      {!still && (
        <label class="speed">
          <span class="visually-hidden">{t.playgroundSpeed}</span>
          <select
            value={training.speed.value}
            onChange={(e) => {
              training.speed.value = e.currentTarget.value as Speed;
            }}
          >
            {Object.keys(speeds).map((name) => (
              <option key={name} value={name}>
                {t.playgroundSpeeds[name as Speed]}
              </option>
            ))}
          </select>
        </label>
      )}
      <dl class="readings">
        <div>
          <dt>{t.playgroundEpoch}</dt>
          <dd class="epoch">{Math.max(0, losses.length - 1)}</dd>
        </div>
        <div class="train">
          <dt>{t.playgroundTrainLoss}</dt>
          <dd>{last ? last.train.toFixed(3).replace("NaN", "–") : "–"}</dd>
        </div>
        <div class="test">
          <dt>{t.playgroundTestLoss}</dt>
          <dd>{last ? last.test.toFixed(3).replace("NaN", "–") : "–"}</dd>
        </div>
        {settings.schedule !== "constant" && (
          <div class="rate">
            <dt>{t.playgroundRateNow}</dt>
            <dd>{short(training.view.value?.rate)}</dd>
          </div>
        )}
      </dl>
      <button type="button" class="button" onClick={onCode}>
        {t.playgroundCode}
      </button>
      <Keep training={training} settings={settings} />
    </div>
  );
}

/** Keeps what was trained as a run; offered while there is something that is not kept yet. */
function Keep({ training, settings }: { training: Training; settings: Settings }): JSX.Element {
  const [kept, setKept] = useState<{ id: string; epochs: number } | null>(null);
  const [problem, setProblem] = useState("");
  const losses = training.losses.value;
  const epochs = Math.max(0, losses.length - 1);
  useEffect(() => setKept(null), [settings]);
  const keep = async (): Promise<void> => {
    training.pause();
    try {
      const name = `${t.playgroundSets[settings.data]}, ${t.playgroundEpochs(epochs)}`;
      const body = runOf(settings, losses, name);
      const { id } = await request<{ id: string }>("/api/runs", { method: "POST", body });
      setKept({ id, epochs });
      setProblem("");
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <button
        type="button"
        class="button"
        disabled={epochs === 0 || kept?.epochs === epochs}
        onClick={() => void keep()}
      >
        {t.playgroundKeep}
      </button>
      <span class="small" role="status">
        {problem ||
          (kept && (
            <>
              {t.playgroundKept} <a href={`/runs/${kept.id}`}>{t.outputRunOpen}</a>
            </>
          ))}
      </span>
    </>
  );
}

function PlaneOptions(props: {
  settings: Settings;
  onSettings(change: Partial<Settings>): void;
}): JSX.Element {
  const { settings, onSettings } = props;
  return (
    <div class="plane-options small">
      {!isRegression(settings.data) && (
        <label>
          <input
            type="checkbox"
            checked={settings.discrete}
            onChange={(e) => onSettings({ discrete: e.currentTarget.checked })}
          />
          {t.playgroundDiscrete}
        </label>
      )}
      <label>
        <input
          type="checkbox"
          checked={settings.hideTest}
          onChange={(e) => onSettings({ hideTest: e.currentTarget.checked })}
        />
        {t.playgroundHideTest}
      </label>
    </div>
  );
}

function DrawTools(props: {
  settings: Settings;
  brush: Brush;
  onBrush(brush: Brush): void;
  onPoints(points: readonly Point[]): void;
}): JSX.Element {
  const { settings, brush, onBrush, onPoints } = props;
  const { points } = settings;
  const brushes: [Brush, string][] = [
    [1, t.playgroundDrawOne],
    [0, t.playgroundDrawZero],
    ["erase", t.playgroundErase],
  ];
  return (
    <div class="draw-tools">
      <div class="row">
        <div class="segments" role="toolbar" aria-label={t.playgroundDraw}>
          {brushes.map(([value, label]) => (
            <button
              key={label}
              type="button"
              aria-pressed={brush === value}
              onClick={() => onBrush(value)}
            >
              {value !== "erase" && <i class={`swatch class-${value}`} />}
              {label}
            </button>
          ))}
        </div>
        <button
          type="button"
          class="button quiet"
          disabled={points.length === 0}
          onClick={() => onPoints(points.slice(0, -1))}
        >
          {t.playgroundUndo}
        </button>
        <button
          type="button"
          class="button quiet"
          disabled={points.length === 0}
          onClick={() => onPoints([])}
        >
          {t.playgroundClear}
        </button>
      </div>
      <p class="muted small" id="playground-draw-hint">
        {points.length >= mostPoints ? t.playgroundDrawFull(mostPoints) : t.playgroundDrawHint}
      </p>
      <p class="visually-hidden" role="status">
        {t.playgroundDrawn(points.length)}
      </p>
    </div>
  );
}

export function PlaygroundPage(): JSX.Element {
  const [settings, setSettings] = useState<Settings>(() => decode(location.search));
  const [picked, setPicked] = useState<Picked | null>(null);
  const [brush, setBrush] = useState<Brush>(1);
  const [open, setOpen] = useState<"code" | "csv" | null>(null);
  const [csvSaid, setCsvSaid] = useState("");
  const training = useTraining();
  const second = useTraining(settings.beside !== null);
  const [unread, setUnread] = useState<readonly string[]>(() => misread(location.search));
  const change = (some: Partial<Settings>): void => {
    setUnread([]);
    if ("layers" in some || "features" in some) setPicked(null);
    setSettings((before) => ({ ...before, ...some }));
  };

  // How it is looked at changes nothing in what is trained.
  const { discrete: _, hideTest: __, beside: ___, ...learned } = settings;
  const trained = JSON.stringify(learned);
  useEffect(() => training.reset(settings), [trained]);
  useEffect(() => {
    const timer = setTimeout(() => {
      const query = `?${encode(settings)}`;
      if (location.search === query) return;
      // Each change is a step that Back takes back; the first address is only completed.
      const first = location.search === "" || encode(decode(location.search)) === encode(settings);
      const put = first ? "replaceState" : "pushState";
      history[put](history.state, "", `${query}${location.hash}`);
    }, addressMs);
    return () => clearTimeout(timer);
  }, [settings]);

  // Back, forward and links: the address leads, but one that says nothing takes nothing away.
  const place = route.value;
  const first = useRef(place);
  useEffect(() => {
    if (place === first.current) return;
    const asked = location.search === "" ? settings : decode(location.search);
    setUnread(misread(location.search));
    setSettings({ ...asked });
  }, [place]);

  const view = training.view.value;
  const { train, test } = training.points.value;
  const losses = training.losses.value;
  const last = losses.at(-1);
  const output = { layer: (view?.layers.length ?? 1) - 1, neuron: 0 };
  const seen = picked && view?.maps[picked.layer]?.[picked.neuron] ? picked : output;
  const maps = view?.maps[seen.layer] ?? [];
  const own = settings.data === "own";
  const regression = isRegression(settings.data);
  const lost = train.length > 0 && last !== undefined && !Number.isFinite(last.train);
  const onPoints = (points: readonly Point[]): void => {
    setCsvSaid("");
    change({ data: "own", points });
  };

  return (
    <div class="page playground">
      <div class="playground-head">
        <h1>{t.playgroundTitle}</h1>
        <p class="muted">{t.playgroundLead}</p>
      </div>
      <Transport training={training} settings={settings} onCode={() => setOpen("code")} />
      <p role="alert" class="trouble-line">
        {training.problem.value || (lost ? t.playgroundLost : "")}
      </p>
      {unread.length > 0 && (
        <p class="banner" role="status">
          {t.playgroundMisread(unread)}
        </p>
      )}
      <div class="playground-main">
        <section class="card data" aria-labelledby="playground-data">
          <h2 id="playground-data">{t.playgroundData}</h2>
          <DataChoice settings={settings} onSettings={change} />
          <button type="button" class="button" onClick={() => setOpen("csv")}>
            {t.playgroundPasteCsv}
          </button>
          <p class="small" role="status">
            {own ? csvSaid : ""}
          </p>
          <DataControls settings={settings} onSettings={change} />
        </section>
        <section class="card model" aria-labelledby="playground-network">
          <h2 id="playground-network">{t.playgroundNetwork}</h2>
          <LearningControls settings={settings} onSettings={change} />
          <Network
            settings={settings}
            view={view}
            picked={picked}
            onSettings={change}
            onPick={setPicked}
          />
        </section>
        <section class="card output" aria-labelledby="playground-output">
          <h2 id="playground-output">
            {seen === output
              ? t.playgroundOutput
              : t.playgroundShows(t.playgroundNeuron(seen.layer + 1, seen.neuron + 1))}
          </h2>
          {own && (
            <DrawTools settings={settings} brush={brush} onBrush={setBrush} onPoints={onPoints} />
          )}
          <Plane
            map={own && train.length === 0 ? undefined : maps[seen.neuron]}
            side={view?.side ?? 0}
            range={rangeOf(settings, seen.layer, maps)}
            discrete={settings.discrete && !regression}
            boundary={!regression}
            train={train}
            test={settings.hideTest ? [] : test}
            label={t.playgroundBoundary(short(last?.train), short(last?.test))}
            drawing={own ? { points: settings.points, brush, onDrawn: onPoints } : undefined}
          />
          {own && train.length === 0 && <p class="muted small">{t.playgroundFew}</p>}
          <ul class="plane-legend small">
            {regression ? (
              <li class="shades">
                −1 <i class="shade-bar" /> 1
              </li>
            ) : (
              <>
                <li>
                  <i class="swatch class-1" />
                  {t.playgroundLegendOne}
                </li>
                <li>
                  <i class="swatch class-0" />
                  {t.playgroundLegendZero}
                </li>
              </>
            )}
            {!settings.hideTest && <li class="muted">{t.playgroundLegendTest}</li>}
          </ul>
          <PlaneOptions settings={settings} onSettings={change} />
          <LossCurve
            losses={losses}
            name={regression ? t.playgroundLossNames.numbers : t.playgroundLossNames.classes}
          />
        </section>
      </div>
      {settings.beside ? (
        <BesideCard settings={settings} first={training} second={second} onSettings={change} />
      ) : (
        <button type="button" class="button beside-offer" onClick={() => change({ beside: {} })}>
          {t.playgroundBesideStart}
        </button>
      )}
      <div class="playground-more">
        <SurfaceCard training={training} />
        <FromCode settings={settings} onSettings={change} />
      </div>
      {view && <Numbers settings={settings} view={view} onSet={training.set} />}
      {open === "code" && <CodeDialog settings={settings} onClose={() => setOpen(null)} />}
      {open === "csv" && (
        <CsvDialog
          onPoints={(points, said) => {
            change({ data: "own", points });
            setCsvSaid(said);
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
