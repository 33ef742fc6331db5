/** The lesson's tables, on clothes, five starts, errors on dev images in per cent. */
import {
  borrowedBody,
  type NewKinds,
  newKinds,
  newTask,
  oneOrTwo,
  severalTasks,
  ways,
} from "./clothes.ts";

const seeds = [1, 2, 3, 4, 5];
const text = (v: readonly number[]): string =>
  `${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(1)} (${Math.min(...v).toFixed(1)} to ${Math.max(...v).toFixed(1)})`;

async function overSeeds(error: (seed: number) => Promise<number>): Promise<string> {
  const found: number[] = [];
  for (const seed of seeds) found.push(await error(seed));
  return text(found);
}

export default async function* measure(
  bytesOf: (id: string) => Uint8Array,
): AsyncGenerator<string> {
  const bytes = bytesOf("fashion-ten");
  for (const kinds of Object.keys(newKinds) as NewKinds[])
    for (const [known, most] of [
      [Infinity, 200],
      [3, 20],
    ] as const) {
      const bodies: Awaited<ReturnType<typeof borrowedBody>>[] = [];
      for (const seed of seeds) bodies.push(await borrowedBody(bytes, kinds, seed, known));
      for (const each of [2, 5, 20, 200].filter((n) => n <= most && (known > 3 || n === most))) {
        const said: string[] = [];
        for (const way of ways)
          said.push(
            `${way} ${await overSeeds((s) => newTask(bytes, kinds, way, bodies[s - 1] as (typeof bodies)[0], each, s))}`,
          );
        yield `${kinds}, body learned from ${known} images a kind, ${each} new images a kind: ${said.join(", ")}`;
      }
    }
  for (const images of [100, 400, 2000])
    for (const known of [0.25, 1]) {
      const said: string[] = [];
      for (const way of ["one network each", "shared, masked", "shared, missing is no"] as const)
        said.push(`${way} ${await overSeeds((s) => severalTasks(bytes, way, images, known, s))}`);
      yield `four questions, ${images} images, ${known} of the answers known: ${said.join(", ")}`;
    }
  for (const images of [100, 400, 2000])
    yield `in a frame, ${images} images: end to end ${await overSeeds((s) => oneOrTwo(bytes, "end to end", images, s))}, two steps ${await overSeeds((s) => oneOrTwo(bytes, "two steps", images, s))}`;
}
