/** One metric of several runs, drawn by uPlot: values under the pointer, log axes, zoom by dragging. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { dark } from "../ui/theme.ts";
import { type Chart, smoothed } from "./compare.ts";
import "uplot/dist/uPlot.min.css";

export interface ChartLook {
  readonly logX: boolean;
  readonly logY: boolean;
  /** 0 for none, up to 1. */
  readonly smoothing: number;
  /** A run's colour, by its id: a role of the page. */
  colorOf(run: string): string;
}

const height = 300;
/** Charts below each other point at the same step. */
const pointers = uPlot.sync("runs");

const cssColor = (role: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim();

/** A number under the pointer, with about four digits. */
function shown(v: number | null | undefined): string {
  if (v === null || v === undefined) return "–";
  const size = Math.abs(v);
  return size !== 0 && (size < 1e-3 || size >= 1e6) ? v.toExponential(3) : v.toPrecision(4);
}

/** What a log axis cannot show is a gap. */
const forAxis = (values: readonly number[], log: boolean): (number | null)[] =>
  values.map((v) => (!Number.isFinite(v) || (log && v <= 0) ? null : v));

function drawn(chart: Chart, look: ChartLook): { data: uPlot.AlignedData; series: uPlot.Series[] } {
  const tables: uPlot.AlignedData[] = [];
  const series: uPlot.Series[] = [
    { label: "step", value: (_, v) => (v === null ? "–" : String(v)) },
  ];
  for (const one of chart.series) {
    const color = cssColor(look.colorOf(one.run));
    // A step 0 has no place on a log axis.
    const keep = one.x.map((x, i) => [x, i] as const).filter(([x]) => !look.logX || x > 0);
    const x = keep.map(([v]) => v);
    const add = (y: readonly number[], more: Partial<uPlot.Series>): void => {
      tables.push([
        x,
        forAxis(
          keep.map(([, i]) => y[i] as number),
          look.logY,
        ),
      ]);
      series.push({
        stroke: color,
        width: 2,
        spanGaps: true,
        value: (_, v) => shown(v),
        points: { show: x.length < 40, size: 6 },
        ...(one.test && { dash: [7, 5] }),
        ...more,
      });
    };
    if (look.smoothing > 0 && x.length > 2) {
      add(one.y, {
        label: one.label,
        class: "as-measured",
        alpha: 0.25,
        width: 1,
        points: { show: false },
      });
      add(smoothed(one.y, look.smoothing), { label: one.label, points: { show: false } });
    } else add(one.y, { label: one.label });
  }
  return { data: uPlot.join(tables), series };
}

export function RunChart(props: {
  readonly chart: Chart;
  readonly look: ChartLook;
  readonly title: string;
}): JSX.Element {
  const { chart, look, title } = props;
  const host = useRef<HTMLDivElement>(null);
  const isDark = dark.value;
  const { logX, smoothing } = look;
  // Shares of 1 are read off a straight scale.
  const logY = look.logY && chart.key !== "accuracy";
  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const { data, series } = drawn(chart, { ...look, logY });
    const axis = (more: uPlot.Axis): uPlot.Axis => ({
      stroke: cssColor("muted"),
      grid: { stroke: cssColor("line"), width: 1 },
      ticks: { stroke: cssColor("line"), width: 1 },
      font: "12px system-ui, sans-serif",
      ...more,
    });
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        series,
        scales: {
          x: { time: false, ...(logX && { distr: 3, log: 10 }) },
          y: logY ? { distr: 3, log: 10 } : {},
        },
        axes: [
          axis({}),
          axis({
            size: 58,
            values: (_, splits) =>
              splits.map((v) => (v === null ? "" : Number(v.toPrecision(4)).toString())),
          }),
        ],
        cursor: { sync: { key: pointers.key } },
        legend: { live: true },
      },
      data,
      element,
    );
    const sizes = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      plot.destroy();
    };
  }, [chart, logX, logY, smoothing, isDark]);
  return (
    <figure class="run-chart">
      <figcaption>{title}</figcaption>
      <div
        ref={host}
        role="img"
        aria-label={`${title}: ${chart.series.map((s) => s.label).join(", ")}`}
      />
    </figure>
  );
}
