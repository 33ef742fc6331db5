import torch
import torch.nn.functional as F
from torch import nn

layer = nn.Linear(2, 1, bias=False)
nn.init.zeros_(layer.weight)
optimizer = torch.optim.SGD(layer.parameters(), lr=1)

X = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
Y = torch.tensor([[1.0], [0.0]])
F.binary_cross_entropy_with_logits(layer(X), Y).backward()
optimizer.step()
layer.weight  # [[0.25, -0.25]]
