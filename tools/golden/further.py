"""Further names of PyTorch: second names, stacking and cutting, writing by index, running extremes, whole numbers."""

import math

import torch

from record import T, U, Op

INF, NAN = math.inf, math.nan

ALIASES = {
    "absolute": (torch.absolute, -3, 3),
    "negative": (torch.negative, -3, 3),
    "fix": (torch.fix, -3, 3),
    "arccos": (torch.arccos, -0.9, 0.9),
    "arccosh": (torch.arccosh, 1.1, 4),
    "arcsin": (torch.arcsin, -0.9, 0.9),
    "arcsinh": (torch.arcsinh, -3, 3),
    "arctan": (torch.arctan, -3, 3),
    "arctanh": (torch.arctanh, -0.9, 0.9),
}
PAIRS = {
    "arctan2": torch.arctan2,
    "divide": torch.divide,
    "multiply": torch.multiply,
    "subtract": torch.subtract,
    "greater": torch.greater,
    "greaterEqual": torch.greater_equal,
    "less": torch.less,
    "lessEqual": torch.less_equal,
    "notEqual": torch.not_equal,
}


def index(*values):
    return T(list(values), "int32")


def aliases():
    for name, (fn, lo, hi) in ALIASES.items():
        op = Op(name, fn)
        op.case("plain", op.rand(2, 3, lo=lo, hi=hi))
        op.case("no tensor at all", U, error=True)
    for name, fn in PAIRS.items():
        op = Op(name, fn)
        op.case("plain", op.rand(2, 3), op.rand(2, 3, lo=0.5, hi=2))
        op.case("broadcast", op.rand(2, 1), op.rand(3, lo=0.5, hi=2))
        op.case("shapes that do not fit", op.rand(2, 3), op.rand(2), error=True)
    op = Op("clip", torch.clip)
    op.case("both", op.rand(2, 3), -0.5, 0.5)
    op.case("neither", op.rand(2, 3), error=True)
    op = Op("ger", torch.ger)
    op.case("plain", op.rand(2), op.rand(3))
    op.case("a matrix", op.rand(2, 2), op.rand(3), error=True)
    for name, fn in (("swapaxes", torch.swapaxes), ("swapdims", torch.swapdims), ("moveaxis", torch.moveaxis)):
        op = Op(name, fn)
        op.case("plain", op.rand(2, 3, 4), 0, 2)
        op.case("dim out of range", op.rand(2, 3), 0, 2, error=True)
    for name, fn in (("concat", torch.concat), ("concatenate", torch.concatenate)):
        op = Op(name, lambda xs, dim=0, fn=fn: fn(xs, dim))
        op.case("plain", [op.rand(2, 3), op.rand(1, 3)])
        op.case("second axis", [op.rand(2, 3), op.rand(2, 1)], 1)
        op.case("sizes that differ", [op.rand(2, 3), op.rand(2, 2)], error=True)


def signs():
    op = Op("sgn", torch.sgn)
    op.case("plain", op.rand(2, 3))
    op.case("edges", T([0.0, -0.0, INF, -INF]), grad=False)
    op.case("int32", op.ints(4))
    op.case("no tensor at all", U, error=True)
    op = Op("signbit", torch.signbit, grad=False)
    op.case("edges", T([0.0, -0.0, 1.0, -1.0, INF, -INF]))
    op.case("int32", T([-2, 0, 3], "int32"))
    op.case("bool", T([True, False]))
    op.case("no tensor at all", U, error=True)
    op = Op("positive", torch.positive)
    op.case("plain", op.rand(2, 3))
    op.case("rejects bool", T([True]), error=True)
    for name, fn in (("isneginf", torch.isneginf), ("isposinf", torch.isposinf), ("isreal", torch.isreal)):
        op = Op(name, fn, grad=False)
        op.case("edges", T([0.0, 1.0, INF, -INF, NAN]))
        op.case("int32", T([-2, 0, 3], "int32"))
        op.case("no tensor at all", U, error=True)
    for name, fn in (("real", torch.real), ("conj", lambda x: torch.conj(x).resolve_conj())):
        op = Op(name, fn)
        op.case("plain", op.rand(2, 3))
        op.case("no tensor at all", U, error=True)
    op = Op("angle", torch.angle)
    op.case("plain", op.rand(2, 3))
    op.case("edges", T([0.0, INF, -INF, NAN]), grad=False)
    op.case("int32", T([-2, 0, 3], "int32"))
    op.case("no tensor at all", U, error=True)


