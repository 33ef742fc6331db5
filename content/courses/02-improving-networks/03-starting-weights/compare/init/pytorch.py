import torch
from torch import nn

W = nn.init.xavier_uniform_(torch.zeros(200, 400))
(W.abs().max() * 100).round()  # 10
