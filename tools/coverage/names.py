"""Writes pytorch.json: the public names of the installed PyTorch, namespace by namespace, and nothing else of it.

    python3 tools/coverage/names.py
"""

import inspect
import json
import os

import torch
from torch import nn
from torch.optim import lr_scheduler


def functions(module):
    """What can be called and is no class."""
    found = []
    for name in dir(module):
        value = getattr(module, name)
        if not name.startswith("_") and callable(value) and not inspect.isclass(value):
            found.append(name)
    return found


def classes(module, base=object):
    """Classes that the module itself is the home of, or shows as its own."""
    found = []
    for name in dir(module):
        value = getattr(module, name)
        if not name.startswith("_") and inspect.isclass(value) and issubclass(value, base):
            found.append(name)
    return found


members = [name for name in dir(torch.Tensor) if not name.startswith("_")]
names = {
    "torch": [name for name in functions(torch) if not name.endswith("_")],
    "Tensor": [name for name in members if not name.endswith("_")],
    "Tensor, in place": [name for name in members if name.endswith("_")],
    "nn.functional": [name for name in functions(nn.functional) if not name.endswith("_")],
    "nn": classes(nn),
    "optim": classes(torch.optim),
    "optim.lr_scheduler": sorted(
        ["ReduceLROnPlateau", *(n for n in classes(lr_scheduler, lr_scheduler.LRScheduler) if n != "ReduceLROnPlateau")]
    ),
    "linalg": [n for n in functions(torch.linalg) if type(getattr(torch.linalg, n)).__name__ != "function"],
    "fft": [n for n in functions(torch.fft) if type(getattr(torch.fft, n)).__name__ != "function"],
}
file = os.path.join(os.path.dirname(__file__), "pytorch.json")
with open(file, "w") as f:
    json.dump({"torch": torch.__version__.split("+")[0], "names": names}, f, indent=1)
    f.write("\n")
