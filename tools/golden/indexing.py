"""Reading and writing by index, sorting, searching and counting."""

import math

import torch

from record import Sl, T, U, Op

INF, NAN = math.inf, math.nan
LAYOUTS = ["transposed", "strided", "flipped", "expanded"]


def as_index(items):
    return tuple(Ellipsis if i == "..." else i for i in items)


PICKS = {
    "number": ((3, 4), [1]),
    "negative number": ((3, 4), [-1]),
    "two numbers": ((3, 4), [1, 2]),
    "slice": ((4, 3), [Sl(1, 3)]),
    "slice with step": ((5, 3), [Sl(None, None, 2)]),
    "slice from behind": ((5, 3), [Sl(-2, None)]),
    "slice past the end": ((4,), [Sl(2, 100)]),
    "empty slice": ((4, 2), [Sl(3, 1)]),
    "two slices": ((4, 5), [Sl(1, None), Sl(None, 4, 3)]),
    "new axis": ((2, 3), [None, Sl(None), None]),
    "ellipsis": ((2, 3, 4), ["...", 1]),
    "ellipsis between": ((2, 3, 4), [0, "...", Sl(1, 3)]),
    "index tensor": ((4, 3), [T([2, 0, 2])]),
    "negative index tensor": ((4, 3), [T([-1, 0, -4])]),
    "index matrix": ((4, 3), [T([[2, 0], [1, 1]])]),
    "two index tensors": ((4, 3), [T([0, 3, 0]), T([1, 2, 1])]),
    "index tensors broadcast": ((4, 3), [T([[0], [3]]), T([1, 2])]),
    "index tensor in the second dim": ((4, 3), [Sl(None), T([2, 0, 0, 1])]),
    "index tensors apart": ((3, 4, 5), [T([0, 2]), Sl(None), T([1, 4])]),
    "index tensors together": ((3, 4, 5), [Sl(None), T([0, 2]), T([1, 4])]),
    "number and index tensor apart": ((3, 4, 5), [1, Sl(None), T([1, 4])]),
    "index tensor and slice": ((4, 5), [T([3, 1]), Sl(1, 4)]),
    "mask": ((2, 3), [T([[True, False, True], [False, True, True]])]),
    "mask of the first dim": ((3, 2), [T([True, False, True])]),
    "mask of the second dim": ((2, 3), [Sl(None), T([True, False, True])]),
    "mask that is all false": ((3, 2), [T([False, False, False])]),
    "empty index tensor": ((3, 2), [T([], "int32")]),
    "list index after ellipsis": ((2, 3, 4), ["...", T([3, 0, 3])]),
}


