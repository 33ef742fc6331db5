import torch
from torch import nn

anchor = torch.tensor([[0.0, 1.0], [0.6, 0.8]])
positive = torch.tensor([[0.6, 0.8], [1.0, 0.0]])
negative = torch.tensor([[0.8, 0.6], [-1.0, 0.0]])
loss_of = nn.TripletMarginLoss(margin=0.5)
loss_of(anchor, positive, negative)  # 0.1190
