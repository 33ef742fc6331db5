/** A picture, and the same pixels in another order: their Gram matrices over the colours are the same. */
import { defineFigure, type Mark, type Panel } from "@gradus/content";
import { tensor } from "gradus";
import { emojiNames, emojiPixels, emojiSide } from "../../15-same-or-another/emoji.ts";
import { uniform } from "../../15-same-or-another/likeness.ts";

const channels = ["red", "green", "blue"];

const picture = (pixels: readonly number[], title: string): Panel => ({
  title,
  x: { domain: [0, emojiSide], hidden: true },
  y: { domain: [0, emojiSide], hidden: true },
  aspect: 1,
  marks: [{ mark: "image", rows: emojiSide, columns: emojiSide, pixels }],
});

/** The Gram matrix of the three colours, divided by the number of pixels so that it can be read. */
async function table(pixels: readonly number[], title: string): Promise<Panel> {
  const places = emojiSide ** 2;
  const rows = tensor([...pixels])
    .div(255)
    .reshape([places, 3]);
  const values = Array.from(await rows.t().matmul(rows).div(places).data(), Number);
  const names: Mark[] = channels.flatMap((name, i): Mark[] => [
    { mark: "text", x: i + 0.5, y: 3.2, text: name, size: 11, color: "muted" },
    { mark: "text", x: -0.12, y: 2.5 - i, text: name, size: 11, anchor: "end", color: "muted" },
  ]);
  return {
    title,
    x: { domain: [-0.8, 3.1], hidden: true },
    y: { domain: [-0.1, 3.4], hidden: true },
    aspect: 1.1,
    marks: [
      {
        mark: "heatmap",
        rows: 3,
        columns: 3,
        values,
        scale: "sequential",
        domain: [0, 1],
        numbers: true,
      },
      ...names,
    ],
  };
}

export default defineFigure({
  title: "A table that forgets where",
  alt: "An emoji and its table of three by three numbers: how much red, green and blue come together. Beside it all pixels of the emoji in a random order, which looks like noise, and its table, which has the same numbers.",
  assets: ["emoji-styles"],
  controls: [
    { name: "symbol", label: "symbol", min: 1, max: 60, step: 1, value: 2 },
    { name: "dice", label: "dice", min: 1, max: 20, step: 1, value: 1 },
  ],
  async draw({ controls: { symbol = 2, dice = 1 }, assets }) {
    const bytes = assets["emoji-styles"] as Uint8Array;
    const pixels = emojiPixels(bytes, symbol - 1, 0);
    const random = uniform(dice);
    const order = Array.from({ length: emojiSide ** 2 }, (_, i) => i);
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    const mixed = order.flatMap((place) => pixels.slice(3 * place, 3 * place + 3));
    return {
      panels: [
        picture(pixels, emojiNames(bytes)[symbol - 1] ?? ""),
        await table(pixels, "its table"),
        picture(mixed, "the same pixels elsewhere"),
        await table(mixed, "their table"),
      ],
      status:
        "each number is the mean of one colour times another, over all pixels; no place is in it",
    };
  },
});
