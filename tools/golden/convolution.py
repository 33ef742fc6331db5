"""Convolutions, pooling, interpolation, and the windows they are made of."""

import math

import torch
import torch.nn.functional as F

from record import T, U, Op

INF, NAN = math.inf, math.nan
LAYOUTS = ["transposed", "strided", "flipped", "expanded"]


def convolution(name, fn, n):
    op = Op(name, fn)
    size = {1: (9,), 2: (6, 7), 3: (4, 5, 4)}[n]
    k = {1: (3,), 2: (3, 2), 3: (2, 3, 2)}[n]
    x = lambda c=2, b=2, **kw: op.rand(b, c, *size, **kw)
    w = lambda o=3, i=2, **kw: op.rand(o, i, *k, **kw)
    per = lambda *v: list(v[:n]) if n > 1 else v[0]
    op.case("plain", x(), w())
    op.case("bias", x(), w(), op.rand(3))
    op.case("stride", x(), w(), op.rand(3), {"stride": 2})
    op.case("stride each dim", x(), w(), U, {"stride": per(2, 1, 3)})
    op.case("padding", x(), w(), op.rand(3), {"padding": 1})
    op.case("padding each dim", x(), w(), op.rand(3), {"padding": per(2, 1, 1)})
    op.case("padding same", x(), w(), op.rand(3), {"padding": "same"})
    op.case("padding valid", x(), w(), op.rand(3), {"padding": "valid"})
    if n < 3:
        op.case("padding same, dilation", x(), w(), U, {"padding": "same", "dilation": 2})
        op.case("dilation", x(), w(), op.rand(3), {"dilation": per(2, 3)})
    op.case("stride, padding and dilation", x(b=1), w(), op.rand(3), {"stride": 2, "padding": 2, "dilation": per(2, 2, 1)})
    op.case("groups", x(4), w(4, 2), op.rand(4), {"groups": 2, "padding": 1})
    op.case("depthwise", x(3), w(3, 1), op.rand(3), {"groups": 3})
    op.case("depthwise with multiplier", x(2), w(4, 1), op.rand(4), {"groups": 2, "stride": 2, "padding": 1})
    op.case("kernel of one", x(), op.rand(4, 2, *[1] * n), op.rand(4))
    op.case("kernel of the whole image", x(), op.rand(2, 2, *size), op.rand(2))
    op.case("one channel", x(1), w(1, 1))
    op.case("unbatched", op.rand(2, *size), w(), op.rand(3), {"padding": 1})
    for layout in LAYOUTS if n == 2 else LAYOUTS[:2]:
        op.case(f"{layout} input", x(b=2, layout=layout), w(), op.rand(3), {"padding": 1})
    op.case("transposed weight", x(b=1), w(layout="transposed"), op.rand(3))
    op.case("empty batch", T([], shape=(0, 2, *size)), w(), op.rand(3))
    op.case("float64", x(b=1, dtype="float64"), w(dtype="float64"), op.rand(3, dtype="float64"), {"padding": 1})
    if n == 1:
        row = [1.0, 1.0, NAN, 1.0, 1.0, 1.0, 1.0, INF, 1.0]
        op.case("NaN and infinity spread", T([[row]]), T([[[1.0, 0.0, -1.0]]]), grad=False)
    op.case("channels that differ", x(3), w(), error=True)
    op.case("groups that do not divide", x(3), w(4, 1), U, {"groups": 2}, error=True)
    op.case("kernel larger than the image", x(), op.rand(3, 2, *[12] * n), error=True)
    op.case("same with a stride", x(), w(), U, {"padding": "same", "stride": 2}, error=True)
    op.case("bias of another size", x(), w(), op.rand(4), error=True)


def transposed(name, fn, n):
    op = Op(name, fn)
    size = {1: (5,), 2: (3, 4)}[n]
    k = {1: (3,), 2: (3, 2)}[n]
    x = lambda c=2, b=2, **kw: op.rand(b, c, *size, **kw)
    w = lambda i=2, o=3, **kw: op.rand(i, o, *k, **kw)
    per = lambda *v: list(v[:n]) if n > 1 else v[0]
    op.case("plain", x(), w())
    op.case("bias", x(), w(), op.rand(3))
    op.case("stride", x(), w(), op.rand(3), {"stride": 2})
    op.case("stride 3", x(b=1), w(), op.rand(3), {"stride": per(3, 1)})
    op.case("padding", x(), w(), op.rand(3), {"padding": 1})
    op.case("stride, padding, output padding", x(), w(), op.rand(3), {"stride": 2, "padding": 1, "outputPadding": 1})
    op.case("output padding each dim", x(b=1), w(), U, {"stride": per(2, 3), "outputPadding": per(1, 2)})
    op.case("dilation", x(b=1), w(), op.rand(3), {"dilation": 2})
    op.case("dilation and stride", x(b=1), w(), op.rand(3), {"dilation": 2, "stride": 2, "padding": 1})
    op.case("groups", x(4), w(4, 2), op.rand(4), {"groups": 2, "stride": 2})
    op.case("depthwise", x(3), w(3, 1), op.rand(3), {"groups": 3})
    op.case("unbatched", op.rand(2, *size), w(), op.rand(3))
    op.case("transposed view", x(layout="transposed"), w(layout="strided"), op.rand(3), {"stride": 2})
    op.case("flipped view", x(layout="flipped"), w(layout="flipped"))
    op.case("empty batch", T([], shape=(0, 2, *size)), w(), op.rand(3))
    op.case("channels that differ", x(3), w(), error=True)
    op.case("output padding not below the stride", x(), w(), U, {"stride": 2, "outputPadding": 2}, error=True)


