"""Further functions and layers of networks: volumes, padding, distances, likelihoods, samples by a grid."""

import torch
import torch.nn.functional as F
from torch import nn

from layers import Layer
from record import T, U, Op


def functional(name, fn, **extra):
    return Op(name, fn, folder="losses", module="nn.functional", **extra)


def ints(*values):
    return T(list(values), "int32")


def volumes():
    op = Op("maxPool3d", F.max_pool3d)
    x = op.distinct(1, 2, 4, 5, 4, step=0.05)
    op.case("window 2", x, 2)
    op.case("window, stride and padding an axis", x, [2, 3, 2], {"stride": [1, 2, 2], "padding": [1, 1, 0]})
    op.case("dilation, ceilMode", x, 2, {"stride": 2, "dilation": [1, 2, 1], "ceilMode": True})
    op.case("no batch", op.distinct(2, 2, 4, 4, step=0.05), 2)
    op.case("two axes", op.rand(3, 3), 2, error=True)
    op = Op("avgPool3d", F.avg_pool3d)
    x = op.rand(1, 2, 4, 5, 4)
    op.case("window 2", x, 2)
    op.case("padding counts", x, [2, 3, 2], {"stride": [1, 2, 2], "padding": [1, 1, 0]})
    op.case("padding does not count, ceilMode", x, 3, {"stride": 2, "padding": 1, "countIncludePad": False, "ceilMode": True})
    op.case("divisor", x, 2, {"divisorOverride": 3})
    op.case("two axes", op.rand(3, 3), 2, error=True)
    op = Op("adaptiveAvgPool3d", F.adaptive_avg_pool3d)
    op.case("one", op.rand(1, 2, 3, 4, 5), 1)
    op.case("uneven", op.rand(1, 2, 3, 4, 5), [2, 3, 3])
    op.case("two axes", op.rand(3, 3), 2, error=True)
    op = Op("adaptiveMaxPool3d", F.adaptive_max_pool3d)
    op.case("one", op.distinct(1, 2, 3, 4, 5, step=0.05), 1)
    op.case("uneven", op.distinct(1, 2, 3, 4, 5, step=0.05), [2, 3, 3])
    op.case("two axes", op.rand(3, 3), 2, error=True)
    op = Op("convTranspose3d", F.conv_transpose3d)
    op.case("plain", op.rand(1, 2, 2, 3, 2), op.rand(2, 3, 2, 2, 2), op.rand(3))
    op.case("stride, padding, outputPadding", op.rand(1, 2, 2, 2, 2), op.rand(2, 2, 3, 3, 3), U, {"stride": 2, "padding": 1, "outputPadding": 1})
    op.case("groups", op.rand(1, 4, 2, 2, 2), op.rand(4, 1, 2, 2, 2), U, {"groups": 2})
    op.case("channels that do not fit", op.rand(1, 2, 2, 2, 2), op.rand(3, 1, 2, 2, 2), error=True)


