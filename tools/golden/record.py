"""Records what PyTorch answers to a call, as JSON that a test in TypeScript can replay.

A case holds the arguments in Gradus' call form, the outputs and the gradients. Each call is made twice:
once with the dtypes as given, which decides dtype, shape, integer results and whether it is an error, and
once in float64, whose values are then rounded to the dtype of the first. So a tolerance in the tests is
about Gradus' rounding alone. The two calls are compared, and a disagreement is reported, because it means
that the inputs are badly conditioned.
"""

import json
import math
import os
import re
import zlib

import numpy as np
import torch

ROOT = os.path.normpath(os.path.join(os.path.dirname(__file__), "../../packages/testkit/golden"))

TORCH_DTYPE = {
    "float32": torch.float32,
    "float64": torch.float64,
    # PyTorch's int64 is read as int32 by Gradus.
    "int32": torch.int64,
    "uint8": torch.uint8,
    "bool": torch.bool,
}
GRADUS_DTYPE = {
    torch.float32: "float32",
    torch.float64: "float64",
    torch.int64: "int32",
    torch.int32: "int32",
    torch.uint8: "uint8",
    torch.bool: "bool",
}


class Undefined:
    """An argument left out before a later one: JavaScript's `undefined`."""


U = Undefined()


class Sl:
    """A slice in an index list."""

    def __init__(self, *bounds):
        self.bounds = list(bounds)


class T:
    """A tensor argument. `layout` asks the test to build it as a view that is not contiguous."""

    def __init__(self, data, dtype=None, grad=None, layout=None, shape=None):
        if dtype is None:
            a = np.asarray(data)
            dtype = {"b": "bool", "i": "int32", "u": "uint8"}.get(a.dtype.kind, "float32")
        npd = {
            "float32": np.float32,
            "float64": np.float64,
            "int32": np.int64,
            "uint8": np.uint8,
            "bool": np.bool_,
        }[dtype]
        self.a = np.asarray(data).astype(npd)
        if shape is not None:
            self.a = self.a.reshape(shape)
        self.dtype = dtype
        self.grad = grad
        self.layout = layout
        if layout == "expanded":
            self.a = np.broadcast_to(self.a[:1], self.a.shape).copy()

    def torch(self, high):
        t = torch.from_numpy(self.a.copy())
        want = TORCH_DTYPE[self.dtype]
        if high and want == torch.float32:
            want = torch.float64
        return t.to(want)


def number(x, dtype="float64"):
    x = float(x)
    if math.isnan(x):
        return "NaN"
    if math.isinf(x):
        return "Infinity" if x > 0 else "-Infinity"
    if dtype == "float32":
        x = float(str(np.float32(x)))
    if x == int(x) and abs(x) < 1e15 and not (x == 0 and math.copysign(1, x) < 0):
        return int(x)
    return x


def encode_data(t):
    dtype = GRADUS_DTYPE[t.dtype]
    flat = t.detach().reshape(-1).tolist()
    if dtype in ("float32", "float64"):
        return [number(v, dtype) for v in flat]
    return [int(v) for v in flat]


def encode_out(t):
    if isinstance(t, torch.Tensor):
        return {"shape": list(t.shape), "dtype": GRADUS_DTYPE[t.dtype], "data": encode_data(t)}
    return {"value": t if isinstance(t, bool) else number(t)}


def snake(key):
    return re.sub(r"([A-Z])", lambda m: "_" + m.group(1).lower(), key)


