import torch
from torch import nn

layer = nn.Conv2d(3, 16, 5, stride=2, padding=2)
nn.init.ones_(layer.weight)
nn.init.constant_(layer.bias, 0.5)
Z = layer(torch.ones(1, 3, 8, 8))
Z[0, 0]  # [[27.5, 45.5, 45.5, 36.5], [45.5, 75.5, 75.5, 60.5], [45.5, 75.5, 75.5, 60.5], [36.5, 60.5, 60.5, 48.5]]
