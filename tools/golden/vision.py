"""The vision package: boxes and non-maximum suppression, written out here from their definitions.

torchvision is not asked: what it does beyond the definitions (the order of equal scores, "above" the threshold and not
"from" it) is taken from its documentation.
"""

import numpy as np
import torch

from record import T, Op, number, put


def vision(name, fn, **extra):
    return Op(name, fn, folder="vision", module="gradus/vision", **extra)


def area(b):
    return (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])


def shared(a, b):
    """What each pair of boxes has in common, and what at least one of them covers."""
    a, b = (x.to(torch.get_default_dtype()) if not x.is_floating_point() else x for x in (a, b))
    low = torch.maximum(a[:, None, :2], b[None, :, :2])
    high = torch.minimum(a[:, None, 2:], b[None, :, 2:])
    both = (high - low).clamp(min=0).prod(-1)
    return both, area(a)[:, None] + area(b)[None, :] - both


def box_iou(a, b):
    both, union = shared(a, b)
    return both / union


def generalized_box_iou(a, b):
    both, union = shared(a, b)
    low = torch.minimum(a[:, None, :2], b[None, :, :2])
    high = torch.maximum(a[:, None, 2:], b[None, :, 2:])
    around = (high - low).prod(-1)
    return both / union - (around - union) / around


def box_convert(boxes, start, to):
    a, b, c, d = boxes.unbind(-1)
    if start == "xywh":
        a, b, c, d = a, b, a + c, b + d
    if start == "cxcywh":
        a, b, c, d = a - c / 2, b - d / 2, a + c / 2, b + d / 2
    if to == "xywh":
        a, b, c, d = a, b, c - a, d - b
    if to == "cxcywh":
        a, b, c, d = (a + c) / 2, (b + d) / 2, c - a, d - b
    return torch.stack([a, b, c, d], -1)


def clip(boxes, size):
    h, w = size
    return torch.stack([boxes[:, 0].clamp(0, w), boxes[:, 1].clamp(0, h), boxes[:, 2].clamp(0, w), boxes[:, 3].clamp(0, h)], 1)


def masks_to_boxes(masks):
    rows = []
    for m in masks:
        y, x = torch.nonzero(m, as_tuple=True)
        rows.append([x.min().item(), y.min().item(), x.max().item(), y.max().item()])
    return torch.tensor(rows, dtype=torch.get_default_dtype())


def nms(boxes, scores, threshold):
    order = scores.sort(descending=True, stable=True).indices.tolist()
    iou = box_iou(boxes, boxes)
    stays = []
    for i in order:
        if all(iou[j, i] <= threshold for j in stays):
            stays.append(i)
    return torch.tensor(stays, dtype=torch.int64)


def batched_nms(boxes, scores, groups, threshold):
    """By the definition: each class on its own, all that stay in the order of their scores."""
    stays = torch.zeros(len(boxes), dtype=torch.bool)
    for g in groups.unique():
        mine = (groups == g).nonzero()[:, 0]
        stays[mine[nms(boxes[mine], scores[mine], threshold)]] = True
    order = scores.sort(descending=True, stable=True).indices
    return order[stays[order]]


def confusion(p, t, classes, ignore):
    """Pixel by pixel: rows are what is there, columns what was predicted."""
    m = torch.zeros(classes, classes, dtype=torch.float64)
    outside = torch.zeros(classes, dtype=torch.float64)
    for a, b in zip(t.reshape(-1).tolist(), p.reshape(-1).tolist()):
        if a == ignore:
            continue
        if 0 <= a < classes and 0 <= b < classes:
            m[a, b] += 1
        elif 0 <= a < classes:
            outside[a] += 1
    return m, outside


def class_mean(part, whole, average):
    each = torch.where(whole > 0, part / whole, torch.nan)
    return (each if average == "none" else each.nanmean()).to(torch.get_default_dtype())


def mean_iou(p, t, classes, ignore_index=None, average="macro"):
    m, outside = confusion(p, t, classes, ignore_index)
    return class_mean(m.diag(), m.sum(0) + m.sum(1) + outside - m.diag(), average)


def dice(p, t, classes, ignore_index=None, average="macro"):
    m, outside = confusion(p, t, classes, ignore_index)
    return class_mean(2 * m.diag(), m.sum(0) + m.sum(1) + outside, average)


def pixel_accuracy(p, t, ignore_index=None):
    counts = torch.ones_like(t, dtype=torch.bool) if ignore_index is None else t != ignore_index
    return (p == t)[counts].to(torch.get_default_dtype()).mean()


def iou(a, b):
    w = min(a[2], b[2]) - max(a[0], b[0])
    h = min(a[3], b[3]) - max(a[1], b[1])
    both = max(w, 0) * max(h, 0)
    size = lambda x: (x[2] - x[0]) * (x[3] - x[1])
    return both / (size(a) + size(b) - both)


