/**
 * What a learner's file can do with the library. A new export that is not an operator, a class or an error is looked
 * at here: one that watches the engine, or changes how it works for everybody, belongs to `withheld`.
 */
import * as gradus from "gradus";
import * as vision from "gradus/vision";
import { expect, test } from "vitest";
import { learnerLibrary, withheld } from "./learner-library.ts";

/** Looked at: they make, read or combine values, or change what is their own caller's only. */
const open = {
  "": `adaptiveAvgPool1d adaptiveAvgPool2d adaptiveMaxPool1d adaptiveMaxPool2d applyUpdates arange autograd availableBackends
    avgPool1d avgPool2d bernoulli cat castTo cdist checkedIndex checkpoint conv1d conv2d conv3d convTranspose1d convTranspose2d
    cosineSimilarity currentScope fft func funcErrors defaultBackend defaultGenerator deviceErrors dtypes eachTensor einsum embeddingLookup empty emptyLike enableGrad eye
    fold2d full fullLike grad gradErrors gradcheck gradgradcheck hold invariant isFloat isGradEnabled interpolate
    keepAlive kron linalg linspace manualSeed maxPool1d maxPool2d meshgrid multinomial newMultiplyAdds needOptions noGrad normal notATensorError
    oneHot ones onesLike operate pad printPlan rand randLike randint randn randnLike randperm readCount readValues searchsorted slice snapshot
    adaptiveAvgPool3d adaptiveMaxPool3d avgPool3d convTranspose3d maxPool3d
    bucketize isin
    blockDiag broadcastShapes broadcastTensors cartesianProd columnStack concat concatenate dstack hstack polygamma rowStack
    trilIndices triuIndices unravelIndex vstack
    needFunction needGivenOptions needList needNumber needTensor needTensors needWhole needWholes shown
    stack stdMean tensor tensordot trueDivide unfold2d unheld updateLater varMean variance warn where wholeNumbers within zeros zerosLike data nn optim train`,
  data: `arrayData cacheRoot collate datasetFolder datasets decodeCsv decodeIdx decodeJpeg decodeNpy decodeNpz
    decodePng decodeSafetensors download drawSeed encodeCsv encodeIdx encodeJpeg encodeNpy encodeNpz encodePng
    encodeSafetensors fashionMnist fashionMnistClasses getDataset gunzip gzip randomSplit readBytes readCsv
    readIdx readImage readNpy readNpz readSafetensors toArrayData transforms writeFileAtomic writeIdx writeImage
    writeNpy writeNpz writeSafetensors`,
  nn: "functional init utils",
  "gradus/vision": `alexnet batchedNms boxArea boxConvert boxIou clipBoxesToImage cocoThresholds createFeatureExtractor dice
    generalizedBoxIou gradCam lenet5 makeGrid masksToBoxes meanAveragePrecision meanIou mobilenetV1 mobilenetV2 nms
    pixelAccuracy resnet18 resnet20 resnet32 resnet50 summary tinyYolo transforms unet vgg11 vgg16`,
  optim: "clipGradNorm clipGradValue ema lrScheduler polyak",
  train: "evaluate fit googlenetSmall lenet mlp models resnet20",
} as const;

const { data, nn, optim, train } = gradus;
const spaces: Readonly<Record<string, object>> = {
  "": gradus,
  data,
  nn,
  optim,
  train,
  "gradus/vision": vision,
};

const words = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** Operators are functions of tensors and methods of them; classes and errors make objects of their own. */
const known = (name: string, value: unknown): boolean =>
  Object.hasOwn(gradus.Tensor.prototype, name) ||
  /Error$/.test(name) ||
  (typeof value === "function" && /^[A-Z]/.test(name));

test.each(Object.entries(open))("each export of gradus.%s has been looked at", (space, list) => {
  const module = spaces[space] ?? {};
  const seen = new Set([...words(list), ...(space === "" ? withheld : [])]);
  const unseen = Object.entries(module)
    .filter(([name, value]) => !known(name, value) && !seen.has(name))
    .map(([name]) => name);
  expect(unseen, "look at them: do they watch or change the engine?").toEqual([]);
});

test("what is withheld is there and says that it is switched off", () => {
  const library = learnerLibrary(gradus) as Record<string, () => unknown>;
  for (const name of withheld) {
    expect(Object.keys(gradus)).toContain(name);
    expect(() => library[name]?.()).toThrow(`${name}: it is switched off in exercises`);
  }
  expect(library.tensor).toBe(gradus.tensor);
});
