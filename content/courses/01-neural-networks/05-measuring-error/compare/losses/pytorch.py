import torch
import torch.nn.functional as F

y_hat = torch.tensor([0.9, 0.2, 0.1])
y = torch.tensor([1.0, 0.0, 1.0])
F.l1_loss(y_hat, y) + F.mse_loss(y_hat, y)  # 0.6867