def pools():
    for n, maxp, avgp in ((1, F.max_pool1d, F.avg_pool1d), (2, F.max_pool2d, F.avg_pool2d)):
        def pool_max(x, k, return_indices=False, fn=maxp, **kw):
            return fn(x, k, return_indices=return_indices, **kw)

        op = Op(f"maxPool{n}d", pool_max)
        size = (9,) if n == 1 else (6, 7)
        x = lambda **kw: op.distinct(2, 2, *size, **kw)
        per = lambda a, b: [a, b] if n == 2 else a
        op.case("2", x(), 2)
        op.case("3, stride 2", x(), 3, {"stride": 2})
        op.case("each dim", x(), per(2, 3), {"stride": per(1, 2)})
        op.case("padding", x(), 3, {"stride": 2, "padding": 1})
        op.case("padding, all negative", T(-abs(x().a)), 3, {"stride": 2, "padding": 1})
        op.case("dilation", x(), 2, {"dilation": 2, "stride": 1})
        op.case("ceil mode", x(), 2, {"ceilMode": True})
        op.case("ceil mode, stride 3, padding", x(), 3, {"stride": 3, "padding": 1, "ceilMode": True})
        op.case("indices", x(), 2, {"returnIndices": True})
        op.case("indices with padding and dilation", x(), 3, {"stride": 2, "padding": 1, "dilation": 2, "returnIndices": True} if n == 1 else {"stride": 2, "padding": 1, "returnIndices": True})
        op.case("ties take the first", T([[[1.0, 1.0, 1.0, 1.0]]] if n == 1 else [[[[1.0, 1.0], [1.0, 1.0]]]]), 2, {"returnIndices": True})
        op.case("windows overlap", x(), 3, {"stride": 1})
        op.case("unbatched", op.distinct(2, *size), 2)
        op.case("NaN wins", T([[[1.0, NAN, 3.0, 2.0]]] if n == 1 else [[[[1.0, NAN], [3.0, 2.0]]]]), 2, grad=False)
        op.case("minus infinity everywhere", T([[[-INF, -INF]]] if n == 1 else [[[[-INF, -INF], [-INF, -INF]]]]), 2, grad=False)
        for layout in LAYOUTS[:3]:
            op.case(f"{layout} view", x(layout=layout), 2)
        op.case("empty batch", T([], shape=(0, 2, *size)), 2)
        op.case("padding above half the kernel", x(), 2, {"padding": 2}, error=True)
        op.case("kernel larger than the image", x(), 12, error=True)
        op.case("too few dims", op.rand(5), 2, error=True)
        op = Op(f"avgPool{n}d", avgp)
        x = lambda **kw: op.rand(2, 2, *size, **kw)
        op.case("2", x(), 2)
        op.case("3, stride 2", x(), 3, {"stride": 2})
        op.case("each dim", x(), per(2, 3), {"stride": per(1, 2)})
        op.case("padding counts", x(), 3, {"stride": 2, "padding": 1})
        op.case("padding does not count", x(), 3, {"stride": 2, "padding": 1, "countIncludePad": False})
        op.case("ceil mode", x(), 2, {"ceilMode": True})
        op.case("ceil mode, stride 3, padding", x(), 3, {"stride": 3, "padding": 1, "ceilMode": True})
        op.case("ceil mode, padding does not count", x(), 3, {"stride": 2, "padding": 1, "ceilMode": True, "countIncludePad": False})
        if n == 2:
            op.case("divisor", x(), 2, {"divisorOverride": 3})
            op.case("divisor with padding", x(), 3, {"padding": 1, "divisorOverride": 2})
        op.case("windows overlap", x(), 3, {"stride": 1})
        op.case("unbatched", op.rand(2, *size), 2)
        for layout in LAYOUTS:
            op.case(f"{layout} view", x(layout=layout), 2)
        op.case("empty batch", T([], shape=(0, 2, *size)), 2)
        op.case("padding above half the kernel", x(), 2, {"padding": 2}, error=True)
        op.case("kernel larger than the image", x(), 12, error=True)
    for n, avg, mx in ((1, F.adaptive_avg_pool1d, F.adaptive_max_pool1d), (2, F.adaptive_avg_pool2d, F.adaptive_max_pool2d)):
        def adaptive_max(x, s, return_indices=False, fn=mx):
            return fn(x, s, return_indices=return_indices)

        for name, fn, make in ((f"adaptiveAvgPool{n}d", avg, Op.rand), (f"adaptiveMaxPool{n}d", adaptive_max, Op.distinct)):
            op = Op(name, fn)
            size = (8,) if n == 1 else (6, 7)
            x = lambda **kw: make(op, 2, 2, *size, **kw)
            per = lambda a, b: [a, b] if n == 2 else a
            op.case("to one", x(), 1)
            op.case("divides", x(), per(2, 7))
            op.case("does not divide", x(), per(4, 3))
            op.case("same size", x(), per(*size) if n == 2 else size[0])
            op.case("larger than the input", x(), per(9, 8))
            if n == 2:
                op.case("null keeps a dim", x(), [None, 3])
            if "Max" in name:
                op.case("indices", x(), per(4, 3), {"returnIndices": True})
            op.case("unbatched", make(op, 2, *size), per(2, 3))
            for layout in LAYOUTS[:3]:
                op.case(f"{layout} view", x(layout=layout), per(4, 3))
            op.case("too few dims", op.rand(5), per(2, 2), error=True)