class Built:
    """The arguments of one call, converted; remembers the leaves that need a gradient."""

    def __init__(self, high):
        self.high = high
        self.leaves = {}

    def value(self, a, path, want_grad):
        if isinstance(a, T):
            t = a.torch(self.high)
            if want_grad and a.grad is not False and t.is_floating_point():
                t.requires_grad_(True)
                self.leaves[path] = (t, TORCH_DTYPE[a.dtype])
            return t
        if isinstance(a, (list, tuple)):
            return [self.value(v, f"{path}.{i}" if path else str(i), want_grad) for i, v in enumerate(a)]
        if isinstance(a, dict):
            return {snake(k): self.option(k, v, f"{path}.{k}", want_grad) for k, v in a.items()}
        if isinstance(a, Undefined):
            return None
        if isinstance(a, Sl):
            return slice(*a.bounds)
        return a

    def option(self, key, v, path, want_grad):
        if key == "dtype":
            t = TORCH_DTYPE[v]
            return torch.float64 if self.high and t == torch.float32 else t
        return self.value(v, path, want_grad)


def encode_arg(a, path, leaves):
    if isinstance(a, T):
        t = {
            "shape": list(a.a.shape),
            "dtype": a.dtype,
            "data": encode_data(a.torch(False)),
        }
        if path in leaves:
            t["requiresGrad"] = True
        if a.layout:
            t["layout"] = a.layout
        return {"t": t}
    if isinstance(a, (list, tuple)):
        return [encode_arg(v, f"{path}.{i}" if path else str(i), leaves) for i, v in enumerate(a)]
    if isinstance(a, dict):
        return {k: encode_arg(v, f"{path}.{k}", leaves) for k, v in a.items()}
    if isinstance(a, Undefined):
        return {"u": 1}
    if isinstance(a, Sl):
        return {"slice": a.bounds}
    if isinstance(a, float) and not math.isfinite(a):
        return {"n": number(a)}
    return a


def outputs(result):
    if isinstance(result, (torch.Tensor, bool, int, float)):
        return [result]
    flat = []
    for r in result:
        if r is not None:
            flat += outputs(r)
    return flat


def weights(t):
    """Unequal weights, so that opposite errors in a gradient cannot cancel."""
    i = torch.arange(t.numel(), dtype=torch.float64)
    w = (torch.remainder(i * 7 + 3, 11) - 5) / 5 + 0.1
    return w.reshape(t.shape).to(t.dtype)


def loss_of(outs, loss):
    if loss is None:
        loss = next(([i] for i, o in enumerate(outs) if isinstance(o, torch.Tensor) and o.is_floating_point()), [])
    square = isinstance(loss, dict)
    total = 0
    for i in loss["square"] if square else loss:
        o = outs[i]
        total = total + ((o * o if square else o) * weights(o)).sum()
    return total


def call(fn, args, high, want_grad, loss, in_place=False):
    torch.set_default_dtype(torch.float64 if high else torch.float32)
    try:
        built = Built(high)
        values = [built.value(a, str(i), want_grad) for i, a in enumerate(args)]
        kwargs = values.pop() if args and isinstance(args[-1], dict) else {}
        if in_place:
            values[0] = values[0].clone()
        outs = outputs(fn(*values, **kwargs))
        grads = {}
        if built.leaves:
            total = loss_of(outs, loss)
            if isinstance(total, torch.Tensor) and total.requires_grad:
                keys = list(built.leaves)
                gs = torch.autograd.grad(total, [built.leaves[k][0] for k in keys], allow_unused=True)
                for k, g in zip(keys, gs):
                    leaf = built.leaves[k][0]
                    grads[k] = torch.zeros_like(leaf) if g is None else g
        return [o.detach() if isinstance(o, torch.Tensor) else o for o in outs], grads
    finally:
        torch.set_default_dtype(torch.float32)


def settle(native, high, where):
    """The float64 value in the native dtype; native where torch itself overflows to infinity in float32."""
    if not isinstance(native, torch.Tensor) or not native.is_floating_point():
        return native
    rounded = high.to(native.dtype)
    if rounded.shape != native.shape:
        raise SystemExit(f"{where}: shape differs between precisions")
    a, b = native.double(), rounded.double()
    bad = ~((a == b) | (a.isnan() & b.isnan()) | ((a - b).abs() <= 1e-5 + 2e-3 * b.abs()))
    if bad.any():
        print(f"note {where}: float32 {a[bad][:4].tolist()} float64 {b[bad][:4].tolist()}")
        rounded = torch.where(bad & native.isinf(), native, rounded)
    return rounded


