/** The plane: a neuron's output as colours, where the answer changes, the points, and drawing new ones. */
import type { JSX } from "preact";
import { useMemo, useRef, useState } from "preact/hooks";
import { t } from "../strings/strings.ts";
import { HeatMap } from "./heat-map.tsx";
import { type Brush, type Point, touched } from "./points.ts";
import {
  contour,
  outlines,
  place,
  shadeColor,
  shadedOutlines,
  value,
  planeWidth as width,
} from "./view.ts";

function Points(props: { points: readonly Point[]; test: boolean }): JSX.Element {
  const { points, test } = props;
  const shaded = useMemo(
    () => (points.some((p) => p.value !== undefined) ? shadedOutlines(points, 3.6) : null),
    [points],
  );
  const paths = useMemo(() => [outlines(points, 0, 3.6), outlines(points, 1, 3.6)], [points]);
  if (shaded)
    return (
      <>
        {shaded.map(({ share, d }) => (
          <path
            key={share}
            d={d}
            class={`point shaded${test ? " test" : ""}`}
            style={`--shade: ${shadeColor(share)}`}
          />
        ))}
      </>
    );
  return (
    <>
      {paths.map((d, label) => (
        <path key={label} d={d} class={`point class-${label}${test ? " test" : ""}`} />
      ))}
    </>
  );
}

interface Drawing {
  readonly points: readonly Point[];
  readonly brush: Brush;
  onDrawn(points: readonly Point[]): void;
}

/** The layer that takes pointer and keys; a stroke is handed over when it ends. */
function Draw({ drawing }: { drawing: Drawing }): JSX.Element {
  const [stroke, setStroke] = useState<readonly Point[] | null>(null);
  const [cross, setCross] = useState<{ x: number; y: number } | null>(null);
  const latest = useRef<readonly Point[] | null>(null);
  const { points, brush, onDrawn } = drawing;

  const at = (event: PointerEvent): { x: number; y: number } => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    return {
      x: value((event.clientX - box.left) / box.width),
      y: -value((event.clientY - box.top) / box.height),
    };
  };
  const touch = (event: PointerEvent, before: readonly Point[]): void => {
    const { x, y } = at(event);
    const after = touched(before, brush, x, y);
    latest.current = after;
    setStroke(after);
  };
  const end = (): void => {
    if (latest.current && latest.current !== points) onDrawn(latest.current);
    latest.current = null;
    setStroke(null);
  };
  const key = (event: KeyboardEvent): void => {
    const { x, y } = cross ?? { x: 0, y: 0 };
    const step = event.shiftKey ? 0.2 : 0.05;
    const clamp = (v: number): number => Math.min(1, Math.max(-1, v));
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, step],
      ArrowDown: [0, -step],
    };
    const move = moves[event.key];
    if (move) setCross({ x: clamp(x + move[0]), y: clamp(y + move[1]) });
    else if (event.key === "Enter" || event.key === " ") onDrawn(touched(points, brush, x, y));
    else if (event.key === "Delete" || event.key === "Backspace")
      onDrawn(touched(points, "erase", x, y));
    else return;
    event.preventDefault();
  };
  const added = stroke?.slice(points.length) ?? [];

  return (
    <>
      {added.length > 0 && (
        <svg viewBox={`0 0 ${width} ${width}`} aria-hidden="true">
          <Points points={added} test={false} />
        </svg>
      )}
      {cross && (
        <svg viewBox={`0 0 ${width} ${width}`} aria-hidden="true">
          <path
            class="cross"
            d={`M${place(cross.x) - 9} ${place(-cross.y)}h18M${place(cross.x)} ${place(-cross.y) - 9}v18`}
          />
        </svg>
      )}
      <button
        type="button"
        class="draw-plane"
        aria-label={t.playgroundDrawPlane}
        aria-describedby="playground-draw-hint"
        onFocus={(e) => {
          if (e.currentTarget.matches(":focus-visible")) setCross(cross ?? { x: 0, y: 0 });
        }}
        onBlur={() => setCross(null)}
        onKeyDown={key}
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId);
          touch(e, points);
        }}
        onPointerMove={(e) => {
          if (latest.current) touch(e, latest.current);
        }}
        onPointerUp={end}
        onPointerCancel={end}
      />
    </>
  );
}

export function Plane(props: {
  readonly map: ArrayLike<number> | undefined;
  readonly side: number;
  readonly range: readonly [number, number];
  /** Whether only the side of the middle is shown, and not how far from it. */
  readonly discrete?: boolean;
  /** Whether a line shows where the answer changes: between numbers there is none. */
  readonly boundary?: boolean;
  readonly train: readonly Point[];
  readonly test: readonly Point[];
  readonly label: string;
  readonly drawing?: Drawing | undefined;
}): JSX.Element {
  const {
    map,
    side,
    range,
    train,
    test,
    label,
    drawing,
    discrete = false,
    boundary = true,
  } = props;
  const middle = (range[0] + range[1]) / 2;
  const line = useMemo(
    () => (map && boundary ? contour(map, side, middle, width) : ""),
    [map, side, middle, boundary],
  );
  const values = useMemo(
    () => (map && discrete ? Array.from(map, (v) => (v > middle ? range[1] : range[0])) : map),
    [map, discrete, middle, range[0], range[1]],
  );
  return (
    <div class="plane">
      {values && <HeatMap values={values} side={side} range={range} />}
      <svg viewBox={`0 0 ${width} ${width}`} role="img" aria-label={label}>
        <path class="axes" d={`M${width / 2} 0V${width}M0 ${width / 2}H${width}`} />
        <path class="boundary" d={line} />
        <Points points={test} test={true} />
        <Points points={train} test={false} />
      </svg>
      {drawing && <Draw drawing={drawing} />}
    </div>
  );
}
