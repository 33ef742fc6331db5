"""Reductions over all elements or some dims, cumulative sums, extremes, order statistics and norms."""

import math

import torch

from record import T, U, Op

INF, NAN = math.inf, math.nan
LAYOUTS = ["transposed", "strided", "flipped", "expanded"]


def dims(fn):
    """`fn` with a dim that may be left out."""

    def run(x, dim=None, **kw):
        if dim is None and "keepdim" not in kw:
            return fn(x, **kw)
        if dim is None:
            dim = tuple(range(x.ndim))
        return fn(x, dim=dim, **kw)

    return run


def common(op, make, several=True, keepdim=True):
    op.case("all", make(2, 3, 4))
    op.case("first dim", make(3, 4), 0)
    op.case("last dim", make(3, 4), 1)
    op.case("negative dim", make(2, 3, 4), -2)
    op.case("scalar tensor", make())
    op.case("dim of size 1", make(3, 1), 1)
    if several:
        op.case("two dims", make(2, 3, 4), [0, 2])
        op.case("two dims, one negative, keepdim", make(2, 3, 4), [1, -1], {"keepdim": True})
    if keepdim:
        op.case("keepdim", make(3, 4), 0, {"keepdim": True})
    for layout in LAYOUTS:
        op.case(f"{layout} view", make(4, 3, layout=layout), 1)
    op.case("long", make(1, 70), 1)
    op.case("dim out of range", make(2, 3), 2, error=True)
    if several:
        op.case("a dim twice", make(2, 3), [0, 0], error=True)


def sums():
    op = Op("sum", dims(torch.sum))
    common(op, op.rand)
    op.case("empty", T([], shape=(0, 3)))
    op.case("empty dim", T([], shape=(0, 3)), 0)
    op.case("empty, the other dim", T([], shape=(0, 3)), 1)
    op.case("int32", op.ints(2, 3), 1)
    op.case("uint8 does not wrap", T([200, 100, 255], "uint8"))
    op.case("bool counts", op.mask(2, 3), 1)
    op.case("to float64", op.rand(3), U, {"dtype": "float64"})
    op.case("int32 to float32", op.ints(2, 3), 0, {"dtype": "float32"})
    op.case("infinities", T([[INF, 1.0], [INF, -INF], [NAN, 1.0]]), 1, grad=False)
    op.case("float64", op.rand(2, 3, dtype="float64"), 0)
    op = Op("mean", dims(torch.mean))
    common(op, op.rand)
    op.case("empty is NaN", T([], shape=(0, 3)), 0, grad=False)
    op.case("int32 to float32", op.ints(2, 3), 0, {"dtype": "float32"})
    op.case("infinities", T([[INF, 1.0], [INF, -INF], [NAN, 1.0]]), 1, grad=False)
    op.case("float64", op.rand(2, 3, dtype="float64"), 0)
    op.case("rejects int32", op.ints(3), error=True)
    op.case("rejects bool", op.mask(3), error=True)
    op = Op("prod", dims(torch.prod))
    common(op, op.rand, several=False)
    op.case("empty", T([], shape=(0, 3)), 0)
    op.case("one zero", T([[1.0, 0.0, 3.0], [2.0, 4.0, 5.0]]), 1)
    op.case("two zeros", T([0.0, 0.0, 3.0]))
    op.case("one zero among all", T([2.0, 0.0, 3.0]))
    op.case("int32", op.ints(2, 3), 1)
    op.case("uint8 does not wrap", T([200, 100], "uint8"))
    op.case("bool", op.mask(2, 3), 1)
    op.case("infinity times zero", T([INF, 0.0]), grad=False)
    op.case("float64", op.rand(2, 3, dtype="float64"), 0)
    op = Op("countNonzero", dims(torch.count_nonzero), grad=False)
    x = T([[0.0, -0.0, 1.0], [NAN, INF, 0.0]])
    op.case("all", x)
    op.case("dim", x, 1)
    op.case("two dims", op.ints(2, 3, 2, lo=0, hi=2), [0, 2])
    op.case("bool", op.mask(2, 3), 0)
    op.case("transposed view", op.ints(3, 4, lo=0, hi=2, layout="transposed"), 1)
    op.case("empty", T([], shape=(0, 3)), 0)
    op.case("dim out of range", x, 2, error=True)