def voc_ap(images, label, threshold):
    """All-point average precision: each detection in the order of scores against the box it overlaps most."""
    found = sorted(((s, i, b) for i, im in enumerate(images) for b, s, l in im["found"] if l == label), key=lambda d: -d[0])
    total = sum(l == label for im in images for _, l in im["there"])
    used, right = set(), []
    for _, i, b in found:
        overlaps = [(iou(b, t), j) for j, (t, l) in enumerate(images[i]["there"]) if l == label]
        best, j = max(overlaps, key=lambda o: (o[0], -o[1]), default=(0, None))
        ok = j is not None and best >= threshold and (i, j) not in used
        if ok:
            used.add((i, j))
        right.append(ok)
    tp = np.cumsum(right)
    recall = np.concatenate([[0], tp / total, [1]])
    precision = np.concatenate([[0], tp / np.arange(1, len(tp) + 1), [0]])
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    steps = np.where(recall[1:] != recall[:-1])[0]
    return float(((recall[steps + 1] - recall[steps]) * precision[steps + 1]).sum())


def coco_ap(images, label, threshold, most=100):
    """101-point average precision: each detection of an image takes the best box that is free."""
    scores, right, total = [], [], 0
    for im in images:
        there = [b for b, l in im["there"] if l == label]
        total += len(there)
        found = sorted([(s, b) for b, s, l in im["found"] if l == label], key=lambda d: -d[0])[:most]
        free = set(range(len(there)))
        for s, b in found:
            best = max(((iou(b, there[j]), j) for j in free if iou(b, there[j]) >= threshold), default=None)
            if best:
                free.remove(best[1])
            scores.append(s)
            right.append(best is not None)
    order = np.argsort(-np.array(scores), kind="mergesort")
    tp = np.cumsum(np.array(right, dtype=float)[order])
    recall = tp / total
    precision = np.maximum.accumulate((tp / np.arange(1, len(tp) + 1))[::-1])[::-1]
    at = np.searchsorted(recall, np.arange(101) / 100, side="left")
    return float(np.mean([precision[i] if i < len(precision) else 0.0 for i in at]))


def average_precision():
    """Images of noisy detections: near the truth, twice on one, of another class, and out of nowhere."""
    rng = np.random.default_rng(5)
    grid = lambda x: np.round(x * 64) / 64
    images = []
    for k in range(6):
        there, found = [], []
        for _ in range(int(rng.integers(0, 6))):
            a = grid(rng.uniform(0, 20, 2))
            b = a + grid(rng.uniform(3, 10, 2))
            box, label = [*a, *b], int(rng.integers(0, 3))
            there.append((box, label))
            for _ in range(int(rng.integers(0, 4))):
                near = grid(np.array(box) + rng.normal(0, rng.choice([0.2, 1.0, 2.0]), 4))
                near[2:] = np.maximum(near[2:], near[:2] + 1)
                found.append((near.tolist(), float(grid(rng.uniform(0, 1))), label if rng.uniform() < 0.9 else 2 - label))
        for _ in range(int(rng.integers(0, 3))):
            a = grid(rng.uniform(0, 20, 2))
            found.append(([*a, *(a + 4)], float(grid(rng.uniform(0, 1))), int(rng.integers(0, 4))))
        rng.shuffle(found)
        images.append({"there": there, "found": found})
    # Equal scores in two places would leave their order open.
    scores = np.linspace(0.02, 0.98, sum(len(im["found"]) for im in images))
    scores = iter(np.round(rng.permutation(scores), 4).tolist())
    for im in images:
        im["found"] = [(b, next(scores), l) for b, _, l in im["found"]]
    thresholds = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95]
    labels = sorted({l for im in images for _, l in im["there"]})
    put("vision/more/average-precision.json", {
        "images": [
            {"there": [[list(map(number, b)), l] for b, l in im["there"]], "found": [[list(map(number, b)), s, l] for b, s, l in im["found"]]}
            for im in images
        ],
        "labels": labels,
        "thresholds": thresholds,
        "voc": [[number(voc_ap(images, l, t)) for t in thresholds] for l in labels],
        "coco": [[number(coco_ap(images, l, t)) for t in thresholds] for l in labels],
        "cocoOfTwo": [number(coco_ap(images, l, 0.5, 2)) for l in labels],
    })


