/** Memory planning: where each temporary lives inside a program's arena, reusing what is free again. */
import type { Plan } from "../../compile/plan.ts";
import { itemSize } from "../../dtype.ts";

export interface ArenaPlan {
  /** Offset of each slot in the arena, −1 for a slot that lives elsewhere. */
  readonly offsets: readonly number[];
  readonly bytes: number;
}

const align = 64;

/** First fit over the slots' lives; `inArena` says which slots are wanted. Inputs live from the start. */
export function planArena(plan: Plan, inArena: (slot: number) => boolean): ArenaPlan {
  const first = new Array<number>(plan.slots.length).fill(-1);
  const last = new Array<number>(plan.slots.length).fill(-1);
  plan.steps.forEach((step, i) => {
    for (const s of step.slots) {
      if (first[s] < 0) first[s] = i;
      last[s] = i;
    }
  });
  const end = plan.steps.length;
  plan.slots.forEach((slot, s) => {
    if (slot.kind === "input") {
      first[s] = 0;
      if (last[s] < 0) last[s] = 0;
    }
    if (slot.kind === "output") {
      if (first[s] < 0) first[s] = end;
      last[s] = end;
    }
  });
  const offsets = new Array<number>(plan.slots.length).fill(-1);
  const wanted = plan.slots
    .map((_, s) => s)
    .filter((s) => inArena(s) && first[s] >= 0)
    .sort((a, b) => first[a] - first[b]);
  const live: { start: number; end: number; last: number }[] = [];
  let bytes = 0;
  for (const s of wanted) {
    const slot = plan.slots[s];
    const size = Math.max(align, Math.ceil((slot.length * itemSize[slot.dtype]) / align) * align);
    for (let i = live.length - 1; i >= 0; i--)
      if ((live[i] as { last: number }).last < first[s]) live.splice(i, 1);
    let start = 0;
    let at = 0;
    for (; at < live.length; at++) {
      const block = live[at] as { start: number; end: number };
      if (block.start - start >= size) break;
      start = block.end;
    }
    live.splice(at, 0, { start, end: start + size, last: last[s] });
    offsets[s] = start;
    bytes = Math.max(bytes, start + size);
  }
  return { offsets, bytes };
}