def index():
    op = Op("index", lambda x, i: x[as_index(i)])
    for name, (shape, items) in PICKS.items():
        op.case(name, op.rand(*shape), items)
    op.case("int32 source", op.ints(4), [Sl(1, 3)])
    op.case("bool source", op.mask(4), [T([2, 0])])
    for layout in LAYOUTS:
        op.case(f"slice of a {layout} view", op.rand(4, 5, layout=layout), [Sl(1, None, 2), Sl(None, 3)])
        op.case(f"index tensor on a {layout} view", op.rand(4, 5, layout=layout), [T([3, 0, 3]), Sl(1, None)])
    op.case("number out of range", op.rand(3), [3], error=True)
    op.case("more indices than dims", op.rand(3), [0, 0], error=True)
    op.case("two ellipses", op.rand(2, 3), ["...", "...", 0], error=True)
    op.case("mask of another size", op.rand(3), [T([True, False])], error=True)
    op.case("step of zero", op.rand(3), [Sl(None, None, 0)], error=True)
    op.case("index tensors that do not broadcast", op.rand(3, 4), [T([0, 1]), T([0, 1, 2])], error=True)
    op.case("float index", op.rand(3), [T([0.0, 1.0])], error=True)

    def put(x, i, v, accumulate=False):
        i = as_index(i)
        if accumulate:
            return x.index_put_(i, v if isinstance(v, torch.Tensor) else torch.tensor(v, dtype=x.dtype), accumulate=True)
        x[i] = v
        return x

    op = Op("indexPut_", put, in_place=True)
    op.case("number", op.rand(3, 4), [1], 9)
    op.case("slice", op.rand(4, 3), [Sl(1, 3)], op.rand(2, 3))
    op.case("slice with step, broadcast", op.rand(5, 3), [Sl(None, None, 2)], op.rand(3))
    op.case("column", op.rand(3, 4), [Sl(None), 2], op.rand(3))
    op.case("ellipsis", op.rand(2, 3, 4), ["...", 0], op.rand(2, 3))
    op.case("index tensor", op.rand(4, 3), [T([2, 0])], op.rand(2, 3))
    op.case("index tensor in the second dim", op.rand(2, 4), [Sl(None), T([3, 1])], op.rand(2, 2))
    op.case("two index tensors", op.rand(4, 3), [T([0, 3, 1]), T([1, 2, 1])], op.rand(3))
    op.case("mask with number", op.rand(2, 3), [T([[True, False, True], [False, True, True]])], -1)
    op.case("mask with tensor", op.rand(2, 3), [T([[True, False, True], [False, True, True]])], op.rand(4))
    op.case("accumulate, repeated", op.rand(4, 3), [T([2, 0, 2, 2])], op.rand(4, 3), {"accumulate": True})
    op.case("accumulate, pairs", op.rand(3, 3), [T([0, 1, 0]), T([2, 2, 2])], op.rand(3), {"accumulate": True})
    op.case("int32", op.ints(4), [T([2, 0])], op.ints(2))
    op.case("into a transposed view", op.rand(3, 4, layout="transposed"), [Sl(1, None)], op.rand(4))
    op.case("strided source", op.rand(3, 4), [Sl(1, None)], op.rand(2, 4, layout="strided"))
    op.case("nothing chosen", op.rand(3, 2), [T([], "int32")], 5)
    op.case("value that does not broadcast", op.rand(4, 3), [Sl(1, 3)], op.rand(2, 4), error=True)


def gathers():
    op = Op("gather", torch.gather)
    op.case("columns", op.rand(2, 4), 1, T([[3, 0], [1, 1]]))
    op.case("rows", op.rand(3, 4), 0, T([[2, 0, 1, 2]]))
    op.case("negative dim", op.rand(2, 3, 4), -1, op.ints(2, 3, 2, lo=0, hi=4))
    op.case("index smaller elsewhere", op.rand(3, 4), 1, T([[0, 3]]))
    op.case("repeated", op.rand(1, 3), 1, T([[1, 1, 1, 1]]))
    op.case("int32", op.ints(2, 3), 1, T([[2], [0]]))
    for layout in LAYOUTS:
        op.case(f"{layout} view", op.rand(3, 4, layout=layout), 1, T([[3, 0], [1, 1], [2, 3]], layout="transposed"))
    op.case("empty index", op.rand(2, 3), 1, T([], "int32", shape=(2, 0)))
    op.case("index of another number of dims", op.rand(2, 3), 1, T([0, 1]), error=True)
    op.case("index larger elsewhere", op.rand(2, 3), 1, op.ints(3, 1, lo=0, hi=3), error=True)
    op.case("float index", op.rand(2, 3), 1, T([[0.0], [1.0]]), error=True)
    op = Op("takeAlongDim", lambda x, i, d=None: torch.take_along_dim(x, i, d))
    op.case("plain", op.rand(2, 4), T([[3, 0], [1, 1]]), 1)
    op.case("broadcasts", op.rand(2, 4), T([[3, 0]]), 1)
    op.case("flat", op.rand(2, 3), T([5, 0, 2]))
    op.case("transposed view", op.rand(3, 4, layout="transposed"), T([[3], [0], [1]]), 1)
    op.case("index of another number of dims", op.rand(2, 3), T([0]), 1, error=True)
    op = Op("indexSelect", torch.index_select)
    op.case("rows", op.rand(4, 3), 0, T([2, 0, 2]))
    op.case("columns", op.rand(2, 5), -1, T([4, 1]))
    op.case("scalar index", op.rand(4, 2), 0, T(3))
    for layout in LAYOUTS:
        op.case(f"{layout} view", op.rand(4, 3, layout=layout), 1, T([2, 0, 2, 1]))
    op.case("no index", op.rand(4, 3), 0, T([], "int32"))
    op.case("int32", op.ints(4, 2), 0, T([1, 1]))
    op.case("index matrix", op.rand(4, 3), 0, T([[0, 1]]), error=True)
    op = Op("take", torch.take)
    op.case("flat positions", op.rand(3, 4), T([0, 11, 5]))
    op.case("matrix of positions, negative", op.rand(2, 3), T([[-1, 0], [2, 2]]))
    op.case("transposed view", op.rand(3, 4, layout="transposed"), T([7, 1, 1]))
    op.case("flipped view", op.rand(3, 4, layout="flipped"), T([7, 1, 1]))
    op.case("none", op.rand(3), T([], "int32"))
    op.case("float index", op.rand(3), T([0.0]), error=True)
    op = Op("maskedSelect", torch.masked_select)
    op.case("plain", op.rand(2, 3), op.mask(2, 3))
    op.case("mask broadcast", op.rand(2, 3), T([True, False, True]))
    op.case("source broadcast", op.rand(3), T([[True, False, True], [False, True, True]]))
    op.case("none", op.rand(3), T([False, False, False]))
    op.case("transposed view", op.rand(3, 4, layout="transposed"), op.mask(3, 4, layout="flipped"))
    op.case("int32", op.ints(4), T([True, False, True, True]))
    op.case("empty", T([]), T([], "bool"))
    op.case("mask that is not bool", op.rand(3), op.ints(3), error=True)
    op = Op("nonzero", torch.nonzero, grad=False)
    op.case("matrix", T([[0.0, 2.0, -0.0], [NAN, 0.0, INF]]))
    op.case("vector", op.ints(6, lo=0, hi=2))
    op.case("bool", op.mask(3, 3))
    op.case("three dims", op.ints(2, 2, 3, lo=0, hi=2))
    op.case("none", T([0.0, 0.0]))
    op.case("scalar", T(3.0))
    op.case("transposed view", op.ints(3, 4, lo=0, hi=2, layout="transposed"))
    op.case("empty", T([], shape=(0, 3)))
    op.case("no tensor at all", U, error=True)


