/** The numbers of the lesson: both costs before and after 120 steps of painting, for three weights of style; five starts. */
import { manualSeed } from "gradus";
import { emojiSet } from "../15-same-or-another/emoji.ts";
import {
  costing,
  drawnStyle,
  eyeNetwork,
  learning,
  painting,
  roughly,
  styleNames,
} from "./painting.ts";

const starts = [1, 2, 3, 4, 5];
const [trainingSteps, steps] = [60, 120];

const range = (values: readonly number[]): string =>
  `${Math.min(...values).toPrecision(2)} to ${Math.max(...values).toPrecision(2)}`;

export default async function* (bytes: (id: string) => Uint8Array): AsyncGenerator<string> {
  const all = bytes("emoji-styles");
  const [training, dev] = [emojiSet(all, "training"), emojiSet(all, "dev")];
  const content = dev.hands[0].select(0, 1);
  yield `content: ${dev.names[1]}`;
  for (const trained of [true, false])
    for (const beta of [0, 400, 2000]) {
      const rows: Record<string, number[]> = {};
      const add = (name: string, value: number): void => {
        rows[name] = [...(rows[name] ?? []), value];
      };
      for (const start of starts) {
        manualSeed(start);
        const eye = eyeNetwork();
        if (trained) for await (const _ of learning(eye, training, trainingSteps));
        for (const style of [1, 3]) {
          const costsOf = costing(eye, content, drawnStyle(style));
          let [first, last] = [Number.NaN, { content: 0, style: 0, picture: content }];
          for await (const now of painting(costsOf, content, { alpha: 10, beta, steps })) {
            if (Number.isNaN(first)) first = now.style;
            last = now;
          }
          add(`${styleNames[style]}: moved`, await roughly(last.picture, content));
          add(`${styleNames[style]}: content cost`, last.content);
          add(
            `${styleNames[style]}: share of the style cost left, in %`,
            (100 * last.style) / first,
          );
        }
      }
      const said = Object.entries(rows).map(([name, values]) => `${name} ${range(values)}`);
      yield `${trained ? "trained" : "untrained"}, beta ${beta}: ${said.join("; ")}`;
    }
}
