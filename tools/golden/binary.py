"""Functions of two or three tensors that broadcast against each other."""

import math

import torch

from record import T, U, Op

INF, NAN = math.inf, math.nan
RECORDERS = {}


def lift(fn):
    """PyTorch takes a plain number on the left only as a tensor without dimensions; it promotes alike."""

    def both(a, b, *rest, **kw):
        numbers = (bool, int, float)
        if isinstance(a, numbers):
            a = torch.tensor(a)
        if isinstance(b, numbers) and fn not in (torch.add, torch.sub, torch.mul, torch.div, torch.pow):
            b = torch.tensor(b)
        return fn(a, b, *rest, **kw)

    return both


EDGE_A = [0.0, -0.0, 1.0, -1.0, INF, -INF, NAN, 0.0, 2.0, -2.0, INF, 1e30, 5.5, -5.5, 0.0, 1.0]
EDGE_B = [0.0, 0.0, 0.0, 0.0, INF, INF, 1.0, NAN, INF, -INF, -INF, 1e30, -2.0, 2.0, -0.0, NAN]

# name: (function, low of a, low of b, high, gradient, ints, bools)
ARITHMETIC = {
    "add": (torch.add, -3, -3, 3),
    "sub": (torch.sub, -3, -3, 3),
    "mul": (torch.mul, -3, -3, 3),
    "div": (torch.div, -3, 0.5, 3),
    "pow": (torch.pow, 0.25, -2, 3),
    "floorDivide": (torch.floor_divide, -9, 0.75, 4),
    "remainder": (torch.remainder, -9, 0.75, 4),
    "fmod": (torch.fmod, -9, 0.75, 4),
    "atan2": (torch.atan2, -3, -3, 3),
    "maximum": (torch.maximum, -3, -3, 3),
    "minimum": (torch.minimum, -3, -3, 3),
    "fmax": (torch.fmax, -3, -3, 3),
    "fmin": (torch.fmin, -3, -3, 3),
    "hypot": (torch.hypot, -3, -3, 3),
    "logaddexp": (torch.logaddexp, -3, -3, 3),
    "xlogy": (torch.xlogy, -3, 0.25, 3),
    "copysign": (torch.copysign, -3, -3, 3),
    "heaviside": (torch.heaviside, -3, -3, 3),
}
COMPARE = {
    "eq": torch.eq,
    "ne": torch.ne,
    "lt": torch.lt,
    "le": torch.le,
    "gt": torch.gt,
    "ge": torch.ge,
}
LOGICAL = {
    "logicalAnd": torch.logical_and,
    "logicalOr": torch.logical_or,
    "logicalXor": torch.logical_xor,
}
BITWISE = {
    "bitwiseAnd": torch.bitwise_and,
    "bitwiseOr": torch.bitwise_or,
    "bitwiseXor": torch.bitwise_xor,
    "bitwiseLeftShift": torch.bitwise_left_shift,
    "bitwiseRightShift": torch.bitwise_right_shift,
}
# PyTorch's kernels for these exist for two tensors of one floating dtype only.
FLOATS_ONLY = {"hypot", "logaddexp", "heaviside"}
NO_GRAD = {"heaviside", "floorDivide"}
# Two results an ulp apart would differ by a whole quotient: values where both precisions agree.
STEPPED = {"floorDivide", "remainder", "fmod"}


def shapes(op, a, b):
    op.case("plain", a(2, 3), b(2, 3))
    op.case("row broadcast", a(2, 3), b(3))
    op.case("column against row", a(2, 1), b(1, 3))
    op.case("left is the smaller", a(4), b(2, 3, 4))
    op.case("zero-dimensional tensor", a(2, 3), b())
    op.case("number on the right", a(2, 3), 2)
    op.case("fraction on the right", a(2, 3), 1.5)
    op.case("number on the left", 2, b(2, 3))
    op.case("transposed with strided", a(3, 4, layout="transposed"), b(3, 4, layout="strided"))
    op.case("flipped with expanded", a(3, 4, layout="flipped"), b(3, 4, layout="expanded"))
    op.case("empty with row", T([], shape=(0, 3)), b(3))
    op.case("empty against size one", T([], shape=(2, 0)), b(2, 1))
    op.case("shapes that do not broadcast", a(2, 3), b(4, 3), error=True)


def wraps(name):
    """PyTorch computes some of these gradients in the left tensor's bool or uint8, where a minus wraps."""
    return name.startswith(("bool", "uint8 with float32"))


