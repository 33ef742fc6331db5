/** What a learner types or pastes: CSV and code. */
import { describe, expect, test } from "vitest";
import { networkCode } from "./code.ts";
import { readCsv } from "./csv.ts";
import { parseNetwork } from "./parse.ts";
import { defaults } from "./state.ts";

describe("CSV", () => {
  test("reads points with a head line, and keeps those that fit", () => {
    expect(readCsv("x,y,label\n0.5,-0.25,1\n\n-1, 1, 0\n")).toEqual({
      points: [
        { x: 0.5, y: -0.25, label: 1 },
        { x: -1, y: 1, label: 0 },
      ],
      labels: ["0", "1"],
      scaled: false,
    });
  });

  test("takes decimal commas where semicolons stand between the values", () => {
    expect(readCsv("x;y;label\n0,5;-0,25;1\n-1;+0,75;0")).toMatchObject({
      points: [
        { x: 0.5, y: -0.25, label: 1 },
        { x: -1, y: 0.75, label: 0 },
      ],
    });
    // Without them a comma parts values.
    expect(readCsv("0,5,1\n1,0,0")).toMatchObject({ labels: ["0", "1"], scaled: true });
  });

  test("takes names as labels, other separators, and stretches what is too wide", () => {
    const read = readCsv("10;200;no\r\n20;100;yes\r\n15;150;no");
    expect(read).toMatchObject({ labels: ["no", "yes"], scaled: true });
    expect("points" in read && read.points.map((p) => [p.x, p.y, p.label])).toEqual([
      [-0.9, 0.9, 0],
      [0.9, -0.9, 1],
      [0, 0, 0],
    ]);
  });

  test.each([
    ["1,2,0\n1,two,1", [[2, 'y is "two", which is not a number']]],
    [
      "0,0,a\n1,1\n0,1,b\n3,3,c",
      [
        [2, "expected 3 values (x, y, label), got 2: 1,1"],
        [4, '"c" is a third label besides "a" and "b"; the playground has two classes'],
      ],
    ],
    ["", [[0, "there are no rows"]]],
    ["1,1,7\n0,0,7", [[0, 'every label is "7"; two classes are needed']]],
    ["1,1,", [[1, "the label is empty"]]],
  ])("says where %j is wrong", (text, problems) => {
    expect(readCsv(text)).toEqual({
      problems: problems.map(([line, message]) => ({ line, message })),
    });
  });
});

describe("a network from code", () => {
  test("reads its own code back", () => {
    for (const layers of [
      [4, 3],
      [8, 8, 8, 8, 8, 8],
    ])
      for (const activation of ["tanh", "relu", "sigmoid", "linear"] as const)
        for (const more of [
          { batchNorm: false, dropout: 0 },
          { batchNorm: true, dropout: 0.3 },
        ])
          expect(
            parseNetwork(networkCode({ ...defaults, layers, activation, ...more }), 2),
          ).toEqual({ layers, activation, ...more });
    expect(parseNetwork("nn.Sequential(nn.Linear(2, 1))", 2)).toEqual({
      layers: [],
      activation: null,
      batchNorm: false,
      dropout: 0,
    });
  });

  test("does not mind a whole line of program, new, comments, no activation", () => {
    expect(
      parseNetwork(
        "const model = new nn.Sequential(\n  new nn.Linear(3, 4), // wide\n  /* none */ nn.Linear(4, 1),\n);",
        3,
      ),
    ).toEqual({ layers: [4], activation: "linear", batchNorm: false, dropout: 0 });
  });

  test.each([
    ["model(2)", "There is no nn.Sequential(...)"],
    ["nn.Sequential(nn.Linear(2, 1)", "is not closed"],
    ["nn.Sequential()", "has no layers"],
    [
      "nn.Sequential(\n  nn.Linear(2, 4),\n  nn.Softmax(),\n  nn.Linear(4, 1))",
      "Line 3: the playground cannot draw nn.Softmax",
    ],
    [
      "nn.Sequential(nn.Linear(2, 4), nn.Dropout(0.5), nn.Linear(4, 1))",
      "nn.Dropout(0.5) belongs after an activation",
    ],
    [
      "nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.BatchNorm1d(4), nn.Linear(4, 1))",
      "nn.BatchNorm1d(4) belongs right after nn.Linear(…, 4)",
    ],
    [
      "nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Dropout(2), nn.Linear(4, 1))",
      "needs a number from 0 to 0.9",
    ],
    [
      "nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Dropout(0.1), nn.Linear(2, 2), nn.Tanh(), nn.Dropout(0.2), nn.Linear(2, 1))",
      "one rate for all layers",
    ],
    [
      "nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2), nn.Tanh(), nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))",
      "1 of 2 hidden layers have nn.BatchNorm1d",
    ],
    [
      "nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))",
      "the chosen features are 2. Write nn.Linear(2, 4)",
    ],
    [
      "nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(5, 1))",
      "the layer before gives 4. Write nn.Linear(4, 1)",
    ],
    ["nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2))", "must be nn.Linear(4, 1)"],
    ["nn.Sequential(nn.Linear(2, 4), nn.Tanh())", "must be nn.Linear(4, 1)"],
    ["nn.Sequential(nn.Linear(2, 9), nn.Tanh(), nn.Linear(9, 1))", "at most 8 are drawn"],
    [
      "nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 1))",
      "one kind",
    ],
    [
      "nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 2), nn.Linear(2, 1))",
      "1 of 2 hidden layers",
    ],
    ["nn.Sequential(nn.Tanh(), nn.Linear(2, 1))", "has no nn.Linear before it"],
    ["nn.Sequential(nn.Linear(2), nn.Linear(2, 1))", "needs two whole numbers"],
    [
      "nn.Sequential(Linear(2, 1))",
      "Line 1: expected a layer such as nn.Linear(2, 4), got Linear(2, 1)",
    ],
  ])("says what it cannot draw: %s", (source, message) => {
    const parsed = parseNetwork(source, 2);
    expect("error" in parsed ? parsed.error : "").toContain(message);
  });
});
