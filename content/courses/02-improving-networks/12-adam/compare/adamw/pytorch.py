import torch

w = torch.tensor([1.0, 20.0], requires_grad=True)
optimizer = torch.optim.AdamW([w], lr=0.1, weight_decay=0.1)
for _ in range(3):
    optimizer.zero_grad()
    w.square().sum().backward()
    optimizer.step()
w.detach()  # [0.6751, 19.1091]
