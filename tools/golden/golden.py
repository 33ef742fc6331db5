"""Writes the golden files of packages/testkit/golden from PyTorch 2.x.

    python3 tools/golden/golden.py            all of them
    python3 tools/golden/golden.py ops/conv   those whose path starts so

Run by hand when an operator is added; the tests read the committed files and need no Python.
"""

import importlib
import sys
import warnings

import torch

import record

MODULES = [
    "elementwise",
    "binary",
    "reductions",
    "movement",
    "indexing",
    "matrix",
    "linear_algebra",
    "fourier",
    "convolution",
    "creation",
    "further",
    "further_nn",
    "layers",
    "losses",
    "optimizers",
    "models",
    "programs",
    "vision",
    "vision_models",
]


def main(only):
    warnings.simplefilter("ignore")
    torch.manual_seed(0)
    torch.set_num_threads(1)
    for name in MODULES:
        importlib.import_module(name).record()
    files, cases, size = record.write_all(only)
    print(f"{files} files, {cases} cases, {size / 1e6:.2f} MB, torch {torch.__version__}")


if __name__ == "__main__":
    main(sys.argv[1:])