def dtypes(op, fn, floats_only):
    i = T([[4, 7, -5]], "int32")
    j = T([[3], [-2]], "int32")
    u = T([200, 100, 7], "uint8")
    v = T([100, 3, 250], "uint8")
    f = T([1.5, -2.0, 0.75])
    d = T([1.5, -2.0, 0.75], "float64")
    p, q = T([True, False, True, False]), T([True, True, False, False])
    tries = {
        "int32 with int32": (i, j),
        "int32 with float32": (i, f),
        "int32 with number": (i, 2),
        "int32 with fraction": (i, 2.5),
        "uint8 with uint8": (u, v),
        "uint8 with int32": (u, T([2, 3, 4], "int32")),
        "uint8 with float32": (u, f),
        "float32 with float64": (f, d),
        "float64 with float64": (d, T([2.25, 3.5, -1.25], "float64")),
        "float64 with number": (d, 3),
        "bool with bool": (p, q),
        "bool with int32": (p, T([3, 1, 2, 5], "int32")),
        "bool with number": (p, 2),
        "bool with float32": (p, T([1.5, 2.0, 0.5, -1.0])),
        "a float64 scalar tensor does not widen float32": (f, T(0.5, "float64")),
        "a float32 scalar tensor lifts int32": (i, T(0.5)),
    }
    for name, (a, b) in tries.items():
        if floats_only and not name.startswith("float64 with float64"):
            continue
        try:
            fn(*[x.torch(False) if isinstance(x, T) else x for x in (a, b)])
        except Exception:
            if "bool with bool" in name and op.name in ("sub", "floorDivide", "div"):
                op.case("rejects " + name, a, b, error=True)
            continue
        op.case(name, a, b, grad=op.grad and not wraps(name))


def arithmetic():
    for name, (fn, lo_a, lo_b, hi) in ARITHMETIC.items():
        f = lift(fn)
        op = RECORDERS[name] = Op(name, f, grad=name not in NO_GRAD, precise=name not in STEPPED)
        if name in FLOATS_ONLY:
            few(op, lo_a, hi)
        else:
            left = lambda *s, **k: op.rand(*s, lo=lo_a, hi=hi, **k)
            right = lambda *s, **k: op.rand(*s, lo=lo_b, hi=hi, **k)
            shapes(op, left, right)
        dtypes(op, f, name in FLOATS_ONLY)
        op.case("edge values", T(EDGE_A), T(EDGE_B), grad=False)
    more()


def few(op, lo, hi):
    a = lambda *s, **k: op.rand(*s, lo=lo, hi=hi, **k)
    op.case("plain", a(2, 3), a(2, 3))
    op.case("row broadcast", a(2, 3), a(3))
    op.case("column against row", a(2, 1), a(1, 3))
    op.case("transposed with strided", a(3, 4, layout="transposed"), a(3, 4, layout="strided"))
    op.case("flipped with expanded", a(3, 4, layout="flipped"), a(3, 4, layout="expanded"))
    op.case("empty with row", T([], shape=(0, 3)), a(3))
    op.case("large values", T([1e30, 3e19, -1e30, 200.0]), T([1e30, 4e19, 1.0, 200.0]))
    op.case("shapes that do not broadcast", a(2, 3), a(4, 3), error=True)


def again(name, fn):
    """The recorder of an operator that already has its general cases."""
    op = RECORDERS[name]
    op.fn = fn
    return op