def extremes():
    for name, fn in (("amax", torch.amax), ("amin", torch.amin)):
        op = Op(name, dims(fn))
        common(op, op.distinct)
        op.case("ties share the gradient", T([[1.0, 3.0, 3.0], [2.0, 2.0, 2.0]]), 1)
        op.case("ties share the gradient, all", T([[1.0, 3.0, 3.0], [1.0, 1.0, 2.0]]))
        op.case("NaN wins", T([[1.0, NAN, 3.0], [INF, -INF, 0.0]]), 1, grad=False)
        op.case("int32", op.ints(2, 5), 1)
        op.case("bool", op.mask(2, 3), 1)
        op.case("empty, the other dim", T([], shape=(0, 3)), 1)
        op.case("empty dim", T([], shape=(0, 3)), 0, error=True)
    for name, fn in (("any", torch.any), ("all", torch.all)):
        op = Op(name, dims(fn), grad=False)
        common(op, lambda *s, **k: op.mask(*s, p=0.6, **k))
        op.case("floats, NaN is true", T([[0.0, NAN], [0.0, -0.0]]), 1)
        op.case("int32", op.ints(2, 3, lo=0, hi=2), 1)
        op.case("empty", T([], "bool", shape=(0, 3)))
        op.case("empty dim", T([], "bool", shape=(0, 3)), 0)
    for name, fn in (("max", torch.max), ("min", torch.min)):
        op = Op(name, lambda x, *a, fn=fn, **k: fn(x, *a, **k))
        op.case("all", op.distinct(2, 3, 4))
        op.case("all, ties share the gradient", T([[3.0, 3.0], [1.0, 1.0]]))
        op.case("last dim", op.distinct(3, 4), 1)
        op.case("negative dim", op.distinct(2, 3, 4), -2)
        op.case("keepdim", op.distinct(3, 4), 0, {"keepdim": True})
        op.case("ties take the first index", T([[1.0, 3.0, 3.0, 0.0], [2.0, 2.0, 1.0, 2.0]]), 1)
        op.case("NaN wins", T([[1.0, NAN, 3.0], [INF, -INF, NAN]]), 1, grad=False)
        op.case("all, NaN wins", T([1.0, NAN, 3.0]), grad=False)
        op.case("int32", op.distinct(2, 5, step=2, dtype="int32"), 1)
        for layout in LAYOUTS[:3]:
            op.case(f"{layout} view", op.distinct(4, 3, layout=layout), 1)
        op.case("of two tensors", op.distinct(2, 3), op.distinct(3, step=0.3125))
        op.case("empty, the other dim", T([], shape=(0, 3)), 1)
        op.case("all of nothing", T([], shape=(0, 3)), error=True)
        op.case("empty dim", T([], shape=(0, 3)), 0, error=True)
        op.case("dim out of range", op.rand(2, 3), 2, error=True)
    for name, fn in (("argmax", torch.argmax), ("argmin", torch.argmin)):
        op = Op(name, fn, grad=False)
        op.case("all", op.distinct(2, 3, 4))
        op.case("last dim", op.distinct(3, 4), 1)
        op.case("negative dim", op.distinct(2, 3, 4), -2)
        op.case("keepdim", op.distinct(3, 4), 0, {"keepdim": True})
        op.case("ties take the first", T([[1.0, 3.0, 3.0, 0.0], [2.0, 2.0, 1.0, 2.0]]), 1)
        op.case("NaN wins, the first one", T([[1.0, NAN, NAN], [INF, -INF, NAN]]), 1)
        op.case("int32", op.distinct(2, 5, step=2, dtype="int32"), 0)
        for layout in LAYOUTS[:3]:
            op.case(f"{layout} view", op.distinct(4, 3, layout=layout), 1)
        op.case("empty, the other dim", T([], shape=(0, 3)), 1)
        op.case("empty dim", T([], shape=(0, 3)), 0, error=True)
        op.case("dim out of range", op.rand(2, 3), 2, error=True)


def moments():
    for name, fn in (("var", torch.var), ("std", torch.std), ("varMean", torch.var_mean), ("stdMean", torch.std_mean)):
        op = Op(name, dims(fn))
        pair = [0, 1] if "Mean" in name else None
        op.case("all", op.rand(2, 3, 4), loss=pair)
        op.case("last dim", op.rand(3, 4), 1, loss=pair)
        op.case("negative dim", op.rand(2, 3, 4), -2, loss=pair)
        op.case("two dims, keepdim", op.rand(2, 3, 4), [0, 2], {"keepdim": True}, loss=pair)
        op.case("correction 0", op.rand(3, 4), 1, {"correction": 0}, loss=pair)
        op.case("correction 2", op.rand(3, 4), 0, {"correction": 2}, loss=pair)
        for layout in LAYOUTS:
            op.case(f"{layout} view", op.rand(4, 3, layout=layout), 1, loss=pair)
        op.case("one element is NaN", op.rand(3, 1), 1, grad=False)
        op.case("one element, correction 0", op.rand(3, 1), 1, {"correction": 0}, grad=False)
        op.case("empty is NaN", T([], shape=(0, 3)), 0, grad=False)
        op.case("far from zero", T([1000.0, 1001.0, 1002.5, 999.0]), loss=pair)
        op.case("constant", T([2.0, 2.0, 2.0]), grad=False)
        op.case("float64", op.rand(2, 3, dtype="float64"), 0, loss=pair)
        op.case("dim out of range", op.rand(2, 3), 2, error=True)
        op.case("rejects int32", op.ints(3), error=True)


