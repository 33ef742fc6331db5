"""Runs Python snippets and prints the value of each one's last expression.

Reads a JSON list of texts, prints a JSON object: `versions` of what is installed, and `values`, a list of
{"value": nested lists} or {"error": text} or {"missing": name of a module}. Without input texts it only tells
the versions. Keras computes with TensorFlow where that is installed, else with PyTorch or JAX.
"""

import ast
import importlib.metadata
import importlib.util
import json
import math
import os
import sys


def installed(name):
    return importlib.util.find_spec(name) is not None


def version(name):
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return str(getattr(importlib.import_module(name), "__version__", "unknown"))


BACKEND = os.environ.get("KERAS_BACKEND") or next(
    (b for b in ("tensorflow", "torch", "jax") if installed(b)), "tensorflow"
)
os.environ["KERAS_BACKEND"] = BACKEND
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def plain(value):
    """Numbers and nested lists of them, without a dtype."""
    if isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if math.isfinite(value):
            return value
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if hasattr(value, "detach"):
        return plain(value.detach().cpu().tolist())
    if hasattr(value, "as_list"):
        return plain(value.as_list())
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if hasattr(value, "numpy"):
        return plain(value.numpy())
    if hasattr(value, "value"):
        return plain(value.value)
    raise TypeError(f"its last expression is a {type(value).__name__}")


def run(text):
    tree = ast.parse(text)
    if not tree.body or not isinstance(tree.body[-1], ast.Expr):
        raise SyntaxError("it does not end in an expression")
    last = ast.Expression(tree.body.pop().value)
    scope = {"__name__": "snippet"}
    exec(compile(tree, "snippet", "exec"), scope)
    return plain(eval(compile(last, "snippet", "eval"), scope))


def attempt(text):
    try:
        return {"value": run(text)}
    except ModuleNotFoundError as error:
        return {"missing": error.name}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main():
    texts = json.loads(sys.stdin.read() or "[]")
    names = ("torch", "keras", "tensorflow")
    versions = {n: version(n) for n in names if installed(n)}
    if "keras" in versions:
        versions["kerasBackend"] = BACKEND
    # What a snippet prints is not part of the answer.
    out, sys.stdout = sys.stdout, sys.stderr
    values = [attempt(t) for t in texts]
    json.dump({"versions": versions, "values": values}, out)


main()
