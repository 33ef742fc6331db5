/** The lesson's table: 5 to 50 images of each new kind, three ways, five bodies and five choices of images. */
import { held, newTask, oldTask } from "./body.ts";
import { learned, pretraining, type Way } from "./three-ways.ts";

const seeds = [1, 2, 3, 4, 5];
const ways: readonly Way[] = ["scratch", "frozen", "tuned"];

const range = (v: readonly number[]): string =>
  `${(v.reduce((a, b) => a + b, 0) / v.length).toFixed(0)} (${Math.min(...v).toFixed(0)} to ${Math.max(...v).toFixed(0)})`;

export default async function* measure(bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const clothes = bytes("fashion-ten");
  const [old, test] = [await oldTask(clothes), await held(clothes)];
  const bodies = [];
  for (const seed of seeds) {
    let borrowed = {};
    for await (const body of pretraining(old, seed)) borrowed = body.stateDict();
    bodies.push(borrowed);
  }
  for (const each of [5, 10, 20, 50])
    for (const way of ways) {
      const right: number[] = [];
      for (const [i, seed] of seeds.entries()) {
        const task = await newTask(clothes, each, each <= 40 ? i : 0);
        right.push(await learned(way, bodies[i] ?? {}, task, test, seed));
      }
      yield `${each} of each kind, ${way}: ${range(right)}`;
    }
}
