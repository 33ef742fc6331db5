import { expect, test } from "vitest";
import * as errors from "./errors.ts";

const { gradErrors, funcErrors, deviceErrors } = errors;

/** One of each, by the name of the function that builds it. */
const samples: Readonly<Record<string, errors.GradusError>> = {
  overlapError: errors.overlapError("add_", [3, 2], [1, 2]),
  broadcastError: errors.broadcastError("add", [2, 3], [4, 3], -2),
  expandError: errors.expandError("expand", [2, 3], [4, 3]),
  matmulShapeError: errors.matmulShapeError("matmul", [2, 3], [4, 5], 3, 4),
  rankError: errors.rankError("conv2d", "input", "3 or 4 axes", [5, 5]),
  sizeError: errors.sizeError("conv2d", "weight", 1, 3, [8, 4, 3, 3]),
  dimRangeError: errors.dimRangeError("sum", 2, 2),
  reshapeError: errors.reshapeError("reshape", [2, 3], [4, 2]),
  lastAxisError: errors.lastAxisError("Linear", "inFeatures", 784, [32, 28, 28]),
  viewSizeError: errors.viewSizeError("tensor", [2, 3], 5),
  catShapeError: errors.catShapeError("cat", 1, [2, 4], [3, 3], 0),
  raggedArrayError: errors.raggedArrayError(1, 3, 2),
  itemError: errors.itemError([2, 3]),
  dtypeError: errors.dtypeError("crossEntropy", "target", "float32", "int32"),
  indexRangeError: errors.indexRangeError("take", 10, 10),
  unknownOptionError: errors.unknownOptionError("sum", "keepDim", ["keepdim", "dtype"]),
  optionsError: errors.optionsError("sum", true, ["keepdim", "dtype"]),
  notNumbersError: errors.notNumbersError("tensor", [1, 0], undefined),
  notANumberError: errors.notANumberError("full", "the value", "3"),
  arithmeticError: errors.arithmeticError(),
  sliceError: errors.sliceError("index", "step must be a positive whole number", -1),
  optionError: errors.optionError("Dropout", "p", 1.5, "a number from 0 to 1"),
  valueRangeError: errors.valueRangeError("tensor", 3_000_000_000, 5, "int32"),
  einsumError: errors.einsumError("ij,jk", "it names 2 operands, but 1 are given"),
  notATensorError: errors.notATensorError("nonzero", "the input", undefined),
  linalgError: errors.linalgError("inv", "the 2 × 2 matrix is singular", "use linalg.pinv."),
  staleError: errors.staleError([10, 784], "float32"),
  "gradErrors.notScalarBackward": gradErrors.notScalarBackward([32]),
  "gradErrors.seedShape": gradErrors.seedShape([3], [2, 3]),
  "gradErrors.noGradPath": gradErrors.noGradPath([]),
  "gradErrors.changed": gradErrors.changed("matmul", [784, 10]),
  "gradErrors.freedGraph": gradErrors.freedGraph("matmul"),
  "gradErrors.leafInPlace": gradErrors.leafInPlace("add_"),
  "gradErrors.requiresGradInt": gradErrors.requiresGradInt("int32"),
  "gradErrors.notLeaf": gradErrors.notLeaf("requiresGrad"),
  "gradErrors.overlap": gradErrors.overlap("noGrad"),
  "gradErrors.hookNeedsGrad": gradErrors.hookNeedsGrad(),
  "gradErrors.inputNeedsGrad": gradErrors.inputNeedsGrad(1),
  "gradErrors.unusedInput": gradErrors.unusedInput(1, [2]),
  "gradErrors.gradcheck": gradErrors.gradcheck(0, 3, 1.5, 1.25),
  "gradErrors.functionMissing": gradErrors.functionMissing("Clip", "backward"),
  "gradErrors.functionMade": gradErrors.functionMade("Clip"),
  "gradErrors.functionOutput": gradErrors.functionOutput("Clip", undefined),
  "gradErrors.functionTensor": gradErrors.functionTensor("saveForBackward", 1, 2),
  "gradErrors.functionCount": gradErrors.functionCount("Clip", 2, 1),
  "gradErrors.functionNoTensor": gradErrors.functionNoTensor("Clip", 1),
  "gradErrors.functionShape": gradErrors.functionShape("Clip", 0, [3], [2, 3]),
  "funcErrors.noTensor": funcErrors.noTensor("func.grad", "argument 0", 3),
  "funcErrors.integer": funcErrors.integer("func.grad", "int32"),
  "funcErrors.argnums": funcErrors.argnums("func.grad", 2, 1),
  "funcErrors.scalar": funcErrors.scalar("func.grad", [3]),
  "funcErrors.output": funcErrors.output("func.grad", 3),
  "funcErrors.aux": funcErrors.aux("func.grad", 3),
  "funcErrors.list": funcErrors.list("func.vjp", "the cotangents", 3),
  "funcErrors.matching": funcErrors.matching("func.jvp", "the tangents", [[3]], [[2, 3]]),
  "funcErrors.batch": funcErrors.batch("func.vmap", [3, 4]),
  "funcErrors.random": funcErrors.random("func.vmap"),
  "funcErrors.module": funcErrors.module("func.functionalCall", 3),
  "funcErrors.names": funcErrors.names("func.functionalCall", 'there is no parameter "w"', [
    "weight",
    "bias",
  ]),
  "deviceErrors.unknown": deviceErrors.unknown("cuda", ["reference", "wasm"]),
  "deviceErrors.unsupported": deviceErrors.unsupported("wasm"),
  "deviceErrors.compileForbidden": deviceErrors.compileForbidden("refused by the embedder."),
  "deviceErrors.outOfMemory": deviceErrors.outOfMemory(4096, 1024, 2048),
};

