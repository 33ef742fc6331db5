"""Optimizers and learning-rate schedules: paths of steps, not only where they end.

The problem has two parameters and a loss of few operators, `Σ a·(p − t)² + 0.1·Σp·Σq²`, whose gradient
changes with the parameters. Paths are in float64, so a wrong constant shows far above rounding.
"""

import math

import torch

from record import encode_arg, number, put, snake

STEPS = 20
LR_STEPS = 25
P = [[0.5, -1.25, 2.0], [0.0, 1.0, -0.75]]
Q = [1.5, -0.5]
TARGET = [[1.0, 1.0, -1.0], [0.5, 0.25, -2.0]]
SCALE = [[1.0, 0.5, 2.0], [0.125, 4.0, 0.25]]
HEAD = {"torch": torch.__version__.split("+")[0], "computed": "float64"}


class Lamb(torch.optim.Optimizer):
    """LAMB, written from algorithm 2 of arXiv:1904.00962: PyTorch has none.

    r = m̂ / (√v̂ + eps) + weightDecay·x, and x ← x − lr · φ(‖x‖) / ‖r‖ · r for each parameter tensor, where φ
    is the identity and the ratio is 1 where either norm is 0. Some programs leave out the hats, the correction
    of the moments' bias; the paper's second version has them, and so has this.
    """

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            b1, b2 = group["betas"]
            for x in group["params"]:
                s = self.state[x]
                if not s:
                    s.update(t=0, m=torch.zeros_like(x), v=torch.zeros_like(x))
                s["t"] += 1
                s["m"].mul_(b1).add_(x.grad, alpha=1 - b1)
                s["v"].mul_(b2).addcmul_(x.grad, x.grad, value=1 - b2)
                m, v = s["m"] / (1 - b1 ** s["t"]), s["v"] / (1 - b2 ** s["t"])
                r = m / (v.sqrt() + group["eps"]) + group["weight_decay"] * x
                nx, nr = x.norm(), r.norm()
                ratio = nx / nr if nx > 0 and nr > 0 else 1.0
                x.sub_(group["lr"] * ratio * r)


class Muon(torch.optim.Optimizer):
    """Muon with the orthogonal form in the parameter's dtype: PyTorch's has it in bfloat16."""

    def __init__(self, params, lr=1e-3, weight_decay=0.1, momentum=0.95, nesterov=True, ns_steps=5, adjust_lr="original"):
        super().__init__(params, {"lr": lr, "weight_decay": weight_decay, "momentum": momentum, "nesterov": nesterov, "ns_steps": ns_steps, "adjust_lr": adjust_lr})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for x in group["params"]:
                s = self.state[x]
                if not s:
                    s["m"] = torch.zeros_like(x)
                s["m"].lerp_(x.grad, 1 - group["momentum"])
                u = x.grad.lerp(s["m"], group["momentum"]) if group["nesterov"] else s["m"]
                tall = u.shape[0] > u.shape[1]
                u = u.T if tall else u
                u = u / u.norm().clamp(min=1e-7)
                for _ in range(group["ns_steps"]):
                    a = u @ u.T
                    u = 3.4445 * u + (-4.775 * a + 2.0315 * a @ a) @ u
                u = u.T if tall else u
                n, m = x.shape
                size = math.sqrt(max(1, n / m)) if group["adjust_lr"] == "original" else 0.2 * math.sqrt(max(n, m))
                x.mul_(1 - group["lr"] * group["weight_decay"]).sub_(u, alpha=group["lr"] * size)


