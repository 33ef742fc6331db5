"""Linear algebra beyond the factorisations of matrix.py: norms, ranks, powers, triangular and overdetermined systems."""

import math

import torch

from matrix import definite, well
from record import Op, T

INF = math.inf


def norms():
    la = torch.linalg
    op = Op("linalg.vectorNorm", lambda x, ord=2, dim=None, **k: la.vector_norm(x, ord, dim, **k))
    op.case("all", op.rand(2, 3))
    for p in (1, 3, INF, -INF, 0.5):
        op.case(f"ord {p}", op.distinct(2, 3), p, 1)
    op.case("ord 0", T([[0.0, 1.0], [2.0, 3.0]]), 0, 1, grad=False)
    op.case("two axes", op.rand(2, 3, 2), 2, [0, 2], {"keepdim": True})
    op.case("dim out of range", op.rand(3), 2, 1, error=True)
    op = Op("linalg.svdvals", la.svdvals)
    op.case("tall", op.distinct(4, 2))
    op.case("batch of wide", op.distinct(2, 2, 3))
    op.case("vector", op.rand(3), error=True)
    op = Op("linalg.eigvalsh", lambda x, UPLO="L": la.eigvalsh(x, UPLO))
    op.case("3", definite(op, 3))
    op.case("batch", definite(op, 2, (2,)))
    op.case("not square", op.rand(2, 3), error=True)
    # torch 2.13 has no gradient of its own cond but of the orders 2 and -2.
    by_inverse = lambda x, p: la.norm(x, p, (-2, -1)) * la.norm(la.inv(x), p, (-2, -1))
    op = Op("linalg.cond", lambda x, p=None: la.cond(x, p) if p in (None, 2, -2) or x.shape[-1] != x.shape[-2] else by_inverse(x, p))
    op.case("default", well(op, 3))
    op.case("not square", op.distinct(4, 2))
    for p in (2, -2, 1, -1, INF, "fro", "nuc"):
        op.case(f"ord {p}", well(op, 3), p)
    op.case("batch", well(op, 2, (2,)), 1)
    op.case("ord 1, not square", op.rand(2, 3), 1, error=True)
    op = Op("linalg.matrixRank", lambda x, **k: la.matrix_rank(x, **k), grad=False)
    op.case("full", well(op, 3))
    op.case("1", T([[1.0, 2.0], [2.0, 4.0], [3.0, 6.0]]))
    op.case("batch", T([[[1.0, 2.0], [2.0, 4.0]], [[1.0, 0.0], [0.0, 1.0]]]))
    op.case("atol", T([[3.0, 0.0], [0.0, 0.5]]), {"atol": 1.0})
    op.case("rtol", T([[3.0, 0.0], [0.0, 0.5]]), {"rtol": 0.5})
    op.case("symmetric", T([[1.0, -2.0], [-2.0, 4.0]]), {"hermitian": True})
    op.case("empty", T([], shape=(0, 3)))
    op.case("vector", op.rand(3), error=True)


def products():
    la = torch.linalg
    op = Op("linalg.matrixPower", la.matrix_power)
    for n in (2, 1, 5, -1, -3, 0):
        op.case(f"{n}", well(op, 3), n, grad=n != 0)
    op.case("batch", well(op, 2, (2,)), 3)
    op.case("not square", op.rand(2, 3), 2, error=True)
    op = Op("linalg.matrixExp", torch.linalg.matrix_exp)
    op.case("3", op.rand(3, 3))
    op.case("batch", op.rand(2, 2, 2))
    op.case("large", op.rand(3, 3, lo=-5, hi=3))
    op.case("zeros", T([[0.0, 0.0], [0.0, 0.0]]))
    op.case("transposed view", op.rand(3, 3, layout="transposed"))
    op.case("not square", op.rand(2, 3), error=True)
    op = Op("linalg.multiDot", la.multi_dot)
    op.case("two", [op.rand(2, 3), op.rand(3, 2)])
    op.case("four", [op.rand(2, 5), op.rand(5, 3), op.rand(3, 4), op.rand(4, 1)])
    op.case("vectors at the ends", [op.rand(3), op.rand(3, 4), op.rand(4)])
    op.case("a vector in front", [op.rand(3), op.rand(3, 4)])
    op.case("sizes that differ", [op.rand(2, 3), op.rand(2, 3)], error=True)
    op.case("one", [op.rand(2, 3)], error=True)
    op = Op("linalg.cross", lambda a, b, dim=-1: la.cross(a, b, dim=dim))
    op.case("vectors", op.rand(3), op.rand(3))
    op.case("rows", op.rand(4, 3), op.rand(4, 3))
    op.case("broadcast", op.rand(4, 3), op.rand(1, 3))
    op.case("along an axis", op.rand(3, 2), op.rand(3, 2), {"dim": 0})
    op.case("four", op.rand(4), op.rand(4), error=True)
    op = Op("linalg.vecdot", lambda a, b, dim=-1: la.vecdot(a, b, dim=dim))
    op.case("rows", op.rand(2, 3), op.rand(2, 3))
    op.case("broadcast", op.rand(2, 1, 3), op.rand(4, 3))
    op.case("along an axis", op.rand(3, 2), op.rand(3, 2), {"dim": 0})
    op.case("sizes that differ", op.rand(3), op.rand(4), error=True)
    op = Op("linalg.vander", lambda x, _n=None: la.vander(x, N=_n))
    op.case("square", op.rand(3))
    op.case("batch, more columns", op.rand(2, 2), {"N": 4})
    op.case("one column", op.rand(3), {"N": 1}, error=True)
    op = Op("linalg.diagonal", lambda x, **k: la.diagonal(x, **k))
    op.case("batch", op.rand(2, 3, 3))
    op.case("offset", op.rand(3, 4), {"offset": 1})
    op = Op("linalg.matmul", la.matmul)
    op.case("batch", op.rand(2, 2, 3), op.rand(3, 2))


