"""Loss functions and attention, in their functional form."""

import math

import torch
import torch.nn.functional as F

from record import T, Op

INF, NAN = math.inf, math.nan
REDUCTIONS = ("mean", "sum", "none")
LAYOUTS = ["transposed", "strided", "flipped"]


def loss(name, fn):
    return Op(name, fn, folder="losses", module="nn.functional")


def reduced(op, *args, **extra):
    for r in REDUCTIONS:
        op.case(f"reduction {r}", *args, {"reduction": r, **extra})


def cross_entropy():
    op = loss("crossEntropy", F.cross_entropy)
    x, y = op.rand(4, 3), T([2, 0, 1, 2])
    w = T([0.5, 1.0, 2.0], grad=False)
    op.case("defaults", x, y)
    reduced(op, x, y)
    for r in REDUCTIONS:
        op.case(f"weight, {r}", x, y, {"weight": w, "reduction": r})
        op.case(f"ignoreIndex, {r}", x, T([2, -100, 1, -100]), {"reduction": r})
        op.case(f"ignoreIndex 1 with weight, {r}", x, y, {"ignoreIndex": 1, "weight": w, "reduction": r})
        op.case(f"labelSmoothing, {r}", x, y, {"labelSmoothing": 0.1, "reduction": r})
        op.case(f"everything, {r}", x, T([2, 0, 1, 1]), {"labelSmoothing": 0.2, "weight": w, "ignoreIndex": 0, "reduction": r})
        p = T([[0.5, 0.25, 0.25], [0.0, 1.0, 0.0], [0.125, 0.125, 0.75], [1.0, 0.0, 0.0]])
        op.case(f"probabilities, {r}", x, p, {"reduction": r})
        op.case(f"probabilities, weight and smoothing, {r}", x, p, {"weight": w, "labelSmoothing": 0.1, "reduction": r})
        op.case(f"pixels, {r}", op.rand(2, 3, 2, 2), op.ints(2, 2, 2, lo=0, hi=3), {"reduction": r})
        op.case(f"pixels with weight, {r}", op.rand(2, 3, 4), op.ints(2, 4, lo=0, hi=3), {"weight": w, "reduction": r})
    op.case("no batch", op.rand(3), T(1))
    op.case("all ignored is NaN", op.rand(2, 3), T([-100, -100]), grad=False)
    op.case("all ignored, sum", op.rand(2, 3), T([-100, -100]), {"reduction": "sum"})
    op.case("large logits", T([[1000.0, 0.0], [-1000.0, 0.0]]), T([0, 0]))
    op.case("minus infinity elsewhere", T([[0.0, -INF, 1.0]]), T([2]))
    op.case("empty batch is NaN", T([], shape=(0, 3)), T([], "int32"), grad=False)
    op.case("empty batch, sum", T([], shape=(0, 3)), T([], "int32"), {"reduction": "sum"})
    op.case("many classes", op.rand(3, 50), T([0, 49, 20]))
    op.case("float64", op.rand(2, 3, dtype="float64"), T([0, 2]))
    for layout in LAYOUTS:
        op.case(f"{layout} view", op.rand(4, 3, layout=layout), T([2, 0, 1, 2], layout="flipped"))
    op.case("batches that differ", op.rand(4, 3), T([0, 1]), error=True)
    op.case("weight of another size", x, y, {"weight": T([1.0, 2.0])}, error=True)
    op.case("unknown reduction", x, y, {"reduction": "average"}, error=True)
    op = loss("nllLoss", F.nll_loss)
    lp = T(torch.log_softmax(torch.tensor(op.rand(4, 3).a), 1).numpy())
    reduced(op, lp, y)
    for r in REDUCTIONS:
        op.case(f"weight, {r}", lp, y, {"weight": w, "reduction": r})
        op.case(f"ignoreIndex 2, {r}", lp, y, {"ignoreIndex": 2, "weight": w, "reduction": r})
        op.case(f"pixels, {r}", op.rand(2, 3, 2, 2), op.ints(2, 2, 2, lo=0, hi=3), {"reduction": r})
    op.case("no batch", op.rand(3), T(1))
    op.case("transposed view", op.rand(4, 3, layout="transposed"), y)
    op.case("empty batch, sum", T([], shape=(0, 3)), T([], "int32"), {"reduction": "sum"})
    op.case("batches that differ", lp, T([0, 1]), error=True)


