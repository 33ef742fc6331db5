/** A tensor as its values, as a heat map or as an image, whichever is wanted. */
import { type Signal, signal, useSignal } from "@preact/signals";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { heatColor, heatDomain, inkOn, type Ramp, rgb } from "../charts/colors.ts";
import { t } from "../strings/strings.ts";
import {
  alike,
  brightness,
  imageBytes,
  imageLayout,
  isWhole,
  type Plane,
  placeOfPlane,
  planeOf,
  planeValues,
  printedIndices,
  rangeOf,
  type ShownTensor,
  type TensorView,
  valueText,
  viewsOf,
} from "./views.ts";
import "../styles/output.css";

const mostRows = 12;
const mostColumns = 12;

/** Draws pixels on a canvas once they change. */
function Pixels({
  width,
  height,
  bytes,
  label,
  at,
}: {
  width: number;
  height: number;
  bytes: Uint8ClampedArray;
  label: string;
  /** Hears which pixel is pointed at, or null. */
  at?: (place: readonly [row: number, column: number] | null) => void;
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const image = context.createImageData(width, height);
    image.data.set(bytes);
    context.putImageData(image, 0, 0);
  }, [width, height, bytes]);
  return (
    <canvas
      ref={canvas}
      class="pixels"
      width={width}
      height={height}
      role="img"
      aria-label={label}
      style={`--ratio: ${width / height}; --across: ${width}`}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const column = Math.floor(((event.clientX - box.left) / box.width) * width);
        const row = Math.floor(((event.clientY - box.top) / box.height) * height);
        const inside = row >= 0 && row < height && column >= 0 && column < width;
        at?.(inside ? [row, column] : null);
      }}
      onPointerLeave={() => at?.(null)}
    />
  );
}

interface PlaneProps {
  readonly values: readonly number[];
  readonly plane: Plane;
  readonly dtype: string;
  /** The flat place that is marked, or −1. */
  readonly mark: number;
  /** Coloured by size; null for plain numbers. */
  readonly ramp: Ramp | null;
  readonly domain: readonly [number, number];
}

