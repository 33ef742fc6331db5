import {
  grad,
  gradcheck,
  noGrad,
  ones,
  readValues,
  type Tensor,
  tensor,
  zeros,
} from "@gradus/core";
import * as nn from "@gradus/nn";
import { expectClose, readGolden } from "@gradus/testkit";
import * as vision from "@gradus/vision";
import { describe, expect, test } from "vitest";
import { formulaState, wave } from "./formula.ts";

const { createFeatureExtractor, gradCam } = vision;

interface CamFile {
  readonly call: readonly [name: string, options: { widthMult: number }];
  readonly layer: string;
  readonly input: readonly number[];
  readonly classes: readonly number[];
  readonly shape: readonly number[];
  readonly output: readonly number[];
  readonly maps: readonly number[];
}

const file = readGolden<CamFile>("vision/more/grad-cam.json");

function network(): vision.SmallResNet {
  const model = vision.resnet20(file.call[1]).double();
  model.loadStateDict(formulaState(model.stateDict()));
  return model.eval();
}

describe("createFeatureExtractor", () => {
  test("gives the outputs of layers by name, as PyTorch has them, in one pass", () => {
    const extractor = createFeatureExtractor(network(), ["layer1.0.conv2", file.layer]);
    const features = extractor.call(wave(file.input, 1000));
    expect(Object.keys(features)).toEqual(["layer1.0.conv2", "layer3"]);
    expect(features["layer1.0.conv2"]?.shape).toEqual([2, 4, 16, 12]);
    expectClose(readValues(features.layer3 as Tensor), file.maps, { rtol: 1e-9, atol: 1e-11 });
  });

  test("trains the model's own weights, and leaves no hook behind", () => {
    const model = vision.lenet5();
    const extractor = createFeatureExtractor(model, ["conv1"]);
    const { conv1 } = extractor.call(ones([1, 1, 28, 28]));
    conv1?.sum().backward();
    expect(model.conv1.weight.grad).not.toBeNull();
    expect(extractor.eval().model.training).toBe(false);
    let seen = 0;
    model.conv1.registerForwardHook(() => void seen++);
    model.call(ones([1, 1, 28, 28]));
    expect(seen).toBe(1);
  });

  test("a name that is not there, a module that is not called or gives no tensor, are said", () => {
    const model = vision.lenet5();
    expect(() => createFeatureExtractor(model, ["conv3"])).toThrow(
      /no module at "conv3"[\s\S]*"conv2"/,
    );
    expect(() => createFeatureExtractor(model, [])).toThrow(/at least one name/);
    expect(() => createFeatureExtractor({} as never, ["a"])).toThrow(/must be a module/);
    const lists = vision.unet({ widthMult: 1 / 32, depth: 1 });
    const extractor = createFeatureExtractor(lists, ["down"]);
    expect(() => extractor.call(zeros([2, 3, 4, 4]))).toThrow(/"down" is not called/);
    const lstm = new (class extends nn.Module {
      rnn = new nn.LSTM(2, 3);
      override forward(x: Tensor): Tensor {
        return this.rnn.call(x)[0];
      }
    })();
    expect(() => createFeatureExtractor(lstm, ["rnn"]).call(zeros([4, 1, 2]))).toThrow(
      /"rnn" does not give one tensor/,
    );
  });
});