FILES = {}


class Op:
    """The golden file of one operator."""

    def __init__(self, name, fn, folder="ops", grad=True, in_place=False, precise=True, **extra):
        self.name, self.fn, self.grad = name, fn, grad
        self.in_place, self.precise = in_place, precise
        self.cases = []
        self.rng = np.random.default_rng(zlib.crc32(name.encode()))
        head = {"torch": torch.__version__.split("+")[0], "computed": "float64" if precise else "as given", "op": name}
        if in_place:
            head["inPlace"] = True
        head.update(extra)
        FILES[f"{folder}/{name}.json"] = (head, self.cases)

    # Inputs are multiples of 1/64: exact in float32 and short in JSON.
    def rand(self, *shape, lo=-2.0, hi=2.0, dtype="float32", **kw):
        return T(np.round(self.rng.uniform(lo, hi, shape) * 64) / 64, dtype, **kw)

    def distinct(self, *shape, step=0.25, dtype="float32", **kw):
        """No two equal and none zero: nothing here hangs on a tie."""
        n = int(np.prod(shape))
        v = (np.arange(n) - n // 2 + 0.5) * step
        return T(self.rng.permutation(v).reshape(shape), dtype, **kw)

    def ints(self, *shape, lo=-3, hi=4, dtype="int32", **kw):
        return T(self.rng.integers(lo, hi, shape), dtype, **kw)

    def mask(self, *shape, p=0.5, **kw):
        return T(self.rng.uniform(0, 1, shape) < p, "bool", **kw)

    def case(self, name, *args, grad=None, loss=None, error=False, compare=None):
        where = f"{self.name} / {name}"
        if any(c["name"] == name for c in self.cases):
            raise SystemExit(f"{where}: two cases of one name")
        grad = self.grad if grad is None else grad
        if error:
            try:
                call(self.fn, args, False, False, None, self.in_place)
            except Exception:
                self.cases.append({"name": name, "args": [encode_arg(a, str(i), {}) for i, a in enumerate(args)], "error": True})
                return
            raise SystemExit(f"{where}: torch accepts this call")
        try:
            outs, grads = call(self.fn, args, False, grad, loss, self.in_place)
            if self.precise:
                high, high_grads = call(self.fn, args, True, grad, loss, self.in_place)
                outs = [settle(a, b, where) for a, b in zip(outs, high)]
                grads = {k: settle(g, high_grads[k], f"{where} gradient of {k}") for k, g in grads.items()}
        except Exception as e:
            raise SystemExit(f"{where}: {type(e).__name__}: {e}") from e
        c = {"name": name, "args": [encode_arg(a, str(i), grads) for i, a in enumerate(args)], "out": [encode_out(o) for o in outs]}
        if grads:
            c["grads"] = {k: encode_out(g) for k, g in grads.items()}
            if loss is not None:
                c["loss"] = loss
        if compare is not None:
            c["compare"] = compare
        self.cases.append(c)


def put(path, value):
    """A golden file that is not a list of operator calls."""
    FILES[path] = (value, None)


def write_all(only):
    """Writes what was recorded; returns files, cases and bytes."""
    total = [0, 0, 0]
    for path, (head, cases) in sorted(FILES.items()):
        if only and not any(path.startswith(o) for o in only):
            continue
        text = render(head, cases)
        full = os.path.join(ROOT, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w") as f:
            f.write(text)
        total = [total[0] + 1, total[1] + (len(cases) if cases is not None else 1), total[2] + len(text)]
    return total


def dumps(value):
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def render(head, cases):
    """One case a line: small, and a change of one case is a change of one line."""
    if cases is None:
        return dumps(head) + "\n"
    body = dumps(head)[:-1]
    lines = ",\n".join(dumps(c) for c in cases)
    return f'{body},"cases":[\n{lines}\n]}}\n'