def pairs(name, fn, options, make, target):
    op = loss(name, fn)
    x, y = make(op, 3, 4), target(op, 3, 4)
    reduced(op, x, y)
    for o in options:
        for r in REDUCTIONS:
            op.case(", ".join(f"{k} {v if not isinstance(v, T) else 'tensor'}" for k, v in o.items()) + f", {r}", x, y, {**o, "reduction": r})
    for layout in LAYOUTS:
        op.case(f"{layout} view", make(op, 3, 4, layout=layout), target(op, 3, 4, layout="strided"))
    op.case("float64", make(op, 3, dtype="float64"), target(op, 3, dtype="float64"))
    op.case("empty, sum", T([], shape=(0, 2)), T([], shape=(0, 2)), {"reduction": "sum"})
    op.case("shapes that do not fit", make(op, 3, 4), target(op, 3, 5), error=True)
    op.case("unknown reduction", x, y, {"reduction": "average"}, error=True)
    return op


def plain(op, *s, **k):
    return op.rand(*s, **k)


def probability(op, *s, **k):
    return op.rand(*s, lo=0.05, hi=0.95, **k)


def sign(op, *s, **k):
    return T(op.rng.choice([-1.0, 1.0], s), grad=False, **k)


def regression():
    op = pairs("mseLoss", F.mse_loss, [], plain, plain)
    op.case("broadcast", op.rand(3, 1), op.rand(1, 4))
    op = pairs("l1Loss", F.l1_loss, [], plain, plain)
    op.case("equal values", T([1.0, 2.0]), T([1.0, 3.0]))
    op = pairs("smoothL1Loss", F.smooth_l1_loss, [{"beta": 0.5}, {"beta": 2}, {"beta": 0}], plain, plain)
    op.case("at the corner", T([1.0, -1.0, 0.0, 3.0]), T([0.0, 0.0, 0.0, 0.0]))
    op = pairs("huberLoss", F.huber_loss, [{"delta": 0.5}, {"delta": 2}], plain, plain)
    op.case("at the corner", T([1.0, -1.0, 0.0, 3.0]), T([0.0, 0.0, 0.0, 0.0]))


