import torch
import torch.nn.functional as F
from torch import nn

model = nn.Linear(2, 1)
for parameter in model.parameters():
    nn.init.zeros_(parameter)
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
X = torch.tensor([[1.0, 2.0], [3.0, 0.0]])
y = torch.tensor([[1.0], [0.0]])
for _ in range(2):
    optimizer.zero_grad()
    F.binary_cross_entropy_with_logits(model(X), y).backward()
    optimizer.step()
model.weight.detach()  # [[-0.3812, 0.4689]]
