import torch
from torch import nn

model = nn.Sequential(nn.Linear(2, 2), nn.Tanh(), nn.Linear(2, 1))
for parameter in model.parameters():
    nn.init.constant_(parameter, 0.5)
model(torch.tensor([[1.0, 2.0], [-3.0, 0.0]])).detach()  # [[1.464], [-0.2616]]