describe("gradCam", () => {
  test("agrees with PyTorch", () => {
    const map = gradCam(network(), file.layer, wave(file.input, 1000), file.classes);
    expect(map.shape).toEqual(file.shape);
    expectClose(readValues(map), file.output, { rtol: 1e-8, atol: 1e-10 });
  });

  test("by hand: a map counts by the mean gradient of its pixels, and what lowers the score is 0", () => {
    const model = new (class extends nn.Module {
      maps = new nn.Identity();
      override forward(x: Tensor): Tensor {
        const means = this.maps.call(x).mean([2, 3]);
        return means.matmul(
          means.newTensor([
            [1, -1],
            [2, 0],
          ]),
        );
      }
    })();
    const x = ones([1, 2, 1, 2]).mul(ones([1]).newTensor([[[[1, 3]], [[4, 0]]]]));
    // ∂s₀/∂A is 1/2 and 1 for the two maps: 1/2·[1, 3] + 1·[4, 0] = [4.5, 1.5].
    expectClose(readValues(gradCam(model, "maps", x, 0)), [1, 1 / 3]);
    // For class 1 it is -1/2 and 0: nothing speaks for it.
    expectClose(readValues(gradCam(model, "maps", x, 1)), [0, 0]);
  });

  test("works on a frozen model and without gradients around it, and changes nothing", () => {
    const model = network().requiresGrad_(false);
    const map = noGrad(() => gradCam(model, file.layer, wave(file.input, 1000), file.classes));
    expectClose(readValues(map), file.output, { rtol: 1e-8, atol: 1e-10 });
    const trained = network();
    gradCam(trained, file.layer, wave(file.input, 1000), 0);
    expect(trained.parameters().every((p) => p.grad === null && p.requiresGrad)).toBe(true);
  });

  test("what cannot be is refused by name", () => {
    const model = network();
    const x = wave(file.input, 1000);
    expect(() => gradCam(model, "layer9", x, 0)).toThrow(/no module at "layer9"/);
    expect(() => gradCam(model, "fc", x, 0)).toThrow(/"fc" gives \[2, 10\], which are no maps/);
    expect(() => gradCam(model, "layer3", x, 10)).toThrow(/below the 10 classes/);
    expect(() => gradCam(model, "layer3", x, [1])).toThrow(/a list of 2/);
    expect(() => gradCam(model, "layer3", x.select(0, 0), 0)).toThrow(/unsqueeze\(0\)/);
    const unet = vision.unet({ widthMult: 1 / 32, depth: 1 }).eval();
    expect(() => gradCam(unet, "inc", zeros([1, 3, 4, 4]), 0)).toThrow(/scores of shape/);
  });
});

test("gradients of boxes agree with central differences", async () => {
  const boxes = (rows: number[][]): Tensor =>
    tensor(Float64Array.from(rows.flat()), { shape: [rows.length, 4], requiresGrad: true });
  const a = [
    [0.1, 0.2, 3.3, 4.4],
    [2.1, 1.2, 5.3, 6.5],
  ];
  const b = [
    [1, 2, 4, 5],
    [6, 6, 7, 9],
    [0.5, 0.25, 2, 2],
  ];
  expect(await gradcheck(vision.boxIou, [boxes(a), boxes(b)])).toBe(true);
  expect(await gradcheck(vision.generalizedBoxIou, [boxes(a), boxes(b)])).toBe(true);
  expect(await gradcheck(vision.boxArea, [boxes(a)])).toBe(true);
  expect(await gradcheck((x: Tensor) => vision.boxConvert(x, "cxcywh", "xywh"), [boxes(a)])).toBe(
    true,
  );
  expect(await gradcheck((x: Tensor) => vision.clipBoxesToImage(x, [5, 4]), [boxes(a)])).toBe(true);
  // Apart, only the generalized form has a gradient.
  const [x, y] = [boxes([[0, 0, 1, 1]]), boxes([[3, 3, 4, 4]])];
  expect(Math.max(...readValues(grad(vision.boxIou(x, y).sum(), [x])[0] as Tensor))).toBe(0);
  const pulls = readValues(grad(vision.generalizedBoxIou(x, y).sum(), [x])[0] as Tensor);
  expect(pulls[2]).toBeGreaterThan(0);
});

describe("a wrong call of boxes and measures says what is meant", () => {
  const b = zeros([3, 4]);
  const whole = zeros([2, 2]).to("int32");
  test.each([
    [
      "a single box without its axis",
      () => vision.boxArea(zeros([4])),
      /\[N, 4\][\s\S]*single box/,
    ],
    ["a form that is none", () => vision.boxConvert(b, "xyxy", "yxyx" as never), /cxcywh/],
    ["a size of one number", () => vision.clipBoxesToImage(b, 5 as never), /\[height, width\]/],
    ["scores for other boxes", () => vision.nms(b, zeros([2]), 0.5), /\[3\][\s\S]*3 boxes/],
    ["a threshold in percent", () => vision.nms(b, zeros([3]), 50), /0 to 1/],
    ["one mask without its axis", () => vision.masksToBoxes(whole), /\[N, H, W\]/],
    ["scores in place of classes", () => vision.meanIou(zeros([2, 2]), whole, 2), /whole numbers/],
    ["scores of all classes", () => vision.dice(zeros([2, 3, 2]), whole, 3), /argmax\(1\)/],
    ["grey images without a channel", () => vision.makeGrid(zeros([3, 4, 4])), /unsqueeze\(1\)/],
  ])("%s", (_name, run, message) => {
    expect(run).toThrow(message);
  });
});