def norms():
    op = Op("logsumexp", torch.logsumexp)
    op.case("last dim", op.rand(3, 4), 1)
    op.case("first dim, keepdim", op.rand(3, 4), 0, {"keepdim": True})
    op.case("two dims", op.rand(2, 3, 4), [0, -1])
    for layout in LAYOUTS:
        op.case(f"{layout} view", op.rand(4, 3, layout=layout), 1)
    op.case("large values", T([[1000.0, 1000.5], [-1000.0, -1001.0]]), 1)
    op.case("minus infinity among numbers", T([[-INF, 0.0], [1.0, -INF]]), 1)
    op.case("only infinities", T([[-INF, -INF], [INF, 0.0], [INF, INF]]), 1, grad=False)
    op.case("empty dim", T([], shape=(2, 0)), 1, grad=False)
    op.case("float64", op.rand(2, 3, dtype="float64"), 0)
    op.case("dim out of range", op.rand(2, 3), 2, error=True)
    op = Op("norm", lambda x, p=2, dim=None, **k: torch.norm(x, p, dim, **k))
    op.case("default", op.rand(3, 4))
    for p in (1, 2, 3, INF, -INF, 0.5):
        op.case(f"p {p}, last dim", op.distinct(3, 4), p, 1)
    op.case("p 0 counts", T([[0.0, 1.0], [2.0, 3.0]]), 0, 1, grad=False)
    op.case("two dims", op.rand(2, 3, 4), 2, [1, 2])
    op.case("keepdim", op.rand(3, 4), 2, 0, {"keepdim": True})
    for layout in LAYOUTS:
        op.case(f"{layout} view", op.rand(4, 3, layout=layout), 2, 1)
    op.case("zero vector", T([[0.0, 0.0], [3.0, 4.0]]), 2, 1)
    op.case("empty", T([], shape=(0, 3)))
    op.case("infinity and NaN", T([[INF, 1.0], [NAN, 1.0]]), 2, 1, grad=False)
    op.case("float64", op.rand(2, 3, dtype="float64"), 2, 0)
    op.case("dim out of range", op.rand(2, 3), 2, 2, error=True)


def cumulative():
    for name, fn in (("cumsum", torch.cumsum), ("cumprod", torch.cumprod)):
        op = Op(name, fn)
        op.case("vector", op.rand(7), 0)
        op.case("first dim", op.rand(3, 4), 0)
        op.case("last dim", op.rand(3, 4), -1)
        op.case("middle dim", op.rand(2, 3, 4), 1)
        op.case("int32", op.ints(2, 4, lo=1), 1)
        op.case("uint8 widens", T([200, 100, 3], "uint8"), 0)
        op.case("bool", op.mask(5), 0)
        for layout in LAYOUTS:
            op.case(f"{layout} view", op.rand(4, 3, layout=layout), 1)
        op.case("with a zero", T([[2.0, 0.0, 3.0, 4.0], [0.0, 1.0, 0.0, 2.0]]), 1)
        op.case("infinity and NaN", T([1.0, INF, -INF, NAN, 1.0]), 0, grad=False)
        op.case("empty", T([], shape=(0, 3)), 0)
        op.case("scalar", op.rand(), 0)
        op.case("long", op.rand(1, 40, lo=-1.25, hi=1.25), 1)
        op.case("float64", op.rand(2, 3, dtype="float64"), 0)
        op.case("dim out of range", op.rand(2, 3), 2, error=True)


def order():
    op = Op("median", torch.median)
    op.case("all, odd", op.distinct(3, 5))
    op.case("all, even takes the lower", op.distinct(4))
    op.case("last dim", op.distinct(3, 5), 1)
    op.case("even dim, keepdim", op.distinct(4, 3), 0, {"keepdim": True})
    op.case("NaN wins", T([[1.0, NAN, 3.0], [1.0, 5.0, 3.0]]), 1, grad=False)
    op.case("transposed view", op.distinct(4, 3, layout="transposed"), 1)
    op.case("strided view", op.distinct(4, 5, layout="strided"), 1)
    op.case("int32", op.distinct(5, step=2, dtype="int32"))
    op.case("empty is NaN", T([]), grad=False)
    op.case("empty dim", T([], shape=(0, 3)), 0, error=True)
    op.case("dim out of range", op.rand(2, 3), 2, error=True)
    op = Op("quantile", torch.quantile)
    op.case("all", op.distinct(3, 5), 0.3)
    op.case("last dim", op.distinct(3, 5), 0.25, 1)
    op.case("keepdim", op.distinct(3, 5), 0.6, 0, {"keepdim": True})
    op.case("several quantiles", op.distinct(3, 5), T([0.0, 0.1, 0.5, 1.0], grad=False), 1)
    op.case("extremes", op.distinct(7), T([0.0, 1.0], grad=False))
    op.case("NaN", T([[1.0, NAN], [2.0, 3.0]]), 0.5, 1, grad=False)
    op.case("transposed view", op.distinct(4, 3, layout="transposed"), 0.4, 1)
    op.case("float64", op.distinct(5, dtype="float64"), 0.35)
    op.case("empty", T([]), 0.5, error=True)
    op.case("quantile above 1", op.rand(3), 1.5, error=True)


def record():
    sums()
    extremes()
    moments()
    norms()
    cumulative()
    order()
