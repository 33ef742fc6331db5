"""Five whole models, each trained 20 steps from stored weights on batches that a formula gives.

Four batches take turns. A value of batch b is `sin(0.7·i + 1.3·b + k)` rounded to 1/256 and a label is
`(7·i + 3·b) mod classes`, so both sides make the same numbers. Losses are computed in float64.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from record import number, put

STEPS = 20


def batch(shape, step, k=0.0):
    n = int(np.prod(shape))
    v = [math.floor(math.sin(0.7 * i + 1.3 * step + k) * 256 + 0.5) / 256 for i in range(n)]
    return torch.tensor(v, dtype=torch.float64).reshape(shape)


def labels(n, classes, step):
    return torch.tensor([(7 * i + 3 * step) % classes for i in range(n)])


class Residual(nn.Module):
    def __init__(self, i, o, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(i, o, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(o)
        self.conv2 = nn.Conv2d(o, o, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(o)
        self.down = nn.Sequential(nn.Conv2d(i, o, 1, stride=stride, bias=False), nn.BatchNorm2d(o)) if stride > 1 or i != o else None

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (x if self.down is None else self.down(x)))


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.bn = nn.BatchNorm2d(4)
        self.block1 = Residual(4, 4, 1)
        self.block2 = Residual(4, 8, 2)
        self.fc = nn.Linear(8, 5)

    def forward(self, x):
        x = F.relu(self.bn(self.conv(x)))
        x = self.block2(self.block1(x))
        return self.fc(x.mean((2, 3)))


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 5, padding=2)
        self.conv2 = nn.Conv2d(4, 6, 5)
        self.fc1 = nn.Linear(6 * 4 * 4, 16)
        self.fc2 = nn.Linear(16, 5)

    def forward(self, x):
        x = F.max_pool2d(torch.tanh(self.conv1(x)), 2)
        x = F.avg_pool2d(torch.relu(self.conv2(x)), 1)
        return self.fc2(torch.relu(self.fc1(x.flatten(1))))


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(11, 6)
        self.lstm = nn.LSTM(6, 8, num_layers=2, batch_first=True, bidirectional=True)
        self.fc = nn.Linear(16, 3)

    def forward(self, x):
        out, _ = self.lstm(self.embedding(x))
        return self.fc(out[:, -1])


class Block(nn.Module):
    def __init__(self, d, heads):
        super().__init__()
        self.heads = heads
        self.ln1 = nn.LayerNorm(d)
        self.qkv = nn.Linear(d, 3 * d)
        self.proj = nn.Linear(d, d)
        self.ln2 = nn.LayerNorm(d)
        self.fc1 = nn.Linear(d, 2 * d)
        self.fc2 = nn.Linear(2 * d, d)

    def forward(self, x):
        b, t, d = x.shape
        q, k, v = self.qkv(self.ln1(x)).chunk(3, -1)
        split = lambda z: z.reshape(b, t, self.heads, d // self.heads).transpose(1, 2)
        y = F.scaled_dot_product_attention(split(q), split(k), split(v), is_causal=True)
        x = x + self.proj(y.transpose(1, 2).reshape(b, t, d))
        return x + self.fc2(F.gelu(self.fc1(self.ln2(x)), approximate="tanh"))


class Gpt(nn.Module):
    def __init__(self, vocabulary=13, length=8, d=32, heads=4):
        super().__init__()
        self.tok = nn.Embedding(vocabulary, d)
        self.pos = nn.Embedding(length, d)
        self.blocks = nn.ModuleList([Block(d, heads) for _ in range(2)])
        self.ln = nn.LayerNorm(d)
        self.head = nn.Linear(d, vocabulary, bias=False)

    def forward(self, x):
        h = self.tok(x) + self.pos(torch.arange(x.shape[1]))
        for block in self.blocks:
            h = block(h)
        return self.head(self.ln(h))


def image_model(model, size, rows):
    def loss(step):
        return F.cross_entropy(model(batch((rows, 1, size, size), step)), labels(rows, 5, step))

    return loss


def mlp():
    m = nn.Sequential(nn.Linear(6, 16), nn.ReLU(), nn.Linear(16, 16), nn.Tanh(), nn.Linear(16, 3))
    return m, lambda step: F.mse_loss(m(batch((8, 6), step)), batch((8, 3), step, 2.0)), "SGD", {"lr": 0.1, "momentum": 0.9}


def lenet():
    m = LeNet()
    return m, image_model(m, 16, 6), "Adam", {"lr": 0.01}


def resnet():
    m = ResNet()
    return m, image_model(m, 8, 6), "SGD", {"lr": 0.05, "momentum": 0.9, "weightDecay": 0.0005}


def lstm():
    m = Lstm()

    def loss(step):
        x = torch.tensor([[(5 * i + 3 * j + 2 * step) % 11 for j in range(7)] for i in range(5)])
        return F.cross_entropy(m(x), labels(5, 3, step))

    return m, loss, "AdamW", {"lr": 0.01, "weightDecay": 0.01}


def gpt():
    m = Gpt()

    def loss(step):
        ids = torch.tensor([[(i * i + 3 * i * j + j + 5 * step) % 13 for j in range(9)] for i in range(4)])
        return F.cross_entropy(m(ids[:, :-1]).reshape(-1, 13), ids[:, 1:].reshape(-1))

    return m, loss, "AdamW", {"lr": 0.003, "weightDecay": 0.01}


def record():
    torch.set_default_dtype(torch.float64)
    try:
        for seed, (name, make) in enumerate({"mlp": mlp, "lenet": lenet, "resnet": resnet, "lstm": lstm, "gpt": gpt}.items()):
            torch.manual_seed(seed)
            model, loss, optimizer, options = make()
            with torch.no_grad():
                for p in model.parameters():
                    p.copy_((p * 1024).round() / 1024)
            state = {k: v.clone() for k, v in model.state_dict().items()}
            kw = {"weight_decay" if k == "weightDecay" else k: v for k, v in options.items()}
            opt = getattr(torch.optim, optimizer)(model.parameters(), **kw)
            losses, norms = [], []
            for step in range(STEPS):
                opt.zero_grad()
                value = loss(step % 4)
                value.backward()
                norms.append(number(torch.sqrt(sum((p.grad**2).sum() for p in model.parameters())).item()))
                opt.step()
                losses.append(number(value.item()))
            put(
                f"models/{name}.json",
                {
                    "torch": torch.__version__.split("+")[0],
                    "computed": "float64",
                    "model": name,
                    "optimizer": optimizer,
                    "options": options,
                    # Multiples of 1/1024, stored as whole numbers.
                    "scale": 1024,
                    "state": {k: {"shape": list(v.shape), "data": [round(x * 1024) for x in v.double().reshape(-1).tolist()]} for k, v in state.items() if "num_batches" not in k},
                    "losses": losses,
                    "gradNorms": norms,
                },
            )
    finally:
        torch.set_default_dtype(torch.float32)