def more():
    op = again("add", torch.add)
    op.case("alpha", op.rand(2, 3), op.rand(3), {"alpha": 0.5})
    op.case("int32 with fractional alpha", op.ints(3), op.ints(3), {"alpha": 0.5}, error=True)
    op = again("sub", torch.sub)
    op.case("alpha", op.rand(2, 3), op.rand(3), {"alpha": -2})
    op = again("div", torch.div)
    a, b = T([7.0, -7.0, 7.5, -7.5, 0.5]), T([2.0, 2.0, -2.0, -2.0, 1.0])
    for mode in ("floor", "trunc"):
        op.case(f"rounding {mode}", a, b, {"roundingMode": mode})
        op.case(f"rounding {mode} of int32", T([7, -7, 8]), T([2, 2, -3]), {"roundingMode": mode})
        op.case(f"rounding {mode} by zero", T([1.0, -1.0, 0.0]), T([0.0, 0.0, 0.0]), {"roundingMode": mode}, grad=False)
    op.case("gradient where the divisor is zero", T([1.0, -2.0]), T([0.0, 0.5]))
    op.case("unknown rounding mode", a, b, {"roundingMode": "up"}, error=True)
    op = again("pow", lift(torch.pow))
    x = op.rand(2, 3, lo=0.25, hi=3)
    for p in (0, 0.5, -1, 3, -0.5):
        op.case(f"exponent {p}", x, p)
    op.case("negative base, whole exponents", T([-2.0, -1.5, -3.0, -2.0]), T([2.0, 3.0, -1.0, 0.0]), grad=False)
    op.case("negative base, number 3", T([-2.0, -1.5, 0.0]), 3)
    op.case("gradient at base zero", T([0.0, 0.0, 0.0]), T([2.0, 1.0, 3.0]))
    op.case("square at zero", T([0.0, -0.0, 1.0]), 2)
    op.case("exponent zero at zero", T([0.0, 2.0]), 0)
    op.case("negative base, half is NaN", T([-4.0, 4.0]), 0.5, grad=False)
    op.case("int32 to a negative whole power", T([2, 3]), -1, error=True)
    for name, fn in (("maximum", torch.maximum), ("minimum", torch.minimum), ("fmax", torch.fmax), ("fmin", torch.fmin)):
        op = again(name, fn)
        op.case("gradient at ties", T([1.0, 2.0, 3.0]), T([1.0, 3.0, 3.0]))
    op = again("atan2", torch.atan2)
    op.case("signed zeros", T([0.0, -0.0, 0.0, -0.0]), T([1.0, 1.0, -1.0, -1.0]), grad=False)
    op = again("xlogy", torch.xlogy)
    op.case("zero times log of zero is zero", T([0.0, 0.0, 1.0]), T([0.0, 2.0, 0.0]), grad=False)


def comparisons():
    for name, fn in COMPARE.items():
        f = lift(fn)
        op = Op(name, f, grad=False)
        small = lambda *s, **k: op.rand(*s, lo=-1, hi=1, **k)
        shapes(op, small, small)
        dtypes(op, f, False)
        op.case("ties", T([1.0, 2.0, 3.0]), T([1.0, 3.0, 2.0]))
        op.case("edge values", T(EDGE_A), T(EDGE_B))
    for name, fn in LOGICAL.items():
        f = lift(fn)
        op = Op(name, f, grad=False)
        m = lambda *s, **k: op.mask(*s, **k)
        op.case("plain", m(2, 3), m(2, 3))
        op.case("broadcast", m(2, 1), m(1, 3))
        op.case("floats count as nonzero", T([0.0, -0.0, 2.0, NAN]), T([1.0, 1.0, 0.0, 0.0]))
        op.case("int32 with bool", T([0, 2, 0]), T([True, True, False]))
        op.case("transposed with flipped", m(2, 3, layout="transposed"), m(2, 3, layout="flipped"))
        op.case("empty", T([], "bool"), T([], "bool"))
        op.case("shapes that do not broadcast", m(2, 3), m(4, 3), error=True)
    for name, fn in BITWISE.items():
        op = Op(name, lift(fn), grad=False)
        shift = "Shift" in name
        a = lambda *s, **k: op.ints(*s, lo=0, hi=100, **k)
        b = lambda *s, **k: op.ints(*s, lo=0, hi=6 if shift else 100, **k)
        op.case("plain", a(2, 3), b(2, 3))
        op.case("broadcast", a(2, 1), b(1, 3))
        op.case("number on the right", a(4), 3)
        op.case("negative left", T([-1, -7, -100, 5]), T([1, 2, 3, 1]))
        op.case("uint8", op.ints(4, lo=0, hi=255, dtype="uint8"), op.ints(4, lo=0, hi=4, dtype="uint8"))
        if not shift:
            op.case("bool", op.mask(4), op.mask(4))
            op.case("rejects float32", op.rand(3), op.rand(3), error=True)
        op.case("transposed with flipped", a(2, 3, layout="transposed"), b(2, 3, layout="flipped"))
        op.case("empty", T([], "int32"), T([], "int32"))
        op.case("shapes that do not broadcast", a(2, 3), b(4, 3), error=True)


