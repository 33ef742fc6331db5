/** The playground: settings in the address, training in a worker, the boundary and the losses drawn here. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { code } from "../playground/code.ts";
import { activations, dataNames, decode, encode, type Settings } from "../playground/state.ts";
import { curve } from "../playground/view.ts";
import { t } from "../strings/strings.ts";
import type { PlaygroundReply, PlaygroundRequest } from "../workers/playground.worker.ts";
import "../styles/playground.css";

type Shown = Extract<PlaygroundReply, { kind: "shown" }>;

export function PlaygroundPage(): JSX.Element {
  const [settings, setSettings] = useState<Settings>(() => decode(location.search));
  const [shown, setShown] = useState<Shown | null>(null);
  const [train, setTrain] = useState<readonly number[]>([]);
  const [test, setTest] = useState<readonly number[]>([]);
  const [playing, setPlaying] = useState(false);
  const [problem, setProblem] = useState("");
  const worker = useRef<Worker | null>(null);
  const goes = useRef(false);
  goes.current = playing;
  const ask = (request: PlaygroundRequest): void => worker.current?.postMessage(request);
  const reset = (): void => {
    setPlaying(false);
    setTrain([]);
    setTest([]);
    ask({ want: "reset", settings });
  };

  useEffect(() => {
    const made = new Worker(new URL("../workers/playground.worker.ts", import.meta.url), {
      type: "module",
    });
    worker.current = made;
    made.onmessage = (event: MessageEvent<PlaygroundReply>) => {
      const reply = event.data;
      if (reply.kind === "error") {
        setProblem(reply.message);
        setPlaying(false);
        return;
      }
      setProblem("");
      setShown(reply);
      const { losses } = reply;
      if (losses) {
        setTrain((before) => [...before, losses.train]);
        setTest((before) => [...before, losses.test]);
      }
      if (losses && goes.current) made.postMessage({ want: "step" } satisfies PlaygroundRequest);
    };
    return () => made.terminate();
  }, []);

  useEffect(() => {
    history.replaceState(history.state, "", `?${encode(settings)}${location.hash}`);
    reset();
  }, [settings]);

  const change = (key: keyof Settings) => (event: Event) => {
    const query = new URLSearchParams(encode(settings));
    query.set(key, (event.currentTarget as HTMLInputElement | HTMLSelectElement).value);
    setSettings(decode(query.toString()));
  };
  const choice = (label: string, key: "data" | "activation", names: readonly string[]) => (
    <label>
      {label}{" "}
      <select value={settings[key]} onChange={change(key)}>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
  const play = (): void => {
    if (!playing) ask({ want: "step" });
    setPlaying(!playing);
  };

  return (
    <div class="page">
      <h1>{t.playgroundTitle}</h1>
      <p>{t.playgroundLead}</p>
      <div class="playground-controls">
        <button type="button" onClick={play}>
          {playing ? t.playgroundPause : t.playgroundPlay}
        </button>
        <button type="button" disabled={playing} onClick={() => ask({ want: "step" })}>
          {t.playgroundStep}
        </button>
        <button type="button" onClick={reset}>
          {t.playgroundReset}
        </button>
        {choice(t.playgroundData, "data", dataNames)}
        {choice(t.playgroundActivation, "activation", activations)}
        <label>
          {t.playgroundLayers}{" "}
          <input value={settings.layers.join(",")} onChange={change("layers")} />
        </label>
        <label>
          {t.playgroundRate}{" "}
          <input type="number" step="any" value={settings.lr} onChange={change("lr")} />
        </label>
      </div>
      <p role="alert">{problem}</p>
      <details>
        <summary>{t.playgroundCode}</summary>
        <pre style={{ overflow: "auto", maxHeight: "24rem" }}>{code(settings, 100)}</pre>
      </details>
      <div class="playground-views">
        <svg viewBox="0 0 60 60" role="img" aria-label={t.playgroundBoundary}>
          {shown?.grid.map((p, i) => (
            <rect
              key={i}
              x={i % 60}
              y={Math.floor(i / 60)}
              width="1.02"
              height="1.02"
              class={p > 0.5 ? "playground-one" : "playground-zero"}
              opacity={Math.abs(p - 0.5)}
            />
          ))}
          {shown?.points.map((p, i) => (
            <circle
              key={i}
              cx={30 + 30 * p.x}
              cy={30 - 30 * p.y}
              r="0.6"
              class={p.label === 1 ? "playground-one" : "playground-zero"}
            />
          ))}
        </svg>
        <svg viewBox="0 0 300 300" role="img" aria-label={t.playgroundLosses}>
          <path class="playground-train" d={curve(train, 300, 300)} />
          <path class="playground-test" d={curve(test, 300, 300)} />
        </svg>
      </div>
    </div>
  );
}
