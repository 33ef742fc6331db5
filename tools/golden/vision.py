"""The vision package: boxes and non-maximum suppression, written out here from their definitions.

torchvision is not asked: what it does beyond the definitions (the order of equal scores, "above" the threshold and not
"from" it) is taken from its documentation.
"""

import numpy as np
import torch

from record import T, Op


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
