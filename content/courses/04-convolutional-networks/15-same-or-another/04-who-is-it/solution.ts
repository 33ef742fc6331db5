import type { Tensor } from "gradus";

export interface Recognised {
  name: string | null;
  distance: number;
}

/** The name of the row of known [n, d] that is nearest to an embedding [d], or null if none is near enough. */
export async function whoIsIt(
  embedding: Tensor,
  known: Tensor,
  names: readonly string[],
  threshold: number,
): Promise<Recognised> {
  const distances = known.sub(embedding).square().sum(1).sqrt();
  const place = await distances.argmin().item();
  const distance = await distances.min().item();
  return { name: distance < threshold ? (names[place] ?? null) : null, distance };
}