/** Numbers in a grid, the middle of a large one left out. */
function Grid({ values, plane, dtype, mark, ramp, domain }: PlaneProps): JSX.Element {
  const write = ramp ? (v: number): string => valueText(v, dtype) : alike(values, dtype);
  const rows = printedIndices(plane.rows, mostRows);
  const columns = printedIndices(plane.columns, mostColumns);
  return (
    <table class={ramp ? "grid" : "grid plain-grid"}>
      <tbody>
        {rows.map((r) => (
          <tr key={r}>
            {columns.map((c) => {
              const i = r * plane.columns + c;
              if (r < 0 || c < 0)
                return (
                  <td key={c} class="muted">
                    …
                  </td>
                );
              const v = values[i] as number;
              const color = ramp && heatColor(v, domain, ramp);
              return (
                <td
                  key={c}
                  class={i === mark ? "marked" : undefined}
                  style={color ? `background: ${rgb(color)}; color: ${inkOn(color)}` : undefined}
                >
                  {v === undefined ? "…" : write(v)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The colours of a heat map from its least value to its greatest. */
function Legend({ ramp, domain }: { ramp: Ramp; domain: readonly [number, number] }): JSX.Element {
  const [lo, hi] = domain;
  const stops = [0, 0.25, 0.5, 0.75, 1].map((f) =>
    rgb(heatColor(lo + f * (hi - lo), domain, ramp)),
  );
  return (
    <span class="heat-legend small">
      {valueText(lo, "float32")}
      <i style={`background: linear-gradient(90deg, ${stops.join(", ")})`} />
      {valueText(hi, "float32")}
    </span>
  );
}

function Heat({
  values,
  plane,
  dtype,
  mark,
  label,
}: Omit<PlaneProps, "ramp" | "domain"> & { label: string }): JSX.Element {
  const pointed = useSignal<readonly [number, number] | null>(null);
  const [lo, hi] = rangeOf(values);
  const ramp: Ramp = lo < 0 && hi > 0 ? "diverging" : "sequential";
  const domain = heatDomain(values, ramp);
  const small = plane.rows <= mostRows && plane.columns <= mostColumns;
  const place = pointed.value;
  const range = t.outputRange(valueText(lo, dtype), valueText(hi, dtype));
  return (
    <>
      {small ? (
        <Grid values={values} plane={plane} dtype={dtype} mark={mark} ramp={ramp} domain={domain} />
      ) : (
        <Pixels
          width={plane.columns}
          height={plane.rows}
          bytes={Uint8ClampedArray.from(
            values.flatMap((v) => [...heatColor(v, domain, ramp), 255]),
          )}
          label={`${label}, ${range}`}
          at={(p) => {
            pointed.value = p;
          }}
        />
      )}
      <span class="tensor-foot muted">
        <Legend ramp={ramp} domain={domain} />
        <span class="small">
          {place
            ? `[${place.join(", ")}] = ${valueText(values[place[0] * plane.columns + place[1]] as number, dtype)}`
            : range}
        </span>
      </span>
    </>
  );
}

function Picture({
  tensor,
  which,
  label,
}: {
  tensor: ShownTensor;
  which: number;
  label: string;
}): JSX.Element | null {
  const layout = imageLayout(tensor.shape);
  if (!layout) return null;
  const [lo, hi] = brightness(tensor);
  return (
    <>
      <Pixels
        width={layout.width}
        height={layout.height}
        bytes={imageBytes(tensor, layout, Math.min(which, layout.count - 1))}
        label={label}
      />
      <span class="tensor-foot muted small">
        {t.outputBrightness(valueText(lo, "float32"), valueText(hi, "float32"))}
      </span>
    </>
  );
}

/** What was chosen last for a name, so that the next run shows it the same way. */
const chosen = new Map<string, Signal<TensorView>>();

export function viewFor(key: string, first: TensorView): Signal<TensorView> {
  const known = chosen.get(key);
  if (known) return known;
  const made = signal<TensorView>(first);
  chosen.set(key, made);
  return made;
}

const viewNames: Readonly<Record<TensorView, string>> = {
  values: t.outputValues,
  heat: t.outputHeat,
  image: t.outputImage,
};

export function TensorCard({
  tensor,
  name = "",
  view,
  mark = -1,
}: {
  tensor: ShownTensor;
  name?: string;
  view: Signal<TensorView>;
  mark?: number;
}): JSX.Element {
  const which = useSignal(0);
  const views = viewsOf(tensor);
  const shown = views.includes(view.value) ? view.value : (views[0] as TensorView);
  const plane = planeOf(tensor.shape);
  const count = shown === "image" ? (imageLayout(tensor.shape)?.count ?? 1) : plane.count;
  const at = Math.min(which.value, count - 1);
  const size = plane.rows * plane.columns;
  const place = shown === "image" ? [at] : placeOfPlane(tensor.shape, at);
  const what = `${name || t.outputTensor} [${tensor.shape.join(", ")}] ${tensor.dtype}`;
  const common = {
    values: planeValues(tensor, at),
    plane,
    dtype: tensor.dtype,
    mark: mark >= at * size && mark < (at + 1) * size ? mark - at * size : -1,
  };
  return (
    <figure class="tensor" aria-label={what}>
      <figcaption>
        {name && <code>{name}</code>}
        <span class="muted small">
          [{tensor.shape.join(", ")}] {tensor.dtype}
        </span>
        {views.length > 1 && (
          <fieldset class="views">
            <legend class="visually-hidden">{t.outputViews(what)}</legend>
            {views.map((v) => (
              <button
                key={v}
                type="button"
                aria-pressed={v === shown}
                onClick={() => {
                  view.value = v;
                }}
              >
                {viewNames[v]}
              </button>
            ))}
          </fieldset>
        )}
      </figcaption>
      {count > 1 && isWhole(tensor) && (
        <label class="plane small">
          <input
            type="range"
            min={0}
            max={count - 1}
            value={at}
            aria-label={t.outputPlane(what)}
            onInput={(event) => {
              which.value = Number(event.currentTarget.value);
            }}
          />
          <code>[{place.join(", ")}]</code>
        </label>
      )}
      <div class="tensor-body">
        {shown === "values" && <Grid {...common} ramp={null} domain={[0, 1]} />}
        {shown === "heat" && <Heat {...common} label={what} />}
        {shown === "image" && <Picture tensor={tensor} which={at} label={what} />}
      </div>
    </figure>
  );
}
