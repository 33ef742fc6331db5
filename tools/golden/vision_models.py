"""Networks of the vision package, written here from their papers' tables, at small widths.

Weights, running statistics and images are formulas, so that both sides make the same numbers and no weights are stored:
element j of tensor i of the state is `floor(256·sin(0.37·j + 1.7·i) + 0.5) / 256` times a power of two near
1/√fanIn; scales of normalisations are 1 + that/4 and running variances 1 + that/2. Outputs are float64, in evaluation
and in training (without dropout); of every parameter's gradient the norm and the sum with unequal weights are stored.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from record import number, put, weights


def wave(shape, i):
    n = int(np.prod(shape))
    v = [math.floor(math.sin(0.37 * j + 1.7 * i) * 256 + 0.5) / 256 for j in range(n)]
    return torch.tensor(v, dtype=torch.float64).reshape(shape)


def fill(model):
    """The state by its formula; counters of batches stay 0."""
    state = model.state_dict()
    for i, (name, t) in enumerate(state.items()):
        if t.dtype == torch.int64:
            continue
        v = wave(t.shape, i)
        if name.endswith("running_var"):
            v = 1 + v / 2
        elif t.ndim > 1:
            v = v * 2.0 ** -round(math.log2(math.sqrt(t[0].numel())))
        elif name.endswith("weight"):
            v = 1 + v / 4
        else:
            v = v / 4
        state[name] = v
    model.load_state_dict(state)


class LeNet5(nn.Module):
    def __init__(self, classes, size, act, pool):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5, padding=2 if size == 28 else 0)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, classes)
        self.act, self.pool = act, pool

    def forward(self, x):
        x = self.pool(self.act(self.conv1(x)), 2)
        x = self.pool(self.act(self.conv2(x)), 2).flatten(1)
        return self.fc3(self.act(self.fc2(self.act(self.fc1(x)))))


class Classifier(nn.Module):
    """Features, an average to some size, and linear layers."""

    def __init__(self, features, size, classifier):
        super().__init__()
        self.features, self.classifier = features, classifier
        self.avgpool = nn.AdaptiveAvgPool2d(size)

    def forward(self, x):
        return self.classifier(self.avgpool(self.features(x)).flatten(1))


def alexnet(k, classes, p=0.5):
    a, b, c, d, h = (round(n * k) for n in (64, 192, 384, 256, 4096))
    features = nn.Sequential(
        nn.Conv2d(3, a, 11, 4, 2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(a, b, 5, padding=2), nn.ReLU(), nn.MaxPool2d(3, 2),
        nn.Conv2d(b, c, 3, padding=1), nn.ReLU(),
        nn.Conv2d(c, d, 3, padding=1), nn.ReLU(),
        nn.Conv2d(d, d, 3, padding=1), nn.ReLU(), nn.MaxPool2d(3, 2),
    )
    head = nn.Sequential(nn.Dropout(p), nn.Linear(d * 36, h), nn.ReLU(), nn.Dropout(p), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, classes))
    return Classifier(features, 6, head)


def vgg(blocks, k, classes, bn, p=0.5):
    layers, c = [], 3
    for block in blocks:
        for n in block:
            n = round(n * k)
            layers += [nn.Conv2d(c, n, 3, padding=1)] + ([nn.BatchNorm2d(n)] if bn else []) + [nn.ReLU()]
            c = n
        layers.append(nn.MaxPool2d(2))
    h = round(4096 * k)
    head = nn.Sequential(nn.Linear(c * 49, h), nn.ReLU(), nn.Dropout(p), nn.Linear(h, h), nn.ReLU(), nn.Dropout(p), nn.Linear(h, classes))
    return Classifier(nn.Sequential(*layers), 7, head)


VGG11 = [[64], [128], [256, 256], [512, 512], [512, 512]]
VGG16 = [[64, 64], [128, 128], [256] * 3, [512] * 3, [512] * 3]


class Residual(nn.Module):
    """convs: (outputs, kernel, stride) one after the other, with normalisation; ReLU between and after the sum."""

    def __init__(self, c, convs, down):
        super().__init__()
        self.n = len(convs)
        for i, (o, k, s) in enumerate(convs, 1):
            setattr(self, f"conv{i}", nn.Conv2d(c, o, k, s, k // 2, bias=False))
            setattr(self, f"bn{i}", nn.BatchNorm2d(o))
            c = o
        self.downsample = down

    def forward(self, x):
        y = x
        for i in range(1, self.n + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            y = F.relu(y) if i < self.n else y
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class Padded(nn.Module):
    def __init__(self, more, stride):
        super().__init__()
        self.more, self.stride = more, stride

    def forward(self, x):
        x = x[:, :, :: self.stride, :: self.stride]
        return torch.cat([x, x.new_zeros(x.shape[0], self.more, *x.shape[2:])], 1)


class ResNet(nn.Module):
    def __init__(self, bottleneck, counts, k, classes, small=False, shortcut="B"):
        super().__init__()
        base = round((16 if small else 64) * k)
        self.small = small
        self.conv1 = nn.Conv2d(3, base, 3, 1, 1, bias=False) if small else nn.Conv2d(3, base, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(base)
        c = base
        for level, count in enumerate(counts):
            w = base * 2**level
            out = 4 * w if bottleneck else w
            blocks = []
            for i in range(count):
                s = 2 if i == 0 and level > 0 else 1
                convs = [(w, 1, 1), (w, 3, s), (out, 1, 1)] if bottleneck else [(w, 3, s), (w, 3, 1)]
                down = None
                if s != 1 or c != out:
                    down = Padded(out - c, s) if shortcut == "A" else nn.Sequential(nn.Conv2d(c, out, 1, s, bias=False), nn.BatchNorm2d(out))
                blocks.append(Residual(c, convs, down))
                c = out
            setattr(self, f"layer{level + 1}", nn.Sequential(*blocks))
        self.levels = len(counts)
        self.fc = nn.Linear(c, classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        if not self.small:
            x = F.max_pool2d(x, 3, 2, 1)
        for level in range(self.levels):
            x = getattr(self, f"layer{level + 1}")(x)
        return self.fc(x.mean((2, 3)))


def conv_norm(c, o, k, s=1, groups=1, act=nn.ReLU6):
    return nn.Sequential(nn.Conv2d(c, o, k, s, k // 2, groups=groups, bias=False), nn.BatchNorm2d(o), act())


def mobilenet_v1(k, classes, p=0.001):
    width = lambda n: int(n * k)
    c = width(32)
    layers = [conv_norm(3, c, 3, 2, act=nn.ReLU)]
    for o, s in [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + [(512, 1)] * 5 + [(1024, 2), (1024, 1)]:
        layers.append(nn.Sequential(conv_norm(c, c, 3, s, c, nn.ReLU), conv_norm(c, width(o), 1, act=nn.ReLU)))
        c = width(o)
    return Classifier(nn.Sequential(*layers), 1, nn.Sequential(nn.Dropout(p), nn.Linear(c, classes)))


class Inverted(nn.Module):
    def __init__(self, c, o, s, t):
        super().__init__()
        h = c * t
        layers = [] if t == 1 else [conv_norm(c, h, 1)]
        self.conv = nn.Sequential(*layers, conv_norm(h, h, 3, s, h), nn.Conv2d(h, o, 1, bias=False), nn.BatchNorm2d(o))
        self.adds = s == 1 and c == o

    def forward(self, x):
        return x + self.conv(x) if self.adds else self.conv(x)


def mobilenet_v2(k, classes, p=0.2):
    def eight(v):
        n = max(8, int(v + 4) // 8 * 8)
        return n + 8 if n < 0.9 * v else n

    c = eight(32 * k)
    layers = [conv_norm(3, c, 3, 2)]
    for t, o, n, s in [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]:
        for i in range(n):
            layers.append(Inverted(c, eight(o * k), s if i == 0 else 1, t))
            c = eight(o * k)
    last = eight(1280 * max(1.0, k))
    layers.append(conv_norm(c, last, 1))
    return Classifier(nn.Sequential(*layers), 1, nn.Sequential(nn.Dropout(p), nn.Linear(last, classes)))


def double(c, o):
    layers = []
    for a in (c, o):
        layers += [nn.Conv2d(a, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU()]
    return nn.Sequential(*layers)


class Up(nn.Module):
    def __init__(self, c, o):
        super().__init__()
        self.up = nn.ConvTranspose2d(c, o, 2, 2)
        self.conv = double(2 * o, o)

    def forward(self, x, across):
        x = self.up(x)
        x = F.pad(x, (0, across.shape[3] - x.shape[3], 0, across.shape[2] - x.shape[2]))
        return self.conv(torch.cat([across, x], 1))


class UNet(nn.Module):
    def __init__(self, k, depth, classes):
        super().__init__()
        w = [round(64 * 2**i * k) for i in range(depth + 1)]
        self.inc = double(3, w[0])
        self.down = nn.ModuleList([nn.Sequential(nn.MaxPool2d(2), double(w[i], w[i + 1])) for i in range(depth)])
        self.up = nn.ModuleList([Up(w[i + 1], w[i]) for i in reversed(range(depth))])
        self.outc = nn.Conv2d(w[0], classes, 1)

    def forward(self, x):
        maps = [self.inc(x)]
        for d in self.down:
            maps.append(d(maps[-1]))
        x = maps.pop()
        for u in self.up:
            x = u(x, maps.pop())
        return self.outc(x)


class Yolo(nn.Module):
    def __init__(self, k, classes, anchors=5):
        super().__init__()
        layers, c = [], 3
        for n in (16, 32, 64, 128, 256, 512, 1024, 1024):
            o = round(n * k)
            layers += [nn.Conv2d(c, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.LeakyReLU(0.1)]
            if n <= 256:
                layers.append(nn.MaxPool2d(2))
            if n == 512:
                # Nothing lies beyond the edge: what is padded never is the largest.
                layers += [nn.ConstantPad2d((0, 1, 0, 1), -math.inf), nn.MaxPool2d(2, 1)]
            c = o
        self.features = nn.Sequential(*layers)
        self.head = nn.Conv2d(c, anchors * (5 + classes), 1)

    def forward(self, x):
        return self.head(self.features(x))


def image(shape, i):
    return wave(shape, 1000 + i)


def model(name, call, net, shape, full=None, train=True):
    """Evaluation, and one training step's gradients; `full` is the network at its own width, for its count."""
    net = net.double()
    fill(net)
    x = image(shape, 0)
    net.eval()
    with torch.no_grad():
        out = net(x)
    file = {
        "torch": torch.__version__.split("+")[0],
        "call": call,
        "keys": {k: list(v.shape) for k, v in net.state_dict().items()},
        "input": list(shape),
        "shape": list(out.shape),
        "output": [number(v) for v in out.reshape(-1).tolist()],
    }
    if train:
        net.train()
        for m in net.modules():
            if isinstance(m, nn.Dropout):
                m.p = 0.0
        y = net(x)
        ((y * y * 0.5 + y) * weights(y)).sum().backward()
        file["gradients"] = {
            k: [number(p.grad.norm()), number((p.grad * weights(p.grad)).sum())] for k, p in net.named_parameters()
        }
    put(f"vision/models/{name}.json", file)
    if full is not None:
        print(f"{name}: {sum(p.numel() for p in full.parameters()):,} parameters at full width")