test("every message says where, what and what next", () => {
  const text = Object.values(samples).map((e) => `${e.name}: ${e.message}`);
  expect(text.join("\n\n")).toMatchInlineSnapshot(`
    "UsageError: add_: the tensor of shape [3, 2] is a view of one of shape [1, 2] in which several elements are the same place, so they cannot be written.
    Hint: write into a copy: clone() it first.
    (usage/overlap)

    ShapeError: add: cannot broadcast [2, 3] with [4, 3]: sizes 2 and 4 at axis -2 differ and neither is 1.
    Hint: reshape one side so that axis -2 is 1, or check for a missing transpose.
    (shape/broadcast)

    ShapeError: expand: cannot expand [2, 3] to [4, 3]: only axes of size 1 can grow, and new axes come first.
    Hint: unsqueeze the tensor where the target has a new axis.
    (shape/expand)

    ShapeError: matmul: cannot multiply [2, 3] by [4, 5]: the inner sizes 3 and 4 differ.
    Hint: the last axis of the first must equal the second-to-last of the second; transpose one of them?
    (shape/matmul)

    ShapeError: conv2d: input must have 3 or 4 axes, but its shape is [5, 5] (2 axes).
    Hint: reshape, squeeze or unsqueeze it first.
    (shape/rank)

    ShapeError: conv2d: weight must have size 3 at axis 1, but its shape is [8, 4, 3, 3].
    Hint: check what made weight, or transpose it.
    (shape/size)

    ShapeError: sum: dim 2 is out of range for a tensor with 2 axes.
    Hint: use a whole number from -2 to 1.
    (shape/dim-range)

    ShapeError: reshape: cannot view [2, 3] (6 elements) as [4, 2].
    Hint: the sizes must multiply to the same number; one of them may be -1 to be worked out.
    (shape/reshape)

    ShapeError: Linear: the input's last axis must be inFeatures = 784, but its shape is [32, 28, 28].
    Hint: make Linear with inFeatures = 28, or check the layer before it.
    (shape/last-axis)

    ShapeError: tensor: shape [2, 3] holds 6 elements, but the data has 5.
    Hint: give a shape whose sizes multiply to the data's length.
    (shape/view-size)

    ShapeError: cat: tensor 1 has shape [2, 4], which does not fit [3, 3] in every axis but 0.
    Hint: make all other axes equal, or join along another dim.
    (shape/cat)

    ShapeError: tensor: nested arrays must be rectangular, but at depth 1 one has 2 elements where 3 were expected.
    Hint: pad the shorter rows, or make a tensor of each.
    (shape/ragged)

    ShapeError: item: the tensor has shape [2, 3], but item() reads exactly one element.
    Hint: reduce it first (mean, sum), index one element, or read all with data().
    (shape/item)

    DtypeError: crossEntropy: target is float32, but must be int32.
    Hint: convert it with .to(dtype).
    (dtype/unsupported)

    IndexError: take: index 10 is out of range for size 10.
    Hint: indices run from -10 to 9: places are counted from 0.
    (index/out-of-range)

    UsageError: sum: there is no option keepDim; its options are keepdim, dtype.
    Hint: did you mean keepdim?
    (usage/unknown-option)

    UsageError: sum: boolean true stands where an object of options belongs.
    Hint: write { keepdim: … }; there are keepdim, dtype.
    (usage/options)

    UsageError: tensor: the value at [1][0] is undefined, but must be a number, a boolean or an array of them.
    Hint: give numbers, booleans, tensors, or arrays of them; check that every element has a value.
    (usage/not-numbers)

    UsageError: full: the value must be a number, but it is a string.
    Hint: give a JavaScript number; of a tensor with one element, await x.item().
    (usage/not-a-number)

    UsageError: a tensor cannot be used with JavaScript's operators: tensors have no *, +, - or <; they give NaN or text without a word.
    Hint: write a.mul(b), a.add(b), a.sub(b), a.div(b), a.lt(b); of one element, await x.item() gives a number.
    (usage/operator)

    IndexError: index: step must be a positive whole number, got -1.
    Hint: write slice(start, stop, step) with a positive whole step; flip() reverses.
    (index/slice)

    UsageError: Dropout: p is 1.5, but must be a number from 0 to 1.
    Hint: pass p as a number from 0 to 1.
    (usage/option)

    DataError: tensor: value 3000000000 at flat index 5 does not fit int32.
    Hint: use float64 for larger numbers.
    (data/value-range)

    UsageError: einsum: in "ij,jk", it names 2 operands, but 1 are given.
    Hint: write one term an operand with a letter an axis, as in "ij,jk->ik".
    (usage/einsum)

    UsageError: nonzero: the input must be a tensor, but it is undefined.
    Hint: make one with tensor(…), or check that the variable has a value.
    (usage/not-a-tensor)

    DataError: linalg.inv: the 2 × 2 matrix is singular.
    Hint: use linalg.pinv.
    (data/linalg)

    UsageError: reading a tensor: it depends on a tensor of shape [10, 784] (float32) that has been updated twice since, so its value can no longer be computed.
    Hint: call clone() on it when it is made, or read it (await t.data()) before the next optimizer.step().
    (usage/stale)

    GradError: backward: the tensor has shape [32], but a gradient starts from one number.
    Hint: reduce it with mean() or sum(), or pass the gradient of the same shape.
    (grad/not-scalar)

    GradError: backward: the gradient has shape [3], but the tensor has shape [2, 3].
    Hint: give a gradient of the tensor's own shape.
    (grad/seed-shape)

    GradError: backward: the tensor of shape [] does not require a gradient and was not made from one that does.
    Hint: set requiresGrad: true on a leaf, and check for detach() or noGrad().
    (grad/no-path)

    GradError: backward: the gradient of matmul needs the value that a tensor of shape [784, 10] had in the forward pass, but optimizer.step() has updated it since.
    Hint: compute the loss again after step(), or call every backward() before it.
    (grad/changed)

    GradError: backward: the graph was already used by an earlier backward pass (at matmul).
    Hint: pass { retainGraph: true } to the first backward, or compute the loss again.
    (grad/freed)

    GradError: add_: a leaf tensor that requires a gradient cannot be changed in place.
    Hint: do it inside noGrad(() => …), or work on a clone().
    (grad/leaf-in-place)

    GradError: requiresGrad: a tensor of int32 cannot require a gradient; only float32 and float64 can.
    Hint: convert it first: .to("float32").
    (grad/integer)

    GradError: requiresGrad: only a leaf tensor's requiresGrad can be switched off.
    Hint: use detach() to get a tensor without history.
    (grad/not-leaf)

    GradError: noGrad: an asynchronous function that began later is not done yet, and this engine cannot tell which of them records gradients.
    Hint: await each noGrad(async …) before the next one begins.
    (grad/overlap)

    GradError: registerHook: the tensor does not require a gradient, so none will arrive.
    Hint: set requiresGrad = true first.
    (grad/hook)

    GradError: grad: input 1 does not require a gradient.
    Hint: make it with { requiresGrad: true }.
    (grad/input)

    GradError: grad: the outputs do not depend on input 1 (shape [2]).
    Hint: pass { allowUnused: true } to get null for it.
    (grad/unused-input)

    GradError: gradcheck: input 0, element 3: backward gives 1.5, finite differences give 1.25.
    Hint: mend the operator's gradient; check the point is not at a kink.
    (grad/check)

    GradError: Clip: its class has no static backward.
    Hint: write static backward(ctx, …) { … } in the class, with just this name.
    (grad/function-missing)

    GradError: new Clip: there are no objects of an operator's class.
    Hint: call Clip.apply(…) on the class itself.
    (grad/function-made)

    GradError: Clip.forward: it must give back a tensor or a list of them, but gave undefined.
    Hint: return the result at the end of forward.
    (grad/function-output)

    GradError: saveForBackward: what stands at place 1 must be a tensor or null, but it is 2.
    Hint: keep numbers and the like as fields: ctx.scale = 2.
    (grad/function-tensor)

    GradError: Clip.backward: it gave 1 gradients, but forward took 2 inputs.
    Hint: give back a list with one gradient for each input, null where there is none.
    (grad/function-count)

    GradError: Clip.backward: it gave a gradient for input 1, which is no tensor.
    Hint: give null in its place.
    (grad/function-no-tensor)

    GradError: Clip.backward: the gradient of input 0 has shape [3], but the input has [2, 3].
    Hint: give a gradient of the input's own shape.
    (grad/function-shape)

    UsageError: func.grad: argument 0 must be a tensor or hold tensors, but it is 3.
    Hint: give a tensor, or lists and objects of tensors; argnums says which argument is meant.
    (func/no-tensor)

    UsageError: func.grad: a derivative with respect to a tensor of int32 makes no sense.
    Hint: convert it to a float, or close over it instead of passing it in.
    (func/integer)

    UsageError: func.grad: argnums is 2, but the function was called with 1 arguments.
    Hint: count arguments from 0.
    (func/argnums)

    UsageError: func.grad: the function must give one number, but its value has shape [3].
    Hint: reduce it with mean() or sum(), or take func.jacrev.
    (func/scalar)

    UsageError: func.grad: the function must give a tensor, but it gave 3.
    Hint: return the result at its end; with a pair of result and more, pass { hasAux: true }.
    (func/output)

    UsageError: func.grad: with hasAux the function must give a pair, but it gave 3.
    Hint: return [value, more].
    (func/aux)

    UsageError: func.vjp: the cotangents must be a list with one entry for each argument, but it is 3.
    Hint: write [x] for one argument.
    (func/list)

    UsageError: func.jvp: the tangents must have the shapes [2, 3], but have [3].
    Hint: give one tensor for each, of the same shape.
    (func/matching)

    UsageError: func.vmap: the batches of the arguments have the sizes 3, 4, but must be alike and not empty.
    Hint: inDims says which axis of each argument is the batch, null that it has none.
    (func/batch)

    UsageError: func.vmap: the function draws random numbers, and nothing says how they are shared by the examples.
    Hint: pass { randomness: "different" } or { randomness: "same" }.
    (func/random)

    UsageError: func.functionalCall: a module is needed, but there is 3.
    Hint: give a model, such as new nn.Linear(2, 3).
    (func/module)

    UsageError: func.functionalCall: there is no parameter "w".
    Hint: there are weight, bias.
    (func/names)

    DeviceError: setDefaultBackend: there is no backend "cuda".
    Hint: choose one of reference, wasm.
    (device/unknown)

    DeviceError: setDefaultBackend: this machine cannot run the backend "wasm".
    Hint: use "reference", or a newer engine; \`gradus doctor\` says what is missing.
    (device/unsupported)

    DeviceError: wasm: this page's Content-Security-Policy does not let it compile WebAssembly: refused by the embedder.
    Hint: add 'wasm-unsafe-eval' to the policy's script-src ('unsafe-eval' is not needed), or call setDefaultBackend("reference"), which is slow.
    (device/compile-forbidden)

    DeviceError: wasm: there is no room for 4096 more bytes; the backend's memory has 1024 bytes and can have at most 2048.
    Hint: use a smaller batch, let go of large tensors, or checkpoint() parts of the model.
    (device/out-of-memory)"
  `);
});

