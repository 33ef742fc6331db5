"""Functions of one tensor, element by element: mathematics, rounding, tests and activations."""

import math
import zlib

import torch
import torch.nn.functional as F

from record import T, U, Op

INF, NAN = math.inf, math.nan
COMMON = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -3.0, 1e-8, -1e-8, 100.0, -100.0, INF, -INF, NAN]
LAYOUTS = ["transposed", "strided", "flipped", "expanded"]

# name: (function, low, high, more edges, points where the gradient is asked at an edge)
MATH = {
    "neg": (torch.neg, -3, 3, [1e30], [0.0]),
    "abs": (torch.abs, -3, 3, [1e30], [0.0, -0.0, NAN]),
    "sign": (torch.sign, -3, 3, [], [0.0, 2.0]),
    "reciprocal": (torch.reciprocal, 0.25, 3, [1e30, -1e-30], [0.0, INF]),
    "sqrt": (torch.sqrt, 0.25, 4, [1e30, 1e-30], [0.0, INF]),
    "rsqrt": (torch.rsqrt, 0.25, 4, [1e30, 1e-30], [0.0, INF]),
    "square": (torch.square, -3, 3, [1e30, 1e-30], [0.0]),
    "exp": (torch.exp, -3, 3, [88.0, 89.0, -87.0, -104.0, -110.0], [0.0, 90.0, -INF]),
    "exp2": (torch.exp2, -3, 3, [10.0, 127.0, 128.0, -126.0], [0.0]),
    "expm1": (torch.expm1, -3, 3, [1e-5, -1e-5, 88.0, 20.0, -20.0], [0.0]),
    "log": (torch.log, 0.1, 5, [1e30, 1e-30, 1.0001], [0.0, INF]),
    "log2": (torch.log2, 0.1, 5, [1e30, 1e-30, 8.0, 1024.0], [0.0]),
    "log10": (torch.log10, 0.1, 5, [1e30, 1e-30, 1000.0], [0.0]),
    "log1p": (torch.log1p, -0.9, 5, [1e30, 1e-5, -1e-5, -2.0], [0.0, -1.0]),
    "sin": (torch.sin, -4, 4, [1000.0, -1000.0, 1.5707964, 3.1415927], [0.0]),
    "cos": (torch.cos, -4, 4, [1000.0, -1000.0, 1.5707964, 3.1415927], [0.0]),
    "tan": (torch.tan, -1.4, 1.4, [1000.0, 3.0], [0.0]),
    "asin": (torch.asin, -0.9, 0.9, [0.999, 1.5], [0.0, 1.0]),
    "acos": (torch.acos, -0.9, 0.9, [0.999, 1.5], [0.0, 1.0]),
    "atan": (torch.atan, -3, 3, [1e30, -1e30], [0.0, INF]),
    "sinh": (torch.sinh, -3, 3, [1e-4, 88.0, 90.0], [0.0]),
    "cosh": (torch.cosh, -3, 3, [88.0, 90.0], [0.0]),
    "tanh": (torch.tanh, -3, 3, [1e-4, 9.0, 20.0, -20.0], [0.0, INF, 50.0]),
    "asinh": (torch.asinh, -3, 3, [1e-4, 1e30, -1e30], [0.0]),
    "acosh": (torch.acosh, 1.1, 4, [1.0001, 1e30], [1.0]),
    "atanh": (torch.atanh, -0.9, 0.9, [1e-4, 0.999, 1.5], [0.0, 1.0]),
    "erf": (torch.erf, -2, 2, [1e-4, 4.0, -4.0], [0.0, 10.0]),
    "erfc": (torch.erfc, -2, 2, [4.0, 6.0, -4.0, 9.0], [0.0]),
    "erfinv": (torch.erfinv, -0.9, 0.9, [1e-4, 0.999, 1.5], [0.0]),
    "lgamma": (torch.lgamma, 0.3, 5, [10.0, 1000.0, 1e-4, -1.5, -2.0, 1e10], [2.5]),
    "digamma": (torch.digamma, 0.3, 5, [10.0, 1000.0, 1e-3, -1.5, -2.0], [2.5]),
    "sigmoid": (torch.sigmoid, -4, 4, [88.0, -88.0, -104.0, 20.0], [0.0, INF, -INF]),
    "logit": (torch.logit, 0.1, 0.9, [1.5, 0.999], [0.5]),
    "sinc": (torch.sinc, -2, 2, [1e-4, 10.25], [0.0]),
    "deg2rad": (torch.deg2rad, -180, 180, [360.0], [0.0]),
    "rad2deg": (torch.rad2deg, -3, 3, [6.0], [0.0]),
}
ROUNDING = {
    "floor": torch.floor,
    "ceil": torch.ceil,
    "round": torch.round,
    "trunc": torch.trunc,
    "frac": torch.frac,
}
TESTS = {
    "isnan": torch.isnan,
    "isinf": torch.isinf,
    "isfinite": torch.isfinite,
    "logicalNot": torch.logical_not,
}
ACTIVATIONS = {
    "relu": (F.relu, [0.0, -0.0, NAN], []),
    "silu": (F.silu, [0.0, 50.0, -50.0], []),
    "selu": (F.selu, [0.0], []),
    "relu6": (F.relu6, [0.0, 6.0], [6.0, 7.0]),
    "hardswish": (F.hardswish, [0.0, 3.0, -3.0], [3.0, 4.0]),
    "hardsigmoid": (F.hardsigmoid, [3.0, -3.0], [3.0, 4.0]),
    "mish": (F.mish, [0.0, 30.0], [30.0]),
    "softsign": (F.softsign, [0.0], []),
    "tanhshrink": (F.tanhshrink, [0.0], []),
    "logsigmoid": (F.logsigmoid, [0.0, 50.0, -50.0], [30.0]),
    "softplus": (F.softplus, [0.0, 20.0, 25.0], [20.0, 21.0]),
    "gelu": (F.gelu, [0.0, 10.0, -10.0], [6.0, -6.0]),
    "elu": (F.elu, [0.0], []),
    "celu": (F.celu, [0.0], []),
    "leakyRelu": (F.leaky_relu, [0.0, -0.0], []),
    "hardtanh": (F.hardtanh, [1.0, -1.0], []),
}
OPTIONS = {
    "softplus": [{"beta": 2}, {"beta": 0.5, "threshold": 1}],
    "gelu": [{"approximate": "tanh"}, {"approximate": "none"}],
    "elu": [{"alpha": 0.3}, {"alpha": 2}],
    "celu": [{"alpha": 0.5}, {"alpha": 2}],
    "leakyRelu": [{"negativeSlope": 0.2}, {"negativeSlope": 0}],
    "hardtanh": [{"minVal": -0.5, "maxVal": 0.75}],
    "logit": [{"eps": 0.2}],
}


