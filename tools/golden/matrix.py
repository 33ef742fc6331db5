"""Products of matrices and vectors, triangles and diagonals, distances, and linear algebra.

Factors of a decomposition are only known up to a sign per column, so those cases compare absolute values
(`compare: "abs"`) and their loss squares the outputs.
"""

import math

import torch

from record import T, U, Op

INF, NAN = math.inf, math.nan
LAYOUTS = ["transposed", "strided", "flipped", "expanded"]


def products():
    op = Op("matmul", torch.matmul)
    pairs = {
        "matrix by matrix": ((2, 3), (3, 4)),
        "vector by vector": ((3,), (3,)),
        "matrix by vector": ((2, 3), (3,)),
        "vector by matrix": ((3,), (3, 4)),
        "batch by batch": ((2, 3, 4), (2, 4, 2)),
        "batch by matrix": ((2, 3, 4), (4, 2)),
        "matrix by batch": ((3, 4), (2, 4, 2)),
        "batch by vector": ((2, 3, 4), (4,)),
        "vector by batch": ((4,), (2, 4, 3)),
        "batches broadcast": ((2, 1, 2, 3), (3, 3, 2)),
        "one by one": ((1, 1), (1, 1)),
        "inner size 1": ((3, 1), (1, 2)),
        "not a multiple of a tile": ((7, 13), (13, 5)),
        "wide": ((1, 33), (33, 17)),
    }
    for name, (a, b) in pairs.items():
        op.case(name, op.rand(*a), op.rand(*b))
    for la in LAYOUTS:
        op.case(f"{la} by plain", op.rand(3, 4, layout=la), op.rand(4, 2))
        op.case(f"plain by {la}", op.rand(3, 4), op.rand(4, 2, layout=la))
    op.case("transposed by transposed", op.rand(5, 4, layout="transposed"), op.rand(4, 6, layout="transposed"))
    op.case("no inner elements give zeros", T([], shape=(2, 0)), T([], shape=(0, 3)))
    op.case("no rows", T([], shape=(0, 3)), op.rand(3, 2))
    op.case("int32", op.ints(2, 3), op.ints(3, 2))
    op.case("float64", op.rand(3, 4, dtype="float64"), op.rand(4, 2, dtype="float64"))
    op.case("infinity and NaN", T([[INF, 0.0], [1.0, NAN]]), T([[1.0, 0.0], [2.0, 0.0]]), grad=False)
    op.case("inner sizes that differ", op.rand(2, 3), op.rand(4, 2), error=True)
    op.case("batches that do not broadcast", op.rand(2, 2, 3), op.rand(3, 3, 2), error=True)
    op.case("scalar", op.rand(), op.rand(3), error=True)
    op.case("dtypes that differ", op.ints(2, 3), op.rand(3, 2), error=True)
    for name, fn, a, b, bad in (
        ("mm", torch.mm, (2, 3), (3, 4), ((2, 3), (3,))),
        ("bmm", torch.bmm, (2, 3, 4), (2, 4, 5), ((2, 3, 4), (3, 4, 5))),
        ("mv", torch.mv, (2, 3), (3,), ((2, 3), (2,))),
        ("dot", torch.dot, (5,), (5,), ((5,), (4,))),
    ):
        op = Op(name, fn)
        op.case("plain", op.rand(*a), op.rand(*b))
        op.case("transposed and strided", op.rand(*a, layout="transposed" if len(a) > 1 else "flipped"), op.rand(*b, layout="strided"))
        op.case("flipped", op.rand(*a, layout="flipped"), op.rand(*b, layout="flipped"))
        op.case("int32", op.ints(*a), op.ints(*b))
        op.case("float64", op.rand(*a, dtype="float64"), op.rand(*b, dtype="float64"))
        op.case("empty", T([], shape=tuple(0 if n == a[-1] else n for n in a)), T([], shape=tuple(0 if n == a[-1] else n for n in b)))
        op.case("wrong shape", op.rand(*bad[0]), op.rand(*bad[1]), error=True)
    op = Op("outer", torch.outer)
    op.case("plain", op.rand(3), op.rand(4))
    op.case("strided and flipped", op.rand(3, layout="strided"), op.rand(2, layout="flipped"))
    op.case("dtypes meet", op.ints(2), op.rand(2))
    op.case("empty", T([]), op.rand(2))
    op.case("matrix", op.rand(2, 2), op.rand(2), error=True)
    op = Op("addmm", torch.addmm)
    op.case("plain", op.rand(2, 4), op.rand(2, 3), op.rand(3, 4))
    op.case("row broadcast", op.rand(4), op.rand(2, 3), op.rand(3, 4))
    op.case("column broadcast", op.rand(2, 1), op.rand(2, 3), op.rand(3, 4))
    op.case("beta and alpha", op.rand(4), op.rand(2, 3), op.rand(3, 4), {"beta": 0.5, "alpha": -2})
    op.case("beta 0 ignores NaN", T([NAN, 1.0]), op.rand(2, 3), op.rand(3, 2), {"beta": 0}, grad=False)
    op.case("views", op.rand(2, 4, layout="flipped"), op.rand(2, 3, layout="transposed"), op.rand(3, 4, layout="strided"))
    op.case("no inner elements", op.rand(2, 2), T([], shape=(2, 0)), T([], shape=(0, 2)))
    op.case("inner sizes that differ", op.rand(4), op.rand(2, 3), op.rand(2, 4), error=True)
    op = Op("baddbmm", torch.baddbmm)
    op.case("plain", op.rand(2, 3, 2), op.rand(2, 3, 4), op.rand(2, 4, 2))
    op.case("broadcast, beta and alpha", op.rand(1, 1, 2), op.rand(2, 3, 4), op.rand(2, 4, 2), {"beta": 2, "alpha": 0.25})
    op.case("views", op.rand(2, 3, 2), op.rand(2, 3, 4, layout="transposed"), op.rand(2, 4, 2, layout="flipped"))
    op.case("batches that differ", op.rand(2, 3, 2), op.rand(2, 3, 4), op.rand(3, 4, 2), error=True)
    op = Op("einsum", torch.einsum)
    one = lambda *s, **k: op.rand(*s, **k)
    eqs = {
        "matrix product": ("ij,jk->ik", (2, 3), (3, 4)),
        "implicit output": ("ij,jk", (2, 3), (3, 4)),
        "implicit output is sorted": ("ba", (2, 3)),
        "transpose": ("ij->ji", (2, 3)),
        "trace": ("ii->", (3, 3)),
        "diagonal": ("ii->i", (3, 3)),
        "sum of all": ("ij->", (2, 3)),
        "row sums": ("ij->i", (2, 3)),
        "outer": ("i,j->ij", (2,), (3,)),
        "dot": ("i,i->", (4,), (4,)),
        "batched": ("bij,bjk->bik", (2, 2, 3), (2, 3, 2)),
        "attention scores": ("bhqd,bhkd->bhqk", (1, 2, 3, 2), (1, 2, 4, 2)),
        "ellipsis": ("...ij,...jk->...ik", (2, 2, 3), (3, 2)),
        "ellipsis broadcast": ("...i,...i->...", (2, 1, 3), (4, 3)),
        "bilinear": ("bi,oij,bj->bo", (2, 3), (2, 3, 2), (2, 2)),
        "elementwise": ("ij,ij->ij", (2, 3), (2, 3)),
        "summed before": ("ij,k->i", (2, 3), (4,)),
        "spaces": ("i j, j k -> i k", (2, 3), (3, 2)),
    }
    for name, (eq, *shapes) in eqs.items():
        op.case(name, eq, *[one(*s) for s in shapes])
    op.case("views", "ij,jk->ik", one(2, 3, layout="transposed"), one(3, 4, layout="flipped"))
    op.case("empty", "ij,jk->ik", T([], shape=(2, 0)), T([], shape=(0, 3)))
    op.case("sizes that differ", "ij,jk->ik", one(2, 3), one(2, 4), error=True)
    op.case("subscripts and dims differ", "ijk->i", one(2, 3), error=True)
    op.case("an output letter that no input has", "ij->ik", one(2, 3), error=True)
    op.case("an operand missing", "ij,jk->ik", one(2, 3), error=True)
    op = Op("tensordot", lambda a, b, dims=2: torch.tensordot(a, b, dims))
    op.case("number of dims", op.rand(2, 3, 4), op.rand(3, 4, 2), {"dims": 2})
    op.case("outer", op.rand(2), op.rand(3), {"dims": 0})
    op.case("lists", op.rand(2, 3, 4), op.rand(4, 2, 5), {"dims": [[2, 0], [0, 1]]})
    op.case("transposed view", op.rand(2, 3, layout="transposed"), op.rand(3, 2), {"dims": 1})
    op.case("sizes that differ", op.rand(2, 3), op.rand(2, 3), {"dims": 1}, error=True)
    op = Op("kron", torch.kron)
    op.case("plain", op.rand(2, 2), op.rand(2, 3))
    op.case("vectors", op.rand(2), op.rand(3))
    op.case("another number of dims", op.rand(2), op.rand(2, 2))
    op.case("transposed view", op.rand(2, 3, layout="transposed"), op.rand(2, 2))
    op.case("no second tensor", op.rand(2, 2), U, error=True)


