/**
 * How long a key takes to be seen: from the event's own time stamp to after the frame it is painted in, while the
 * shapes of every line are traced and the language service looks for problems.
 */
import { freshPage, quantile, startStudio } from "./studio-session.mjs";

const program = `import type { Tensor } from "gradus";

export function softmax(x: Tensor): Tensor {
  const largest = x.amax(1, { keepdim: true });
  const powers = x.sub(largest).exp();
  return powers.div(powers.sum(1, { keepdim: true }));
}
`;
/** Typed before the return: a line that makes tensors, so that shapes change while it grows. */
const typed = `const total = powers.sum(1, { keepdim: true }).add(powers.mean(1).unsqueeze(1));
const shares = powers.div(total).mul(total.sqrt()).add(x.relu().matmul(x.t()).sum());
const log = shares.log().neg();`;
const betweenMs = 60;

/** Rows of what is measured with its bar, and notes below the table. */
export async function measureTyping(browser) {
  const { page, close } = await freshPage(browser);
  const studio = await startStudio();
  try {
    await page.goto(studio.url.replace("/#", "/lesson/neural-networks/shapes/softmax#"));
    const editor = page.locator(".cm-content");
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.insertText(program);
    // Both helpers are at work before the first key.
    await page.locator(".cm-shape").first().waitFor();
    await page.waitForTimeout(4000);
    await page.locator(".cm-line", { hasText: "return powers" }).click();
    await page.keyboard.press("Home");
    await page.evaluate(() => {
      globalThis.keys = [];
      addEventListener(
        "keydown",
        (event) => {
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => globalThis.keys.push(performance.now() - event.timeStamp);
            port2.postMessage(null);
          });
        },
        { capture: true },
      );
    });
    for (const character of typed) {
      if (character === "\n") {
        // Without this Enter would take what completion offers.
        await page.keyboard.press("Escape");
        await page.keyboard.press("Enter");
      } else await page.keyboard.type(character);
      await page.waitForTimeout(betweenMs);
    }
    const keys = await page.evaluate(() => globalThis.keys);
    const shapes = await page.locator(".cm-shape").count();
    const p95 = quantile(keys, 0.95);
    return {
      rows: [
        { what: "a key is seen, median", value: `${quantile(keys, 0.5).toFixed(0)} ms` },
        {
          what: "a key is seen, 95th percentile",
          value: `${p95.toFixed(0)} ms`,
          bar: "50 ms",
          holds: p95 < 50,
        },
      ],
      notes: [
        `Typing: ${keys.length} keys ${betweenMs} ms apart, slowest ${Math.max(...keys).toFixed(0)} ms; ${shapes} lines showed shapes at the end.`,
      ],
    };
  } finally {
    await close();
    await studio.close();
  }
}