OPTIMIZERS = {
    "SGD": [
        {"lr": 0.05},
        {"lr": 0.05, "momentum": 0.9},
        {"lr": 0.05, "momentum": 0.9, "dampening": 0.5},
        {"lr": 0.05, "momentum": 0.9, "nesterov": True},
        {"lr": 0.05, "weightDecay": 0.1},
        {"lr": 0.05, "momentum": 0.8, "weightDecay": 0.1, "nesterov": True},
        {"lr": 0.005, "momentum": 0.5, "maximize": True},
    ],
    "Adam": [
        {},
        {"lr": 0.1},
        {"lr": 0.1, "betas": [0.5, 0.9], "eps": 1e-3},
        {"lr": 0.1, "amsgrad": True},
        {"lr": 0.1, "weightDecay": 0.1},
        {"lr": 0.1, "weightDecay": 0.1, "amsgrad": True, "betas": [0.8, 0.7]},
        {"lr": 0.01, "maximize": True},
    ],
    "AdamW": [
        {},
        {"lr": 0.1},
        {"lr": 0.1, "weightDecay": 0.3},
        {"lr": 0.1, "weightDecay": 0},
        {"lr": 0.1, "amsgrad": True, "betas": [0.8, 0.7]},
        {"lr": 0.01, "maximize": True},
    ],
    "RMSprop": [
        {},
        {"lr": 0.05},
        {"lr": 0.05, "alpha": 0.8, "eps": 1e-3},
        {"lr": 0.05, "centered": True},
        {"lr": 0.05, "momentum": 0.9},
        {"lr": 0.05, "momentum": 0.5, "centered": True, "weightDecay": 0.1},
    ],
    "Adagrad": [
        {},
        {"lr": 0.3},
        {"lr": 0.3, "lrDecay": 0.1},
        {"lr": 0.3, "initialAccumulatorValue": 0.5, "weightDecay": 0.1},
        {"lr": 0.3, "eps": 1e-2},
    ],
    "Adadelta": [{}, {"lr": 0.5}, {"rho": 0.5, "eps": 1e-3}, {"weightDecay": 0.1}],
    "NAdam": [
        {},
        {"lr": 0.1},
        {"lr": 0.1, "momentumDecay": 0.1},
        {"lr": 0.1, "weightDecay": 0.1},
        {"lr": 0.1, "weightDecay": 0.1, "decoupledWeightDecay": True},
        {"lr": 0.1, "betas": [0.5, 0.9], "eps": 1e-3},
    ],
    "RAdam": [
        {},
        {"lr": 0.1},
        {"lr": 0.1, "betas": [0.9, 0.99]},
        {"lr": 0.1, "betas": [0.5, 0.8], "weightDecay": 0.1},
        {"lr": 0.1, "betas": [0.5, 0.8], "weightDecay": 0.1, "decoupledWeightDecay": True},
    ],
    "Adamax": [
        {},
        {"lr": 0.1},
        {"lr": 0.1, "betas": [0.5, 0.9], "eps": 1e-3},
        {"lr": 0.1, "weightDecay": 0.1},
        {"lr": 0.01, "maximize": True},
    ],
    "Rprop": [{}, {"lr": 0.1}, {"lr": 0.1, "etas": [0.3, 1.5]}, {"lr": 0.1, "stepSizes": [0.05, 0.2]}, {"maximize": True}],
    "ASGD": [{}, {"lr": 0.05}, {"lr": 0.05, "lambd": 0.1, "alpha": 0.5}, {"lr": 0.05, "t0": 5}, {"lr": 0.05, "weightDecay": 0.1}, {"lr": 0.005, "maximize": True}],
    "Adafactor": [{}, {"lr": 0.3}, {"lr": 0.3, "beta2Decay": -0.5}, {"lr": 0.3, "d": 2.0}, {"lr": 0.3, "weightDecay": 0.1}, {"lr": 0.3, "eps": [1e-3, 0.5]}, {"maximize": True}],
    "Lamb": [
        {},
        {"lr": 0.1},
        {"lr": 0.1, "weightDecay": 0.1},
        {"lr": 0.1, "betas": [0.5, 0.9], "eps": 1e-3},
    ],
}


def problem():
    d = torch.float64
    p = torch.tensor(P, dtype=d, requires_grad=True)
    q = torch.tensor(Q, dtype=d, requires_grad=True)
    t, a = torch.tensor(TARGET, dtype=d), torch.tensor(SCALE, dtype=d)

    def loss():
        return (a * (p - t) ** 2).sum() + 0.1 * p.sum() * (q * q).sum()

    return p, q, loss