def places():
    for name, fn, x in (("maxPool3d", nn.MaxPool3d, (1, 2, 4, 4, 4)),):
        op = functional("maxPool3d", lambda v, k, **o: F.max_pool3d(v, k, **o))
        op.case("with places", op.distinct(*x, step=0.05), 2, {"returnIndices": True}, loss=[0])
        op.case("with places, padding", op.distinct(1, 1, 3, 4, 5, step=0.05), 3, {"returnIndices": True, "stride": 2, "padding": 1}, loss=[0])
        op.case("two axes", op.rand(3, 3), 2, error=True)
    op = functional("adaptiveMaxPool3d", lambda v, s, **o: F.adaptive_max_pool3d(v, s, **o))
    op.case("with places", op.distinct(1, 2, 3, 4, 5, step=0.05), [2, 3, 2], {"returnIndices": True}, loss=[0])
    op.case("two axes", op.rand(3, 3), 2, error=True)
    op = functional("maxUnpool1d", F.max_unpool1d)
    op.case("plain", op.rand(1, 2, 3), T([[[1, 2, 5], [0, 3, 4]]], "int32"), 2)
    op.case("size before", op.rand(1, 1, 2), T([[[1, 3]]], "int32"), 2, {"outputSize": [5]})
    op.case("shapes that differ", op.rand(1, 2, 3), T([[[1, 2]]], "int32"), 2, error=True)
    op = functional("maxUnpool2d", F.max_unpool2d)
    op.case("plain", op.rand(1, 1, 2, 2), T([[[[0, 3], [9, 14]]]], "int32"), 2)
    op.case("stride and padding", op.rand(1, 1, 2, 2), T([[[[0, 1], [5, 8]]]], "int32"), 3, {"stride": 2, "padding": 1})
    op.case("shapes that differ", op.rand(1, 1, 2, 2), T([[[[0, 3]]]], "int32"), 2, error=True)
    op = functional("maxUnpool3d", F.max_unpool3d)
    op.case("plain", op.rand(1, 1, 1, 1, 2), T([[[[[3, 6]]]]], "int32"), 2)
    op.case("shapes that differ", op.rand(1, 1, 1, 1, 2), T([[[[[3]]]]], "int32"), 2, error=True)
    for name, fn, shape, window in (("lpPool1d", F.lp_pool1d, (1, 2, 6), 2), ("lpPool2d", F.lp_pool2d, (1, 2, 4, 5), [2, 3]), ("lpPool3d", F.lp_pool3d, (1, 1, 4, 4, 4), 2)):
        op = functional(name, fn)
        op.case("norm 2", op.rand(*shape, lo=0.25, hi=2), 2, window)
        op.case("norm 1", op.rand(*shape, lo=0.25, hi=2), 1, window)
        op.case("norm 3, stride 1, ceilMode", op.rand(*shape, lo=0.25, hi=2), 3, window, {"stride": 1, "ceilMode": True})
        op.case("no axes", op.rand(), 2, window, error=True)


def fractions():
    for name, fn, plane in (("fractionalMaxPool2d", F.fractional_max_pool2d, (6, 7)), ("fractionalMaxPool3d", F.fractional_max_pool3d, (5, 6, 7))):
        def run(x, k, output_size=None, output_ratio=None, return_indices=False, random_samples=None, fn=fn):
            ratio = output_ratio and (output_ratio,) * (x.ndim - 2)
            return fn(x, k, output_size, ratio, return_indices, random_samples)

        op = functional(name, run)
        axes = len(plane)
        x = op.distinct(2, 2, *plane, step=0.0625)
        u = lambda *batch: T(op.rand(*batch, axes, lo=0, hi=0.98).a, grad=False)
        op.case("size", x, 2, {"outputSize": 3, "randomSamples": u(2, 2)})
        op.case("ratio", x, 2, {"outputRatio": 0.6, "randomSamples": u(2, 2)})
        op.case("places, sizes an axis", x, [2, 3, 2][:axes], {"outputSize": [3, 3, 2][:axes], "returnIndices": True, "randomSamples": u(2, 2)}, loss=[0])
        op.case("no batch, one window", op.distinct(1, *plane, step=0.0625), 2, {"outputSize": 1, "randomSamples": u(1, 1)})
        op.case("too large", x, 3, {"outputSize": 5, "randomSamples": u(2, 2)}, error=True)


def spatial():
    op = functional("pixelShuffle", F.pixel_shuffle)
    op.case("plain", op.rand(2, 8, 2, 3), 2)
    op.case("no batch", op.rand(9, 1, 2), 3)
    op.case("channels that do not divide", op.rand(1, 6, 2, 2), 2, error=True)
    op = functional("pixelUnshuffle", F.pixel_unshuffle)
    op.case("plain", op.rand(2, 2, 4, 6), 2)
    op.case("sizes that do not divide", op.rand(1, 1, 3, 4), 2, error=True)
    op = functional("channelShuffle", F.channel_shuffle)
    op.case("plain", op.rand(2, 6, 2, 2), 3)
    op.case("channels that do not divide", op.rand(1, 5, 2, 2), 2, error=True)
    op = functional("affineGrid", F.affine_grid)
    op.case("plain", op.rand(2, 2, 3), [2, 1, 3, 4])
    op.case("alignCorners", op.rand(1, 2, 3), [1, 1, 3, 2], {"alignCorners": True})
    op.case("one pixel", op.rand(1, 2, 3), [1, 1, 1, 1])
    op.case("shape of theta", op.rand(1, 3, 3), [1, 1, 2, 2], error=True)
    op = functional("gridSample", F.grid_sample)
    for mode in ("bilinear", "nearest"):
        for padding in ("zeros", "border", "reflection"):
            for align in (False, True):
                grid = op.rand(2, 3, 4, 2, lo=-1.7, hi=1.7)
                grid.a = (grid.a + 0.003).astype("float32")
                grid.grad = mode == "bilinear"
                op.case(f"{mode}, {padding}{', alignCorners' if align else ''}", op.rand(2, 2, 4, 3), grid, {"mode": mode, "paddingMode": padding, "alignCorners": align})
    op.case("shape of the grid", op.rand(2, 1, 3, 3), op.rand(1, 2, 2, 2), error=True)


