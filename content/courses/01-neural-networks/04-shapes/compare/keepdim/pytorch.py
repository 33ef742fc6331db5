import torch

x = torch.tensor([[3.0, 4.0], [6.0, 8.0]])
x / x.square().sum(1, keepdim=True).sqrt()  # [[0.6, 0.8], [0.6, 0.8]]