def classification():
    w = {"weight": T([0.25, 1.5, 1.0, 2.0], grad=False)}
    op = pairs("binaryCrossEntropy", F.binary_cross_entropy, [w], probability, lambda op, *s, **k: T(op.rng.choice([0.0, 1.0, 0.25], s), grad=False, **k))
    op.case("probabilities 0 and 1", T([0.0, 1.0, 0.0, 1.0]), T([0.0, 1.0, 1.0, 0.0]), grad=False)
    op = pairs(
        "binaryCrossEntropyWithLogits",
        F.binary_cross_entropy_with_logits,
        [w, {"posWeight": T([0.5, 2.0, 1.0, 4.0], grad=False)}, {**w, "posWeight": T([0.5, 2.0, 1.0, 4.0], grad=False)}],
        plain,
        lambda op, *s, **k: T(op.rng.choice([0.0, 1.0, 0.25], s), grad=False, **k),
    )
    op.case("large logits", T([100.0, -100.0, 100.0, -100.0, 0.0]), T([1.0, 0.0, 0.0, 1.0, 0.5]))
    op = loss("klDiv", F.kl_div)
    lp = T(torch.log_softmax(torch.tensor(op.rand(3, 4).a), 1).numpy())
    q = T(torch.softmax(torch.tensor(op.rand(3, 4).a), 1).numpy(), grad=False)
    for r in ("mean", "sum", "none", "batchmean"):
        op.case(f"reduction {r}", lp, q, {"reduction": r})
        op.case(f"log target, {r}", lp, T(torch.log(torch.tensor(q.a)).numpy(), grad=False), {"reduction": r, "logTarget": True})
    op.case("zero in the target", lp, T([[0.0, 0.5, 0.5, 0.0]] * 3, grad=False), {"reduction": "sum"})
    op.case("transposed view", op.rand(3, 4, layout="transposed"), q, {"reduction": "batchmean"})
    op.case("empty, sum", T([], shape=(0, 2)), T([], shape=(0, 2)), {"reduction": "sum"})
    op.case("shapes that do not fit", op.rand(3, 4), op.rand(3, 5), error=True)
    op = pairs("hingeEmbeddingLoss", F.hinge_embedding_loss, [{"margin": 0.5}, {"margin": 2}], plain, sign)
    op = loss("multiMarginLoss", F.multi_margin_loss)
    x, y = op.rand(4, 3), T([2, 0, 1, 2])
    reduced(op, x, y)
    for r in REDUCTIONS:
        op.case(f"p 2, {r}", x, y, {"p": 2, "reduction": r})
        op.case(f"margin and weight, {r}", x, y, {"margin": 0.5, "weight": T([0.5, 1.0, 2.0], grad=False), "reduction": r})
    op.case("no batch", op.rand(3), T(1))
    op.case("transposed view", op.rand(4, 3, layout="transposed"), y)
    op.case("batches that differ", x, T([0, 1]), error=True)
    op = loss("marginRankingLoss", F.margin_ranking_loss)
    a, b, s = op.rand(5), op.rand(5), sign(op, 5)
    reduced(op, a, b, s)
    op.case("margin", a, b, s, {"margin": 0.5})
    op = loss("tripletMarginLoss", F.triplet_margin_loss)
    a, p, n = op.rand(4, 3), op.rand(4, 3), op.rand(4, 3)
    reduced(op, a, p, n)
    for o in ({"margin": 2}, {"p": 1}, {"swap": True}, {"margin": 0.5, "p": 3, "swap": True}):
        for r in REDUCTIONS:
            op.case(", ".join(f"{k} {v}" for k, v in o.items()) + f", {r}", a, p, n, {**o, "reduction": r})
    op.case("transposed view", op.rand(4, 3, layout="transposed"), p, op.rand(4, 3, layout="flipped"))
    op.case("shapes that do not fit", a, p, op.rand(4, 5), error=True)
    op = loss("cosineEmbeddingLoss", F.cosine_embedding_loss)
    a, b, s = op.rand(4, 3), op.rand(4, 3), sign(op, 4)
    reduced(op, a, b, s)
    for r in REDUCTIONS:
        op.case(f"margin 0.25, {r}", a, b, s, {"margin": 0.25, "reduction": r})
    op.case("transposed view", op.rand(4, 3, layout="transposed"), b, s)
    op.case("target of another length", a, b, sign(op, 3), error=True)


def ctc():
    op = loss("ctcLoss", F.ctc_loss)
    lp = lambda t, b, c, **k: T(torch.log_softmax(torch.tensor(op.rand(t, b, c).a), 2).numpy(), **k)
    targets = T([[1, 2, 2], [3, 1, 0]])
    full, short = T([6, 6]), T([6, 5])
    for r in REDUCTIONS:
        op.case(f"padded targets, {r}", lp(6, 2, 4), targets, full, T([3, 2]), {"reduction": r})
        op.case(f"inputs of two lengths, {r}", lp(6, 2, 4), targets, short, T([3, 2]), {"reduction": r})
        op.case(f"joined targets, {r}", lp(6, 2, 4), T([1, 2, 2, 3, 1]), full, T([3, 2]), {"reduction": r})
    op.case("another blank", lp(6, 2, 4), T([[0, 1, 1], [2, 0, 1]]), full, T([3, 2]), {"blank": 3})
    op.case("empty target", lp(4, 2, 3), T([[1, 2], [1, 1]]), T([4, 4]), T([2, 0]), {"reduction": "sum"})
    op.case("target too long is infinite", lp(2, 1, 3), T([[1, 1]]), T([2]), T([2]), {"reduction": "none"}, grad=False)
    op.case("zeroInfinity", lp(2, 2, 3), T([[1, 1], [1, 2]]), T([2, 2]), T([2, 2]), {"zeroInfinity": True, "reduction": "sum"})
    op.case("transposed view", lp(6, 2, 4, layout="transposed"), targets, full, T([3, 2]))
    op.case("lengths of another batch", lp(6, 2, 4), targets, T([6]), T([3]), error=True)


