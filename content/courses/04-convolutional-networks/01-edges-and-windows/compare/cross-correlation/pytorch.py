import torch
import torch.nn.functional as F

image = torch.tensor([[3.0, 0.0, 1.0], [1.0, 5.0, 8.0], [2.0, 7.0, 2.0]])
filter = torch.tensor([[1.0, 2.0], [0.0, -1.0]])
F.conv2d(image.reshape(1, 1, 3, 3), filter.reshape(1, 1, 2, 2)).flatten()  # [-2, -6, 4, 19]
