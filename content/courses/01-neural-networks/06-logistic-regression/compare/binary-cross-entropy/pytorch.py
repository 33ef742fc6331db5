import torch
import torch.nn.functional as F

a = torch.tensor([0.6, 0.1, 0.99])
y = torch.tensor([1.0, 1.0, 0.0])
F.binary_cross_entropy(a, y)  # 2.4729