def numbers():
    for name, fn in (("gcd", torch.gcd), ("lcm", torch.lcm)):
        op = Op(name, fn, grad=False)
        op.case("plain", index(12, 18, 7, 0, -8, 1), index(18, 12, 13, 5, 12, 0))
        op.case("broadcast", T([[6], [35]], "int32"), index(4, 10, 21))
        op.case("uint8", T([12, 200], "uint8"), T([8, 150], "uint8") if name == "gcd" else T([8, 100], "uint8"))
        op.case("rejects floats", op.rand(2), op.rand(2), error=True)
    op = Op("floatPower", torch.float_power, grad=False)
    op.case("plain", op.rand(2, 3, lo=0.5, hi=2), op.rand(3))
    op.case("number", op.rand(2, 3), 2)
    op.case("whole numbers", index(2, 3), index(-1, 2))
    op.case("no tensor at all", U, 2, error=True)
    op = Op("ldexp", torch.ldexp)
    op.case("plain", op.rand(2, 3), T([1.0, -2.0, 3.0]))
    # Of whole exponents below 0 PyTorch loses the gradient: 2 to them is 0 in whole numbers.
    op.case("whole exponents", op.rand(2, 3), index(1, -2, 3), grad=False)
    op.case("shapes that do not fit", op.rand(2, 3), index(1, 2), error=True)
    op = Op("frexp", torch.frexp, grad=False)
    op.case("plain", op.rand(2, 3, lo=-40, hi=40))
    op.case("powers of two", T([1.0, 2.0, 0.5, 1024.0, -8.0, 2.0**-20, 3.0, 0.0]))
    op.case("rejects whole numbers", index(1, 2), error=True)
    op = Op("logaddexp2", torch.logaddexp2)
    op.case("plain", op.rand(2, 3), op.rand(3))
    op.case("far apart", T([100.0, -100.0, 0.0]), T([0.0, 0.0, -INF]), grad=False)
    op.case("no tensor at all", U, U, error=True)
    op = Op("rsub", torch.rsub)
    op.case("plain", op.rand(2, 3), op.rand(3))
    op.case("with alpha 2", op.rand(2, 3), 1.5, {"alpha": 2})
    op.case("shapes that do not fit", op.rand(2, 3), op.rand(2), error=True)
    for name, fn in (("clampMin", torch.clamp_min), ("clampMax", torch.clamp_max)):
        op = Op(name, fn)
        op.case("number", op.rand(2, 3), 0.25)
        op.case("tensor", op.rand(2, 3), op.rand(2, 3))
        op.case("no bound", op.rand(2, 3), U, error=True)
    op = Op("mvlgamma", torch.mvlgamma)
    op.case("dimension 3", op.rand(2, 3, lo=1.5, hi=5), 3)
    op.case("dimension 1", op.rand(2, 3, lo=0.5, hi=5), 1)
    op.case("dimension 0", op.rand(2, 3, lo=2, hi=3), 0, error=True)
    op = Op("polygamma", lambda n, x: torch.polygamma(n, x))
    for n in (1, 0, 2, 3):
        op.case(f"order {n}", n, op.rand(2, 3, lo=0.5, hi=5))
    op.case("order 1 below 0", 1, T([-1.5, -0.25, 0.25]), grad=False)
    op.case("a negative order", -1, op.rand(3), error=True)
    op = Op("i0", torch.i0)
    op.case("plain", op.rand(3, 5, lo=-6, hi=6))
    op.case("far", T([0.0, 7.9, 8.1, -20.0, 19.9, 20.1, 40.0, 85.0]))
    op.case("float64", op.rand(5, lo=-30, hi=30, dtype="float64"))
    op.case("int32", index(0, 1, -2))
    op.case("no tensor at all", U, error=True)