def closeness():
    x = T([1.0, 2.0, 1e-9, INF, NAN, 1000.0, -INF, 0.0])
    y = T([1.000001, 2.1, 0.0, INF, NAN, 1000.005, INF, 1e-7])
    same = T([1.0, -2.0, 0.0])
    op = Op("isclose", torch.isclose, grad=False, precise=False)
    op.case("defaults", x, y)
    op.case("wide", x, y, {"rtol": 0.1})
    op.case("absolute", x, y, {"rtol": 0, "atol": 0.2})
    op.case("NaN equal", x, y, {"equalNan": True})
    op.case("broadcast", T([[1.0], [2.0]]), T([1.0, 2.0]))
    op.case("transposed view", op.rand(2, 3, layout="transposed"), op.rand(2, 3))
    op.case("empty", T([]), T([]))
    op.case("shapes that do not broadcast", T([1.0, 2.0]), T([1.0, 2.0, 3.0]), error=True)
    op = Op("allclose", torch.allclose, grad=False, precise=False)
    op.case("same", same, same)
    op.case("near", same, T([1.0000001, -2.0, 1e-9]))
    op.case("far", same, T([1.1, -2.0, 0.0]))
    op.case("far, wide", same, T([1.1, -2.0, 0.0]), {"rtol": 0.2})
    op.case("NaN", T([NAN]), T([NAN]))
    op.case("NaN equal", T([NAN]), T([NAN]), {"equalNan": True})
    op.case("empty", T([]), T([]))
    op.case("shapes that do not broadcast", T([1.0, 2.0]), T([1.0, 2.0, 3.0]), error=True)
    op = Op("equal", torch.equal, grad=False, precise=False)
    op.case("same", same, same)
    op.case("another value", same, T([1.0, -2.0, 0.5]))
    op.case("another shape", same, T([[1.0, -2.0, 0.0]]))
    op.case("NaN", T([NAN]), T([NAN]))
    op.case("empty", T([]), T([]))
    op.case("no second tensor", same, U, error=True)


def ternary():
    op = Op("lerp", torch.lerp)
    op.case("number", op.rand(2, 3), op.rand(2, 3), 0.25)
    op.case("beyond the end", op.rand(2, 3), op.rand(2, 3), 1.75)
    op.case("tensor weight", op.rand(2, 3), op.rand(2, 3), op.rand(2, 3))
    op.case("all broadcast", op.rand(2, 1, 1), op.rand(3, 1), op.rand(4))
    op.case("views", op.rand(3, 2, layout="transposed"), op.rand(3, 2, layout="strided"), op.rand(3, 2, layout="flipped"))
    op.case("weights 0 and 1", T([1.0, 2.0]), T([5.0, 7.0]), T([0.0, 1.0]))
    op.case("float64", op.rand(3, dtype="float64"), op.rand(3, dtype="float64"), 0.3)
    op.case("empty", T([]), T([]), 0.5)
    op.case("shapes that do not broadcast", op.rand(2, 3), op.rand(4, 3), 0.5, error=True)
    for name, fn in (("addcmul", torch.addcmul), ("addcdiv", torch.addcdiv)):
        op = Op(name, fn)
        div = lambda *s, **k: op.rand(*s, lo=0.5, hi=2, **k)
        op.case("plain", op.rand(2, 3), op.rand(2, 3), div(2, 3))
        op.case("value", op.rand(2, 3), op.rand(2, 3), div(2, 3), {"value": -0.5})
        op.case("broadcast", op.rand(3), op.rand(2, 1), div(1, 3), {"value": 2})
        op.case("views", op.rand(3, 2, layout="transposed"), op.rand(3, 2, layout="flipped"), div(3, 2, layout="expanded"))
        op.case("float64", op.rand(3, dtype="float64"), op.rand(3, dtype="float64"), div(3, dtype="float64"))
        op.case("empty", T([], shape=(0, 2)), T([], shape=(0, 2)), T([1.0, 2.0]))
        op.case("by zero", T([1.0, 2.0, 3.0]), T([1.0, -1.0, 0.0]), T([0.0, 0.0, 0.0]), grad=False)
        op.case("shapes that do not broadcast", op.rand(2, 3), op.rand(4, 3), div(3), error=True)
    op = Op("dist", torch.dist)
    for p in (1, 2, 3, 0.5, INF):
        op.case(f"p {p}", op.distinct(2, 3), op.distinct(2, 3, step=0.3125), p)
    op.case("default p", op.rand(4), op.rand(4))
    op.case("broadcast", op.rand(2, 3), op.rand(3), 2)
    op.case("equal tensors", T([1.0, 2.0]), T([1.0, 2.0]), 2)
    op.case("transposed view", op.rand(2, 3, layout="transposed"), op.rand(2, 3), 2)
    op.case("empty", T([]), T([]), 2)
    op.case("shapes that do not broadcast", op.rand(2, 3), op.rand(4, 3), error=True)
    op = Op("where", torch.where)
    op.case("plain", op.mask(2, 3), op.rand(2, 3), op.rand(2, 3))
    op.case("all broadcast", op.mask(2, 1, 1), op.rand(3, 1), op.rand(4))
    op.case("number for one side", op.mask(2, 3), op.rand(2, 3), 0)
    op.case("number for the other side", op.mask(2, 3), -1.5, op.rand(2, 3))
    op.case("dtypes meet", op.mask(3), op.ints(3), op.rand(3))
    op.case("int32", op.mask(3), op.ints(3), op.ints(3))
    op.case("views", op.mask(3, 2, layout="transposed"), op.rand(3, 2, layout="flipped"), op.rand(3, 2, layout="expanded"))
    op.case("NaN and infinity not chosen", T([True, False]), T([1.0, NAN]), T([INF, 2.0]))
    op.case("empty", T([], "bool", shape=(0, 2)), T([1.0, 2.0]), T([3.0, 4.0]))
    op.case("shapes that do not broadcast", op.mask(2), op.rand(3), op.rand(3), error=True)
    op = Op("maskedFill", torch.masked_fill)
    op.case("plain", op.rand(2, 3), op.mask(2, 3), -1)
    op.case("mask broadcast", op.rand(2, 3), op.mask(3), 0.5)
    op.case("minus infinity", op.rand(2, 3), op.mask(2, 3), -INF)
    op.case("tensor value", op.rand(2, 3), op.mask(2, 3), T(0.25))
    op.case("int32", op.ints(2, 3), op.mask(2, 3), 9)
    op.case("views", op.rand(3, 2, layout="transposed"), op.mask(3, 2, layout="flipped"), 1)
    op.case("empty", T([], shape=(0, 2)), T([True, False]), 1)
    op.case("mask that is not bool", op.rand(3), op.rand(3), 1, error=True)
    op = Op("clamp", torch.clamp)
    x = op.rand(3, 4, lo=-3, hi=3)
    op.case("both", x, -1, 1)
    op.case("only min", x, 0.5)
    op.case("only max", x, U, 0.5)
    op.case("min above max", x, 1, -1, grad=False)
    op.case("at the limits", T([-1.0, 1.0, 0.0]), -1, 1)
    op.case("infinities and NaN", T([INF, -INF, NAN, 0.0]), -1, 1, grad=False)
    op.case("tensor limits", op.rand(2, 3), op.rand(3, lo=-1, hi=0), op.rand(3, lo=0.25, hi=1))
    op.case("int32", op.ints(4, lo=-5, hi=6), -2, 3)
    op.case("int32 with a fraction", op.ints(4, lo=-5, hi=6), -1.5, 2.5)
    op.case("transposed view", op.rand(3, 4, layout="transposed"), -1, 1)
    op.case("empty", T([]), 0, 1)
    op.case("neither", x, error=True)


