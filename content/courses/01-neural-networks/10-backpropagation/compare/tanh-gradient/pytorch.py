import torch

w = torch.tensor([[0.5, -0.5]], requires_grad=True)
x = torch.tensor([[1.0, 2.0], [3.0, -1.0]])
(x @ w.T).tanh().sum().backward()
w.grad  # [[0.9984, 1.5022]]