def stacking():
    for name, fn in (("hstack", torch.hstack), ("vstack", torch.vstack), ("dstack", torch.dstack),
                     ("columnStack", torch.column_stack), ("rowStack", torch.row_stack)):
        op = Op(name, fn)
        op.case("rows", [op.rand(3), op.rand(3)])
        op.case("matrices", [op.rand(2, 3), op.rand(2, 3)])
        op.case("scalars", [op.rand(), op.rand()])
        op.case("sizes that differ", [op.rand(2, 3), op.rand(3, 2)], error=True)
        op.case("none", [], error=True)
    for name, fn in (("atleast1d", torch.atleast_1d), ("atleast2d", torch.atleast_2d), ("atleast3d", torch.atleast_3d)):
        op = Op(name, fn)
        op.case("row", op.rand(3))
        op.case("matrix", op.rand(2, 3))
        op.case("scalar", op.rand())
        op.case("no tensor at all", U, error=True)
    op = Op("broadcastTensors", lambda *xs: torch.broadcast_tensors(*xs))
    op.case("plain", op.rand(2, 1), op.rand(3), loss=[0, 1])
    op.case("shapes that do not fit", op.rand(2), op.rand(3), error=True)
    op = Op("ravel", torch.ravel)
    op.case("plain", op.rand(2, 3))
    op.case("transposed view", op.rand(2, 3, layout="transposed"))
    op.case("no tensor at all", U, error=True)
    for name, fn in (("fliplr", torch.fliplr), ("flipud", torch.flipud)):
        op = Op(name, fn)
        op.case("plain", op.rand(2, 3))
        op.case("scalar", op.rand(), error=True)
    op = Op("tensorSplit", torch.tensor_split)
    op.case("uneven", op.rand(7), 3, loss=[0, 1, 2])
    op.case("places", op.rand(6, 2), [1, 4], loss=[0, 1, 2])
    op.case("places outside", op.rand(4), [2, -1, 9], loss=[0, 1])
    op.case("second axis", op.rand(2, 5), 2, 1, loss=[0, 1])
    op.case("no sections", op.rand(4), 0, error=True)
    for name, fn, shape in (("hsplit", torch.hsplit, (2, 4)), ("vsplit", torch.vsplit, (4, 2)), ("dsplit", torch.dsplit, (2, 1, 4))):
        op = Op(name, fn)
        op.case("two", op.rand(*shape), 2, loss=[0, 1])
        op.case("places", op.rand(*shape), [1, 3], loss=[0, 2])
        op.case("no divisor", op.rand(*shape), 3, error=True)
    op = Op("splitWithSizes", torch.split_with_sizes)
    op.case("plain", op.rand(5, 2), [2, 3], loss=[0, 1])
    op.case("sum that differs", op.rand(5), [2, 2], error=True)
    op = Op("cartesianProd", torch.cartesian_prod)
    op.case("two", op.rand(2), op.rand(3))
    op.case("three", op.rand(2), op.rand(2), op.rand(2))
    op.case("one", op.rand(3))
    op.case("a matrix", op.rand(2, 2), op.rand(3), error=True)
    op = Op("combinations", torch.combinations)
    op.case("pairs", op.rand(4))
    op.case("of three", op.rand(4), 3)
    op.case("with replacement", op.rand(3), 2, {"withReplacement": True})
    op.case("a matrix", op.rand(2, 2), error=True)
    op = Op("blockDiag", torch.block_diag)
    op.case("three", op.rand(2, 2), op.rand(1, 3), op.rand(2))
    op.case("scalar", op.rand(), op.rand(2, 1))
    op.case("three axes", op.rand(1, 2, 2), error=True)
    op = Op("unravelIndex", torch.unravel_index, grad=False)
    op.case("plain", index(5, 0, 11), [2, 2, 3])
    op.case("rejects floats", op.rand(2), [2, 3], error=True)