def make_grid(images, nrow=8, padding=2, pad_value=0.0, normalize=False):
    """Each image put in its place."""
    if normalize:
        images = (images - images.min()) / max(float(images.max() - images.min()), 1e-5)
    n, c, h, w = images.shape
    images = images.expand(n, 3 if c == 1 else c, h, w)
    columns = min(nrow, n)
    rows = -(-n // columns)
    grid = images.new_full((images.shape[1], rows * (h + padding) + padding, columns * (w + padding) + padding), pad_value)
    for i in range(n):
        y, x = i // columns * (h + padding) + padding, i % columns * (w + padding) + padding
        grid[:, y : y + h, x : x + w] = images[i]
    return grid


def rotation():
    """Turns by PyTorch's affine grid and its interpolation; zeros come in from outside."""
    image = torch.tensor([[(7 * i * i + 3 * i) % 32 / 32 for i in range(2 * 6 * 9)]], dtype=torch.float64).reshape(1, 2, 6, 9)
    h, w = image.shape[2:]
    turns = {}
    for degrees in (30, -75, 180):
        a = np.deg2rad(degrees)
        cos, sin = np.cos(a), np.sin(a)
        # Places are in halves of the image's sides; the turn is in pixels.
        theta = torch.tensor([[[cos, -sin * h / w, 0], [sin * w / h, cos, 0]]])
        grid = torch.nn.functional.affine_grid(theta, list(image.shape), align_corners=False)
        out = torch.nn.functional.grid_sample(image, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
        turns[str(degrees)] = [number(v) for v in out.reshape(-1).tolist()]
    put("vision/more/rotation.json", {"image": [number(v) for v in image.reshape(-1).tolist()], "shape": [2, h, w], "turns": turns})


def boxes_of(op, n, **kw):
    """Boxes of some width within 16 pixels."""
    start = op.rand(n, 2, lo=0.0, hi=10.0).a
    side = op.rand(n, 2, lo=0.5, hi=6.0).a
    return T(np.concatenate([start, start + side], 1), "float32", **kw)


def record():
    op = vision("boxArea", area)
    op.case("boxes", boxes_of(op, 5))
    op.case("none", T([], shape=(0, 4)), grad=False)
    for name, fn in (("boxIou", box_iou), ("generalizedBoxIou", generalized_box_iou)):
        op = vision(name, fn)
        op.case("pairs", boxes_of(op, 4), boxes_of(op, 3))
        op.case("apart and inside", T([[0.0, 0, 2, 2], [0, 0, 8, 8]]), T([[4.0, 4, 6, 7], [1, 1, 3, 2.5]]))
        op.case("strided", boxes_of(op, 4, layout="strided"), boxes_of(op, 2))
    op = vision("boxConvert", box_convert)
    for a in ("xyxy", "xywh", "cxcywh"):
        for b in ("xyxy", "xywh", "cxcywh"):
            op.case(f"{a} to {b}", boxes_of(op, 3), a, b)
    op = vision("clipBoxesToImage", clip)
    op.case("some stick out", op.rand(6, 4, lo=-4.0, hi=12.0), [7, 9])
    op = vision("masksToBoxes", masks_to_boxes, grad=False)
    op.case("masks", op.mask(3, 6, 9, p=0.15))
    op.case("one pixel each", T([[[0, 0, 0], [0, 1, 0]], [[2, 0, 0], [0, 0, 0]]]))
    op = vision("nms", nms, grad=False)
    many = boxes_of(op, 24)
    for t in (0.0, 0.3, 0.6, 1.0):
        op.case(f"threshold {t}", many, op.rand(24, lo=0.0, hi=1.0), t)
    op.case("equal scores", boxes_of(op, 8), T([0.5] * 8), 0.2)
    op.case("an overlap of just the threshold stays", T([[0.0, 0, 2, 1], [0, 0, 1, 1]]), T([0.9, 0.8]), 0.5)
    op.case("none", T([], shape=(0, 4)), T([]), 0.5)
    op = vision("batchedNms", batched_nms, grad=False)
    op.case("three classes", boxes_of(op, 30), op.rand(30, lo=0.0, hi=1.0), op.ints(30, lo=0, hi=3), 0.2)
    for name, fn in (("meanIou", mean_iou), ("dice", dice)):
        op = vision(name, fn, grad=False, precise=False)
        p, t = op.ints(2, 5, 6, lo=0, hi=4), op.ints(2, 5, 6, lo=0, hi=4)
        op.case("four classes", p, t, 4)
        op.case("each", p, t, 4, {"average": "none"})
        op.case("one does not occur", p, t, 6, {"average": "none"})
        op.case("and is no part of the mean", p, t, 6)
        op.case("ignored", p, t, 4, {"ignoreIndex": 2})
        op.case("ignored, each", p, t, 4, {"ignoreIndex": 2, "average": "none"})
        op.case("predictions of no class", op.ints(12, lo=0, hi=5), op.ints(12, lo=0, hi=3), 3)
        op.case("ignored by a number that is no class", p, T(np.where(t.a == 1, 255, t.a)), 4, {"ignoreIndex": 255})
    op = vision("pixelAccuracy", pixel_accuracy, grad=False, precise=False)
    op.case("all", op.ints(2, 4, 4, lo=0, hi=3), op.ints(2, 4, 4, lo=0, hi=3))
    op.case("ignored", op.ints(2, 4, 4, lo=0, hi=3), op.ints(2, 4, 4, lo=0, hi=3), {"ignoreIndex": 0})
    op = vision("makeGrid", make_grid)
    op.case("colours", op.rand(5, 3, 2, 3), {"nrow": 3})
    op.case("grey, with a border of ones", op.rand(4, 1, 3, 2), {"nrow": 2, "padding": 1, "padValue": 1})
    op.case("fewer than a row", op.rand(3, 2, 2, 2), {"padding": 0})
    op.case("brought to 0..1", op.rand(3, 1, 2, 2), {"nrow": 2, "padding": 1, "normalize": True}, grad=False)
    average_precision()
    rotation()
