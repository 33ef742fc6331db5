import torch

w = torch.tensor([[1.0, -2.0]], requires_grad=True)
x = torch.tensor([[3.0, 4.0]])
((x @ w.T).relu() + (x @ w.T).square()).sum().backward()
w.grad  # [[-30, -40]]
