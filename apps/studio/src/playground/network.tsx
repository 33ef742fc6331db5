/** The network as a picture: every neuron's output over the plane, every weight as a line, each layer's gradient. */
import type { JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { t } from "../strings/strings.ts";
import { featureMap } from "./data.ts";
import { HeatMap } from "./heat-map.tsx";
import type { LayerView, View } from "./model.ts";
import { type Feature, featureNames, mostLayers, mostUnits, type Settings } from "./state.ts";
import {
  gradientBar,
  layout,
  link,
  linkOpacity,
  linkWidth,
  norm,
  rangeOf,
  type Spot,
  short,
} from "./view.ts";
import "./network.css";

/** Which neuron the plane shows instead of the answer; layers count from 0. */
export interface Picked {
  readonly layer: number;
  readonly neuron: number;
}

interface Tip extends Spot {
  readonly title: string;
  readonly text: string;
}

const featureSide = 24;

function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(Math.round(element.clientWidth)));
    observer.observe(element);
    setWidth(Math.round(element.clientWidth));
    return () => observer.disconnect();
  }, []);
  return [ref, width] as const;
}

const sized = (spot: Spot, size: number) => ({
  left: `${spot.x - size / 2}px`,
  top: `${spot.y - size / 2}px`,
  width: `${size}px`,
  height: `${size}px`,
});

/** The features that are used come first into the network, in their own order. */
const inputName = (settings: Settings, layer: number, index: number): string =>
  layer === 0
    ? t.playgroundFeatureNames[settings.features[index] as Feature]
    : t.playgroundNeuronShort(index + 1);

const neuronName = (settings: Settings, layer: number, index: number): string =>
  layer === settings.layers.length
    ? t.playgroundOutputNeuron
    : t.playgroundNeuron(layer + 1, index + 1);

/** A view that does not fit the settings is one of the network before. */
const fits = (view: View | null, settings: Settings): view is View =>
  view !== null &&
  view.layers.length === settings.layers.length + 1 &&
  view.layers.every(
    (l, i) =>
      l.outputs === (settings.layers[i] ?? 1) &&
      l.inputs === (i === 0 ? settings.features.length : settings.layers[i - 1]),
  );

