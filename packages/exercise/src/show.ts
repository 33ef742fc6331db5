/** Snapshots as a learner sees them: plain data for pictures and tables, and short words for sentences. */
import { type Snapshot, snapshot } from "./snapshot.ts";
import type { Shown } from "./types.ts";

const mostElements = 4096;
const mostItems = 256;

/** A snapshot cut to what a page can show. */
export function show(value: Snapshot): Shown {
  switch (value.kind) {
    case "tensor":
      return {
        kind: "tensor",
        shape: value.shape,
        dtype: value.dtype,
        data: Array.from(
          { length: Math.min(mostElements, value.data.length) },
          (_, i) => value.data[i] as number,
        ),
      };
    case "number":
      return value;
    case "text":
      return { kind: "text", text: JSON.stringify(value.text.slice(0, 2000)) };
    case "word":
      return { kind: "text", text: value.text };
    case "list":
      return { kind: "list", items: value.items.slice(0, mostItems).map(show) };
    case "record":
      return {
        kind: "record",
        entries: value.entries.slice(0, mostItems).map(([key, item]) => [key, show(item)] as const),
      };
  }
}

/** Inputs with their names, as they are now. */
export async function showInputs(
  names: readonly string[],
  args: readonly unknown[],
): Promise<(readonly [string, Shown])[]> {
  const shown: (readonly [string, Shown])[] = [];
  for (const [i, arg] of args.entries())
    shown.push([names[i] ?? `argument ${i + 1}`, show(await snapshot(arg))]);
  return shown;
}

/** A number in a sentence: six digits, and whole numbers as they are. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15)
    return Object.is(value, -0) ? "-0" : `${value}`;
  return Number.isFinite(value) ? `${Number(value.toPrecision(6))}` : `${value}`;
}

export const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

/** What kind of thing a value is, in a sentence: `a float32 tensor of shape [2, 3]`. */
export function kindText(value: Snapshot): string {
  switch (value.kind) {
    case "tensor":
      return `a ${value.dtype} tensor of shape ${shapeText(value.shape)}`;
    case "number":
      return `the number ${numberText(value.value)}`;
    case "text":
      return `the text ${JSON.stringify(value.text.slice(0, 40))}`;
    case "word":
      return value.text;
    case "list":
      return `an array of ${value.items.length}`;
    case "record":
      return `a record with ${value.entries.map(([key]) => key).join(", ") || "nothing in it"}`;
  }
}
