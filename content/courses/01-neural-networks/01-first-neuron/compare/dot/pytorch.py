import torch

x = torch.tensor([1.0, 2.0, 3.0])
w = torch.tensor([10.0, 20.0, 30.0])
x.dot(w)  # 140
