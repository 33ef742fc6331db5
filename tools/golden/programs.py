"""Whole programs as people write them, each reduced to the numbers it prints: a trace.

Both sides make the same numbers: a value is `sin(0.7·i + 1.3·k)` rounded to 1/256, and a model's parameters are such
values with k = 0, 1, … in their order, times 0.5. Computed in float64; `packages/nn/test/programs` has the programs
in TypeScript, under the same names.
"""

import math

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from record import number, put

PROGRAMS = {}


def program(f):
    PROGRAMS[f.__name__] = f
    return f


def values(shape, k=0.0, scale=1.0):
    n = int(np.prod(shape))
    v = [scale * math.floor(math.sin(0.7 * i + 1.3 * k) * 256 + 0.5) / 256 for i in range(n)]
    return torch.tensor(v, dtype=torch.float64).reshape(shape)


def filled(model, start=0, scale=0.5):
    with torch.no_grad():
        for k, p in enumerate(model.parameters()):
            p.copy_(values(p.shape, start + k, scale))
    return model


def classes(n, count, k=0):
    return torch.tensor([(7 * i + 3 * k) % count for i in range(n)])


def mlp(*sizes, start=0, act=nn.Tanh):
    layers = []
    for i, o in zip(sizes, sizes[1:]):
        layers += [nn.Linear(i, o), act()]
    return filled(nn.Sequential(*layers[:-1]), start)


def norm_of(parameters):
    return math.sqrt(sum(float((p.grad**2).sum()) for p in parameters if p.grad is not None))


def size_of(parameters):
    return sum(float(p.detach().abs().sum()) for p in parameters)


@program
def gan():
    g, d = mlp(3, 8, 2), mlp(2, 8, 1, start=5)
    og, od = torch.optim.Adam(g.parameters(), lr=0.01, betas=(0.5, 0.999)), torch.optim.Adam(d.parameters(), lr=0.02)
    out = []
    for step in range(8):
        z, real = values((6, 3), step), values((6, 2), step + 0.5) + 1
        fake = g(z)
        od.zero_grad()
        loss_d = F.binary_cross_entropy_with_logits(d(real), torch.ones(6, 1)) + F.binary_cross_entropy_with_logits(d(fake.detach()), torch.zeros(6, 1))
        loss_d.backward()
        od.step()
        og.zero_grad()
        loss_g = F.binary_cross_entropy_with_logits(d(fake), torch.ones(6, 1))
        loss_g.backward()
        og.step()
        out += [loss_d.item(), loss_g.item()]
    return out


@program
def wgan_gp():
    g, d = mlp(3, 8, 2), mlp(2, 8, 8, 1, start=5)
    og, od = torch.optim.RMSprop(g.parameters(), lr=0.005), torch.optim.RMSprop(d.parameters(), lr=0.005)
    out = []
    for step in range(6):
        for inner in range(2):
            real, fake = values((5, 2), step + inner) + 1, g(values((5, 3), step - inner)).detach()
            mix = values((5, 1), 9).abs()
            between = (mix * real + (1 - mix) * fake).requires_grad_(True)
            (slope,) = torch.autograd.grad(d(between).sum(), between, create_graph=True)
            penalty = ((slope.norm(2, dim=1) - 1) ** 2).mean()
            loss = d(fake).mean() - d(real).mean() + 10 * penalty
            od.zero_grad()
            loss.backward()
            od.step()
            out += [loss.item(), penalty.item()]
        og.zero_grad()
        loss = -d(g(values((5, 3), step))).mean()
        loss.backward()
        og.step()
        out.append(loss.item())
    return out