export function Network(props: {
  readonly settings: Settings;
  readonly view: View | null;
  readonly picked: Picked | null;
  onSettings(change: Partial<Settings>): void;
  onPick(picked: Picked | null): void;
}): JSX.Element {
  const { settings, picked, onSettings, onPick } = props;
  const view = fits(props.view, settings) ? props.view : null;
  const [ref, width] = useWidth();
  const [tip, setTip] = useState<Tip | null>(null);
  const counts = [featureNames.length, ...settings.layers, 1];
  const shape = counts.join();
  const made = useMemo(() => layout(width || 480, counts), [width, shape]);
  const { size, columns } = made;
  const features = useMemo(
    () => new Map(featureNames.map((name) => [name, featureMap(name, featureSide)])),
    [],
  );
  const spot = (column: number, index: number): Spot =>
    columns[column]?.[
      column === 0 ? featureNames.indexOf(settings.features[index] as Feature) : index
    ] ?? { x: 0, y: 0 };

  const links = (layer: LayerView, depth: number) =>
    layer.weight.map((weight, k) => {
      const [i, j] = [Math.floor(k / layer.inputs), k % layer.inputs];
      const [from, to] = [spot(depth, j), spot(depth + 1, i)];
      const d = link(from, to, size);
      const show = (): void =>
        setTip({
          x: (from.x + to.x) / 2,
          y: (from.y + to.y) / 2,
          title: `${inputName(settings, depth, j)} → ${neuronName(settings, depth, i)}`,
          text: `${t.playgroundWeight} ${short(weight)}, ${t.playgroundGradient} ${short(layer.weightGrad[k])}`,
        });
      return (
        <g
          key={`${depth} ${k}`}
          class="link"
          onPointerEnter={show}
          onPointerLeave={() => setTip(null)}
        >
          <path class="link-hit" d={d} />
          <path
            class={weight < 0 ? "link-line negative-weight" : "link-line positive-weight"}
            d={d}
            stroke-width={linkWidth(weight, size)}
            opacity={linkOpacity(weight)}
          />
        </g>
      );
    });

  const resize = (layer: number, by: number): void =>
    onSettings({ layers: settings.layers.map((n, i) => (i === layer ? n + by : n)) });

  return (
    <div class="network">
      <div class="network-layers">
        <strong>{t.playgroundHiddenLayers(settings.layers.length)}</strong>
        <button
          type="button"
          class="round"
          aria-label={t.playgroundRemoveLayer}
          title={t.playgroundRemoveLayer}
          disabled={settings.layers.length === 0}
          onClick={() => onSettings({ layers: settings.layers.slice(0, -1) })}
        >
          −
        </button>
        <button
          type="button"
          class="round"
          aria-label={t.playgroundAddLayer}
          title={t.playgroundAddLayer}
          disabled={settings.layers.length === mostLayers}
          onClick={() => onSettings({ layers: [...settings.layers, settings.layers.at(-1) ?? 4] })}
        >
          +
        </button>
      </div>
      <div class={made.narrow ? "network-heads narrow" : "network-heads"}>
        <span class="column-head first">{t.playgroundFeatures}</span>
        {settings.layers.map((count, layer) => (
          <span
            key={layer}
            class="column-head"
            style={{ left: `${columns[layer + 1]?.[0]?.x ?? 0}px` }}
          >
            <button
              type="button"
              class="round"
              aria-label={t.playgroundRemoveNeuron(layer + 1)}
              title={t.playgroundRemoveNeuron(layer + 1)}
              disabled={count === 1}
              onClick={() => resize(layer, -1)}
            >
              −
            </button>
            <button
              type="button"
              class="round"
              aria-label={t.playgroundAddNeuron(layer + 1)}
              title={t.playgroundAddNeuron(layer + 1)}
              disabled={count === mostUnits}
              onClick={() => resize(layer, 1)}
            >
              +
            </button>
          </span>
        ))}
      </div>
      <div class="network-picture" ref={ref} style={{ height: `${made.height}px` }}>
        <svg width="100%" height={made.height} aria-hidden="true">
          {view?.layers.map(links)}
        </svg>
        {featureNames.map((name, i) => {
          const at = columns[0]?.[i] ?? { x: 0, y: 0 };
          const on = settings.features.includes(name);
          return (
            <button
              key={name}
              type="button"
              class="node feature"
              style={sized(at, size)}
              aria-pressed={on}
              aria-label={t.playgroundFeature(t.playgroundFeatureNames[name])}
              disabled={on && settings.features.length === 1}
              onClick={() =>
                onSettings({
                  features: featureNames.filter(
                    (f) => settings.features.includes(f) !== (f === name),
                  ),
                })
              }
            >
              <span class="node-name" aria-hidden="true">
                {t.playgroundFeatureNames[name]}
              </span>
              <HeatMap values={features.get(name) ?? []} side={featureSide} range={[-1, 1]} />
            </button>
          );
        })}
        {settings.layers.concat(1).map((count, layer) =>
          Array.from({ length: count }, (_, neuron) => {
            const at = columns[layer + 1]?.[neuron] ?? { x: 0, y: 0 };
            const map = view?.maps[layer]?.[neuron];
            const l = view?.layers[layer];
            const name = neuronName(settings, layer, neuron);
            const text = `${t.playgroundBias} ${short(l?.bias[neuron])}, ${t.playgroundGradient} ${short(l?.biasGrad[neuron])}`;
            const on = picked?.layer === layer && picked.neuron === neuron;
            const enter = (): void => {
              onPick({ layer, neuron });
              setTip({ x: at.x, y: at.y - size / 2, title: name, text });
            };
            const leave = (): void => {
              onPick(null);
              setTip(null);
            };
            return (
              <button
                key={`${layer} ${neuron}`}
                type="button"
                class={on ? "node picked" : "node"}
                style={sized(at, size)}
                aria-label={`${name}: ${text}`}
                onPointerEnter={enter}
                onPointerLeave={leave}
                onFocus={enter}
                onBlur={leave}
              >
                {map && view && (
                  <HeatMap
                    values={map}
                    side={view.side}
                    range={rangeOf(settings, layer, view.maps[layer] ?? [])}
                  />
                )}
              </button>
            );
          }),
        )}
        {tip && (
          <div
            class="network-tip"
            aria-hidden="true"
            style={{
              left: `${Math.min(Math.max(tip.x, 100), Math.max(100, width - 100))}px`,
              top: `${tip.y}px`,
            }}
          >
            <strong>{tip.title}</strong>
            {tip.text}
          </div>
        )}
      </div>
      <div
        class={made.narrow ? "network-gradients narrow" : "network-gradients"}
        title={t.playgroundGradientHint}
      >
        <span class="column-head first">{t.playgroundGradients}</span>
        {settings.layers.concat(1).map((_, layer) => {
          const l = view?.layers[layer];
          const long = norm(l?.weightGrad ?? [], l?.biasGrad ?? []);
          return (
            <span
              key={layer}
              class="gradient"
              style={{ left: `${columns[layer + 1]?.[0]?.x ?? 0}px`, width: `${size}px` }}
            >
              <span class="gradient-bar">
                <i style={{ width: `${100 * gradientBar(long)}%` }} />
              </span>
              {short(long)}
            </span>
          );
        })}
      </div>
      <p class="muted small">{t.playgroundNetworkHint}</p>
    </div>
  );
}