def in_place():
    for name, fn in (
        ("copy_", lambda x, y: x.copy_(y)),
        ("add_", lambda x, y, **k: x.add_(y, **k)),
        ("sub_", lambda x, y, **k: x.sub_(y, **k)),
        ("mul_", lambda x, y: x.mul_(y)),
        ("div_", lambda x, y: x.div_(y)),
    ):
        op = Op(name, fn, in_place=True)
        other = lambda *s, **k: op.rand(*s, lo=0.5, hi=2, **k)
        op.case("plain", op.rand(2, 3), other(2, 3))
        op.case("broadcast", op.rand(2, 3), other(3))
        if name != "copy_":
            op.case("number", op.rand(2, 3), 2)
        if name in ("add_", "sub_"):
            op.case("alpha", op.rand(2, 3), other(2, 3), {"alpha": 0.5})
        op.case("keeps its dtype", op.rand(3), op.rand(3, lo=0.5, dtype="float64"), grad=False)
        op.case("strided source", op.rand(2, 3), other(2, 3, layout="strided"))
        op.case("transposed target", op.rand(2, 3, layout="transposed"), other(2, 3))
        op.case("empty", T([]), T([]))
        op.case("target would have to grow", op.rand(3), other(2, 3), error=True)
        if name == "add_":
            op.case("int32 target, float32 source", op.ints(3), op.rand(3), error=True)
    op = Op("fill_", lambda x, v: x.fill_(v), in_place=True)
    op.case("number", op.rand(2, 3), 1.5)
    op.case("int32", op.ints(3), 7)
    op.case("bool", op.mask(3), True)
    op.case("transposed view", op.rand(2, 3, layout="transposed"), 2)
    op.case("empty", T([]), 1)
    op.case("more than one value", op.rand(2), op.rand(2), error=True)
    op = Op("zero_", lambda x: x.zero_(), in_place=True)
    op.case("float32", op.rand(2, 3))
    op.case("int32", op.ints(3))
    op.case("transposed view", op.rand(2, 3, layout="transposed"))
    op.case("empty", T([]))


def record():
    arithmetic()
    comparisons()
    closeness()
    ternary()
    in_place()
