"""Layers: outputs, gradients of inputs and parameters, and the buffers after the call.

The state dict carries PyTorch's key names, so a test that loads it also proves that the names agree.
Everything is computed in float64 and rounded to float32.
"""

import zlib

import numpy as np
import torch
from torch import nn

from record import FILES, T, Built, encode_arg, encode_out, loss_of, outputs, snake



def to_float32(t):
    return t.float() if t.is_floating_point() else t


class Layer:
    """The golden file of one layer."""

    def __init__(self, name, torch_name=None):
        self.name, self.cls = name, getattr(nn, torch_name or name)
        self.rng = np.random.default_rng(zlib.crc32(name.encode()))
        self.cases = []
        head = {"torch": torch.__version__.split("+")[0], "computed": "float64", "layer": name}
        FILES[f"nn/{name}.json"] = (head, self.cases)

    def rand(self, *shape, lo=-2.0, hi=2.0, **kw):
        return T(np.round(self.rng.uniform(lo, hi, shape) * 64) / 64, "float32", **kw)

    def ints(self, *shape, lo=0, hi=3):
        return T(self.rng.integers(lo, hi, shape), "int32")

    def build(self, ctor):
        args = [tuple(a) if isinstance(a, list) and not isinstance(a[0], T) else a for a in ctor]
        kwargs = {snake(k): (v.torch(True) if isinstance(v, T) else v) for k, v in args.pop().items()} if args and isinstance(args[-1], dict) else {}
        args = [a.torch(True) if isinstance(a, T) else a for a in args]
        return self.cls(*args, **kwargs)

    def fill(self, module):
        """Parameters and buffers that float32 holds exactly; variances stay positive."""
        with torch.no_grad():
            for key, t in module.state_dict().items():
                if not t.is_floating_point():
                    continue
                lo, hi = (0.5, 2.0) if "running_var" in key else (-0.75, 0.75)
                t.copy_(torch.from_numpy(np.round(self.rng.uniform(lo, hi, tuple(t.shape)) * 64) / 64))

    def case(self, name, ctor, inputs, mode="train", loss=None, error=False, steps=1):
        where = f"{self.name} / {name}"
        torch.set_default_dtype(torch.float64)
        try:
            if error:
                try:
                    self.build(ctor)(*[a.torch(True) for a in inputs])
                except Exception:
                    self.cases.append({"name": name, "ctor": [encode_arg(a, "", {}) for a in ctor], "inputs": [encode_arg(a, "", {}) for a in inputs], "error": True})
                    return
                raise SystemExit(f"{where}: torch accepts this call")
            module = self.build(ctor)
            self.fill(module)
            before = {k: v.clone() for k, v in module.state_dict().items()}
            module.train(mode == "train")
            built = Built(True)
            values = [built.value(a, str(i), True) for i, a in enumerate(inputs)]
            kwargs = values.pop() if inputs and isinstance(inputs[-1], dict) else {}
            values = [tuple(v) if isinstance(v, list) else v for v in values]
            for _ in range(steps):
                result = module(*values, **kwargs)
            outs = outputs(result)
            if loss is None:
                loss = [i for i, o in enumerate(outs) if o.is_floating_point()]
            total = loss_of(outs, loss)
            leaves = {k: v[0] for k, v in built.leaves.items()}
            params = dict(module.named_parameters())
            everything = [*leaves.values(), *params.values()]
            grads = torch.autograd.grad(total, everything, allow_unused=True) if total.requires_grad else []
            grads = [torch.zeros_like(v) if g is None else g for g, v in zip(grads, everything)]
            n = len(leaves)
            c = {
                "name": name,
                "ctor": [encode_arg(a, "", {}) for a in ctor],
                "mode": mode,
                "state": {k: encode_out(to_float32(v)) for k, v in before.items()},
                "inputs": [encode_arg(a, str(i), leaves) for i, a in enumerate(inputs)],
                "out": [encode_out(to_float32(o.detach())) for o in outs],
                "loss": loss,
                "grads": {k: encode_out(to_float32(g)) for k, g in zip(leaves, grads[:n])},
                "paramGrads": {k: encode_out(to_float32(g)) for k, g in zip(params, grads[n:])},
            }
            if steps > 1:
                c["steps"] = steps
            after = {k: v for k, v in module.state_dict().items() if k not in params and not torch.equal(v, before[k])}
            if after:
                c["after"] = {k: encode_out(to_float32(v)) for k, v in after.items()}
            if any(x["name"] == name for x in self.cases):
                raise SystemExit(f"{where}: two cases of one name")
            self.cases.append(c)
        except SystemExit:
            raise
        except Exception as e:
            raise SystemExit(f"{where}: {type(e).__name__}: {e}") from e
        finally:
            torch.set_default_dtype(torch.float32)