def scatters():
    def scatter(x, dim, i, src, reduce=None):
        src_kw = {} if reduce is None else {"reduce": reduce}
        return torch.scatter(x, dim, i, src, **src_kw)

    op = Op("scatter", scatter)
    op.case("rows", op.rand(3, 4), 0, T([[2, 0, 1, 0]]), op.rand(1, 4))
    op.case("columns", op.rand(2, 4), 1, T([[3, 0], [1, 2]]), op.rand(2, 2))
    op.case("number", op.rand(2, 4), 1, T([[3, 0], [1, 2]]), 1.5)
    op.case("negative dim", op.rand(2, 3, 4), -1, T([[[1], [0], [3]], [[2], [2], [0]]]), op.rand(2, 3, 1))
    op.case("source larger than index", op.rand(3, 4), 1, T([[3, 0]]), op.rand(2, 3, grad=False))
    op.case("reduce add", op.rand(2, 3), 1, T([[0, 0, 2], [1, 1, 1]]), op.rand(2, 3), {"reduce": "add"}, grad=False)
    op.case("reduce multiply", op.rand(2, 3), 1, T([[0, 0, 2], [1, 1, 1]]), op.rand(2, 3), {"reduce": "multiply"}, grad=False)
    op.case("int32", op.ints(2, 3), 1, T([[2], [0]]), op.ints(2, 1))
    op.case("transposed view", op.rand(3, 4, layout="transposed"), 1, T([[3, 0], [1, 2], [0, 1]]), op.rand(3, 2, layout="flipped"))
    op.case("empty index", op.rand(2, 3), 1, T([], "int32", shape=(2, 0)), T([], shape=(2, 0)), grad=False)
    op.case("dtypes differ", op.rand(2, 3), 1, T([[2], [0]]), op.ints(2, 1), error=True)
    op.case("index larger than the source", op.rand(2, 3), 1, T([[0, 1], [1, 2]]), op.rand(2, 1), error=True)
    op = Op("scatterAdd", torch.scatter_add)
    op.case("repeated", op.rand(2, 3), 1, T([[0, 0, 2], [1, 1, 1]]), op.rand(2, 3))
    op.case("rows", op.rand(3, 4), 0, T([[2, 0, 1, 0], [2, 2, 2, 1]]), op.rand(2, 4))
    op.case("negative dim", op.rand(2, 3), -1, T([[1, 1], [0, 2]]), op.rand(2, 2))
    op.case("int32", op.ints(4), 0, T([1, 1, 3]), op.ints(3))
    op.case("views", op.rand(3, 4, layout="transposed"), 1, T([[3, 0], [1, 1], [0, 0]], layout="flipped"), op.rand(3, 2, layout="strided"))
    op.case("empty index", op.rand(3), 0, T([], "int32"), T([]))
    op.case("float index", op.rand(3), 0, T([0.0]), T([1.0]), error=True)
    op = Op("scatterReduce", lambda x, d, i, s, reduce, **k: torch.scatter_reduce(x, d, i, s, reduce, **k))
    i, src = T([[0, 0, 2], [1, 1, 1]]), op.distinct(2, 3)
    for reduce in ("sum", "prod", "mean", "amax", "amin"):
        op.case(reduce, op.distinct(2, 3, step=0.3125), 1, i, src, reduce)
        op.case(f"{reduce} without self", op.distinct(2, 3, step=0.3125), 1, i, src, reduce, {"includeSelf": False})
    op.case("amax, ties", T([1.0, 2.0, 3.0]), 0, T([0, 1, 1]), T([1.0, 2.0, 2.0]), "amax")
    op.case("int32 sum", op.ints(3), 0, T([0, 1, 1]), op.ints(3), "sum")
    op.case("transposed view", op.distinct(2, 3, layout="transposed"), 1, i, op.distinct(2, 3, step=0.3125), "sum")
    op.case("unknown reduction", op.rand(2, 3), 1, i, src, "median", error=True)
    op = Op("indexAdd", torch.index_add)
    op.case("rows, repeated", op.rand(3, 2), 0, T([0, 2, 0]), op.rand(3, 2))
    op.case("columns", op.rand(2, 4), 1, T([3, 0]), op.rand(2, 2))
    op.case("alpha", op.rand(3), 0, T([1, 1]), op.rand(2), {"alpha": -0.5})
    op.case("int32", op.ints(3), 0, T([1, 1]), op.ints(2))
    op.case("transposed view", op.rand(3, 4, layout="transposed"), 0, T([1, 2]), op.rand(2, 4, layout="flipped"))
    op.case("no index", op.rand(3), 0, T([], "int32"), T([]))
    op.case("index and source of two lengths", op.rand(3), 0, T([0]), op.rand(2), error=True)