@program
def target_network():
    q, target = mlp(4, 10, 3, act=nn.ReLU), mlp(4, 10, 3, start=3, act=nn.ReLU)
    target.load_state_dict(q.state_dict())
    optimizer = torch.optim.Adam(q.parameters(), lr=0.01)
    out = []
    for step in range(10):
        s, after, r = values((8, 4), step), values((8, 4), step + 1), values((8,), step + 2)
        a, done = classes(8, 3, step), (classes(8, 4, step) == 0).double()
        with torch.no_grad():
            goal = r + 0.9 * (1 - done) * target(after).max(1)[0]
        loss = F.smooth_l1_loss(q(s).gather(1, a.unsqueeze(1)).squeeze(1), goal)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 4 == 3:
            target.load_state_dict(q.state_dict())
        else:
            with torch.no_grad():
                for p, t in zip(q.parameters(), target.parameters()):
                    t.mul_(0.95).add_(p, alpha=0.05)
        out += [loss.item(), size_of(target.parameters())]
    return out


class Cell(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 5)
        self.cell = nn.Linear(11, 6)
        self.head = nn.Linear(6, 7)

    def forward(self, x, h):
        h = torch.tanh(self.cell(torch.cat([self.embedding(x), h], 1)))
        return self.head(h), h


@program
def char_rnn():
    model = filled(Cell())
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3, momentum=0.9)
    text = [[(i * i + 3 * t + i) % 7 for t in range(25)] for i in range(3)]
    h, out = torch.zeros(3, 6), []
    for chunk in range(6):
        h, loss = h.detach(), 0
        for t in range(4 * chunk, 4 * chunk + 4):
            x, y = torch.tensor([r[t] for r in text]), torch.tensor([r[t + 1] for r in text])
            logits, h = model(x, h)
            loss = loss + F.cross_entropy(logits, y)
        optimizer.zero_grad()
        (loss / 4).backward()
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
        out += [loss.item(), norm.item(), h.norm().item()]
    return out


@program
def maml():
    w1, b1, w2 = [values(s, k, 0.5).requires_grad_() for k, s in enumerate([(1, 8), (8,), (8, 1)])]
    meta = torch.optim.Adam([w1, b1, w2], lr=0.02)
    net = lambda x, p: torch.tanh(x @ p[0] + p[1]) @ p[2]
    out = []
    for step in range(6):
        meta.zero_grad()
        total = 0
        for task in range(2):
            x, fresh = values((5, 1), task + step), values((5, 1), task + step + 7)
            goal = lambda z: torch.sin(z * (task + 1))
            p = [w1, b1, w2]
            for _ in range(2):
                grads = torch.autograd.grad(((net(x, p) - goal(x)) ** 2).mean(), p, create_graph=True)
                p = [w - 0.1 * g for w, g in zip(p, grads)]
            total = total + ((net(fresh, p) - goal(fresh)) ** 2).mean()
        total.backward()
        meta.step()
        out += [total.item(), norm_of([w1, b1, w2])]
    return out


@program
def weight_average():
    model = mlp(4, 6, 2)
    average = [p.detach().clone() for p in model.parameters()]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    out = []
    for step in range(20):
        loss = F.mse_loss(model(values((5, 4), step)), values((5, 2), step + 3))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            for a, p in zip(average, model.parameters()):
                a.mul_(0.9).add_(p, alpha=0.1)
        if step % 4 == 0:
            out.append(loss.item())
    kept = [p.detach().clone() for p in model.parameters()]
    with torch.no_grad():
        for p, a in zip(model.parameters(), average):
            p.copy_(a)
        out.append(F.mse_loss(model(values((5, 4), 1)), values((5, 2), 4)).item())
        for p, k in zip(model.parameters(), kept):
            p.copy_(k)
    out.append(F.mse_loss(model(values((5, 4), 1)), values((5, 2), 4)).item())
    return out


@program
def style_loop():
    features = filled(nn.Sequential(nn.Conv2d(1, 3, 3, padding=1), nn.ReLU(), nn.Conv2d(3, 4, 3, padding=1)))
    for p in features.parameters():
        p.requires_grad_(False)

    def gram(y):
        f = y.flatten(2)
        return f @ f.transpose(1, 2) / f.shape[2]

    style, content = gram(features(values((1, 1, 6, 6), 2))), features(values((1, 1, 6, 6), 5))
    image = values((1, 1, 6, 6), 5).requires_grad_()
    optimizer = torch.optim.Adam([image], lr=0.05)
    out = []
    for _ in range(10):
        y = features(image)
        loss = 3 * F.mse_loss(gram(y), style) + F.mse_loss(y, content)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            image.clamp_(-1, 1)
        out += [loss.item(), image.sum().item()]
    return out