test("every builder is in the snapshot", () => {
  const builders = Object.entries(errors).flatMap(([name, value]) => {
    if (typeof value === "object") return Object.keys(value).map((key) => `${name}.${key}`);
    return /^[a-z]/.test(name) && name !== "invariant" ? [name] : [];
  });
  expect(Object.keys(samples).sort()).toEqual(builders.sort());
});

test("codes are the family and a word of their own", () => {
  const codes = Object.values(samples).map((e) => e.code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const e of Object.values(samples)) {
    expect(e.code).toMatch(/^[a-z]+\/[a-z-]+$/);
    expect(e.message.endsWith(`\n(${e.code})`)).toBe(true);
  }
});

test("errors can be told apart by class, and carry their values", () => {
  const error = errors.indexRangeError("take", 10, 10);
  expect(error).toBeInstanceOf(errors.IndexError);
  expect(error).toBeInstanceOf(errors.UsageError);
  expect(error).toBeInstanceOf(errors.GradusError);
  expect(error).not.toBeInstanceOf(errors.ShapeError);
  expect(error.details).toEqual({ op: "take", value: 10, limit: 10 });
});

test("a text option is quoted, so that an empty one is seen", () => {
  expect(errors.optionError("conv2d", "padding", "", '"same" or "valid"').message).toContain(
    'padding is "", but',
  );
});

test("a broken invariant says that it is our bug", () => {
  expect(() => errors.invariant(true, "fine")).not.toThrow();
  expect(() =>
    errors.invariant(false, "kernel without stages"),
  ).toThrowErrorMatchingInlineSnapshot(`
    [InternalError: internal: kernel without stages.
    Hint: this is a bug in Gradus; please report it with the code that led here.
    (internal/invariant)]
  `);
});

test("an index says where it stands and where it may, a label how many classes there are", () => {
  const label = errors.indexRangeError("crossEntropy", 7, 3, { what: "label", place: [3] });
  expect(label.message).toMatchInlineSnapshot(`
    "crossEntropy: label 7 at place 3 is out of range for 3 classes.
    Hint: labels run from 0 to 2: make the input as wide as there are classes, or count the labels from 0.
    (index/out-of-range)"
  `);
  const index = errors.indexRangeError("gather", -1, 3, { place: [0, 2] });
  expect(index.message).toMatchInlineSnapshot(`
    "gather: index -1 at place [0, 2] is out of range for size 3.
    Hint: indices run from 0 to 2: places are counted from 0.
    (index/out-of-range)"
  `);
});
