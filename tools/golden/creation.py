"""Tensors made from a rule: ranges, identities, constants. What draws random numbers is not here."""

import torch

from record import T, U, Op


def record():
    op = Op("arange", lambda *a, **k: torch.arange(*[v for v in a if v is not None], **k), grad=False)
    op.case("end", 5)
    op.case("start and end", 2, 7)
    op.case("step", 1, 10, 3)
    op.case("fraction", 0, 1, 0.25)
    op.case("down", 5, 0, -2)
    op.case("fraction that does not end even", 0, 1, 0.3)
    op.case("empty", 3, 3)
    op.case("as float32", 0, 5, 1, {"dtype": "float32"})
    op.case("as int32", 0, 5, 2, {"dtype": "int32"})
    op.case("as float64", 0, 1, 0.1, {"dtype": "float64"})
    op.case("wrong direction", 5, 0, 1, error=True)
    op.case("step of zero", 0, 5, 0, error=True)
    op = Op("linspace", torch.linspace, grad=False)
    op.case("plain", 0, 1, 5)
    op.case("down", 3, -3, 4)
    op.case("one", 2, 5, 1)
    op.case("none", 2, 5, 0)
    op.case("thirds", 0, 1, 4)
    op.case("float64", 0, 1, 7, {"dtype": "float64"})
    op.case("negative steps", 0, 1, -1, error=True)
    op = Op("eye", lambda n, m=None, **k: torch.eye(n, **k) if m is None else torch.eye(n, m, **k), grad=False)
    op.case("3", 3)
    op.case("wide", 2, 4)
    op.case("tall", 4, 2)
    op.case("int32", 2, 2, {"dtype": "int32"})
    op.case("nothing", 0)
    op.case("negative", -1, error=True)
    for name, fn, like in (("zeros", torch.zeros, torch.zeros_like), ("ones", torch.ones, torch.ones_like)):
        op = Op(name, fn, grad=False)
        op.case("plain", [2, 3])
        op.case("scalar", [])
        op.case("empty", [0, 3])
        for dtype in ("float64", "int32", "uint8", "bool"):
            op.case(dtype, [2], {"dtype": dtype})
        op.case("negative size", [-1], error=True)
        op = Op(f"{name}Like", like, grad=False)
        op.case("plain", op.rand(2, 3))
        op.case("keeps int32", op.ints(3))
        op.case("keeps bool", op.mask(3))
        op.case("another dtype", op.ints(3), {"dtype": "float64"})
        op.case("transposed view", op.rand(2, 3, layout="transposed"))
        op.case("empty", T([], shape=(0, 2)))
        op.case("no tensor at all", U, error=True)
    op = Op("full", torch.full, grad=False)
    op.case("fraction", [2, 3], 1.5)
    op.case("bool", [2], True)
    op.case("int32", [2], 7, {"dtype": "int32"})
    op.case("float32", [2], 7, {"dtype": "float32"})
    op.case("infinity", [2], float("inf"))
    op.case("empty", [0], 1.5)
    op.case("negative size", [-1], 1.5, error=True)
    op = Op("fullLike", torch.full_like, grad=False)
    op.case("plain", op.rand(2, 3), 2.5)
    op.case("keeps int32", op.ints(2), 2)
    op.case("another dtype", op.ints(2), 2.5, {"dtype": "float32"})
    op.case("strided view", op.rand(4, layout="strided"), 1)
    op.case("no tensor at all", U, 1, error=True)
    casts()


def casts():
    names = ["float32", "float64", "int32", "uint8", "bool"]
    op = Op("to", lambda x, d: x.to(getattr(torch, {"int32": "int64"}.get(d, d))), precise=False)
    for a in names:
        for b in names:
            data = [0, 1, 2, 100] if a != "bool" else [0, 1, 1, 0]
            op.case(f"{a} to {b}", T(data, a), b, grad=False)
    op.case("fractions to int32 are cut", T([1.9, -1.9, 0.5, -0.5]), "int32", grad=False)
    op.case("fractions and NaN to bool", T([0.0, -0.0, 0.1, float("nan")]), "bool", grad=False)
    op.case("int32 to uint8 wraps", T([256, 257, -1, 300]), "uint8", grad=False)
    op.case("gradient through float64", op.rand(2, 3), "float64")
    op.case("transposed view", op.rand(2, 3, layout="transposed"), "float64")
    op.case("empty", T([]), "int32", grad=False)
    op.case("a dtype that is not", T([1.0]), "float7", error=True)
