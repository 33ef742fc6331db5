import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

X = torch.tensor([[2.0, 0.0], [0.0, 2.0], [-1.0, -1.0], [1.0, 0.5]])
labels = torch.tensor([0, 1, 2, 0])
loader = DataLoader(TensorDataset(X, labels), batch_size=2)

network = nn.Sequential(nn.Linear(2, 3))
for p in network.parameters():
    nn.init.zeros_(p)
optimizer = torch.optim.SGD(network.parameters(), lr=0.2, momentum=0.9)
loss_of = nn.CrossEntropyLoss()

for epoch in range(3):
    for x, y in loader:
        optimizer.zero_grad()
        loss_of(network(x), y).backward()
        optimizer.step()

loss_of(network(X), labels)  # 0.1113
