from torch import nn

network = nn.Sequential(
    nn.Linear(784, 20),
    nn.ReLU(),
    nn.Linear(20, 1),
)
sum(p.numel() for p in network.parameters())  # 15721
