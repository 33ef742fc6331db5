import torch
from torch import nn

X = torch.tensor([[3.0, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8], [9, 7, 9, 3]]).reshape(1, 1, 4, 4)
largest = nn.MaxPool2d(2)(X)
mean = nn.AvgPool2d(2)(X)
largest.flatten() - mean.flatten()  # [4.5, 2.75, 3, 2.75]