def triangles():
    for name, fn in (("triu", torch.triu), ("tril", torch.tril)):
        op = Op(name, fn)
        op.case("square", op.rand(3, 3))
        op.case("wide", op.rand(3, 5))
        op.case("tall", op.rand(5, 3))
        for d in (1, -1, 5, -5):
            op.case(f"diagonal {d}", op.rand(3, 4), d)
        op.case("batch", op.rand(2, 3, 3))
        op.case("bool", T([[True] * 3] * 3))
        op.case("int32", op.ints(3, 3))
        op.case("NaN outside becomes 0", T([[NAN, INF], [NAN, NAN]]), grad=False)
        for layout in LAYOUTS:
            op.case(f"{layout} view", op.rand(4, 3, layout=layout))
        op.case("empty", T([], shape=(0, 3)))
        op.case("vector", op.rand(3), error=True)
    op = Op("diag", torch.diag)
    op.case("vector", op.rand(3))
    op.case("vector, above", op.rand(2), 1)
    op.case("vector, below", op.rand(2), -2)
    op.case("matrix", op.rand(3, 4))
    op.case("matrix, above", op.rand(3, 4), 1)
    op.case("matrix, below", op.rand(3, 4), -1)
    op.case("strided view", op.rand(3, layout="strided"))
    op.case("transposed view", op.rand(3, 4, layout="transposed"))
    op.case("three dims", op.rand(2, 2, 2), error=True)
    op = Op("trace", torch.trace)
    op.case("square", op.rand(3, 3))
    op.case("wide", op.rand(2, 4))
    op.case("int32", op.ints(3, 3))
    op.case("transposed view", op.rand(3, 4, layout="transposed"))
    op.case("empty", T([], shape=(0, 0)))
    op.case("vector", op.rand(3), error=True)
    op = Op("oneHot", torch.nn.functional.one_hot, grad=False)
    op.case("inferred", T([0, 2, 1]))
    op.case("wider", T([0, 2, 1]), 5)
    op.case("matrix", T([[0, 1], [2, 0]]), 3)
    op.case("scalar", T(1), 3)
    op.case("strided view", T([0, 2, 1], layout="strided"), 3)
    op.case("floats", T([0.0, 1.0]), 2, error=True)
    op = Op("meshgrid", lambda a, b, c=None, indexing="ij": torch.meshgrid(*[t for t in (a, b, c) if t is not None], indexing=indexing))
    op.case("two", op.rand(2), op.rand(3), loss=[0, 1])
    op.case("three", op.rand(2), op.rand(3), op.rand(2), loss=[0, 1, 2])
    op.case("strided", op.rand(2, layout="strided"), op.rand(3, layout="flipped"), loss=[0, 1])
    op.case("xy", op.rand(2), op.rand(3), {"indexing": "xy"}, loss=[0, 1])
    op.case("matrix", op.rand(2, 2), op.rand(3), error=True)


