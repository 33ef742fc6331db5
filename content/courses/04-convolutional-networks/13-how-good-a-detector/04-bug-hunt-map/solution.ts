export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

export interface SceneFound {
  readonly found: readonly { readonly score: number; readonly box: Box }[];
  readonly things: readonly Box[];
}

interface Judged {
  readonly score: number;
  readonly hit: boolean;
}

function iou(a: Box, b: Box): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const area = (c: Box): number => (c[2] - c[0]) * (c[3] - c[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}

/** Whether each box of a scene has found a thing with an IoU of at least 0.5. */
function judge({ found, things }: SceneFound): Judged[] {
  const taken = new Set<Box>();
  return found
    .toSorted((a, b) => b.score - a.score)
    .map(({ score, box }) => {
      const free = things.filter((t) => !taken.has(t));
      const best = free.toSorted((a, b) => iou(b, box) - iou(a, box))[0];
      const hit = best !== undefined && iou(best, box) >= 0.5;
      if (hit) taken.add(best);
      return { score, hit };
    });
}

/** The average precision over all scenes. */
export function score(scenes: readonly SceneFound[]): number {
  const looked = [...scenes];
  const judged = looked.flatMap(judge).toSorted((a, b) => b.score - a.score);
  const things = looked.reduce((n, scene) => n + scene.things.length, 0);
  let hits = 0;
  const precisions = judged.map(({ hit }, i) => {
    if (hit) hits++;
    return hits / (i + 1);
  });
  let [best, area] = [0, 0];
  for (let i = judged.length - 1; i >= 0; i--) {
    best = Math.max(best, precisions[i] as number);
    if (judged[i]?.hit) area += best / things;
  }
  return area;
}
