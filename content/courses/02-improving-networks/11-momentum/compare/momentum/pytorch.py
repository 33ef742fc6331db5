import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1, momentum=0.9)
for _ in range(3):
    optimizer.zero_grad()
    w.square().sum().backward()
    optimizer.step()
w.detach()  # [0.062, 0.124]