def systems():
    la = torch.linalg
    op = Op("linalg.solveTriangular", lambda a, b, **k: la.solve_triangular(a, b, **k))
    for upper in (True, False):
        for left in (True, False):
            op.case(f"upper {upper}, left {left}", well(op, 3), op.rand(*((3, 2) if left else (2, 3))), {"upper": upper, "left": left})
    op.case("unitriangular", op.rand(3, 3), op.rand(3, 2), {"upper": False, "unitriangular": True})
    op.case("batches broadcast", well(op, 2, (2,)), op.rand(3, 1, 2, 2), {"upper": True})
    op.case("rows that differ", well(op, 3), op.rand(2, 2), {"upper": True}, error=True)
    op = Op("linalg.lstsq", lambda a, b, **k: la.lstsq(a, b, **k))
    op.case("tall", op.distinct(4, 2), op.rand(4, 3), loss=[0])
    op.case("wide", op.distinct(2, 4), op.rand(2, 2), loss=[0])
    op.case("square", well(op, 3), op.rand(3, 2), loss=[0])
    op.case("batch", op.distinct(2, 3, 2), op.rand(2, 3, 1), loss=[0])
    for driver in ("gels", "gelsd", "gelss"):
        op.case(f"driver {driver}", op.distinct(4, 2), op.rand(4, 3), {"driver": driver}, loss=[0])
    op.case("rows that differ", op.rand(4, 2), op.rand(3, 2), error=True)
    op = Op("linalg.lu", la.lu)
    op.case("square", op.distinct(3, 3), loss=[1, 2])
    op.case("tall", op.distinct(4, 2), loss=[1, 2])
    op.case("wide", op.distinct(2, 4), loss=[1, 2])
    op.case("batch", op.distinct(2, 3, 3), loss=[1, 2])
    op.case("needs a pivot", T([[0.0, 1.0], [2.0, 3.0]]), loss=[1, 2])
    op.case("vector", op.rand(3), error=True)
    op = Op("linalg.luFactor", la.lu_factor)
    op.case("square", op.distinct(3, 3), loss=[0])
    op.case("tall", op.distinct(4, 2), loss=[0])
    op.case("wide batch", op.distinct(2, 2, 3), loss=[0])
    op = Op("linalg.luSolve", lambda lu, p, b, **k: la.lu_solve(lu, p.int(), b, **k))
    for name, options, shape in (("plain", {}, (3, 2)), ("adjoint", {"adjoint": True}, (3, 2)), ("left false", {"left": False}, (2, 3))):
        LU, pivots = la.lu_factor(torch.from_numpy(op.distinct(3, 3).a))
        op.case(name, T(LU.numpy()), T(pivots.numpy(), "int32"), op.rand(*shape), options)
    op.case("rows that differ", T(LU.numpy()), T(pivots.numpy(), "int32"), op.rand(2, 2), error=True)
    op = Op("linalg.tensorinv", lambda a, ind=2: la.tensorinv(a, ind))
    op.case("ind 1", T(well(op, 4).a, shape=(4, 2, 2)), {"ind": 1})
    op.case("ind 2", T(well(op, 6).a, shape=(2, 3, 3, 2)))
    op.case("not square", op.rand(2, 3, 2), {"ind": 1}, error=True)
    op = Op("linalg.tensorsolve", lambda a, b, dims=None: la.tensorsolve(a, b, dims and tuple(dims)))
    op.case("plain", T(well(op, 6).a, shape=(2, 3, 6)), op.rand(2, 3))
    op.case("axes moved", T(well(op, 4).a, shape=(2, 2, 2, 2)), op.rand(2, 2), {"dims": [0, 2]})
    op.case("not square", op.rand(2, 3, 2), op.rand(2, 3), error=True)


def record():
    norms()
    products()
    systems()