def sorting():
    x = T([[3.0, 1.0, 2.0, 1.0], [0.0, -0.0, 5.0, -1.0]])
    special = T([2.0, NAN, -INF, INF, 0.0])
    op = Op("sort", lambda x, dim=-1, descending=False, stable=False: torch.sort(x, dim=dim, descending=descending, stable=stable))
    op.case("last dim", op.distinct(3, 5))
    op.case("descending", op.distinct(3, 5), -1, {"descending": True})
    op.case("first dim", op.distinct(4, 3), 0)
    op.case("stable ties", x, 1, {"stable": True})
    op.case("stable ties, descending", x, 1, {"stable": True, "descending": True})
    op.case("NaN last", special, 0, {"stable": True}, grad=False)
    op.case("NaN first, descending", special, 0, {"descending": True, "stable": True}, grad=False)
    op.case("int32", op.distinct(7, step=2, dtype="int32"))
    op.case("uint8", T([200, 3, 100, 255, 0], "uint8"))
    op.case("bool", T([True, False, True]), 0, {"stable": True})
    op.case("longer", op.distinct(1, 70))
    for layout in LAYOUTS:
        op.case(f"{layout} view", op.distinct(4, 5, layout=layout), 1)
    op.case("scalar", op.rand())
    op.case("empty", T([], shape=(0, 3)))
    op.case("empty dim", T([], shape=(3, 0)))
    op.case("dim out of range", op.rand(2, 3), 2, error=True)
    op = Op("argsort", lambda x, dim=-1, descending=False, stable=False: torch.argsort(x, dim=dim, descending=descending, stable=stable), grad=False)
    op.case("last dim", op.distinct(3, 5))
    op.case("descending", op.distinct(3, 5), -1, {"descending": True})
    op.case("first dim", op.distinct(4, 3), 0)
    op.case("stable ties", x, 1, {"stable": True})
    op.case("int32", op.distinct(7, step=2, dtype="int32"))
    op.case("transposed view", op.distinct(4, 5, layout="transposed"), 1)
    op.case("empty", T([]))
    op.case("dim out of range", op.rand(2, 3), 2, error=True)
    op = Op("topk", torch.topk)
    op.case("largest", op.distinct(3, 6), 2)
    op.case("smallest", op.distinct(3, 6), 2, -1, {"largest": False})
    op.case("first dim", op.distinct(5, 2), 3, 0)
    op.case("all", op.distinct(5), 5)
    op.case("none", op.distinct(5), 0)
    op.case("NaN is the largest", T([2.0, NAN, INF, 0.0]), 2, grad=False)
    op.case("int32", op.distinct(7, step=2, dtype="int32"), 3)
    for layout in LAYOUTS[:3]:
        op.case(f"{layout} view", op.distinct(4, 5, layout=layout), 2, 1)
    op.case("more than there are", op.rand(3), 4, error=True)
    op.case("dim out of range", op.rand(3), 1, 1, error=True)