def unary(name, fn, lo, hi, edges, at, diff=True, ints=True):
    op = Op(name, fn, grad=diff)
    op.case("plain", op.rand(3, 5, lo=lo, hi=hi))
    op.case("scalar", op.rand(lo=lo, hi=hi))
    # PyTorch's double kernel of hardsigmoid multiplies by a sixth in float32.
    op.case("float64", op.rand(7, lo=lo, hi=hi, dtype="float64"), grad=diff and name != "hardsigmoid")
    pick = zlib.crc32(name.encode()) % 4
    for layout in (LAYOUTS[pick], LAYOUTS[(pick + 1) % 4]):
        op.case(f"{layout} view", op.rand(2, 3, 4, lo=lo, hi=hi, layout=layout))
    op.case("empty", T([], "float32", shape=(0, 3)))
    op.case("edge values", T(COMMON + edges), grad=False)
    if diff and at:
        op.case("gradient at edges", T(at))
    if ints:
        for dtype in ("int32", "uint8", "bool"):
            x = T([[0, 1, 1], [1, 0, 1]] if dtype == "bool" else [[0, 1, 2], [3, 4, 5]], dtype)
            try:
                fn(x.torch(False))
            except Exception:
                continue
            op.case(f"{dtype} input", x)
    for i, o in enumerate(OPTIONS.get(name, [])):
        op.case("with " + ", ".join(f"{k} {v}" for k, v in o.items()), op.rand(3, 5, lo=lo, hi=hi), o)
    op.case("no tensor at all", U, error=True)
    return op


