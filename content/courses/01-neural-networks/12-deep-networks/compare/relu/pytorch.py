import torch

torch.tensor([-2.0, 0.0, 3.0]).relu()  # [0, 0, 3]
