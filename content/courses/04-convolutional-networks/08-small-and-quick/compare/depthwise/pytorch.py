import torch
from torch import nn

x = torch.tensor([[[[1.0, 2.0], [3.0, 4.0]], [[10.0, 20.0], [30.0, 40.0]]]])
conv = nn.Conv2d(2, 2, 2, groups=2, bias=False)
nn.init.ones_(conv.weight)
conv(x)  # [[[[10]], [[100]]]]