def interpolation():
    op = Op("interpolate", F.interpolate)
    line, image = lambda **k: op.rand(2, 2, 5, **k), lambda **k: op.rand(1, 2, 4, 5, **k)
    sizes = {"up": [7, 9], "down": [3, 2], "same": [4, 5], "to one": [1, 1]}
    for mode in ("nearest", "bilinear", "bicubic"):
        corner = [{}] if mode == "nearest" else [{"alignCorners": False}, {"alignCorners": True}]
        for c in corner:
            tag = f"{mode}{', corners' if c.get('alignCorners') else ''}"
            for name, s in sizes.items():
                op.case(f"{tag}, size {name}", image(), {"size": s, "mode": mode, **c})
            op.case(f"{tag}, factor 2", image(), {"scaleFactor": 2, "mode": mode, **c})
            op.case(f"{tag}, factors", image(), {"scaleFactor": [1.5, 0.5], "mode": mode, **c})
            op.case(f"{tag}, factor 0.6", image(), {"scaleFactor": 0.6, "mode": mode, **c})
        for layout in LAYOUTS[:3]:
            op.case(f"{mode}, {layout} view", image(layout=layout), {"size": [6, 7], "mode": mode})
    for mode in ("nearest", "linear"):
        op.case(f"{mode} 1d, size", line(), {"size": 8, "mode": mode})
        op.case(f"{mode} 1d, down", line(), {"size": 3, "mode": mode})
        op.case(f"{mode} 1d, factor", line(), {"scaleFactor": 2, "mode": mode})
    op.case("linear 1d, corners", line(), {"size": 8, "mode": "linear", "alignCorners": True})
    op.case("default mode", image(), {"scaleFactor": 2})
    op.case("number as size", image(), {"size": 6})
    op.case("bilinear of three dims", line(), {"size": 8, "mode": "bilinear"}, error=True)
    op.case("neither size nor factor", image(), error=True)
    op.case("both size and factor", image(), {"size": 6, "scaleFactor": 2}, error=True)
    op.case("nearest with corners", image(), {"size": 6, "mode": "nearest", "alignCorners": True}, error=True)


def windows():
    op = Op("unfold2d", F.unfold)
    x = lambda **k: op.rand(2, 2, 4, 5, **k)
    op.case("plain", x(), [2, 3])
    op.case("number", x(), 2)
    op.case("stride", x(), 2, {"stride": 2})
    op.case("padding", x(), [2, 3], {"padding": [1, 2]})
    op.case("dilation", x(), 2, {"dilation": [2, 1]})
    op.case("all", x(), [2, 2], {"padding": 1, "stride": [2, 1], "dilation": 2})
    op.case("unbatched", op.rand(2, 4, 5), 2)
    for layout in LAYOUTS:
        op.case(f"{layout} view", x(layout=layout), 2)
    op.case("kernel larger than the image", x(), 7, error=True)
    op = Op("fold2d", F.fold)
    y = lambda length, rows=8, b=2, **k: op.rand(b, rows, length, **k)
    op.case("plain", y(12), [4, 5], 2)
    op.case("each dim", y(9, 12), [4, 5], [2, 3])
    op.case("stride", y(4), [4, 5], 2, {"stride": 2})
    op.case("padding", y(30), [4, 5], 2, {"padding": 1})
    op.case("dilation", y(6), [4, 5], 2, {"dilation": 2})
    op.case("unbatched", op.rand(8, 12), [4, 5], 2)
    for layout in LAYOUTS[:3]:
        op.case(f"{layout} view", y(12, layout=layout), [4, 5], 2)
    op.case("number of windows that does not fit", y(11), [4, 5], 2, error=True)
    op.case("rows not a multiple of the kernel", y(12, 7), [4, 5], 2, error=True)


def record():
    convolution("conv1d", F.conv1d, 1)
    convolution("conv2d", F.conv2d, 2)
    convolution("conv3d", F.conv3d, 3)
    transposed("convTranspose1d", F.conv_transpose1d, 1)
    transposed("convTranspose2d", F.conv_transpose2d, 2)
    pools()
    interpolation()
    windows()
