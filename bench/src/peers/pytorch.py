"""PyTorch's side of the benchmark: reads a workload as JSON on standard input, prints the result.

The models are written as a PyTorch user would write them; the numbers come from the same formula
as in formula.mjs and the timing rules are those of measure.mjs.
"""

import json
import math
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

SLOW_MS = 3000
COMPARED = 6
MASK = 0xFFFFFFFF


def bits(seed, n):
    """The hash of formula.mjs; int64 products may wrap, their low 32 bits are still right."""
    x = (torch.arange(n, dtype=torch.int64) * 0x9E3779B1 + seed * 0x85EBCA6B) & MASK
    x = ((x ^ (x >> 16)) * 0x7FEB352D) & MASK
    x = ((x ^ (x >> 15)) * 0x846CA68B) & MASK
    return x ^ (x >> 16)


def values(spec):
    h = bits(spec["seed"], math.prod(spec["shape"]))
    if "classes" in spec:
        return (h % spec["classes"]).reshape(spec["shape"])
    u = (h >> 8).double() / 8388608 - 1
    return (spec["offset"] + spec["scale"] * u).float().reshape(spec["shape"])


def digest(t):
    flat = t.flatten()
    picks = [flat[math.floor((flat.numel() - 1) * f)].item() for f in (0, 0.31, 0.77, 1)]
    return [flat.double().abs().mean().item(), *picks]


class Mlp(nn.Module):
    def __init__(self, w):
        super().__init__()
        a, b, c, d = w["sizes"]
        self.fc1, self.fc2, self.fc3 = nn.Linear(a, b), nn.Linear(b, c), nn.Linear(c, d)

    def forward(self, x):
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))


