import torch

x = torch.tensor([[1.0, 2.0]])
w = torch.tensor([[0.5, -0.5], [1.0, 0.0], [0.0, 0.25]])
b = torch.tensor([0.0, 0.0, 0.5])
(x @ w.T + b).tanh()  # [[-0.4621172, 0.7615942, 0.7615942]]
