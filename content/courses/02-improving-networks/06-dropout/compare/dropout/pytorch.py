import torch
from torch import nn

layer = nn.Dropout(0.25)
trained = layer(torch.ones(100, 100))
layer.eval()
answered = layer(torch.ones(100, 100))
((trained.max() + answered.min()) * 300).round()  # 700