@program
def range_test():
    model = mlp(4, 6, 3)
    before = {k: v.clone() for k, v in model.state_dict().items()}
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3, momentum=0.9)
    out = []
    for step in range(12):
        for group in optimizer.param_groups:
            group["lr"] = 1e-3 * 10 ** (step / 6)
        loss = F.cross_entropy(model(values((6, 4), step % 3)), classes(6, 3, step % 3))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out.append(loss.item())
    model.load_state_dict(before)
    out.append(F.cross_entropy(model(values((6, 4))), classes(6, 3)).item())
    return out


@program
def swa():
    model = filled(nn.Sequential(nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(), nn.Linear(6, 2)))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    mean, count, out = None, 0, []
    for step in range(12):
        model.train()
        loss = F.mse_loss(model(values((8, 4), step)), values((8, 2), step))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step >= 6 and step % 2 == 1:
            now = [p.detach().clone() for p in model.parameters()]
            mean = now if mean is None else [m + (n - m) / (count + 1) for m, n in zip(mean, now)]
            count += 1
        out.append(loss.item())
    with torch.no_grad():
        for p, m in zip(model.parameters(), mean):
            p.copy_(m)
    # Fresh statistics for the averaged weights.
    model[1].reset_running_stats()
    model[1].momentum = None
    with torch.no_grad():
        for step in range(3):
            model(values((8, 4), step))
    model.eval()
    out += [model[1].running_mean.sum().item(), model[1].running_var.sum().item()]
    out.append(F.mse_loss(model(values((8, 4), 1)), values((8, 2), 1)).item())
    return out


