import { expect, test } from "vitest";
import { confusionTable, progressLine, progressText } from "./train-text.ts";

const step = {
  kind: "step",
  epoch: 3,
  epochs: 10,
  batch: 9,
  batches: 157,
  step: 323,
  loss: 2.22171,
  accuracy: 0.2266,
  examplesPerSecond: 203.4,
  secondsLeft: 1271,
} as const;

test("the line never reaches the last column, whatever the width and the numbers", () => {
  const numbers = [
    step,
    { ...step, epoch: 1000, epochs: 1000, batch: 60000, batches: 60000, loss: 1.5e30 },
    { ...step, loss: 0.00001, secondsLeft: 400_000, examplesPerSecond: 123_456 },
  ];
  for (const e of numbers)
    for (let columns = 1; columns <= 200; columns++)
      expect(progressLine(e, columns).length).toBeLessThan(columns);
});

test("what matters most stays when the terminal is narrow", () => {
  expect(progressLine(step, 200)).toMatchInlineSnapshot(
    `"epoch 3/10 █░░░░░░░░░░░░░░░░░░░░░░░  9/157  loss 2.2217  accuracy 22.66 %  203 images/s  21:11 left"`,
  );
  expect(progressLine(step, 80)).toMatchInlineSnapshot(
    `"epoch 3/10 █░░░░░░░░░░░░░░░░░  9/157  loss 2.2217  accuracy 22.66 %  21:11 left"`,
  );
  expect(progressLine(step, 50)).toMatchInlineSnapshot(
    `"epoch 3/10  9/157  loss 2.2217  accuracy 22.66 %"`,
  );
  expect(progressLine(step, 30)).toMatchInlineSnapshot(`"epoch 3/10  loss 2.2217"`);
});

test("a file gets the same without a bar", () => {
  expect(progressText(step)).toMatchInlineSnapshot(
    `"epoch 3/10  9/157  loss 2.2217  accuracy 22.66 %  203 images/s  21:11 left"`,
  );
});

test("the table of ten classes fits 80 columns with four digits", () => {
  const names = ["T-shirt/top", ..."bcdefghij"].map((n) => n.padEnd(4, "x"));
  const rows = names.map(() => names.map(() => 1000));
  for (const line of confusionTable(rows, names).split("\n"))
    expect(line.length).toBeLessThanOrEqual(80);
});