def options_of(o):
    return {snake(k): tuple(v) if isinstance(v, list) else v for k, v in o.items()}


def make(name, params, o):
    cls = Lamb if name == "Lamb" else getattr(torch.optim, name)
    return cls(params, **options_of(o))


def flat(t):
    return [number(v) for v in t.detach().reshape(-1).tolist()]


def walk(optimizer, p, q, loss, between=None):
    path = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        value = loss()
        value.backward()
        extra = between(p, q) if between else None
        optimizer.step()
        step = {"loss": number(value.item()), "p": flat(p), "q": flat(q)}
        if extra is not None:
            step["norm"] = number(extra)
        path.append(step)
    return path


def start():
    return {"p": P, "q": Q, "target": TARGET, "scale": SCALE}


def optimizers():
    for name, sets in OPTIMIZERS.items():
        cases = []
        for o in sets:
            p, q, loss = problem()
            case_name = ", ".join(f"{k} {v}" for k, v in o.items()) or "defaults"
            if name == "SGD" and "lr" not in o:
                continue
            cases.append({"name": case_name, "options": o, "path": walk(make(name, [p, q], o), p, q, loss)})
        p, q, loss = problem()
        o = {"lr": 0.05}
        groups = [{"params": [p]}, {"params": [q], "lr": 0.01}]
        cases.append({"name": "two groups", "options": o, "groups": [{}, {"lr": 0.01}], "path": walk(make(name, groups, o), p, q, loss)})
        put(f"optim/{name}.json", {**HEAD, "optimizer": name, "start": start(), "cases": cases})


def muon():
    """Matrices only, so a problem of two of them: one wide, one tall."""
    cases = []
    for o in ({}, {"lr": 0.1}, {"lr": 0.1, "nesterov": False, "momentum": 0.5}, {"lr": 0.1, "weightDecay": 0, "nsSteps": 3}, {"lr": 0.1, "adjustLr": "matchRmsAdamw"}):
        p, q, _ = problem()
        q = torch.tensor([[1.5], [-0.5]], dtype=torch.float64, requires_grad=True)
        t, a = torch.tensor(TARGET, dtype=torch.float64), torch.tensor(SCALE, dtype=torch.float64)
        loss = lambda: (a * (p - t) ** 2).sum() + 0.1 * p.sum() * (q * q).sum()
        kw = {"adjust_lr" if k == "adjustLr" else snake(k): v for k, v in o.items()}
        cases.append({"name": ", ".join(f"{k} {v}" for k, v in o.items()) or "defaults", "options": o, "path": walk(Muon([p, q], **kw), p, q, loss)})
    put("optim/Muon.json", {**HEAD, "optimizer": "Muon", "start": {**start(), "q": [[1.5], [-0.5]]}, "cases": cases})


def lbfgs():
    """Steps with a closure: where each ends, and the loss it began with."""
    cases = []
    for o in ({}, {"lr": 0.3, "maxIter": 4}, {"lineSearchFn": "strong_wolfe"}, {"lineSearchFn": "strong_wolfe", "maxIter": 3, "historySize": 2}, {"lineSearchFn": "strong_wolfe", "lr": 5, "maxIter": 3}):
        p, q, loss = problem()
        opt = torch.optim.LBFGS([p, q], **options_of(o))
        path = []

        def closure():
            opt.zero_grad()
            value = loss() + 0.01 * ((p * p).sum() + (q * q).sum()) ** 2
            value.backward()
            return value

        for _ in range(6):
            value = opt.step(closure)
            path.append({"loss": number(value.item()), "p": flat(p), "q": flat(q)})
        cases.append({"name": ", ".join(f"{k} {v}" for k, v in o.items()) or "defaults", "options": o, "path": path})
    put("lbfgs.json", {**HEAD, "start": start(), "cases": cases})