def norms():
    op = functional("batchNorm", F.batch_norm)
    mean, var = T([0.25, -0.5], grad=False), T([1.5, 0.75], grad=False)
    op.case("running statistics", op.rand(3, 2, 2), mean, var, {"weight": op.rand(2), "bias": op.rand(2)})
    op.case("its own statistics", op.rand(3, 2, 2), U, U, {"training": True, "eps": 0.01})
    op.case("weight and bias", op.rand(4, 2), U, U, {"training": True, "weight": op.rand(2), "bias": op.rand(2)})
    op.case("one value a channel", op.rand(1, 2), U, U, {"training": True}, error=True)
    op = functional("instanceNorm", F.instance_norm)
    op.case("plain", op.rand(2, 3, 4))
    op.case("weight and bias", op.rand(2, 3, 2, 2), U, U, {"weight": op.rand(3), "bias": op.rand(3)})
    op.case("running statistics", op.rand(2, 2, 3), mean, var, {"useInputStats": False})
    op.case("one value a channel", op.rand(2, 3, 1), error=True)


def pairs():
    op = functional("bilinear", F.bilinear)
    op.case("plain", op.rand(4, 3), op.rand(4, 2), op.rand(5, 3, 2), op.rand(5))
    op.case("no bias", op.rand(3), op.rand(2), op.rand(4, 3, 2))
    op.case("sizes that differ", op.rand(4, 3), op.rand(4, 2), op.rand(5, 2, 2), error=True)
    op = functional("pairwiseDistance", F.pairwise_distance)
    op.case("plain", op.rand(4, 3), op.rand(4, 3))
    op.case("p 1, keepdim", op.rand(4, 3), op.rand(4, 3), {"p": 1, "keepdim": True})
    op.case("broadcast", op.rand(4, 3), op.rand(1, 3), {"p": 3})
    op.case("sizes that differ", op.rand(4, 3), op.rand(4, 2), error=True)
    op = functional("pdist", F.pdist)
    op.case("plain", op.rand(4, 3))
    op.case("p 1", op.rand(5, 2), {"p": 1})
    op.case("three axes", op.rand(2, 2, 2), error=True)
    bag = lambda i, w, o=None, **k: F.embedding_bag(i, w, None if o is None else torch.tensor(o), **k)
    op = functional("embeddingBag", bag)
    w = op.distinct(6, 3)
    for mode in ("mean", "sum", "max"):
        op.case(f"rows, {mode}", T([[0, 2, 5], [1, 1, 4]], "int32"), w, U, {"mode": mode})
        op.case(f"offsets, {mode}", ints(0, 2, 5, 1, 4), w, [0, 3, 3], {"mode": mode})
        op.case(f"padding, {mode}", T([[0, 2, 5], [1, 1, 2]], "int32"), w, U, {"mode": mode, "paddingIdx": 2})
    op.case("factors", T([[0, 2], [1, 4]], "int32"), w, U, {"mode": "sum", "perSampleWeights": op.rand(2, 2)})
    op.case("index out of range", T([[6]], "int32"), w, error=True)