def distances():
    op = Op("cdist", lambda a, b, p=2.0: torch.cdist(a, b, p, compute_mode="donot_use_mm_for_euclid_dist"))
    op.case("plain", op.rand(3, 2), op.rand(4, 2))
    op.case("p 1", op.rand(3, 2), op.rand(4, 2), {"p": 1})
    op.case("p 3", op.rand(3, 2), op.rand(4, 2), {"p": 3})
    op.case("p infinity", op.distinct(3, 2), op.distinct(4, 2, step=0.3125), {"p": INF})
    op.case("batch", op.rand(2, 3, 2), op.rand(2, 2, 2))
    op.case("equal points", T([[1.0, 2.0]]), T([[1.0, 2.0], [4.0, 6.0]]))
    op.case("transposed view", op.rand(3, 2, layout="transposed"), op.rand(4, 2, layout="flipped"))
    op.case("empty", T([], shape=(0, 2)), op.rand(3, 2))
    op.case("another number of columns", op.rand(3, 2), op.rand(4, 3), error=True)
    op = Op("cosineSimilarity", torch.nn.functional.cosine_similarity)
    op.case("default dim", op.rand(3, 4), op.rand(3, 4))
    op.case("dim 0", op.rand(3, 4), op.rand(3, 4), {"dim": 0})
    op.case("broadcast", op.rand(3, 1, 4), op.rand(2, 4), {"dim": -1})
    op.case("zero vector", T([[0.0, 0.0], [3.0, 4.0]]), T([[1.0, 2.0], [3.0, 4.0]]), {"dim": 1}, grad=False)
    op.case("large eps", op.rand(2, 3), op.rand(2, 3), {"dim": 1, "eps": 3})
    op.case("transposed view", op.rand(3, 4, layout="transposed"), op.rand(3, 4))
    op.case("shapes that do not broadcast", op.rand(3, 4), op.rand(2, 4), error=True)


