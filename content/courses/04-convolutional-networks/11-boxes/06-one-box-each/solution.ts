export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

export interface Found {
  kind: number;
  score: number;
  box: Box;
}

export interface Choice {
  least: number;
  threshold: number;
  most: number;
}

const area = (b: Box): number => (b[2] - b[0]) * (b[3] - b[1]);

function overlap(a: Box, b: Box): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const shared = width * height;
  return shared / (area(a) + area(b) - shared);
}

/** The boxes with a score of at least `least` that no better one of their kind covers, `most` of them at most. */
export function oneBoxEach(found: readonly Found[], { least, threshold, most }: Choice): Found[] {
  const kept: Found[] = [];
  const ordered = found.filter((f) => f.score >= least).toSorted((a, b) => b.score - a.score);
  for (const one of ordered)
    if (!kept.some((k) => k.kind === one.kind && overlap(k.box, one.box) > threshold))
      kept.push(one);
  return kept.slice(0, most);
}
