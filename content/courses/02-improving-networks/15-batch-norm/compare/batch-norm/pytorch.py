import torch
from torch import nn

Z = torch.tensor([[1.0, 10.0], [3.0, 30.0], [2.0, 50.0]])
norm = nn.BatchNorm1d(2)
norm(Z)  # [[-1.2247, -1.2247], [1.2247, 0], [0, 1.2247]]