def definite(op, n, batch=()):
    """A symmetric positive definite matrix, exact in float32."""
    a = op.rand(*batch, n, n).a.astype("float64")
    m = a @ a.swapaxes(-1, -2) + torch.eye(n).numpy() * 2
    return T((m * 64).round() / 64)


def well(op, n, batch=()):
    return T(op.rand(*batch, n, n, lo=-1, hi=1).a + 2 * torch.eye(n).numpy())


def linalg():
    la = torch.linalg
    op = Op("linalg.inv", la.inv)
    op.case("2", well(op, 2))
    op.case("4", well(op, 4))
    op.case("batch", well(op, 3, (2,)))
    op.case("needs a pivot", T([[0.0, 1.0], [2.0, 3.0]]))
    w = well(op, 3)
    op.case("transposed view", T(w.a, layout="transposed"))
    op.case("empty", T([], shape=(0, 0)))
    op.case("float64", T(well(op, 3).a, "float64"))
    op.case("not square", op.rand(2, 3), error=True)
    op = Op("linalg.det", la.det)
    op.case("3", well(op, 3))
    op.case("batch", well(op, 2, (3,)))
    op.case("negative", T([[0.0, 1.0], [2.0, 3.0]]))
    op.case("singular", T([[1.0, 2.0], [2.0, 4.0]]), grad=False)
    op.case("flipped view", op.rand(3, 3, layout="flipped"))
    op.case("empty is 1", T([], shape=(0, 0)))
    op.case("not square", op.rand(2, 3), error=True)
    op = Op("linalg.slogdet", la.slogdet)
    op.case("3", well(op, 3), loss=[1])
    op.case("batch", well(op, 2, (3,)), loss=[1])
    op.case("negative", T([[0.0, 1.0], [2.0, 3.0]]), loss=[1])
    op.case("singular", T([[1.0, 2.0], [2.0, 4.0]]), grad=False)
    op.case("not square", op.rand(2, 3), error=True)
    op = Op("linalg.cholesky", la.cholesky)
    op.case("3", definite(op, 3))
    op.case("batch", definite(op, 2, (2,)))
    op.case("float64", T(definite(op, 4).a, "float64"))
    op.case("transposed view", T(definite(op, 3).a, layout="transposed"))
    op.case("not square", op.rand(2, 3), error=True)
    op = Op("linalg.qr", la.qr)
    squares = {"square": [0, 1]}
    op.case("square", well(op, 3), loss=squares, compare="abs")
    op.case("tall", op.rand(4, 2), loss=squares, compare="abs")
    op.case("wide", op.rand(2, 4), compare="abs", loss=squares)
    op.case("batch", op.rand(2, 3, 2), loss=squares, compare="abs")
    op.case("transposed view", op.rand(4, 3, layout="transposed"), loss=squares, compare="abs")
    op.case("vector", op.rand(3), error=True)
    op = Op("linalg.svd", lambda x, full_matrices=True: la.svd(x, full_matrices))
    thin = {"fullMatrices": False}
    op.case("square", op.distinct(3, 3), thin, loss={"square": [0, 1, 2]}, compare="abs")
    op.case("tall", op.distinct(4, 2), thin, loss={"square": [0, 1, 2]}, compare="abs")
    op.case("wide", op.distinct(2, 4), thin, loss={"square": [0, 1, 2]}, compare="abs")
    op.case("singular values only", op.distinct(3, 4), thin, loss=[1], compare="abs")
    op.case("batch", op.distinct(2, 3, 2), thin, loss=[1], compare="abs")
    op.case("full matrices", op.distinct(3, 3), {"fullMatrices": True}, loss=[1], compare="abs")
    op.case("transposed view", op.distinct(4, 3, layout="transposed"), thin, loss=[1], compare="abs")
    op.case("vector", op.rand(3), error=True)
    op = Op("linalg.eigh", la.eigh)
    op.case("3", definite(op, 3), loss={"square": [0, 1]}, compare="abs")
    op.case("eigenvalues only", definite(op, 4), loss=[0], compare="abs")
    op.case("indefinite", T([[1.0, 2.0, 0.5], [2.0, -3.0, 1.0], [0.5, 1.0, 2.0]]), loss={"square": [0, 1]}, compare="abs")
    op.case("batch", definite(op, 2, (2,)), loss=[0], compare="abs")
    op.case("not square", op.rand(2, 3), error=True)
    op = Op("linalg.solve", la.solve)
    op.case("matrix", well(op, 3), op.rand(3, 2))
    op.case("vector", well(op, 3), op.rand(3))
    op.case("batch", well(op, 2, (2,)), op.rand(2, 2, 3))
    op.case("needs a pivot", T([[0.0, 1.0], [2.0, 3.0]]), T([1.0, 2.0]))
    op.case("transposed view", T(well(op, 3).a, layout="transposed"), op.rand(3, 2, layout="flipped"))
    op.case("not square", op.rand(2, 3), op.rand(2), error=True)
    op = Op("linalg.norm", lambda x, ord=None, dim=None, **k: la.norm(x, ord, dim, **k))
    op.case("all", op.rand(2, 3, 4))
    op.case("vector 1", op.rand(5), 1)
    op.case("vector infinity", op.distinct(5), INF)
    op.case("vector along a dim", op.rand(3, 4), 2, 1)
    op.case("matrix 1", op.distinct(3, 4), 1)
    op.case("matrix infinity", op.distinct(3, 4), INF)
    op.case("Frobenius", op.rand(3, 4), "fro")
    op.case("nuclear", op.distinct(3, 3), "nuc")
    op.case("keepdim", op.rand(3, 4), 2, 0, {"keepdim": True})
    op.case("transposed view", op.rand(3, 4, layout="transposed"), 2, 1)
    op.case("dim out of range", op.rand(3), 2, 1, error=True)
    op = Op("linalg.matrixNorm", lambda x, ord="fro", dim=(-2, -1), **k: la.matrix_norm(x, ord, tuple(dim), **k))
    op.case("Frobenius", op.rand(3, 4))
    op.case("nuclear", op.distinct(3, 3), "nuc")
    for p in (1, -1, INF, -INF, 2, -2):
        op.case(f"ord {p}", op.distinct(3, 4), p)
    op.case("batch", op.rand(2, 3, 4))
    op.case("transposed view", op.rand(3, 4, layout="transposed"), 1)
    op.case("vector", op.rand(3), error=True)
    op = Op("linalg.pinv", la.pinv)
    op.case("tall", op.distinct(4, 2))
    op.case("wide", op.distinct(2, 4))
    op.case("square", well(op, 3))
    op.case("transposed view", op.distinct(4, 2, layout="transposed"))
    op.case("rank 1", T([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]), grad=False)
    op.case("vector", op.rand(3), error=True)


def record():
    products()
    triangles()
    distances()
    linalg()