def record():
    for name, (fn, lo, hi, edges, at) in MATH.items():
        op = unary(name, fn, lo, hi, edges, at)
        if name == "neg":
            op.case("rejects bool", T([True, False]), error=True)
    for name, fn in ROUNDING.items():
        halves = [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 0.49999997, -0.99999994, 8388609.0, 1e30]
        op = unary(name, fn, -4, 4, halves, [0.25, 0.5, 1.0, -2.5], ints=name != "frac")
        if name == "round":
            op.case("with decimals 1", T([1.26, -3.14, 12.0, 0.0]), {"decimals": 1}, grad=False)
    for name, fn in TESTS.items():
        unary(name, fn, -2, 2, [], [], diff=False)
    op = Op("bitwiseNot", torch.bitwise_not, grad=False)
    op.case("int32", op.ints(2, 3, lo=-9, hi=9))
    op.case("uint8", op.ints(2, 3, lo=0, hi=255, dtype="uint8"))
    op.case("bool", op.mask(2, 3))
    op.case("transposed view", op.ints(2, 3, layout="transposed"))
    op.case("empty", T([], "int32"))
    op.case("rejects float32", op.rand(2, 3), error=True)
    for name, (fn, at, edges) in ACTIVATIONS.items():
        unary(name, fn, -4, 4, edges, at, ints=False)
    nan_to_num()
    softmaxes()


def nan_to_num():
    op = Op("nanToNum", torch.nan_to_num, precise=False)
    x = [1.5, NAN, INF, -INF, -0.0, 2.0]
    op.case("float32 limits", T(x))
    op.case("float64 limits", T(x, "float64"))
    op.case("chosen values", T(x), {"nan": 7, "posinf": 100, "neginf": -100})
    op.case("strided view", T(x + x, layout="strided"), {"nan": 1})
    op.case("empty", T([]))
    op.case("int32 passes", op.ints(3))
    op.case("no tensor at all", U, error=True)


def softmaxes():
    for name, fn in (("softmax", torch.softmax), ("logSoftmax", torch.log_softmax), ("softmin", F.softmin)):
        op = Op(name, fn)
        op.case("last dim", op.rand(3, 5), 1)
        op.case("first dim", op.rand(3, 5), 0)
        op.case("middle of three", op.rand(2, 4, 3), 1)
        op.case("negative dim", op.rand(2, 4, 3), -3)
        op.case("dim of size 1", op.rand(3, 1), -1)
        op.case("scalar", op.rand(), 0)
        op.case("float64", op.rand(2, 3, dtype="float64"), -1)
        for layout in LAYOUTS:
            op.case(f"{layout} view", op.rand(4, 3, layout=layout), -1)
        op.case("empty rows", T([], shape=(0, 3)), 1)
        op.case("empty dim", T([], shape=(3, 0)), 1)
        op.case("large values", T([[1000.0, 1000.0, 999.0], [-1000.0, 0.0, 1000.0]]), 1)
        op.case("minus infinity masks", T([[-INF, 0.0, 1.0], [2.0, -INF, -INF]]), 1)
        op.case("a row of minus infinity is NaN", T([[-INF, -INF], [0.0, 1.0]]), 1, grad=False)
        op.case("infinity and NaN", T([[INF, 0.0], [NAN, 1.0]]), 1, grad=False)
        op.case("long row", op.rand(2, 97), 1)
        op.case("dim out of range", op.rand(2, 3), 2, error=True)