def filling():
    op = Op("indexFill", torch.index_fill)
    op.case("rows", op.rand(4, 3), 0, index(0, 2), 7.5)
    op.case("columns", op.rand(2, 5), 1, index(4, 1, 1), -1.0)
    op.case("a tensor", op.rand(4, 3), 0, index(1), op.rand())
    op.case("int32", op.ints(4), 0, index(1, 3), 9)
    op.case("index out of range", op.rand(3), 0, index(3), 1.0, error=True)
    op = Op("indexCopy", torch.index_copy)
    op.case("rows", op.rand(4, 3), 0, index(2, 0), op.rand(2, 3))
    op.case("columns", op.rand(2, 4), -1, index(1, 3), op.rand(2, 2))
    op.case("shapes that do not fit", op.rand(4, 3), 0, index(2, 0), op.rand(2, 2), error=True)
    op = Op("indexReduce", torch.index_reduce)
    for reduce in ("prod", "mean", "amax", "amin"):
        op.case(f"{reduce}", op.distinct(4, 2), 0, index(0, 2, 0), op.distinct(3, 2, step=0.35), reduce)
        op.case(f"{reduce} without itself", op.distinct(3), 0, index(0, 0), op.distinct(2, step=0.35), reduce, {"includeSelf": False}, grad=False)
    op.case("another word", op.rand(3), 0, index(0), op.rand(1), "median", error=True)
    op = Op("maskedScatter", torch.masked_scatter)
    op.case("plain", op.rand(2, 3), op.mask(2, 3), op.rand(6))
    op.case("broadcast mask", op.rand(2, 3), T([True, False, True]), op.rand(2, 3))
    op.case("mask of floats", op.rand(3), op.rand(3), op.rand(3), error=True)
    op = Op("put", lambda x, i, s, accumulate=False: x.put(i, s, accumulate=accumulate))
    op.case("plain", op.rand(2, 3), index(5, 0), op.rand(2))
    op.case("accumulated", op.rand(2, 3), index(1, -1, 1), op.rand(3), {"accumulate": True})
    op.case("numbers that differ", op.rand(2, 3), index(5, 0), op.rand(3), error=True)
    op = Op("selectScatter", torch.select_scatter)
    op.case("row", op.rand(3, 2), op.rand(2), 0, 1)
    op.case("last column", op.rand(3, 2), op.rand(3), 1, -1)
    op.case("shapes that do not fit", op.rand(3, 2), op.rand(3), 0, 1, error=True)
    op = Op("sliceScatter", torch.slice_scatter)
    op.case("middle", op.rand(5, 2), op.rand(2, 2), 0, 1, 3)
    op.case("every other column", op.rand(2, 5), op.rand(2, 3), 1, 0, 5, 2)
    op.case("to the end", op.rand(4), op.rand(2), 0, -2)
    op.case("shapes that do not fit", op.rand(4), op.rand(3), 0, 2, error=True)
    op = Op("diagonalScatter", torch.diagonal_scatter)
    op.case("main", op.rand(3, 3), op.rand(3))
    op.case("above", op.rand(3, 4), op.rand(3), {"offset": 1})
    op.case("below, batch", op.rand(2, 4, 3), op.rand(2, 3), {"offset": -1, "dim1": 1, "dim2": 2})
    op.case("shapes that do not fit", op.rand(3, 3), op.rand(2), error=True)
    op = Op("diagEmbed", torch.diag_embed)
    op.case("row", op.rand(3))
    op.case("batch", op.rand(2, 3))
    op.case("above", op.rand(2, 2), {"offset": 1})
    op.case("below", op.rand(2), {"offset": -2})
    op.case("other axes", op.rand(2, 3), {"dim1": 0, "dim2": 2})
    op.case("one axis twice", op.rand(3), {"dim1": 0, "dim2": 0}, error=True)
    op = Op("diagflat", torch.diagflat)
    op.case("matrix", op.rand(2, 2))
    op.case("offset", op.rand(2), 1)
    op.case("no tensor at all", U, error=True)
    for name, fn in (("trilIndices", torch.tril_indices), ("triuIndices", torch.triu_indices)):
        op = Op(name, fn, grad=False, precise=False)
        op.case("square", 3, 3)
        op.case("wide", 2, 4, 1)
        op.case("below", 4, 3, -1)
        op.case("a negative number", -1, 2, error=True)
    op = Op("argwhere", torch.argwhere, grad=False)
    op.case("plain", T([[0.0, 1.0], [2.0, 0.0]]))
    op.case("bool", T([True, False, True]))
    op.case("no tensor at all", U, error=True)
    op = Op("renorm", torch.renorm)
    op.case("rows", op.rand(3, 4), 2, 0, 1.0)
    op.case("columns, p 1", op.rand(3, 4), 1, 1, 1.5)
    op.case("a row", op.rand(3), 2, 0, 1.0, error=True)
    op = Op("addmv", torch.addmv)
    op.case("plain", op.rand(2), op.rand(2, 3), op.rand(3))
    op.case("scaled", op.rand(1), op.rand(2, 3), op.rand(3), {"beta": 0.5, "alpha": 2})
    op.case("shapes that do not fit", op.rand(2), op.rand(2, 3), op.rand(2), error=True)
    op = Op("addr", torch.addr)
    op.case("plain", op.rand(2, 3), op.rand(2), op.rand(3))
    op.case("scaled", op.rand(3), op.rand(2), op.rand(3), {"beta": 0.5, "alpha": 2})
    op.case("matrices", op.rand(2, 3), op.rand(2, 1), op.rand(3), error=True)
    op = Op("addbmm", torch.addbmm)
    op.case("plain", op.rand(2, 3), op.rand(4, 2, 2), op.rand(4, 2, 3))
    op.case("scaled", op.rand(3), op.rand(4, 2, 2), op.rand(4, 2, 3), {"beta": 0.5, "alpha": 2})
    op.case("shapes that do not fit", op.rand(2, 3), op.rand(4, 2, 2), op.rand(3, 2, 3), error=True)
    op = Op("inner", torch.inner)
    op.case("rows", op.rand(3), op.rand(3))
    op.case("matrices", op.rand(2, 3), op.rand(4, 3))
    op.case("scalar", op.rand(2, 3), op.rand())
    op.case("shapes that do not fit", op.rand(2, 3), op.rand(2), error=True)
    op = Op("vdot", torch.vdot)
    op.case("plain", op.rand(3), op.rand(3))
    op.case("matrices", op.rand(2, 2), op.rand(2, 2), error=True)