def grad_cam():
    """Grad-CAM of a residual network's last maps, from the gradient that a hook sees."""
    net = ResNet(False, [3, 3, 3], 1 / 4, 10, True, "A").double()
    fill(net)
    net.eval()
    x, classes = image((2, 3, 16, 12), 0), [3, 7]
    seen = {}
    net.layer3.register_forward_hook(lambda m, i, o: seen.update(maps=o) or o.retain_grad())
    net(x)[range(2), classes].sum().backward()
    maps = seen["maps"]
    alpha = maps.grad.mean((2, 3), keepdim=True)
    cam = F.relu((alpha * maps).sum(1, keepdim=True))
    cam = F.interpolate(cam, size=x.shape[2:], mode="bilinear", align_corners=False)[:, 0].detach()
    cam = cam / cam.amax((1, 2), keepdim=True)
    put("vision/more/grad-cam.json", {
        "call": ["resnet20", {"widthMult": 0.25}], "layer": "layer3", "input": list(x.shape), "classes": classes,
        "shape": list(cam.shape), "output": [number(v) for v in cam.reshape(-1).tolist()],
        "maps": [number(v) for v in maps.detach().reshape(-1).tolist()],
    })


def record():
    grad_cam()
    meta = torch.device("meta")
    with meta:
        full = {
            "lenet5": LeNet5(10, 28, torch.tanh, F.avg_pool2d),
            "alexnet": alexnet(1, 1000),
            "vgg11": vgg(VGG11, 1, 1000, False),
            "vgg16": vgg(VGG16, 1, 1000, False),
            "resnet18": ResNet(False, [2, 2, 2, 2], 1, 1000),
            "resnet50": ResNet(True, [3, 4, 6, 3], 1, 1000),
            "resnet20": ResNet(False, [3, 3, 3], 1, 10, True, "A"),
            "resnet32": ResNet(False, [5, 5, 5], 1, 10, True, "A"),
            "mobilenetV1": mobilenet_v1(1, 1000),
            "mobilenetV2": mobilenet_v2(1, 1000),
            "unet": UNet(1, 4, 1),
            "tinyYolo": Yolo(1, 20),
        }
    counts = {k: sum(p.numel() for p in m.parameters()) for k, m in full.items()}
    put("vision/counts/parameters.json", {"torch": torch.__version__.split("+")[0], "parameters": counts})
    model("lenet5", ["lenet5", {}], LeNet5(10, 28, torch.tanh, F.avg_pool2d), (2, 1, 28, 28))
    model("lenet5-relu-max-32", ["lenet5", {"inputSize": 32, "activation": "relu", "pooling": "max", "numClasses": 4}],
          LeNet5(4, 32, torch.relu, F.max_pool2d), (2, 1, 32, 32))
    model("alexnet", ["alexnet", {"widthMult": 1 / 32, "numClasses": 7, "dropout": 0}], alexnet(1 / 32, 7, 0.0), (2, 3, 67, 63))
    model("vgg11", ["vgg11", {"widthMult": 1 / 64, "numClasses": 5, "dropout": 0}], vgg(VGG11, 1 / 64, 5, False, 0.0), (2, 3, 32, 40))
    model("vgg16-bn", ["vgg16", {"widthMult": 1 / 64, "numClasses": 5, "dropout": 0, "batchNorm": True}], vgg(VGG16, 1 / 64, 5, True, 0.0), (2, 3, 32, 64))
    model("resnet18", ["resnet18", {"widthMult": 1 / 16, "numClasses": 6}], ResNet(False, [2, 2, 2, 2], 1 / 16, 6), (2, 3, 40, 48))
    model("resnet50", ["resnet50", {"widthMult": 1 / 32, "numClasses": 6}], ResNet(True, [3, 4, 6, 3], 1 / 32, 6), (2, 3, 48, 40))
    model("resnet20", ["resnet20", {"widthMult": 1 / 4}], ResNet(False, [3, 3, 3], 1 / 4, 10, True, "A"), (2, 3, 13, 16))
    model("resnet20-b", ["resnet20", {"widthMult": 1 / 4, "shortcut": "B"}], ResNet(False, [3, 3, 3], 1 / 4, 10, True, "B"), (2, 3, 12, 16))
    model("resnet32", ["resnet32", {"widthMult": 1 / 8}], ResNet(False, [5, 5, 5], 1 / 8, 10, True, "A"), (2, 3, 12, 12))
    model("mobilenetV1", ["mobilenetV1", {"widthMult": 1 / 32, "numClasses": 5, "dropout": 0}], mobilenet_v1(1 / 32, 5, 0.0), (2, 3, 64, 56))
    model("mobilenetV2", ["mobilenetV2", {"widthMult": 1 / 8, "numClasses": 5, "dropout": 0}], mobilenet_v2(1 / 8, 5, 0.0), (2, 3, 64, 56))
    model("unet", ["unet", {"widthMult": 1 / 32, "depth": 3, "numClasses": 2}], UNet(1 / 32, 3, 2), (1, 3, 18, 21))
    model("tinyYolo", ["tinyYolo", {"widthMult": 1 / 16, "numClasses": 3}], Yolo(1 / 16, 3), (1, 3, 64, 96))
