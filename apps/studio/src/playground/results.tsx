/** What training came to: the curve of losses, all numbers of the network, and the loss surface. */
import type { JSX } from "preact";
import { useMemo, useState } from "preact/hooks";
import { t } from "../strings/strings.ts";
import { HeatMap } from "./heat-map.tsx";
import type { Losses, View, WeightPlace } from "./model.ts";
import type { Feature, Settings } from "./state.ts";
import type { Training } from "./training.ts";
import { contour, curve, heights, logScale, roundTop, short } from "./view.ts";
import "./results.css";

/** Larger weights by hand would only make the loss no number. */
const mostWeight = 100;

const size = { width: 320, height: 110 };

interface Line {
  /** A class of the stylesheet: how the line is drawn. */
  readonly kind: string;
  readonly label: string;
  readonly values: readonly number[];
}

/** Losses over epochs on one scale. */
export function Curves({ title, lines }: { title: string; lines: readonly Line[] }): JSX.Element {
  const top = roundTop(lines.flatMap((line) => line.values));
  const last = (values: readonly number[]): string => short(values.findLast(Number.isFinite));
  return (
    <figure class="loss-curve">
      <figcaption>
        <span>{title}</span>
        {lines.map(({ kind, label }) => (
          <span key={kind} class={`key ${kind}`}>
            {label}
          </span>
        ))}
      </figcaption>
      <div class="loss-frame">
        <span class="tick top">{top}</span>
        <span class="tick bottom">0</span>
        <svg
          viewBox={`0 -2 ${size.width} ${size.height + 4}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${title}: ${lines.map((line) => `${line.label} ${last(line.values)}`).join(", ")}`}
        >
          <path class="rule" d={`M0 0H${size.width}M0 ${size.height / 2}H${size.width}`} />
          <path class="rule base" d={`M0 ${size.height}H${size.width}`} />
          {lines.toReversed().map(({ kind, values }) => (
            <path
              key={kind}
              class={`curve ${kind}`}
              d={curve(values, size.width, size.height, top)}
            />
          ))}
        </svg>
      </div>
    </figure>
  );
}

export function LossCurve({
  losses,
  name,
}: {
  losses: readonly Losses[];
  /** Which loss it is. */
  name: string;
}): JSX.Element {
  return (
    <Curves
      title={t.playgroundLosses(name)}
      lines={[
        { kind: "train", label: t.playgroundTrainLoss, values: losses.map((l) => l.train) },
        { kind: "test", label: t.playgroundTestLoss, values: losses.map((l) => l.test) },
      ]}
    />
  );
}

export function SurfaceCard({ training }: { training: Training }): JSX.Element {
  const [asked, setAsked] = useState(false);
  const found = training.surface.value;
  const surface = found?.surface;
  const drawn = useMemo(() => {
    if (!surface || surface.values.length === 0) return null;
    const { scaled, low, high } = logScale(surface.values);
    const lines = heights.map((level) => contour(scaled, surface.side, level, 320));
    return { scaled, low, high, lines };
  }, [surface]);
  const waiting = asked && training.busy.value && !found;
  const about = drawn
    ? t.playgroundSurfaceAbout(found?.epoch ?? 0, short(drawn.low), short(drawn.high))
    : "";
  return (
    <section class="card" aria-labelledby="playground-surface">
      <h2 id="playground-surface">{t.playgroundSurface}</h2>
      <p class="muted small">{t.playgroundSurfaceLead}</p>
      {drawn && surface && (
        <div class="surface">
          <span class="axis up">{t.playgroundSurfaceAxes[1]}</span>
          <div class="plane">
            <HeatMap values={drawn.scaled} side={surface.side} range={[0, 1]} kind="height" />
            <svg viewBox="0 0 320 320" role="img" aria-label={`${t.playgroundSurface}. ${about}`}>
              {drawn.lines.map((d, i) => (
                <path key={i} class="height-line" d={d} />
              ))}
              <path class="cross halo" d="M152 160h16M160 152v16" />
              <path class="cross" d="M152 160h16M160 152v16" />
            </svg>
          </div>
          <span class="axis">{t.playgroundSurfaceAxes[0]}</span>
        </div>
      )}
      <p class="small" role="status">
        {waiting ? t.playgroundSurfaceBusy : about}
      </p>
      <button
        type="button"
        class="button"
        disabled={training.points.value.train.length === 0}
        onClick={() => {
          setAsked(true);
          training.wantSurface();
        }}
      >
        {found ? t.playgroundSurfaceAgain : t.playgroundSurfaceShow}
      </button>
    </section>
  );
}

