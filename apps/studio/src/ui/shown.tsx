/** A value as a learner can look at it: numbers in a grid, a heat map, or an image, as fits. */
import type { Shown } from "@gradus/exercise";
import type { ComponentChildren, JSX } from "preact";
import { heatColor, heatDomain, inkOn, rgb } from "../charts/colors.ts";
import { PanelView } from "../charts/scene.tsx";

const format = (v: number, dtype: string): string => {
  if (dtype === "bool") return v ? "true" : "false";
  if (!Number.isFinite(v) || Number.isInteger(v)) return String(v);
  const size = Math.abs(v);
  return size >= 1e5 || size < 1e-4 ? v.toExponential(2) : String(Number(v.toPrecision(5)));
};

type ShownTensor = Extract<Shown, { kind: "tensor" }>;

/** Up to 12 by 12 numbers are printed, coloured by size; more are a picture. */
function Grid({ t, mark }: { t: ShownTensor; mark: number }): JSX.Element {
  const columns = t.shape.at(-1) ?? 1;
  const rows = columns === 0 ? 0 : t.data.length / columns;
  if (columns > 12 || rows > 12)
    return (
      <PanelView
        label={`values of shape [${t.shape}]`}
        panel={{
          x: { hidden: true },
          y: { hidden: true },
          aspect: Math.min(4, Math.max(0.5, columns / Math.max(1, rows))),
          marks: [{ mark: "heatmap", rows, columns, values: t.data, scale: "diverging" }],
        }}
      />
    );
  const domain = heatDomain(t.data, "diverging");
  return (
    <table class="grid">
      <tbody>
        {Array.from({ length: rows }, (_, r) => (
          <tr key={r}>
            {Array.from({ length: columns }, (__, c) => {
              const i = r * columns + c;
              const v = t.data[i] as number;
              const color = heatColor(v, domain, "diverging");
              return (
                <td
                  key={c}
                  class={i === mark ? "marked" : undefined}
                  style={`background: ${rgb(color)}; color: ${inkOn(color)}`}
                >
                  {format(v, t.dtype)}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The flat place that the rest of a difference's path points at. */
function placeOf(shape: readonly number[], path: readonly (string | number)[]): number {
  const index = path.filter((p): p is number => typeof p === "number");
  if (index.length !== shape.length || shape.length === 0) return -1;
  return index.reduce((at, i, axis) => at * (shape[axis] as number) + i, 0);
}

export function ShownView({
  value,
  path = [],
}: {
  value: Shown;
  path?: readonly (string | number)[];
}): ComponentChildren {
  switch (value.kind) {
    case "number":
      return <code>{String(value.value)}</code>;
    case "text":
      return <code class="text">{value.text}</code>;
    case "tensor":
      return (
        <div class="shown-tensor">
          <span class="muted small">
            [{value.shape.join(", ")}] {value.dtype}
          </span>
          <Grid t={value} mark={placeOf(value.shape, path)} />
        </div>
      );
    case "list":
      return (
        <ol class="shown-list">
          {value.items.map((item, i) => (
            <li key={i}>
              <ShownView value={item} path={path[0] === i ? path.slice(1) : []} />
            </li>
          ))}
        </ol>
      );
    case "record":
      return (
        <dl class="shown-record">
          {value.entries.map(([name, item]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>
                <ShownView value={item} path={path[0] === name ? path.slice(1) : []} />
              </dd>
            </div>
          ))}
        </dl>
      );
  }
}