def attention():
    op = loss("scaledDotProductAttention", F.scaled_dot_product_attention)
    q = lambda **k: op.rand(2, 2, 3, 4, **k)
    kv = lambda **k: op.rand(2, 2, 5, 4, **k)
    op.case("plain", q(), kv(), kv())
    op.case("causal", q(), q(), q(), {"isCausal": True})
    op.case("causal, more keys than queries", q(), kv(), kv(), {"isCausal": True})
    op.case("bool mask", q(), kv(), kv(), {"attnMask": T([[True, False, True, True, False], [True] * 5, [False, False, False, False, True]])})
    op.case("float mask", q(), kv(), kv(), {"attnMask": op.rand(3, 5)})
    op.case("mask per batch", q(), kv(), kv(), {"attnMask": T(op.rand(2, 1, 3, 5).a, grad=False)})
    op.case("minus infinity in the mask", q(), kv(), kv(), {"attnMask": T([[0.0, -INF, 0.0, 0.0, -INF]] * 3, grad=False)})
    op.case("scale", q(), kv(), kv(), {"scale": 0.25})
    op.case("without heads", op.rand(2, 3, 4), op.rand(2, 5, 4), op.rand(2, 5, 4))
    op.case("values of another width", op.rand(2, 3, 4), op.rand(2, 5, 4), op.rand(2, 5, 6))
    op.case("views", q(layout="transposed"), kv(layout="flipped"), kv(layout="strided"))
    op.case("float64", op.rand(1, 2, 2, dtype="float64"), op.rand(1, 3, 2, dtype="float64"), op.rand(1, 3, 2, dtype="float64"))
    op.case("widths that differ", op.rand(2, 3, 4), op.rand(2, 5, 3), op.rand(2, 5, 4), error=True)


def others():
    op = loss("linear", F.linear)
    op.case("plain", op.rand(4, 3), op.rand(2, 3))
    op.case("bias", op.rand(4, 3), op.rand(2, 3), op.rand(2))
    op.case("vector", op.rand(3), op.rand(2, 3), op.rand(2))
    op.case("three dims, transposed view", op.rand(2, 4, 3, layout="transposed"), op.rand(2, 3, layout="transposed"), op.rand(2))
    op.case("empty batch", T([], shape=(0, 3)), op.rand(2, 3), op.rand(2))
    op.case("features that differ", op.rand(4, 3), op.rand(2, 4), error=True)
    op = loss("glu", F.glu)
    op.case("last dim", op.rand(3, 4))
    op.case("first dim", op.rand(4, 3), 0)
    op.case("odd size", op.rand(3, 3), error=True)
    op = loss("normalize", F.normalize)
    op.case("defaults", op.rand(3, 4))
    op.case("p 1, dim 0", op.rand(3, 4), {"p": 1, "dim": 0})
    op.case("zero vector", T([[0.0, 0.0], [3.0, 4.0]]), grad=False)
    op = loss("layerNorm", F.layer_norm)
    op.case("plain", op.rand(3, 4), [4])
    op.case("weight and bias", op.rand(2, 3, 4), [3, 4], {"weight": op.rand(3, 4), "bias": op.rand(3, 4), "eps": 0.01})
    op.case("another shape", op.rand(3, 4), [3], error=True)


def record():
    cross_entropy()
    regression()
    classification()
    ctc()
    attention()
    others()