def linear():
    l = Layer("Linear")
    l.case("plain", [3, 2], [l.rand(4, 3)])
    l.case("without bias", [3, 2, {"bias": False}], [l.rand(4, 3)])
    l.case("vector", [3, 2], [l.rand(3)])
    l.case("three dims, transposed view", [3, 2], [l.rand(2, 4, 3, layout="transposed")])
    l.case("empty batch", [3, 2], [T([], shape=(0, 3))])
    l.case("features that differ", [3, 2], [l.rand(4, 4)], error=True)
    l = Layer("Bilinear")
    l.case("plain", [3, 2, 4], [l.rand(5, 3), l.rand(5, 2)])
    l.case("without bias", [3, 2, 4, {"bias": False}], [l.rand(5, 3), l.rand(5, 2)])
    l.case("features that differ", [3, 2, 4], [l.rand(5, 3), l.rand(5, 3)], error=True)
    l = Layer("Flatten")
    l.case("defaults", [], [l.rand(2, 3, 4)])
    l.case("all", [0], [l.rand(2, 3, 4)])
    l.case("between", [1, 2], [l.rand(2, 3, 2, 2)])
    l = Layer("Identity")
    l.case("plain", [], [l.rand(2, 3)])
    l = Layer("Embedding")
    l.case("plain", [5, 3], [T([[0, 4], [2, 0]])])
    l.case("paddingIdx takes no gradient", [5, 3, {"paddingIdx": 2}], [T([[0, 2], [2, 1]])])
    l.case("vector", [4, 2], [T([3, 3, 0])])


def convolutions():
    l = Layer("Conv1d")
    l.case("plain", [2, 3, 3], [l.rand(2, 2, 7)])
    l.case("all options", [4, 4, 3, {"stride": 2, "padding": 1, "dilation": 2, "groups": 2, "bias": False}], [l.rand(2, 4, 9)])
    l.case("same, circular", [2, 3, 3, {"padding": "same", "paddingMode": "circular"}], [l.rand(2, 2, 6)])
    l.case("channels that differ", [2, 3, 3], [l.rand(2, 3, 7)], error=True)
    l = Layer("Conv2d")
    l.case("plain", [2, 3, 3], [l.rand(2, 2, 5, 6)])
    l.case("kernel each dim", [2, 3, [3, 2], {"stride": [2, 1], "padding": [1, 0]}], [l.rand(2, 2, 5, 6)])
    l.case("groups without bias", [4, 4, 3, {"groups": 4, "padding": 1, "bias": False}], [l.rand(2, 4, 4, 4)])
    l.case("padding same", [2, 3, 3, {"padding": "same"}], [l.rand(1, 2, 4, 5)])
    for m in ("reflect", "replicate", "circular"):
        l.case(f"paddingMode {m}", [2, 2, 3, {"padding": 1, "paddingMode": m}], [l.rand(1, 2, 4, 5)])
    l.case("unbatched", [2, 3, 3], [l.rand(2, 5, 5)])
    l.case("flipped view", [2, 3, 3], [l.rand(2, 2, 5, 6, layout="flipped")])
    l.case("channels that differ", [2, 3, 3], [l.rand(2, 3, 5, 5)], error=True)
    l = Layer("ConvTranspose2d")
    l.case("plain", [2, 3, 3], [l.rand(2, 2, 3, 4)])
    l.case("all options", [4, 4, 3, {"stride": 2, "padding": 1, "outputPadding": 1, "groups": 2, "bias": False}], [l.rand(2, 4, 3, 3)])
    l.case("dilation", [2, 3, [2, 3], {"dilation": 2}], [l.rand(1, 2, 3, 4)])
    l.case("channels that differ", [2, 3, 3], [l.rand(2, 3, 5, 5)], error=True)