def unique(x, sorted=True, return_inverse=False, return_counts=False, dim=None):
    return torch.unique(x, sorted, return_inverse, return_counts, dim)


def searching():
    op = Op("unique", unique, grad=False)
    x = T([[3.0, 1.0, 2.0], [1.0, 1.0, 3.0]])
    op.case("plain", x)
    op.case("inverse", x, {"returnInverse": True})
    op.case("counts", x, {"returnCounts": True})
    op.case("inverse and counts", x, {"returnInverse": True, "returnCounts": True})
    rows = T([[1.0, 2.0], [3.0, 0.0], [1.0, 2.0], [1.0, 0.0]])
    op.case("rows", rows, {"dim": 0})
    op.case("rows, inverse and counts", rows, {"dim": 0, "returnInverse": True, "returnCounts": True})
    op.case("columns", T([[1.0, 2.0, 1.0], [3.0, 0.0, 3.0]]), {"dim": 1})
    op.case("int32", T([3, 3, -1, 0]))
    op.case("bool", T([True, False, True]))
    op.case("transposed view", op.ints(3, 4, layout="transposed"))
    op.case("empty", T([]))
    op.case("dim out of range", x, {"dim": 2}, error=True)
    op = Op("bincount", torch.bincount, grad=False)
    op.case("plain", T([1, 3, 1, 0]))
    op.case("minlength", T([1, 1]), {"minlength": 5})
    op.case("weights", T([1, 3, 1, 0]), {"weights": T([0.5, 1.0, 2.0, -1.0])})
    op.case("uint8", T([2, 2, 1], "uint8"))
    op.case("strided view", T([1, 3, 1, 0], layout="strided"))
    op.case("empty", T([], "int32"))
    op.case("negative", T([1, -1]), error=True)
    op.case("floats", T([1.0, 2.0]), error=True)
    op.case("matrix", T([[1, 2]]), error=True)
    op = Op("searchsorted", torch.searchsorted, grad=False)
    edge = T([1.0, 3.0, 3.0, 5.0])
    op.case("left", edge, T([0.0, 1.0, 3.0, 4.0, 9.0]))
    op.case("right", edge, T([0.0, 1.0, 3.0, 4.0, 9.0]), {"right": True})
    op.case("matrix of values", edge, T([[0.0, 3.0], [5.0, 6.0]]))
    op.case("rows", T([[1.0, 2.0, 3.0], [0.0, 0.0, 9.0]]), T([[2.0, 0.0], [0.0, 10.0]]))
    op.case("a number", edge, 3)
    op.case("int32", T([1, 4, 9]), T([4, 5]))
    op.case("infinity and NaN", edge, T([INF, -INF, NAN]))
    op.case("strided view", T([1.0, 2.0, 4.0], layout="strided"), T([3.0, 0.0], layout="flipped"))
    op.case("no values", edge, T([]))
    op.case("rows that do not match", T([[1.0, 2.0], [0.0, 1.0]]), T([[0.0], [1.0], [2.0]]), error=True)


def record():
    index()
    gathers()
    scatters()
    sorting()
    searching()