@program
def accumulation():
    model = mlp(4, 6, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    out = []
    for step in range(5):
        optimizer.zero_grad()
        for part in range(4):
            loss = F.cross_entropy(model(values((3, 4), step + part)), classes(3, 3, step + part)) / 4
            loss.backward()
            out.append(loss.item())
        out.append(norm_of(model.parameters()))
        optimizer.step()
    return out


@program
def freezing():
    body, head = mlp(4, 6, 6), mlp(6, 3, start=7)
    for p in body.parameters():
        p.requires_grad_(False)
    optimizer = torch.optim.SGD(head.parameters(), lr=0.2, momentum=0.9)
    out = []
    for step in range(12):
        if step == 6:
            for p in body.parameters():
                p.requires_grad_(True)
            optimizer.add_param_group({"params": body.parameters(), "lr": 0.02})
        loss = F.cross_entropy(head(torch.tanh(body(values((6, 4), step)))), classes(6, 3, step))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [loss.item(), size_of(body.parameters())]
    return out


@program
def straight_through():
    model = mlp(4, 6, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    out = []
    for step in range(10):
        y = model(values((5, 4), step) * 2)
        rounded = y + (torch.round(y * 2) / 2 - y).detach()
        loss = ((rounded - values((5, 2), step + 1)) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [loss.item(), rounded.sum().item()]
    return out


@program
def activations_seen():
    model = mlp(4, 6, 6, 3)
    seen, slopes, out = {}, [], []
    for i in (1, 3):
        model[i].register_forward_hook(lambda m, x, y, i=i: seen.__setitem__(i, y))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    for step in range(6):
        loss = F.cross_entropy(model(values((6, 4), step)), classes(6, 3, step))
        seen[1].register_hook(lambda g: slopes.append(g.abs().mean().item()))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [seen[1].mean().item(), seen[3].pow(2).mean().item(), slopes[-1]]
    return out


@program
def penalties():
    model = mlp(4, 8, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    norms, sizes = [], []
    for step in range(15):
        hidden = model[1](model[0](values((5, 4), step)))
        l1 = sum(p.abs().sum() for p in model.parameters())
        loss = F.mse_loss(model[2](hidden), values((5, 2), step)) + 0.01 * l1 + 0.1 * hidden.pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        norms.append(model[0].weight.grad.norm())
        sizes.append(l1)
        optimizer.step()
    return [n.item() for n in norms] + [s.item() for s in sizes]


@program
def adam_by_hand():
    w, b = values((4, 3), 0, 0.5).requires_grad_(), torch.zeros(3).requires_grad_()
    m, v = [torch.zeros_like(p) for p in (w, b)], [torch.zeros_like(p) for p in (w, b)]
    out = []
    for t in range(1, 16):
        loss = F.cross_entropy(values((6, 4), t) @ w + b, classes(6, 3, t))
        loss.backward()
        with torch.no_grad():
            for i, p in enumerate((w, b)):
                m[i].mul_(0.9).add_(p.grad, alpha=0.1)
                v[i].mul_(0.99).addcmul_(p.grad, p.grad, value=0.01)
                p.addcdiv_(m[i] / (1 - 0.9**t), (v[i] / (1 - 0.99**t)).sqrt() + 1e-8, value=-0.05)
                p.grad.zero_()
        out.append(loss.item())
    return out + [w.sum().item(), b.sum().item()]


@program
def variational():
    encoder, decoder = mlp(6, 8, 4), mlp(2, 8, 6, start=9)
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=0.01)
    out = []
    for step in range(8):
        x = values((5, 6), step)
        mean, log_var = encoder(x).chunk(2, 1)
        z = mean + values((5, 2), step + 4) * torch.exp(0.5 * log_var)
        kl = -0.5 * (1 + log_var - mean.pow(2) - log_var.exp()).sum(1).mean()
        loss = F.mse_loss(decoder(z), x, reduction="sum") / 5 + kl
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [loss.item(), kl.item()]
    return out


@program
def tied_weights():
    w, b, c = values((6, 3), 0, 0.5).requires_grad_(), torch.zeros(3).requires_grad_(), torch.zeros(6).requires_grad_()
    optimizer = torch.optim.Adam([w, b, c], lr=0.02)
    out = []
    for step in range(12):
        x = values((5, 6), step)
        loss = F.mse_loss(torch.sigmoid(x @ w + b) @ w.t() + c, x)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out.append(loss.item())
    return out + [w.norm().item()]


@program
def triplets():
    net = mlp(4, 8, 3)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    out = []
    for step in range(8):
        a, p, n = (F.normalize(net(values((5, 4), step + k)), dim=1) for k in (0, 0.1, 2))
        loss = F.triplet_margin_loss(a, p, n, margin=0.5)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out.append(loss.item())
    return out


@program
def reinforce():
    policy, value = mlp(3, 8, 2), mlp(3, 8, 1, start=6)
    optimizer = torch.optim.Adam([*policy.parameters(), *value.parameters()], lr=0.02)
    out = []
    for step in range(8):
        s, a, r = values((6, 3), step), classes(6, 2, step), values((6,), step + 1)
        back, total = [], 0.0
        for reward in reversed(r.tolist()):
            total = reward + 0.9 * total
            back.insert(0, total)
        returns = torch.tensor(back)
        returns = (returns - returns.mean()) / (returns.std() + 1e-6)
        guess = value(s).squeeze(1)
        log_p = F.log_softmax(policy(s), 1)
        chosen = log_p.gather(1, a.unsqueeze(1)).squeeze(1)
        entropy = -(log_p.exp() * log_p).sum(1).mean()
        actor = -(chosen * (returns - guess).detach()).mean()
        critic = F.mse_loss(guess, returns)
        optimizer.zero_grad()
        (actor + 0.5 * critic - 0.01 * entropy).backward()
        optimizer.step()
        out += [actor.item(), critic.item(), entropy.item()]
    return out


@program
def two_losses():
    shared, left, right = mlp(4, 6, 5), mlp(5, 2, start=5), mlp(5, 3, start=7)
    optimizer = torch.optim.SGD([*shared.parameters(), *left.parameters(), *right.parameters()], lr=0.1)
    out = []
    for step in range(8):
        h = torch.relu(shared(values((6, 4), step)))
        one, other = F.mse_loss(left(h), values((6, 2), step)), F.cross_entropy(right(h), classes(6, 3, step))
        optimizer.zero_grad()
        one.backward(retain_graph=True)
        first = norm_of(shared.parameters())
        other.backward()
        out += [one.item(), other.item(), first, norm_of(shared.parameters())]
        optimizer.step()
    return out


@program
def newton():
    w = values((3,), 1, 0.5).requires_grad_()
    x, y = values((10, 3), 2), (values((10,), 3) > 0).double()
    out = []
    for _ in range(4):
        loss = F.binary_cross_entropy_with_logits(x @ w, y) + 0.05 * (w**2).sum()
        (g,) = torch.autograd.grad(loss, w, create_graph=True)
        rows = [torch.autograd.grad(g[i], w, retain_graph=True)[0] for i in range(3)]
        h = torch.stack(rows)
        with torch.no_grad():
            w -= torch.linalg.solve(h, g)
        out += [loss.item(), g.norm().item(), torch.trace(h).item()]
    return out


@program
def adversarial():
    model = mlp(4, 8, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    out = []
    for step in range(8):
        x, y = values((6, 4), step).requires_grad_(), classes(6, 3, step)
        plain = F.cross_entropy(model(x), y)
        (g,) = torch.autograd.grad(plain, x)
        bent = (x + 0.1 * g.sign()).clamp(-1, 1).detach()
        loss = F.cross_entropy(model(bent), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [plain.item(), loss.item()]
    return out


@program
def mixup():
    model = mlp(4, 8, 3)
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.02, weight_decay=0.1)
    out = []
    for step in range(8):
        x, y = values((6, 4), step), F.one_hot(classes(6, 3, step), 3).double()
        share, order = 0.3 + 0.05 * step, torch.tensor([3, 0, 5, 1, 4, 2])
        loss = F.cross_entropy(model(share * x + (1 - share) * x[order]), share * y + (1 - share) * y[order], label_smoothing=0.1)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out.append(loss.item())
    return out


@program
def class_weights():
    model = mlp(4, 8, 3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    weight, out = torch.tensor([0.2, 1.0, 3.0]), []
    for step in range(8):
        y = classes(6, 3, step)
        y[step % 6] = -100
        loss = F.cross_entropy(model(values((6, 4), step)), y, weight=weight, label_smoothing=0.05)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_value_(model.parameters(), 0.05)
        optimizer.step()
        out.append(loss.item())
    return out


@program
def schedules():
    model = mlp(4, 6, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True)
    warm = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=4)
    cosine = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=8)
    schedule = torch.optim.lr_scheduler.SequentialLR(optimizer, [warm, cosine], milestones=[4])
    out = []
    for step in range(12):
        loss = F.mse_loss(model(values((5, 4), step)), values((5, 2), step))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        out += [loss.item(), optimizer.param_groups[0]["lr"]]
    return out


@program
def distillation():
    teacher, student = mlp(4, 10, 3), mlp(4, 4, 3, start=8)
    optimizer = torch.optim.Adam(student.parameters(), lr=0.02)
    teacher.eval()
    out = []
    for step in range(8):
        x = values((6, 4), step)
        with torch.no_grad():
            goal = F.softmax(teacher(x) / 3, 1)
        y = student(x)
        soft = F.kl_div(F.log_softmax(y / 3, 1), goal, reduction="batchmean") * 9
        loss = 0.7 * soft + 0.3 * F.cross_entropy(y, classes(6, 3, step))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [loss.item(), soft.item()]
    return out


@program
def neural_ode():
    f = mlp(2, 8, 2)
    optimizer = torch.optim.Adam(f.parameters(), lr=0.01)
    out = []
    for _ in range(6):
        x, path = values((4, 2), 1), []
        for _ in range(5):
            k1 = f(x)
            k2 = f(x + 0.1 * k1)
            k3 = f(x + 0.1 * k2)
            k4 = f(x + 0.2 * k3)
            x = x + 0.2 / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            path.append(x)
        loss = F.mse_loss(torch.stack(path), values((5, 4, 2), 3))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [loss.item(), x.norm().item()]
    return out


@program
def spectral():
    linear, u = filled(nn.Linear(5, 4)), F.normalize(values((4,), 2), dim=0)
    optimizer = torch.optim.SGD(linear.parameters(), lr=0.1)
    out = []
    for step in range(10):
        with torch.no_grad():
            v = F.normalize(linear.weight.t() @ u, dim=0)
            u = F.normalize(linear.weight @ v, dim=0)
        sigma = u @ linear.weight @ v
        y = F.linear(values((6, 5), step), linear.weight / sigma, linear.bias)
        loss = F.mse_loss(y, values((6, 4), step + 1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [loss.item(), sigma.item()]
    return out


@program
def pruning():
    model = mlp(6, 8, 3)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2, momentum=0.9)
    mask, out = None, []
    for step in range(10):
        if step == 4:
            w = model[0].weight.detach()
            mask = (w.abs() >= w.abs().flatten().kthvalue(24)[0]).double()
        loss = F.cross_entropy(model(values((6, 6), step)), classes(6, 3, step))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        with torch.no_grad():
            if mask is not None:
                model[0].weight.mul_(mask)
            model[2].bias[0] = 0.0
        out += [loss.item(), model[0].weight.abs().sum().item()]
    return out


@program
def word_vectors():
    inner, outer = filled(nn.Embedding(9, 4)), filled(nn.Embedding(9, 4), 3)
    optimizer = torch.optim.Adagrad([*inner.parameters(), *outer.parameters()], lr=0.2)
    out = []
    for step in range(10):
        center, context = classes(5, 9, step), classes(5, 9, step + 1)
        others = torch.tensor([[(i + 2 * j + step) % 9 for j in range(3)] for i in range(5)])
        c = inner(center)
        near = F.logsigmoid((c * outer(context)).sum(1))
        far = F.logsigmoid(-torch.bmm(outer(others), c.unsqueeze(2)).squeeze(2)).sum(1)
        loss = -(near + far).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out.append(loss.item())
    return out + [inner.weight.norm().item()]


@program
def contrastive():
    net = mlp(4, 8, 3)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    out = []
    for step in range(6):
        x = values((4, 4), step)
        z = F.normalize(net(torch.cat([x + 0.1 * values((4, 4), 3), x - 0.1 * values((4, 4), 4)])), dim=1)
        close = z @ z.t() / 0.5
        close = close.masked_fill(torch.eye(8, dtype=torch.bool), float("-inf"))
        loss = F.cross_entropy(close, torch.tensor([4, 5, 6, 7, 0, 1, 2, 3]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out.append(loss.item())
    return out


class Binarize(torch.autograd.Function):
    """The sign of the weights; back, as if nothing were on the way where they are small."""

    @staticmethod
    def forward(ctx, w, limit):
        ctx.save_for_backward(w)
        ctx.limit = limit
        return torch.where(w >= 0, 1.0, -1.0)

    @staticmethod
    def backward(ctx, g):
        (w,) = ctx.saved_tensors
        return g * (w.abs() <= ctx.limit), None


class SoftStep(torch.autograd.Function):
    """x*sigmoid(k*x) and the sigmoid, with gradients by hand that have gradients themselves."""

    @staticmethod
    def forward(ctx, x, k):
        s = torch.sigmoid(k * x)
        ctx.save_for_backward(x, k, s)
        return x * s, s

    @staticmethod
    def backward(ctx, g, h):
        x, k, s = ctx.saved_tensors
        inner = (g * x + h) * s * (1 - s)
        return g * s + inner * k, (inner * x).sum() if ctx.needs_input_grad[1] else None


@program
def own_functions():
    w1, w2, k = [(0.5 * values(s, i)).requires_grad_() for i, s in enumerate([(4, 6), (6, 2), ()])]
    optimizer = torch.optim.SGD([w1, w2, k], lr=0.2)
    out = []
    for step in range(8):
        x = values((5, 4), step).requires_grad_()
        y, gate = SoftStep.apply(x @ Binarize.apply(w1, 0.4), k)
        z = y @ w2
        (slope,) = torch.autograd.grad(z.square().sum() + gate.sum(), x, create_graph=True)
        loss = F.mse_loss(z, values((5, 2), step + 1)) + 0.05 * slope.square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [loss.item(), slope.abs().sum().item(), k.item(), w1.grad.abs().sum().item()]
    return out


def flat(*tensors):
    return [x for t in tensors for x in t.detach().reshape(-1).tolist()]


@program
def packed_sequences():
    """Values, last states and all gradients of recurrent layers over sequences of different lengths."""
    out = []
    for kind in (nn.RNN, nn.GRU, nn.LSTM):
        for lengths, layers, both, start in (([4, 2, 1], 1, False, False), ([2, 4, 3, 4], 2, True, True), ([3, 3], 1, True, True)):
            net = filled(kind(3, 2, num_layers=layers, bidirectional=both))
            n = len(lengths)
            x = values((5, n, 3), 1).requires_grad_()
            packed = nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=lengths == sorted(lengths, reverse=True))
            states = [values((layers * (1 + both), n, 2), k).requires_grad_() for k in (2, 3)][: 2 if kind is nn.LSTM else 1]
            given = None if not start else tuple(states) if kind is nn.LSTM else states[0]
            y, last = net(packed, given)
            last = list(last) if kind is nn.LSTM else [last]
            padded, sizes = nn.utils.rnn.pad_packed_sequence(y, padding_value=-1.0)
            loss = sum((t * values(t.shape, 4 + i)).sum() for i, t in enumerate([padded, *last]))
            loss.backward()
            out += flat(padded, sizes.double(), *last, x.grad, *(states[i].grad for i in range(len(states)) if start))
            out += flat(*(p.grad for p in net.parameters()))
    return out


@program
def padded_and_packed():
    """What the functions around padding give, and their gradients."""
    rnn = nn.utils.rnn
    xs = [values((n, 2), n).requires_grad_() for n in (2, 4, 1)]
    out = flat(rnn.pad_sequence(xs, padding_value=0.5), rnn.pad_sequence(xs, batch_first=True, padding_side="left"))
    packed = rnn.pack_sequence(xs, enforce_sorted=False)
    out += flat(packed.data, packed.batch_sizes.double(), packed.sorted_indices.double(), packed.unsorted_indices.double())
    padded, lengths = rnn.pad_packed_sequence(packed, batch_first=True, padding_value=3.0, total_length=6)
    out += flat(padded, lengths.double(), *rnn.unpack_sequence(packed), *rnn.unpad_sequence(padded, lengths, batch_first=True))
    (padded.square() * values(padded.shape, 3)).sum().backward()
    return out + flat(*(x.grad for x in xs))


@program
def normalised_weights():
    """Weight norm in a hidden layer and spectral norm in a convolution, trained; then taken away again."""
    conv = nn.utils.spectral_norm(filled(nn.Conv2d(1, 3, 3, padding=1)), n_power_iterations=2)
    back = nn.utils.spectral_norm(filled(nn.ConvTranspose2d(3, 2, 2)))
    linear = nn.utils.weight_norm(filled(nn.Linear(50, 4), 2))
    whole = nn.utils.weight_norm(filled(nn.Linear(4, 2), 3), dim=None)
    columns = nn.utils.weight_norm(filled(nn.Linear(2, 2), 4), dim=1)
    model = nn.Sequential(conv, back, nn.Flatten(), linear, whole, columns)
    with torch.no_grad():
        for k, m in enumerate((conv, back)):
            m.weight_u.copy_(F.normalize(values(m.weight_u.shape, 5 + k), dim=0))
            m.weight_v.copy_(F.normalize(values(m.weight_v.shape, 7 + k), dim=0))
    names = [name for name, _ in model.named_parameters()]
    optimizer = torch.optim.SGD(sorted_by_name(model), lr=0.05)
    out = [len(names), sum(map(len, model.state_dict()))]
    for step in range(5):
        model.train(step != 3)
        loss = F.mse_loss(model(values((3, 1, 4, 4), step)), values((3, 2), step + 1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [loss.item(), *flat(linear.weight_g, whole.weight_g, columns.weight_g, conv.weight_u, back.weight_v), linear.weight_v.grad.abs().sum().item(), conv.weight_orig.grad.abs().sum().item()]
    for m in (conv, back):
        nn.utils.remove_spectral_norm(m)
    for m in (linear, whole, columns):
        nn.utils.remove_weight_norm(m)
    out += flat(model(values((3, 1, 4, 4), 1))) + [len(list(model.parameters()))]
    vector = nn.utils.parameters_to_vector(whole.parameters())
    nn.utils.vector_to_parameters(vector * 2, whole.parameters())
    return out + flat(vector.sum(), whole.weight.sum(), whole.bias.sum())


def sorted_by_name(model):
    return [p for _, p in sorted(model.named_parameters())]


@program
def backward_hooks():
    """Gradients seen and changed on their way through modules."""
    model = mlp(4, 5, 3)
    seen = []
    model[1].register_full_backward_pre_hook(lambda m, g: (g[0] * 2,))
    model[1].register_full_backward_hook(lambda m, gi, go: seen.append((gi[0].abs().sum().item(), go[0].abs().sum().item())))
    model[2].register_full_backward_hook(lambda m, gi, go: (gi[0].clamp(-0.05, 0.05),))
    last = model[0].register_full_backward_hook(lambda m, gi, go: seen.append((-1.0 if gi[0] is None else gi[0].sum().item(), go[0].sum().item())))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    out = []
    for step in range(5):
        x = values((6, 4), step)
        if step % 2:
            x.requires_grad_()
        if step == 4:
            last.remove()
        seen.clear()
        loss = F.cross_entropy(model(x), classes(6, 3, step))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        out += [loss.item(), norm_of(model.parameters()), len(seen), *(v for pair in seen for v in pair)]
    return out


@program
def functions_of_functions():
    """Gradients of each example, curvature and products with it, and an ensemble as one model."""
    from torch import func

    model = mlp(3, 4, 2)
    params = {k: p.detach() for k, p in model.named_parameters()}
    x, y = values((5, 3), 1), classes(5, 2, 1)

    def loss(p, one, label):
        return F.cross_entropy(func.functional_call(model, p, (one.unsqueeze(0),)), label.unsqueeze(0))

    each = func.vmap(func.grad(loss), in_dims=(None, 0, 0))(params, x, y)
    out = [v for k in sorted(each) for v in flat(each[k])]
    f = lambda w: (torch.tanh(x @ w).prod(0) + w.square().sum()) * w[0].exp()
    w = values((3,), 2)
    out += flat(func.jacrev(f)(w), func.jacfwd(f)(w), func.hessian(f)(w))
    g = lambda w, b: torch.outer(w.sin(), b).softmax(1)
    b = values((2,), 4)
    out += [v for t in func.jacrev(g, argnums=(0, 1))(w, b) for v in flat(t)]
    out += flat(func.jvp(g, (w, b), (values((3,), 5), values((2,), 6)))[1], *func.vjp(g, w, b)[1](values((3, 2), 7)))
    out += flat(func.vmap(f, in_dims=1)(values((3, 4), 3)), torch.autograd.functional.hvp(f, w, b.new_tensor([1.0, -2.0, 0.5]))[1])
    models = [mlp(3, 4, 2, start=k) for k in (0, 3)]
    stacked, _ = func.stack_module_state(models)
    return out + flat(func.vmap(lambda p, v: func.functional_call(model, p, (v,)), in_dims=(0, None))(stacked, x))


def record():
    torch.set_default_dtype(torch.float64)
    try:
        for name, run in PROGRAMS.items():
            trace = [number(v) for v in run()]
            put(f"programs/{name}.json", {"torch": torch.__version__.split("+")[0], "computed": "float64", "trace": trace})
    finally:
        torch.set_default_dtype(torch.float32)
