"""Fourier transforms; complex tensors are pairs along a last axis, as `torch.view_as_real` lays them out."""

import torch

from record import Op

fft = torch.fft


def pair(x):
    return torch.view_as_real(x.resolve_conj().contiguous())


def whole(x):
    return torch.view_as_complex(x.contiguous())


def one_axis():
    complex_in = {"fft.fft": (fft.fft, True), "fft.ifft": (fft.ifft, True), "fft.irfft": (fft.irfft, False), "fft.hfft": (fft.hfft, False)}
    for name, (fn, complex_out) in complex_in.items():
        op = Op(name, lambda x, fn=fn, complex_out=complex_out, **k: pair(fn(whole(x), **k)) if complex_out else fn(whole(x), **k))
        for n in (1, 2, 4, 5, 6, 7):
            if n > 1 or complex_out:
                op.case(f"{n} places", op.rand(n, 2))
        op.case("batch along an axis", op.rand(3, 2, 2), {"dim": 0})
        op.case("cut", op.rand(6, 2), {"n": 4})
        op.case("padded, odd", op.rand(3, 2), {"n": 9})
        for norm in ("forward", "ortho", "backward"):
            op.case(f"norm {norm}", op.rand(2, 5, 2), {"norm": norm})
        op.case("float64", op.rand(12, 2, dtype="float64"))
        op.case("no places", op.rand(3, 2), {"n": 0}, error=True)
        op.case("axis out of range", op.rand(3, 2), {"dim": 1}, error=True)
        op.case("unknown norm", op.rand(3, 2), {"norm": "half"}, error=True)
    for name, fn in (("fft.rfft", fft.rfft), ("fft.ihfft", fft.ihfft)):
        op = Op(name, lambda x, fn=fn, **k: pair(fn(x, **k)))
        for n in (1, 2, 4, 5, 6):
            op.case(f"{n} places", op.rand(n))
        op.case("batch along an axis", op.rand(5, 2), {"dim": 0})
        op.case("cut", op.rand(6), {"n": 4})
        op.case("padded, odd", op.rand(2, 3), {"n": 7})
        for norm in ("forward", "ortho"):
            op.case(f"norm {norm}", op.rand(5), {"norm": norm})
        op.case("views", op.rand(3, 4, layout="transposed"))
        op.case("no places", op.rand(3), {"n": 0}, error=True)


def several_axes():
    for name in ("fft2", "ifft2", "fftn", "ifftn", "irfft2", "irfftn"):
        fn = getattr(fft, name)
        real = name.startswith("irfft")
        op = Op(f"fft.{name}", lambda x, fn=fn, real=real, **k: fn(whole(x), **k) if real else pair(fn(whole(x), **k)))
        op.case("plain", op.rand(3, 4, 2))
        op.case("batch, axes", op.rand(2, 3, 4, 2), {"dim": [0, 2]})
        op.case("lengths", op.rand(3, 4, 2), {"s": [4, 5]})
        op.case("ortho", op.rand(2, 3, 2), {"norm": "ortho"})
        op.case("lengths and axes that differ in number", op.rand(3, 4, 2), {"s": [4], "dim": [0, 1]}, error=True)
    for name in ("rfft2", "rfftn"):
        fn = getattr(fft, name)
        op = Op(f"fft.{name}", lambda x, fn=fn, **k: pair(fn(x, **k)))
        op.case("plain", op.rand(3, 4))
        op.case("batch, axes", op.rand(2, 3, 5), {"dim": [2, 0]})
        op.case("lengths", op.rand(3, 4), {"s": [4, 5]})
        op.case("forward", op.rand(2, 3), {"norm": "forward"})
        op.case("an axis twice", op.rand(2, 3), {"dim": [0, 0]}, error=True)


def places():
    op = Op("fft.fftfreq", lambda n, d=1.0: fft.fftfreq(n, d), grad=False)
    for n in (1, 4, 5):
        op.case(f"{n}", n)
    op.case("step", 6, 0.25)
    op = Op("fft.rfftfreq", lambda n, d=1.0: fft.rfftfreq(n, d), grad=False)
    for n in (1, 4, 5):
        op.case(f"{n}", n, 0.5)
    for name in ("fftshift", "ifftshift"):
        op = Op(f"fft.{name}", lambda x, dim=None, fn=getattr(fft, name): fn(x, dim))
        op.case("odd", op.rand(5))
        op.case("even", op.rand(4))
        op.case("all axes", op.rand(3, 4))
        op.case("an axis", op.rand(3, 4), 1)
        op.case("axis out of range", op.rand(3), 1, error=True)


def record():
    one_axis()
    several_axes()
    places()
