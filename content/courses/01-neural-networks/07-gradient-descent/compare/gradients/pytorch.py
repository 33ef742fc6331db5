import torch
import torch.nn.functional as F

w = torch.zeros(2, requires_grad=True)
X = torch.tensor([[1.0, 2.0], [3.0, 0.0]])
y = torch.tensor([1.0, 0.0])
F.binary_cross_entropy((X @ w).sigmoid(), y).backward()
w.grad  # [0.5, -0.5]