def running():
    for name, fn in (("cummax", torch.cummax), ("cummin", torch.cummin)):
        op = Op(name, fn)
        op.case("rows", op.distinct(2, 6), 1)
        op.case("first axis", op.distinct(5, 2), 0)
        op.case("ties go to the last", T([1.0, 3.0, 3.0, 2.0, 1.0, 1.0]), 0, grad=False)
        op.case("NaN stays", T([1.0, NAN, 3.0, 0.0]), 0, grad=False)
        op.case("int32", index(3, 1, 4, 1, 5), 0)
        op.case("scalar", op.rand(), 0)
        op.case("dim out of range", op.rand(2, 3), 2, error=True)
    op = Op("logcumsumexp", torch.logcumsumexp)
    op.case("rows", op.rand(2, 6), 1)
    op.case("first axis", op.rand(5, 2), 0)
    op.case("large", T([1000.0, 999.0, -1000.0, 1001.0]), 0)
    op.case("dim out of range", op.rand(2, 3), 2, error=True)
    op = Op("diff", torch.diff)
    op.case("row", op.rand(5))
    op.case("twice", op.rand(2, 5), 2)
    op.case("first axis", op.rand(3, 2), 1, 0)
    op.case("more at both ends", op.rand(3), 1, -1, {"prepend": op.rand(1), "append": op.rand(2)})
    op.case("bool", T([True, False, False]))
    op.case("more often than there are", op.rand(2), 3)
    op.case("scalar", op.rand(), error=True)
    spaced = lambda fn: lambda y, x=None, dim=-1, dx=None: fn(y, x, dim=dim) if isinstance(x, torch.Tensor) else fn(y, dx=x or dx or 1, dim=dim)
    for name, fn in (("trapezoid", torch.trapezoid), ("trapz", torch.trapz), ("cumulativeTrapezoid", torch.cumulative_trapezoid)):
        op = Op(name, spaced(fn))
        op.case("row", op.rand(5))
        op.case("places", op.rand(2, 4), T([0.0, 0.5, 2.0, 2.25], grad=False))
        op.case("width", op.rand(2, 4), 0.5)
        op.case("first axis", op.rand(4, 2), U, 0)
        op.case("places that do not fit", op.rand(4), op.rand(3), error=True)
    op = Op("gradient", lambda x, spacing=1, dim=None: torch.gradient(x, spacing=spacing, **({} if dim is None else {"dim": dim})))
    op.case("row", op.rand(5))
    op.case("matrix", op.rand(3, 4), loss=[0, 1])
    op.case("spacing", op.rand(5), {"spacing": 0.5})
    op.case("one axis", op.rand(3, 4), {"dim": 1})
    op.case("too short", op.rand(1), error=True)


