import torch

torch.tensor([-1.0, 0.0, 2.0]).sigmoid()  # [0.2689, 0.5, 0.8808]