def distinct(l, *shape):
    n = int(np.prod(shape))
    return T(l.rng.permutation((np.arange(n) - n // 2 + 0.5) * 0.25).reshape(shape), "float32")


def pools():
    for n, image in ((1, (2, 2, 9)), (2, (2, 2, 6, 7))):
        l = Layer(f"MaxPool{n}d")
        l.case("plain", [2], [distinct(l, *image)])
        l.case("options", [3, {"stride": 2, "padding": 1, "ceilMode": True}], [distinct(l, *image)])
        l = Layer(f"AvgPool{n}d")
        l.case("plain", [2], [l.rand(*image)])
        l.case("options", [3, {"stride": 2, "padding": 1, "ceilMode": True, "countIncludePad": False}], [l.rand(*image)])
        l = Layer(f"AdaptiveAvgPool{n}d")
        l.case("plain", [1], [l.rand(*image)])
        l.case("does not divide", [[4, 3] if n == 2 else 4], [l.rand(*image)])
        l = Layer(f"AdaptiveMaxPool{n}d")
        l.case("plain", [1], [distinct(l, *image)])
        l.case("does not divide", [[4, 3] if n == 2 else 4], [distinct(l, *image)])
    l = Layer("Upsample")
    l.case("nearest", [{"scaleFactor": 2}], [l.rand(1, 2, 3, 4)])
    l.case("bilinear size", [{"size": [5, 6], "mode": "bilinear"}], [l.rand(1, 2, 3, 4)])
    l.case("bilinear, corners", [{"scaleFactor": 2, "mode": "bilinear", "alignCorners": True}], [l.rand(1, 2, 3, 4)])
    l.case("linear", [{"scaleFactor": 2, "mode": "linear"}], [l.rand(1, 2, 4)])


def norms():
    for n, shapes in ((1, [(6, 3), (4, 3, 5)]), (2, [(3, 3, 2, 4)])):
        l = Layer(f"BatchNorm{n}d")
        for s in shapes:
            tag = f" {len(s)} dims"
            l.case("train" + tag, [3], [l.rand(*s)])
            l.case("eval" + tag, [3], [l.rand(*s)], mode="eval")
            l.case("two steps" + tag, [3, {"momentum": 0.3}], [l.rand(*s)], steps=2)
            l.case("momentum null" + tag, [3, {"momentum": None}], [l.rand(*s)], steps=3)
            l.case("not affine" + tag, [3, {"affine": False, "eps": 0.01}], [l.rand(*s)])
            l.case("no running statistics, eval" + tag, [3, {"trackRunningStats": False}], [l.rand(*s)], mode="eval")
        l.case("transposed view", [3], [l.rand(*((5, 3) if n == 1 else (2, 3, 4, 3)), layout="transposed")])
        l.case("one value per channel", [3], [l.rand(*((1, 3) if n == 1 else (1, 3, 1, 1)))], error=True)
        l.case("channels that differ", [3], [l.rand(*((4, 2) if n == 1 else (4, 2, 3, 3)))], error=True)
    l = Layer("LayerNorm")
    l.case("last dim", [4], [l.rand(2, 3, 4)])
    l.case("two dims", [[3, 4]], [l.rand(2, 3, 4)])
    l.case("not affine", [4, {"elementwiseAffine": False, "eps": 0.01}], [l.rand(3, 4)])
    l.case("without bias", [4, {"bias": False}], [l.rand(3, 4)])
    l.case("eval, transposed view", [4], [l.rand(3, 4, layout="transposed")], mode="eval")
    l.case("features that differ", [4], [l.rand(3, 5)], error=True)
    l = Layer("RMSNorm")
    l.case("plain", [4], [l.rand(2, 3, 4)])
    l.case("eps", [4, {"eps": 0.01}], [l.rand(3, 4)])
    l.case("not affine", [4, {"elementwiseAffine": False}], [l.rand(3, 4)])
    l.case("features that differ", [4], [l.rand(3, 5)], error=True)
    l = Layer("GroupNorm")
    l.case("two groups", [2, 4], [l.rand(2, 4, 3, 2)])
    l.case("one group", [1, 3], [l.rand(2, 3, 4)])
    l.case("instance", [3, 3], [l.rand(2, 3, 4)])
    l.case("not affine", [2, 4, {"affine": False, "eps": 0.01}], [l.rand(2, 4)])
    l.case("channels that differ", [2, 4], [l.rand(2, 6, 3)], error=True)
    l = Layer("InstanceNorm2d")
    l.case("plain", [3], [l.rand(2, 3, 3, 4)])
    l.case("affine", [3, {"affine": True}], [l.rand(2, 3, 3, 4)])
    l.case("running statistics, train", [3, {"affine": True, "trackRunningStats": True}], [l.rand(2, 3, 3, 4)])
    l.case("running statistics, eval", [3, {"affine": True, "trackRunningStats": True}], [l.rand(2, 3, 3, 4)], mode="eval")
    l = Layer("LocalResponseNorm")
    l.case("plain", [2], [l.rand(2, 4, 3)])
    l.case("odd size", [3, {"alpha": 0.5, "beta": 0.5, "k": 2}], [l.rand(2, 5, 3, 2)])
    l.case("more than the channels", [5, {"alpha": 1, "beta": 0.75, "k": 1}], [l.rand(1, 3, 2, 2)])
    for name in ("Dropout", "Dropout1d", "Dropout2d", "AlphaDropout"):
        l = Layer(name)
        shape = {"Dropout2d": (2, 3, 2, 2), "Dropout1d": (2, 3, 4)}.get(name, (3, 4))
        l.case("eval passes", [0.5], [l.rand(*shape)], mode="eval")
        l.case("p 0 passes", [0], [l.rand(*shape)])


def recurrent():
    for name in ("RNN", "GRU", "LSTM"):
        l = Layer(name)
        state = (lambda layers, b, h: [l.rand(layers, b, h), l.rand(layers, b, h)]) if name == "LSTM" else (lambda layers, b, h: l.rand(layers, b, h))
        l.case("one layer", [3, 4], [l.rand(5, 2, 3)])
        l.case("with a state", [3, 4], [l.rand(5, 2, 3), state(1, 2, 4)])
        l.case("batchFirst", [3, 4, {"batchFirst": True}], [l.rand(2, 5, 3), state(1, 2, 4)])
        l.case("two layers", [3, 2, {"numLayers": 2}], [l.rand(4, 2, 3)])
        l.case("bidirectional", [3, 2, {"bidirectional": True}], [l.rand(4, 2, 3), state(2, 2, 2)])
        l.case("two layers, bidirectional, batchFirst", [2, 3, {"numLayers": 2, "bidirectional": True, "batchFirst": True}], [l.rand(2, 4, 2), state(4, 2, 3)])
        l.case("without bias", [3, 2, {"bias": False}], [l.rand(4, 2, 3)])
        l.case("one step", [3, 2], [l.rand(1, 2, 3)])
        l.case("unbatched", [3, 2], [l.rand(4, 3)])
        l.case("transposed view", [3, 2], [l.rand(4, 2, 3, layout="transposed")])
        if name == "RNN":
            l.case("relu", [3, 4, {"nonlinearity": "relu"}], [l.rand(5, 2, 3)])
        if name == "LSTM":
            l.case("projection", [3, 4, {"projSize": 2}], [l.rand(4, 2, 3)])
        l.case("features that differ", [3, 4], [l.rand(5, 2, 4)], error=True)
        cell = Layer(f"{name}Cell")
        start = [cell.rand(2, 4), cell.rand(2, 4)] if name == "LSTM" else cell.rand(2, 4)
        cell.case("plain", [3, 4], [cell.rand(2, 3)])
        cell.case("with a state", [3, 4], [cell.rand(2, 3), start])
        cell.case("without bias", [3, 4, {"bias": False}], [cell.rand(2, 3), start])
        if name == "RNN":
            cell.case("relu", [3, 4, {"nonlinearity": "relu"}], [cell.rand(2, 3), start])
        cell.case("features that differ", [3, 4], [cell.rand(2, 4)], error=True)


def attention():
    l = Layer("MultiheadAttention")
    causal = torch.triu(torch.ones(3, 3, dtype=torch.bool), 1).numpy()
    first = {"batchFirst": True}
    q = lambda *s: l.rand(*s)
    l.case("self, batchFirst", [4, 2, first], [q(2, 3, 4)] + [q(2, 3, 4), q(2, 3, 4)])
    l.case("sequence first", [4, 2], [q(3, 2, 4), q(5, 2, 4), q(5, 2, 4)])
    l.case("key padding", [4, 2, first], [q(2, 3, 4), q(2, 3, 4), q(2, 3, 4), {"keyPaddingMask": T([[False, False, True], [False, True, True]])}])
    l.case("causal mask", [4, 2, first], [q(2, 3, 4), q(2, 3, 4), q(2, 3, 4), {"attnMask": T(causal)}])
    l.case("float mask", [4, 2, first], [q(2, 3, 4), q(2, 3, 4), q(2, 3, 4), {"attnMask": T(l.rand(3, 3).a, grad=False)}])
    l.case("both masks", [4, 2, first], [q(2, 3, 4), q(2, 3, 4), q(2, 3, 4), {"attnMask": T(causal), "keyPaddingMask": T([[False, False, True], [False, False, False]])}])
    l.case("weights of each head", [4, 2, first], [q(2, 3, 4), q(2, 3, 4), q(2, 3, 4), {"averageAttnWeights": False}])
    l.case("weights not needed", [4, 2, first], [q(2, 3, 4), q(2, 3, 4), q(2, 3, 4), {"needWeights": False}])
    l.case("without bias", [4, 2, {"bias": False, **first}], [q(2, 3, 4), q(2, 3, 4), q(2, 3, 4)])
    l.case("keys and values of other widths", [4, 2, {"kdim": 3, "vdim": 5, **first}], [q(2, 3, 4), q(2, 2, 3), q(2, 2, 5)])
    l.case("width that differs", [4, 2], [q(3, 2, 5), q(3, 2, 5), q(3, 2, 5)], error=True)
    base = {"dimFeedforward": 6, "dropout": 0, "batchFirst": True}
    l = Layer("TransformerEncoderLayer")
    l.case("plain", [4, 2, base], [l.rand(2, 3, 4)])
    l.case("norm first", [4, 2, {**base, "normFirst": True}], [l.rand(2, 3, 4)])
    l.case("gelu", [4, 2, {**base, "activation": "gelu"}], [l.rand(2, 3, 4)])
    l.case("causal mask", [4, 2, base], [l.rand(2, 3, 4), {"srcMask": T(causal)}])
    l.case("key padding", [4, 2, base], [l.rand(2, 3, 4), {"srcKeyPaddingMask": T([[False, False, True], [False, False, False]])}])
    l.case("sequence first", [4, 2, {**base, "batchFirst": False}], [l.rand(3, 2, 4)])
    l.case("without bias", [4, 2, {**base, "bias": False}], [l.rand(2, 3, 4)])
    l.case("width that differs", [4, 2, base], [l.rand(2, 3, 5)], error=True)
    l = Layer("TransformerDecoderLayer")
    l.case("plain", [4, 2, base], [l.rand(2, 3, 4), l.rand(2, 5, 4)])
    l.case("norm first, gelu", [4, 2, {**base, "normFirst": True, "activation": "gelu"}], [l.rand(2, 3, 4), l.rand(2, 5, 4)])
    l.case("causal mask", [4, 2, base], [l.rand(2, 3, 4), l.rand(2, 5, 4), {"tgtMask": T(causal)}])
    l.case("memory padding", [4, 2, base], [l.rand(2, 3, 4), l.rand(2, 3, 4), {"memoryKeyPaddingMask": T([[False, False, True], [False, False, False]])}])


ACTIVATIONS = {
    "ReLU": [[]], "ReLU6": [[]], "Sigmoid": [[]], "Tanh": [[]], "SiLU": [[]], "Mish": [[]], "Softsign": [[]],
    "Tanhshrink": [[]], "LogSigmoid": [[]], "Hardswish": [[]], "Hardsigmoid": [[]], "SELU": [[]],
    "ELU": [[], [0.5]], "CELU": [[], [0.5]], "GELU": [[], [{"approximate": "tanh"}]],
    "LeakyReLU": [[], [0.2]], "Hardtanh": [[], [-0.5, 0.75]],
    "Softplus": [[], [{"beta": 2, "threshold": 3}]], "Softmax": [[1], [0]], "LogSoftmax": [[-1]],
    "Softmin": [[1]], "GLU": [[], [0]], "PReLU": [[], [4]],
    "Hardshrink": [[], [1]], "Softshrink": [[], [1]], "Threshold": [[0.5, -1.0]],
}


def activations():
    for name, options in ACTIVATIONS.items():
        l = Layer(name)
        for ctor in options:
            l.case(f"made with {ctor}" if ctor else "plain", list(ctor), [l.rand(6, 4, lo=-4, hi=4)])
        if name == "PReLU":
            l.case("channels of an image", [3], [l.rand(2, 3, 2, 2)])
        l.case("transposed view", list(options[0]), [l.rand(4, 6, lo=-4, hi=4, layout="transposed")])


def losses():
    """The layer forms of the losses; every option is covered by their functional forms."""
    y = T([2, 0, 1, 2])
    prob = lambda l: T(l.rng.uniform(0.1, 0.9, (3, 4)).astype(np.float32))
    binary = T([[0.0, 1.0, 1.0, 0.0]] * 3, grad=False)
    w3 = T([0.5, 1.0, 2.0], grad=False)
    for name, make in {
        "CrossEntropyLoss": lambda l: [("weight and smoothing", [{"weight": w3, "labelSmoothing": 0.1}], [l.rand(4, 3), y])],
        "NLLLoss": lambda l: [("weight", [{"weight": w3}], [l.rand(4, 3), y])],
        "BCELoss": lambda l: [("plain", [], [prob(l), binary])],
        "BCEWithLogitsLoss": lambda l: [("posWeight", [{"posWeight": T([1.0, 2.0, 0.5, 3.0], grad=False)}], [l.rand(3, 4), binary])],
        "MSELoss": lambda l: [("sum", [{"reduction": "sum"}], [l.rand(3, 4), l.rand(3, 4)])],
        "L1Loss": lambda l: [("plain", [], [l.rand(3, 4), l.rand(3, 4)])],
        "SmoothL1Loss": lambda l: [("beta", [{"beta": 0.5}], [l.rand(3, 4), l.rand(3, 4)])],
        "HuberLoss": lambda l: [("delta", [{"delta": 0.5}], [l.rand(3, 4), l.rand(3, 4)])],
        "KLDivLoss": lambda l: [("batchmean", [{"reduction": "batchmean"}], [l.rand(3, 4), T(prob(l).a, grad=False)])],
        "HingeEmbeddingLoss": lambda l: [("margin", [{"margin": 0.5}], [l.rand(4), T([1.0, -1.0, -1.0, 1.0], grad=False)])],
        "MultiMarginLoss": lambda l: [("p 2", [{"p": 2}], [l.rand(4, 3), y])],
        "MarginRankingLoss": lambda l: [("margin", [{"margin": 0.5}], [l.rand(4), l.rand(4), T([1.0, -1.0, -1.0, 1.0], grad=False)])],
        "TripletMarginLoss": lambda l: [("swap", [{"swap": True}], [l.rand(4, 3), l.rand(4, 3), l.rand(4, 3)])],
        "CosineEmbeddingLoss": lambda l: [("margin", [{"margin": 0.25}], [l.rand(4, 3), l.rand(4, 3), T([1.0, -1.0, -1.0, 1.0], grad=False)])],
        "CTCLoss": lambda l: [("plain", [], [T(torch.log_softmax(torch.tensor(l.rand(6, 2, 4).a), 2).numpy()), T([[1, 2, 2], [3, 1, 0]]), T([6, 6]), T([3, 2])])],
    }.items():
        l = Layer(name)
        for case in make(l):
            l.case(*case)


def record():
    linear()
    convolutions()
    pools()
    norms()
    recurrent()
    attention()
    activations()
    losses()