/** A number that can be written anew; what is no number is put back. */
function Editable(props: {
  readonly label: string;
  readonly value: number | undefined;
  onValue(value: number): void;
}): JSX.Element {
  const { label, value, onValue } = props;
  return (
    <input
      class="by-hand"
      inputMode="decimal"
      aria-label={label}
      value={short(value)}
      onChange={(e) => {
        const said = Number(e.currentTarget.value.replace("−", "-").replace(",", "."));
        if (e.currentTarget.value.trim() !== "" && Math.abs(said) <= mostWeight) onValue(said);
        else e.currentTarget.value = short(value);
      }}
    />
  );
}

/** Every weight and gradient in tables, for reading and for screen readers. */
export function Numbers(props: {
  readonly settings: Settings;
  readonly view: View;
  onSet(at: WeightPlace, value: number): void;
}): JSX.Element {
  const { settings, view, onSet } = props;
  const [open, setOpen] = useState(false);
  const [what, setWhat] = useState<"weight" | "gradient">("weight");
  const source = (layer: number, j: number): string =>
    layer === 0
      ? t.playgroundFeatureNames[settings.features[j] as Feature]
      : t.playgroundNeuronShort(j + 1);
  const cell = (
    layer: number,
    neuron: number,
    input: number | null,
    from: string,
    value: number | undefined,
  ) => {
    if (what === "gradient") return short(value);
    const last = layer === view.layers.length - 1;
    const to = last ? t.playgroundOutputNeuron : t.playgroundNeuron(layer + 1, neuron + 1);
    const set = (v: number): void => onSet({ layer, neuron, input }, v);
    return <Editable label={`${from} → ${to}`} value={value} onValue={set} />;
  };
  return (
    <details class="card numbers" onToggle={(e) => setOpen(e.currentTarget.open)}>
      <summary>{t.playgroundNumbers}</summary>
      {open && (
        <>
          <div class="segments">
            {(["weight", "gradient"] as const).map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={what === name}
                onClick={() => setWhat(name)}
              >
                {name === "weight" ? t.playgroundNumbersWeight : t.playgroundNumbersGradient}
              </button>
            ))}
          </div>
          {what === "weight" && <p class="muted small">{t.playgroundNumbersHint}</p>}
          <div class="number-tables">
            {view.layers.map((layer, depth) => {
              const [weights, biases] =
                what === "weight" ? [layer.weight, layer.bias] : [layer.weightGrad, layer.biasGrad];
              return (
                <section
                  key={depth}
                  class="table-scroll" /* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */
                  tabIndex={0}
                  aria-label={t.playgroundLayerTitle(depth + 1)}
                >
                  <table>
                    <caption>
                      {depth === view.layers.length - 1
                        ? t.playgroundOutputNeuron
                        : t.playgroundLayerTitle(depth + 1)}
                    </caption>
                    <thead>
                      <tr>
                        <th scope="col">{t.playgroundFrom}</th>
                        {Array.from({ length: layer.inputs }, (_, j) => (
                          <th key={j} scope="col">
                            {source(depth, j)}
                          </th>
                        ))}
                        <th scope="col">{t.playgroundBias}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {Array.from({ length: layer.outputs }, (_, i) => (
                        <tr key={i}>
                          <th scope="row">{t.playgroundNeuronShort(i + 1)}</th>
                          {Array.from({ length: layer.inputs }, (__, j) => (
                            <td key={j}>
                              {cell(depth, i, j, source(depth, j), weights[i * layer.inputs + j])}
                            </td>
                          ))}
                          <td>{cell(depth, i, null, t.playgroundBias, biases[i])}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </section>
              );
            })}
          </div>
        </>
      )}
    </details>
  );
}
