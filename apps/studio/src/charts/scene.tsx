/**
 * Draws a scene of marks as SVG: axes, lines, points, arrows, and heat maps (as an image, which a thousand
 * cells need). Colours are the page's, by role, so a figure follows the theme.
 */
import type { FigureColor, Mark, Panel, Scene } from "@gradus/content";
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { heatColor, heatDomain, inkOn } from "./colors.ts";
import { extent, formatTick, linearScale, type Scale, ticks } from "./scale.ts";

const color = (c: FigureColor | undefined): string => `var(--${c ?? "accent"})`;

/**
 * The drawing's units across, in which text is sized: as many as it has pixels, so that text keeps its size on a
 * phone. Where there is more room than this the picture grows as a whole.
 */
export const fullWidth = 520;
const sharedWidth = 300;
const leastWidth = 240;

/** The width of an element in pixels, or null before it is known. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState<number | null>(null);
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

function* xsOf(marks: readonly Mark[]): Generator<number> {
  for (const m of marks) {
    if (m.mark === "line" || m.mark === "points") yield* m.x;
    else if (m.mark === "heatmap" || m.mark === "image") yield* m.x ?? [0, m.columns];
    else if (m.mark === "arrow") yield* [m.from[0], m.to[0]];
    else if (m.mark === "box") yield* [m.x, m.x + m.width];
    else yield m.x;
  }
}

function* ysOf(marks: readonly Mark[]): Generator<number> {
  for (const m of marks) {
    if (m.mark === "line" || m.mark === "points") yield* m.y;
    else if (m.mark === "heatmap" || m.mark === "image") yield* m.y ?? [0, m.rows];
    else if (m.mark === "arrow") yield* [m.from[1], m.to[1]];
    else if (m.mark === "box") yield* [m.y, m.y + m.height];
    else yield m.y;
  }
}

function linePath(xs: readonly number[], ys: readonly number[], x: Scale, y: Scale): string {
  let path = "";
  let pen = false;
  for (let i = 0; i < xs.length; i++) {
    const [px, py] = [x(xs[i] as number), y(ys[i] as number)];
    if (!Number.isFinite(px) || !Number.isFinite(py)) {
      pen = false;
      continue;
    }
    path += `${pen ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`;
    pen = true;
  }
  return path;
}

type Heat = Extract<Mark, { mark: "heatmap" }>;
type Coloured = Extract<Mark, { mark: "image" }>;

/** A picture as a PNG in a data URL, one pixel a cell. */
function pictureUrl(
  rows: number,
  columns: number,
  colorAt: (cell: number) => readonly [number, number, number],
): string {
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d");
  if (!context) return "";
  const image = context.createImageData(columns, rows);
  for (let i = 0; i < rows * columns; i++) image.data.set([...colorAt(i), 255], i * 4);
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

function heatUrl(m: Heat): string {
  const ramp = m.scale ?? "sequential";
  const domain = m.domain ?? heatDomain(m.values, ramp);
  return pictureUrl(m.rows, m.columns, (i) => heatColor(m.values[i] as number, domain, ramp));
}

const imageUrl = ({ rows, columns, pixels }: Coloured): string =>
  pictureUrl(rows, columns, (i) => {
    const [red = 0, green = 0, blue = 0] = pixels.slice(3 * i, 3 * i + 3);
    return [red, green, blue];
  });

/** Where a picture's edges are on the drawing. */
function frameOf(m: Heat | Coloured, x: Scale, y: Scale) {
  const [x0, x1] = m.x ?? [0, m.columns];
  const [y0, y1] = m.y ?? [0, m.rows];
  const [left, right] = [Math.min(x(x0), x(x1)), Math.max(x(x0), x(x1))];
  const [top, bottom] = [Math.min(y(y0), y(y1)), Math.max(y(y0), y(y1))];
  return { left, top, width: right - left, height: bottom - top };
}

function Picture({ url, frame }: { url: string; frame: ReturnType<typeof frameOf> }): JSX.Element {
  return (
    <image
      href={url}
      x={frame.left}
      y={frame.top}
      width={frame.width}
      height={frame.height}
      preserveAspectRatio="none"
      style="image-rendering: pixelated"
    />
  );
}

function ImageMark({ m, x, y }: { m: Coloured; x: Scale; y: Scale }): JSX.Element {
  const url = useMemo(() => imageUrl(m), [m]);
  return <Picture url={url} frame={frameOf(m, x, y)} />;
}

function HeatMark({ m, x, y }: { m: Heat; x: Scale; y: Scale }): JSX.Element {
  const url = useMemo(() => heatUrl(m), [m]);
  const frame = frameOf(m, x, y);
  const ramp = m.scale ?? "sequential";
  const domain = m.domain ?? heatDomain(m.values, ramp);
  const cell = { w: frame.width / m.columns, h: frame.height / m.rows };
  return (
    <g>
      <Picture url={url} frame={frame} />
      {m.numbers &&
        m.values.map((v, i) => (
          <text
            key={i}
            x={frame.left + ((i % m.columns) + 0.5) * cell.w}
            y={frame.top + (Math.floor(i / m.columns) + 0.5) * cell.h}
            text-anchor="middle"
            dominant-baseline="central"
            font-size={Math.min(13, cell.h * 0.5)}
            fill={inkOn(heatColor(v, domain, ramp))}
          >
            {formatTick(Number(v.toPrecision(3)))}
          </text>
        ))}
    </g>
  );
}

function Arrow({ m, x, y }: { m: Extract<Mark, { mark: "arrow" }>; x: Scale; y: Scale }) {
  const [ax, ay, bx, by] = [x(m.from[0]), y(m.from[1]), x(m.to[0]), y(m.to[1])];
  const angle = Math.atan2(by - ay, bx - ax);
  const head = 8;
  const wing = (turn: number): string =>
    `${(bx - head * Math.cos(angle + turn)).toFixed(1)} ${(by - head * Math.sin(angle + turn)).toFixed(1)}`;
  return (
    <g stroke={color(m.color)} fill={color(m.color)} stroke-width={m.width ?? 1.8}>
      <path d={`M${ax} ${ay}L${bx} ${by}`} fill="none" />
      <path d={`M${bx} ${by}L${wing(0.45)}L${wing(-0.45)}Z`} stroke="none" />
      {m.label && (
        <text
          x={(ax + bx) / 2}
          y={(ay + by) / 2 - 6}
          text-anchor="middle"
          stroke="none"
          font-size="13"
        >
          {m.label}
        </text>
      )}
    </g>
  );
}

/** A circle; class 0 is a square of the same area, for those who do not see the colours. */
function Point(props: {
  x: number;
  y: number;
  r: number;
  color: FigureColor | undefined;
}): JSX.Element {
  const { x, y, r } = props;
  const look = { fill: color(props.color), stroke: "var(--surface)", "stroke-width": "0.8" };
  if (props.color !== "zero") return <circle cx={x} cy={y} r={r} {...look} />;
  const side = r * Math.sqrt(Math.PI);
  return <rect x={x - side / 2} y={y - side / 2} width={side} height={side} {...look} />;
}

function MarkView({ m, x, y }: { m: Mark; x: Scale; y: Scale }): ComponentChildren {
  switch (m.mark) {
    case "line":
      return (
        <path
          d={linePath(m.x, m.y, x, y)}
          fill="none"
          stroke={color(m.color)}
          stroke-width={m.width ?? 2}
          stroke-dasharray={m.dash ? "5 4" : undefined}
          stroke-linejoin="round"
        />
      );
    case "points":
      return (
        <g>
          {m.x.map((v, i) => (
            <Point
              key={i}
              x={x(v)}
              y={y(m.y[i] as number)}
              r={m.size ?? 3}
              color={typeof m.color === "string" || !m.color ? m.color : m.color[i]}
            />
          ))}
        </g>
      );
    case "heatmap":
      return <HeatMark m={m} x={x} y={y} />;
    case "image":
      return <ImageMark m={m} x={x} y={y} />;
    case "text":
      return (
        <text
          x={x(m.x)}
          y={y(m.y)}
          text-anchor={m.anchor ?? "middle"}
          dominant-baseline="central"
          font-size={m.size ?? 13}
          fill={color(m.color ?? "ink")}
        >
          {m.text}
        </text>
      );
    case "arrow":
      return <Arrow m={m} x={x} y={y} />;
    case "box": {
      const [left, top] = [Math.min(x(m.x), x(m.x + m.width)), Math.min(y(m.y), y(m.y + m.height))];
      const [w, h] = [Math.abs(x(m.x + m.width) - x(m.x)), Math.abs(y(m.y + m.height) - y(m.y))];
      return (
        <g>
          <rect
            x={left}
            y={top}
            width={w}
            height={h}
            rx="4"
            fill={m.fill ? color(m.color) : "none"}
            fill-opacity={m.fill ? 0.16 : undefined}
            stroke={color(m.color)}
            stroke-width="1.6"
          />
          {m.label && (
            <text
              x={left + w / 2}
              y={top + h / 2}
              text-anchor="middle"
              dominant-baseline="central"
              font-size="13"
              fill="var(--ink)"
            >
              {m.label}
            </text>
          )}
        </g>
      );
    }
    case "circle":
      return (
        <g>
          <circle
            cx={x(m.x)}
            cy={y(m.y)}
            r={m.radius}
            fill={m.fill ? color(m.color) : "var(--surface)"}
            fill-opacity={m.fill ? 0.2 : 1}
            stroke={color(m.color)}
            stroke-width="1.8"
          />
          {m.label && (
            <text
              x={x(m.x)}
              y={y(m.y)}
              text-anchor="middle"
              dominant-baseline="central"
              font-size="13"
              fill="var(--ink)"
            >
              {m.label}
            </text>
          )}
        </g>
      );
  }
}

/** About how wide a text of the usual size is. */
const textWidth = (text: string): number => 7.6 * text.length;

/** A plane of colours, which are the same in light and dark; so are the points on it. */
const isColoured = (m: Mark): boolean => m.mark === "heatmap" && m.scale !== "gray";

export function PanelView(props: { panel: Panel; label: string; shared?: boolean }): JSX.Element {
  const { panel, label, shared = false } = props;
  const [ref, pixels] = useWidth();
  const laidOut = shared ? sharedWidth : fullWidth;
  const bare = panel.x?.hidden && panel.y?.hidden;
  const width = pixels ? Math.max(leastWidth, Math.min(pixels, fullWidth)) : laidOut;
  const height = Math.round(width / (panel.aspect ?? 1.6));
  const pad = bare
    ? { left: 4, right: 4, top: 4, bottom: 4 }
    : { left: panel.y?.hidden ? 10 : 48, right: 14, top: 10, bottom: panel.x?.label ? 44 : 28 };
  const x = linearScale(panel.x?.domain ?? extent(xsOf(panel.marks)), [
    pad.left,
    width - pad.right,
  ]);
  const y = linearScale(panel.y?.domain ?? extent(ysOf(panel.marks)), [
    height - pad.bottom,
    pad.top,
  ]);
  const legend = panel.marks.flatMap((m) =>
    (m.mark === "line" || m.mark === "points") && m.label
      ? [{ label: m.label, color: typeof m.color === "string" ? m.color : undefined }]
      : [],
  );
  // What is longer than the axis is high stands above it.
  const above = textWidth(panel.y?.label ?? "") > height - pad.top - pad.bottom;
  return (
    <div class="panel" ref={ref}>
      {panel.title && <div class="panel-title">{panel.title}</div>}
      {above && !panel.y?.hidden && <div class="panel-axis">{panel.y?.label}</div>}
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
        {!panel.y?.hidden &&
          ticks(y.domain, 4).map((t) => (
            <g key={t}>
              <line
                x1={pad.left}
                x2={width - pad.right}
                y1={y(t)}
                y2={y(t)}
                stroke="var(--line)"
                stroke-width="1"
              />
              <text
                x={pad.left - 8}
                y={y(t)}
                text-anchor="end"
                dominant-baseline="central"
                font-size="12"
                fill="var(--muted)"
              >
                {formatTick(t)}
              </text>
            </g>
          ))}
        {!panel.x?.hidden &&
          ticks(x.domain, width < 360 ? 4 : 6).map((t) => (
            <text
              key={t}
              x={x(t)}
              y={height - pad.bottom + 18}
              text-anchor={x(t) + textWidth(formatTick(t)) / 2 > width ? "end" : "middle"}
              font-size="12"
              fill="var(--muted)"
            >
              {formatTick(t)}
            </text>
          ))}
        {!panel.x?.hidden && panel.x?.label && (
          <text
            x={(pad.left + width - pad.right) / 2}
            y={height - 6}
            text-anchor="middle"
            font-size="13"
            fill="var(--muted)"
          >
            {panel.x.label}
          </text>
        )}
        {!panel.y?.hidden && panel.y?.label && !above && (
          <text
            x={14}
            y={(pad.top + height - pad.bottom) / 2}
            text-anchor="middle"
            font-size="13"
            fill="var(--muted)"
            transform={`rotate(-90 14 ${(pad.top + height - pad.bottom) / 2})`}
          >
            {panel.y.label}
          </text>
        )}
        <g class={panel.marks.some(isColoured) ? "on-heat" : undefined}>
          {panel.marks.map((m, i) => (
            <MarkView key={i} m={m} x={x} y={y} />
          ))}
        </g>
      </svg>
      {legend.length > 0 && (
        <ul class="legend">
          {legend.map((l) => (
            <li key={l.label}>
              <i style={`background: ${color(l.color)}`} />
              {l.label}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A whole scene; `label` says what there is to see. */
export function SceneView({ scene, label }: { scene: Scene; label: string }): JSX.Element {
  return (
    <div class="scene">
      <div class="panels">
        {scene.panels.map((p, i) => (
          <PanelView
            key={i}
            panel={p}
            label={p.title ? `${label}: ${p.title}` : label}
            shared={scene.panels.length > 1}
          />
        ))}
      </div>
      {scene.status && (
        <p class="scene-status" aria-live="polite">
          {scene.status}
        </p>
      )}
    </div>
  );
}