def likelihoods():
    op = functional("gaussianNllLoss", lambda x, t, v, **o: F.gaussian_nll_loss(x, t, v, **o))
    for r in ("mean", "sum", "none"):
        op.case(f"reduction {r}", op.rand(3, 4), op.rand(3, 4), op.rand(3, 4, lo=0.25, hi=2), {"reduction": r})
    op.case("full", op.rand(3, 4), op.rand(3, 4), op.rand(3, 1, lo=0.25, hi=2), {"full": True})
    op.case("a variance a row", op.rand(3, 4), op.rand(3, 4), op.rand(3, lo=0.25, hi=2))
    op.case("shape of the variance", op.rand(3, 4), op.rand(3, 4), op.rand(2), error=True)
    op = functional("poissonNllLoss", F.poisson_nll_loss)
    counts = T([[0.0, 1.0, 2.0, 5.0]] * 3, grad=False)
    for r in ("mean", "sum", "none"):
        op.case(f"reduction {r}", op.rand(3, 4), counts, {"reduction": r})
    op.case("rates", op.rand(3, 4, lo=0.25, hi=3), counts, {"logInput": False})
    op.case("full", op.rand(3, 4), counts, {"full": True})
    op.case("another word", op.rand(3, 4), counts, {"reduction": "most"}, error=True)
    signs = T([[1.0, -1.0, -1.0, 1.0]] * 3, grad=False)
    op = functional("softMarginLoss", F.soft_margin_loss)
    for r in ("mean", "sum", "none"):
        op.case(f"reduction {r}", op.rand(3, 4), signs, {"reduction": r})
    op.case("another word", op.rand(3, 4), signs, {"reduction": "most"}, error=True)
    op = functional("multilabelSoftMarginLoss", F.multilabel_soft_margin_loss)
    labels = T([[1.0, 0.0, 0.0, 1.0]] * 3, grad=False)
    for r in ("mean", "sum", "none"):
        op.case(f"reduction {r}", op.rand(3, 4), labels, {"reduction": r})
    op.case("weight", op.rand(3, 4), labels, {"weight": T([1.0, 2.0, 0.5, 1.5], grad=False)})
    op.case("another word", op.rand(3, 4), labels, {"reduction": "most"}, error=True)
    op = functional("multilabelMarginLoss", F.multilabel_margin_loss)
    several = T([[3, 0, -1, 1], [2, -1, -1, -1], [0, 1, 2, 3]], "int32")
    for r in ("mean", "sum", "none"):
        op.case(f"reduction {r}", op.rand(3, 4), several, {"reduction": r})
    op.case("one example", op.rand(4), ints(1, 2, -1, 0))
    op.case("shape of the target", op.rand(3, 4), T([[1, 2]], "int32"), error=True)
    op = functional("tripletMarginWithDistanceLoss", F.triplet_margin_with_distance_loss)
    for r in ("mean", "sum", "none"):
        op.case(f"reduction {r}", op.rand(4, 3), op.rand(4, 3), op.rand(4, 3), {"reduction": r})
    op.case("swap, margin", op.rand(4, 3), op.rand(4, 3), op.rand(4, 3), {"swap": True, "margin": 2})
    op.case("sizes that differ", op.rand(4, 3), op.rand(4, 2), op.rand(4, 3), error=True)