class LeNet(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 5, padding=2)
        self.conv2 = nn.Conv2d(32, 64, 5, padding=2)
        self.fc1, self.fc2 = nn.Linear(3136, 1024), nn.Linear(1024, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        return self.fc2(F.relu(self.fc1(x.flatten(1))))


class Inception(nn.Module):
    def __init__(self, inputs, c1, r3, c3, r5, c5, pool):
        super().__init__()
        self.b1 = nn.Conv2d(inputs, c1, 1)
        self.r3, self.b3 = nn.Conv2d(inputs, r3, 1), nn.Conv2d(r3, c3, 3, padding=1)
        self.r5, self.b5 = nn.Conv2d(inputs, r5, 1), nn.Conv2d(r5, c5, 5, padding=2)
        self.pool = nn.Conv2d(inputs, pool, 1)

    def forward(self, x):
        b1 = F.relu(self.b1(x))
        b3 = F.relu(self.b3(F.relu(self.r3(x))))
        b5 = F.relu(self.b5(F.relu(self.r5(x))))
        pool = F.relu(self.pool(F.max_pool2d(x, 3, stride=1, padding=1)))
        return torch.cat([b1, b3, b5, pool], 1)


class GoogLeNet(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.stem1 = nn.Conv2d(3, 64, 7, stride=2, padding=3)
        self.stem2 = nn.Conv2d(64, 64, 1)
        self.stem3 = nn.Conv2d(64, 192, 3, padding=1)
        self.names = [row[0] for row in w["inception"]]
        for name, *widths in w["inception"]:
            self.add_module(name, Inception(*widths))
        self.fc = nn.Linear(1024, 1000)

    def forward(self, x):
        def half(x):
            return F.max_pool2d(x, 3, stride=2, ceil_mode=True)

        x = half(F.relu(self.stem1(x)))
        x = half(F.relu(self.stem3(F.relu(self.stem2(x)))))
        for name in self.names:
            x = getattr(self, name)(x)
            if name in ("i3b", "i4e"):
                x = half(x)
        return self.fc(F.adaptive_avg_pool2d(x, 1).flatten(1))


class Lstm(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.lstm = nn.LSTM(64, 128, batch_first=True)
        self.fc = nn.Linear(128, 10)

    def forward(self, x):
        return self.fc(self.lstm(x)[0][:, -1])


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.ln1, self.ln2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.proj = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        b, t, c = x.shape
        q, k, v = (
            s.view(b, t, self.heads, c // self.heads).transpose(1, 2)
            for s in self.qkv(self.ln1(x)).split(c, 2)
        )
        a = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.proj(a.transpose(1, 2).reshape(b, t, c))
        return x + self.down(F.gelu(self.up(self.ln2(x)), approximate="tanh"))


class Gpt(nn.Module):
    def __init__(self, w):
        super().__init__()
        g = w["gpt"]
        self.tok = nn.Embedding(g["vocab"], g["width"])
        self.pos = nn.Embedding(g["sequence"], g["width"])
        self.blocks = nn.ModuleList(Block(g["width"], g["heads"]) for _ in range(g["layers"]))
        self.lnf = nn.LayerNorm(g["width"])
        self.head = nn.Linear(g["width"], g["vocab"], bias=False)

    def forward(self, x):
        h = self.tok(x) + self.pos.weight
        for block in self.blocks:
            h = block(h)
        return self.head(self.lnf(h)).flatten(0, 1)


MODELS = {"mlp": Mlp, "lenet": LeNet, "googlenet": GoogLeNet, "lstm": Lstm, "gpt": Gpt}


def optimizer(params, o):
    if o["name"] == "sgd":
        return torch.optim.SGD(params, lr=o["lr"], momentum=o["momentum"], fused=True)
    if o["name"] == "adam":
        return torch.optim.Adam(params, lr=o["lr"], betas=o["betas"], eps=o["eps"], fused=True)
    return torch.optim.AdamW(
        params, lr=o["lr"], betas=o["betas"], eps=o["eps"], weight_decay=o["weightDecay"], fused=True
    )


def training(w):
    model = MODELS[w["model"]](w)
    model.load_state_dict({p["name"]: values(p) for p in w["params"]})
    opt = optimizer(model.parameters(), w["optimizer"])
    batches = [[values(t) for t in batch] for batch in w["inputs"]]

    def step(i):
        x, y = batches[(i >> 1) % len(batches)]
        loss = F.cross_entropy(model(x), y.flatten())
        opt.zero_grad()
        loss.backward()
        opt.step()
        return loss.item()

    return step, lambda out: out


def forward(w):
    inputs = [values(t) for t in w["inputs"][0]]
    params = {p["name"]: values(p) for p in w["params"]}
    if w["model"] in MODELS:
        model = MODELS[w["model"]](w).eval()
        model.load_state_dict(params)
    else:
        model = {
            "softmax": lambda x: F.softmax(x, -1),
            "gelu": lambda x: F.gelu(x, approximate="tanh"),
            "layernorm": lambda x: F.layer_norm(x, [1024], params["ln.weight"], params["ln.bias"]),
            "matmul": lambda x, y: x @ y,
        }[w["model"]]

    def step(i):
        with torch.inference_mode():
            return model(*inputs)

    return step, digest


def measure(step, compared, w):
    losses, times, begun, i = [], [], 0.0, 0
    while True:
        t0 = time.perf_counter()
        out = step(i)
        ms = (time.perf_counter() - t0) * 1000
        if len(losses) < COMPARED:
            losses.append(compared(out))
        if i == 1 and ms > SLOW_MS:
            return {"losses": losses, "times": [ms]}
        if i >= w["warmup"]:
            begun = t0 if i == w["warmup"] else begun
            times.append(ms)
            if len(times) >= w["steps"] or time.perf_counter() - begun > w["seconds"]:
                return {"losses": losses, "times": times}
        i += 1


def main():
    w = json.load(sys.stdin)
    torch.set_num_threads(w["threads"])
    try:
        build = training if w["kind"] == "train" else forward
        result = {**measure(*build(w), w), "version": f"PyTorch {torch.__version__}"}
    except Exception as error:
        result = {"error": f"{type(error).__name__}: {error}"}
    print("\n" + json.dumps(result))


main()
