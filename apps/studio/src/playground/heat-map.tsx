/** Values over a plane as colours on a canvas, in the theme's own colours. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { dark } from "../ui/theme.ts";

type Rgb = readonly [number, number, number];

const rgbOf = (hex: string): Rgb => {
  const n = Number.parseInt(hex.trim().slice(1), 16);
  return [(n >> 16) & 255, (n >> 8) & 255, n & 255];
};

/** 256 colours from the lowest value's over the middle's to the highest's, as the style says. */
function paletteOf(element: Element): Uint8ClampedArray {
  const style = getComputedStyle(element);
  const stops = ["low", "below", "middle", "above", "high"].map((name) =>
    rgbOf(style.getPropertyValue(`--heat-${name}`)),
  );
  const colors = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 256; i++) {
    const at = (i / 255) * (stops.length - 1);
    const from = Math.min(Math.floor(at), stops.length - 2);
    const [a, b] = [stops[from] as Rgb, stops[from + 1] as Rgb];
    for (let k = 0; k < 3; k++)
      colors[i * 4 + k] = (a[k] as number) + ((b[k] as number) - (a[k] as number)) * (at - from);
    colors[i * 4 + 3] = 255;
  }
  return colors;
}

/** Looked up once for each theme and kind of map. */
const palettes = new Map<string, Uint8ClampedArray>();

function palette(element: HTMLElement, key: string): Uint8ClampedArray {
  let found = palettes.get(key);
  if (!found) {
    found = paletteOf(element);
    palettes.set(key, found);
  }
  return found;
}

export function HeatMap(props: {
  readonly values: ArrayLike<number>;
  readonly side: number;
  /** The values that have the first and the last colour. */
  readonly range: readonly [number, number];
  readonly kind?: "classes" | "height";
}): JSX.Element {
  const { values, side, range, kind = "classes" } = props;
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = dark.value ? "dark" : "light";
  useLayoutEffect(() => {
    // After the theme's attribute is set, which is what the colours depend on.
    const frame = requestAnimationFrame(() => {
      const context = ref.current?.getContext("2d");
      if (!ref.current || !context) return;
      const colors = palette(ref.current, `${theme} ${kind}`);
      const image = context.createImageData(side, side);
      const [low, high] = range;
      for (let i = 0; i < side * side; i++) {
        const t = ((values[i] as number) - low) / (high - low || 1);
        const c = Math.round(255 * Math.min(1, Math.max(0, Number.isFinite(t) ? t : 0.5))) * 4;
        image.data.set(colors.subarray(c, c + 4), i * 4);
      }
      context.putImageData(image, 0, 0);
    });
    return () => cancelAnimationFrame(frame);
  }, [values, side, range[0], range[1], theme, kind]);
  return <canvas ref={ref} width={side} height={side} class={`heat-map ${kind}`} />;
}