def clipping():
    cases = []
    for name, kind, args in (
        ("norm 1", "norm", [1.0]),
        ("norm above every gradient", "norm", [1000.0]),
        ("norm of order 1", "norm", [2.0, {"normType": 1}]),
        ("norm of order infinity", "norm", [0.5, {"normType": math.inf}]),
        ("value 0.25", "value", [0.25]),
    ):
        p, q, loss = problem()

        def between(p, q):
            if kind == "norm":
                kw = {"norm_type": args[1]["normType"]} if len(args) > 1 else {}
                return torch.nn.utils.clip_grad_norm_([p, q], args[0], **kw).item()
            torch.nn.utils.clip_grad_value_([p, q], args[0])
            return None

        path = walk(torch.optim.SGD([p, q], lr=0.05), p, q, loss, between)
        cases.append({"name": name, "kind": kind, "args": [encode_arg(a, "", {}) for a in args], "path": path})
    put("clip.json", {**HEAD, "start": start(), "options": {"lr": 0.05}, "cases": cases})


def averages():
    from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

    cases = []
    for name, decay in (("every step counts alike", None), ("decay 0.9", 0.9), ("decay 0.5", 0.5)):
        p, q, loss = problem()
        module = torch.nn.Module()
        module.p, module.q = torch.nn.Parameter(p.detach().clone()), torch.nn.Parameter(q.detach().clone())
        t, a = torch.tensor(TARGET, dtype=torch.float64), torch.tensor(SCALE, dtype=torch.float64)
        averaged = AveragedModel(module, multi_avg_fn=get_ema_multi_avg_fn(decay) if decay else None)
        opt = torch.optim.SGD(module.parameters(), lr=0.05, momentum=0.9)
        path = []
        for _ in range(STEPS):
            opt.zero_grad()
            ((a * (module.p - t) ** 2).sum() + 0.1 * module.p.sum() * (module.q**2).sum()).backward()
            opt.step()
            averaged.update_parameters(module)
            path.append({"p": flat(averaged.module.p), "q": flat(averaged.module.q)})
        cases.append({"name": name, "decay": decay, "path": path})
    put("average.json", {**HEAD, "start": start(), "options": {"lr": 0.05, "momentum": 0.9}, "cases": cases})