def layers():
    for kind in ("Zero", "Constant", "Reflection", "Replication", "Circular"):
        for d, shape in ((1, (2, 2, 4)), (2, (1, 2, 4, 3)), (3, (1, 1, 3, 3, 4))):
            l = Layer(f"{kind}Pad{d}d")
            value = [1.5] if kind == "Constant" else []
            l.case("all sides", [1, *value], [l.rand(*shape)])
            l.case("each side", [[1, 2] + [0, 1] * (d - 1), *value], [l.rand(*shape)])
            l.case("no axes", [1, *value], [l.rand()], error=True)
    for name, ctor, x in (
        ("MaxPool3d", [2], (1, 2, 4, 4, 4)), ("AvgPool3d", [2, {"stride": 1}], (1, 2, 3, 3, 3)),
        ("AdaptiveAvgPool3d", [2], (1, 2, 3, 4, 5)), ("AdaptiveMaxPool3d", [2], (1, 2, 3, 4, 5)),
        ("PixelShuffle", [2], (1, 4, 2, 2)), ("PixelUnshuffle", [2], (1, 1, 4, 4)), ("ChannelShuffle", [2], (1, 4, 2, 2)),
        ("Unfold", [2, {"stride": 2}], (1, 2, 4, 4)), ("Fold", [[4, 4], [2, 2], {"stride": 2}], (1, 8, 4)),
        ("Softmax2d", [], (2, 3, 2, 2)),
        ("UpsamplingNearest2d", [{"scaleFactor": 2}], (1, 2, 2, 3)), ("UpsamplingBilinear2d", [{"scaleFactor": 2}], (1, 2, 2, 3)),
        ("ConvTranspose3d", [2, 3, 2, {"stride": 2}], (1, 2, 2, 2, 2)),
        ("BatchNorm3d", [2], (2, 2, 2, 2, 2)), ("InstanceNorm3d", [2, {"affine": True}], (2, 2, 2, 2, 2)),
    ):
        l = Layer(name)
        l.case("plain", ctor, [l.rand(*x)])
        if name in ("BatchNorm3d", "InstanceNorm3d", "ConvTranspose3d"):
            l.case("evaluation", ctor, [l.rand(*x)], mode="eval")
        if name not in ("UpsamplingNearest2d", "UpsamplingBilinear2d", "Softmax2d"):
            l.case("no axes", ctor, [l.rand()], error=True)
    for name, norm, window, x in (("LPPool1d", 2, 2, (1, 2, 6)), ("LPPool2d", 2, 2, (1, 2, 4, 4)), ("LPPool3d", 3, 2, (1, 1, 4, 4, 4))):
        l = Layer(name)
        l.case("plain", [norm, window], [l.rand(*x, lo=0.25, hi=2)])
    for d, x, i in ((1, (1, 1, 2), [[[1, 2]]]), (2, (1, 1, 1, 2), [[[[1, 6]]]]), (3, (1, 1, 1, 1, 2), [[[[[1, 6]]]]])):
        l = Layer(f"MaxUnpool{d}d")
        l.case("plain", [2], [l.rand(*x), T(i, "int32")])
    l = Layer("RReLU")
    l.case("evaluation", [], [l.rand(3, 4)], mode="eval")
    for name in ("Dropout3d", "FeatureAlphaDropout"):
        l = Layer(name)
        l.case("evaluation", [0.5], [l.rand(1, 2, 2, 2, 2)], mode="eval")
    l = Layer("CosineSimilarity")
    l.case("plain", [], [l.rand(3, 4), l.rand(3, 4)])
    l = Layer("PairwiseDistance")
    l.case("plain", [{"p": 1}], [l.rand(3, 4), l.rand(3, 4)])
    l = Layer("EmbeddingBag")
    l.case("mean", [6, 3], [T([[0, 2, 5], [1, 1, 4]], "int32")])
    l.case("max", [6, 3, {"mode": "max"}], [T([[0, 2, 5], [1, 1, 4]], "int32")])
    counts = T([[0.0, 1.0, 2.0, 5.0]] * 3, grad=False)
    signs = T([[1.0, -1.0, -1.0, 1.0]] * 3, grad=False)
    several = T([[3, 0, -1, 1], [2, -1, -1, -1], [0, 1, 2, 3]], "int32")
    l = Layer("GaussianNLLLoss")
    l.case("full", [{"full": True}], [l.rand(3, 4), l.rand(3, 4), l.rand(3, 4, lo=0.25, hi=2)])
    l = Layer("PoissonNLLLoss")
    l.case("full", [{"full": True}], [l.rand(3, 4), counts])
    l = Layer("SoftMarginLoss")
    l.case("sum", [{"reduction": "sum"}], [l.rand(3, 4), signs])
    l = Layer("MultiLabelMarginLoss")
    l.case("plain", [], [l.rand(3, 4), several])
    l = Layer("MultiLabelSoftMarginLoss")
    l.case("weight", [{"weight": T([1.0, 2.0, 0.5, 1.5], grad=False)}], [l.rand(3, 4), T([[1.0, 0.0, 0.0, 1.0]] * 3, grad=False)])
    l = Layer("TripletMarginWithDistanceLoss")
    l.case("swap", [{"swap": True}], [l.rand(4, 3), l.rand(4, 3), l.rand(4, 3)])
    l = Layer("Transformer")
    options = {"numEncoderLayers": 1, "numDecoderLayers": 2, "dimFeedforward": 6, "dropout": 0.0}
    l.case("plain", [4, 2, options], [l.rand(3, 2, 4), l.rand(5, 2, 4)])
    l.case("batch first, norm first", [4, 2, {**options, "batchFirst": True, "normFirst": True}], [l.rand(2, 3, 4), l.rand(2, 5, 4)])


def record():
    volumes()
    places()
    fractions()
    spatial()
    norms()
    pairs()
    likelihoods()
    layers()