def statistics():
    holes = lambda op: T([[1.5, NAN, -0.5], [NAN, 2.0, 0.25]])
    for name, fn in (("nansum", torch.nansum), ("nanmean", torch.nanmean)):
        op = Op(name, fn)
        op.case("plain", op.rand(2, 3), 1)
        op.case("all, with NaN", holes(op))
        op.case("keepdim, with NaN", holes(op), 0, {"keepdim": True})
        op.case("dim out of range", op.rand(2, 3), 2, error=True)
    op = Op("aminmax", torch.aminmax)
    op.case("all", op.distinct(2, 3))
    op.case("rows", op.distinct(2, 3), {"dim": 1})
    op.case("dim out of range", op.rand(2, 3), {"dim": 2}, error=True)
    op = Op("msort", torch.msort)
    op.case("plain", op.distinct(4, 2))
    op.case("no tensor at all", U, error=True)
    op = Op("isin", torch.isin, grad=False)
    op.case("plain", T([1.0, 2.0, 3.0]), T([2.0, 5.0]))
    op.case("whole numbers, inverted", T([[1, 2], [3, 4]], "int32"), index(4, 1), {"invert": True})
    op.case("no tensor at all", U, U, error=True)
    op = Op("bucketize", torch.bucketize, grad=False)
    edges = T([1.0, 3.0, 5.0])
    op.case("plain", T([[0.0, 1.0, 3.5], [5.0, 9.0, 3.0]]), edges)
    op.case("right", T([0.0, 1.0, 5.0]), edges, {"right": True})
    op.case("boundaries of two axes", T([1.0]), T([[1.0, 2.0]]), error=True)
    op = Op("histc", torch.histc, grad=False)
    op.case("own range", T([1.0, 2.0, 1.0, 4.0]), {"bins": 3})
    op.case("given range", T([0.0, 2.5, 2.75, 3.0, 7.0]), {"bins": 4, "min": 0, "max": 3})
    op.case("one value", T([2.0, 2.0]), {"bins": 4})
    op.case("no bins", T([1.0]), {"bins": 0}, error=True)
    op = Op("cov", torch.cov)
    op.case("variables", op.rand(3, 5))
    op.case("correction 0", op.rand(2, 4), {"correction": 0})
    op.case("one variable", op.rand(6))
    op.case("three axes", op.rand(2, 2, 2), error=True)
    op = Op("corrcoef", torch.corrcoef)
    op.case("variables", op.rand(3, 5))
    op.case("one variable", op.rand(6), grad=False)
    op.case("three axes", op.rand(2, 2, 2), error=True)


def record():
    statistics()
    aliases()
    signs()
    numbers()
    stacking()
    filling()
    running()