LAMBDAS = {"inverse": lambda e: 1 / (1 + e), "warmup": lambda e: min(1, (e + 1) / 5), "tenth": lambda e: 0.1 + e / 100}
METRICS = [1.0, 0.9, 0.9, 0.95, 0.8, 0.80004, 0.81, 0.79999, 0.79, 0.79, 0.79, 0.79, 0.79, 0.5, 0.5, 0.6, 0.6, 0.6, 0.6, 0.4, 0.41, 0.42, 0.43, 0.44, 0.45]
# Options name what a scheduler is made with; `$lambda` stands for one of LAMBDAS, by name.
SCHEDULERS = {
    "StepLR": [{"stepSize": 3}, {"stepSize": 4, "gamma": 0.5}],
    "MultiStepLR": [{"milestones": [3, 7, 7, 12]}, {"milestones": [5, 20], "gamma": 0.3}],
    "ConstantLR": [{}, {"factor": 0.5, "totalIters": 8}],
    "ExponentialLR": [{"gamma": 0.9}],
    "PolynomialLR": [{"totalIters": 10, "power": 2}],
    "CosineAnnealingLR": [{"TMax": 10}, {"TMax": 20, "etaMin": 0.01}, {"TMax": 7, "etaMin": 0.02}],
    "CosineAnnealingWarmRestarts": [{"T0": 5}, {"T0": 3, "TMult": 2}, {"T0": 4, "TMult": 2, "etaMin": 0.01}],
    "OneCycleLR": [
        {"maxLr": 0.5, "totalSteps": 26},
        {"maxLr": 0.5, "epochs": 13, "stepsPerEpoch": 2, "pctStart": 0.4, "annealStrategy": "linear"},
        {"maxLr": 0.3, "totalSteps": 26, "divFactor": 10, "finalDivFactor": 100, "threePhase": True},
        {"maxLr": 0.3, "totalSteps": 26, "cycleMomentum": False},
    ],
    "MultiplicativeLR": [{"lrLambda": {"$lambda": n}} for n in LAMBDAS],
    "CyclicLR": [
        {"baseLr": 0.01, "maxLr": 0.1, "stepSizeUp": 4},
        {"baseLr": [0.01, 0.02], "maxLr": [0.1, 0.3], "stepSizeUp": 3, "stepSizeDown": 5, "mode": "triangular2"},
        {"baseLr": 0.01, "maxLr": 0.1, "stepSizeUp": 6, "mode": "exp_range", "gamma": 0.9, "baseMomentum": 0.7},
        {"baseLr": 0.01, "maxLr": 0.1, "stepSizeUp": 5, "cycleMomentum": False},
    ],
    "LinearLR": [{}, {"startFactor": 0.1, "endFactor": 0.8, "totalIters": 10}],
    "LambdaLR": [{"lrLambda": {"$lambda": n}} for n in LAMBDAS],
    "ReduceLROnPlateau": [
        {"patience": 1},
        {"patience": 2, "factor": 0.5, "cooldown": 2},
        {"patience": 0, "threshold": 0.1, "minLr": 0.001},
        {"patience": 1, "threshold": 0.05, "thresholdMode": "abs"},
        {"patience": 1, "mode": "max"},
    ],
    "SequentialLR": [
        {"schedulers": [["LinearLR", {"startFactor": 0.1, "totalIters": 5}], ["CosineAnnealingLR", {"TMax": 15}]], "milestones": [5]},
        {"schedulers": [["ConstantLR", {"factor": 0.1, "totalIters": 2}], ["ExponentialLR", {"gamma": 0.9}], ["StepLR", {"stepSize": 2}]], "milestones": [4, 10]},
    ],
}
TORCH_KEYS = {"TMax": "T_max", "T0": "T_0", "TMult": "T_mult", "lrLambda": "lr_lambda"}


def scheduler(name, opt, o):
    kw = {}
    for k, v in o.items():
        if k == "schedulers":
            v = [scheduler(n, opt, x) for n, x in v]
        elif isinstance(v, dict):
            v = LAMBDAS[v["$lambda"]]
        kw[TORCH_KEYS.get(k, snake(k))] = v
    return getattr(torch.optim.lr_scheduler, name)(opt, **kw)


def schedulers():
    for name, sets in SCHEDULERS.items():
        cases = []
        for o in sets:
            p, q, _ = problem()
            opt = torch.optim.SGD([{"params": [p]}, {"params": [q], "lr": 0.02}], lr=0.1, momentum=0.9)
            s = scheduler(name, opt, o)
            read = lambda: [number(g["lr"]) for g in opt.param_groups]
            lrs, momenta = [read()], [number(opt.param_groups[0]["momentum"])]
            for i in range(LR_STEPS):
                opt.step()
                s.step(METRICS[i]) if name == "ReduceLROnPlateau" else s.step()
                lrs.append(read())
                momenta.append(number(opt.param_groups[0]["momentum"]))
            c = {"name": f"set {len(cases) + 1}", "options": o, "lrs": lrs}
            if len(set(momenta)) > 1:
                c["momenta"] = momenta
            cases.append(c)
        value = {**HEAD, "scheduler": name, "lr": [0.1, 0.02], "momentum": 0.9, "cases": cases}
        if name == "ReduceLROnPlateau":
            value["metrics"] = METRICS
        put(f"schedulers/{name}.json", value)


def record():
    # NAdam keeps a product of numbers in a tensor of the default dtype.
    torch.set_default_dtype(torch.float64)
    try:
        optimizers()
        muon()
        lbfgs()
        clipping()
        averages()
        schedulers()
    finally:
        torch.set_default_dtype(torch.float32)
