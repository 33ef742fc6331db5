/** An emoji is painted again in a style that a formula draws, by the costs of a network that was trained on emoji. */
import { defineFigure, type Panel, type Scene } from "@gradus/content";
import { manualSeed, type Tensor } from "gradus";
import { emojiSet, emojiSide } from "../../15-same-or-another/emoji.ts";
import {
  costing,
  drawnStyle,
  eyeNetwork,
  learning,
  painting,
  pixelsOf,
  styleNames,
} from "../painting.ts";

const [trainingSteps, steps, every] = [60, 120, 6];

async function panel(picture: Tensor, title: string): Promise<Panel> {
  return {
    title,
    x: { domain: [0, emojiSide], hidden: true },
    y: { domain: [0, emojiSide], hidden: true },
    aspect: 1,
    marks: [
      { mark: "image", rows: emojiSide, columns: emojiSide, pixels: await pixelsOf(picture) },
    ],
  };
}

export default defineFigure({
  title: "Painted again",
  alt: "Three pictures: an emoji as content, a pattern drawn by a formula as style, and the picture that is being made. It begins as the emoji and takes on the colours and the small pattern of the style, while the outline of the emoji stays.",
  assets: ["emoji-styles"],
  controls: [
    { name: "symbol", label: "content", min: 1, max: 60, step: 1, value: 2 },
    { name: "style", label: `style: ${styleNames.join(", ")}`, min: 1, max: 4, step: 1, value: 2 },
    {
      name: "beta",
      label: "beta, for style; alpha is 10",
      min: 0,
      max: 2000,
      step: 100,
      value: 400,
    },
    { name: "start", label: "starting weights", min: 1, max: 5, step: 1, value: 1 },
  ],
  async draw({ controls: { symbol = 2, style = 2 }, assets }): Promise<Scene> {
    const content = emojiSet(assets["emoji-styles"] as Uint8Array, "dev").hands[0].select(
      0,
      symbol - 1,
    );
    return {
      panels: [
        await panel(content, "content"),
        await panel(drawnStyle(style - 1), "style"),
        await panel(content, "painted"),
      ],
      status: "press “Run live”: a network learns groups of emoji, then the picture is painted",
    };
  },
  async *run({ controls: { symbol = 2, style = 2, beta = 400, start = 1 }, assets }, signal) {
    const bytes = assets["emoji-styles"] as Uint8Array;
    const content = emojiSet(bytes, "dev").hands[0].select(0, symbol - 1);
    const pattern = drawnStyle(style - 1);
    const fixed = [await panel(content, "content"), await panel(pattern, "style")];
    const shown = async (picture: Tensor, status: string): Promise<Scene> => ({
      panels: [...fixed, await panel(picture, "painted")],
      status,
    });
    manualSeed(start);
    const eye = eyeNetwork();
    let step = 0;
    for await (const cost of learning(eye, emojiSet(bytes, "training"), trainingSteps)) {
      if (signal.aborted) return;
      if (++step % 10 === 0)
        yield await shown(
          content,
          `the network learns groups: step ${step}, cost ${cost.toFixed(2)}`,
        );
    }
    step = 0;
    const costsOf = costing(eye, content, pattern);
    for await (const now of painting(costsOf, content, { alpha: 10, beta, steps })) {
      if (signal.aborted) return;
      if (step++ % every !== 0) continue;
      yield await shown(
        now.picture,
        `step ${step - 1}: content cost ${now.content.toPrecision(2)}, style cost ${now.style.toPrecision(2)}`,
      );
    }
  },
});
