import torch
from torch.nn import functional as F

x = torch.tensor([[2.0, 3.0]]).reshape(1, 1, 1, 2)
filter = torch.tensor([[1.0, 10.0], [5.0, 0.0]]).reshape(1, 1, 2, 2)
F.conv_transpose2d(x, filter).reshape(2, 3)  # [[2, 23, 30], [10, 15, 0]]
