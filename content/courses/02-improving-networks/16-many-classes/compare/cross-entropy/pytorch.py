import torch
import torch.nn.functional as F

scores = torch.tensor([[2.0, 1.0, -1.0], [0.0, 3.0, 0.5]])
labels = torch.tensor([0, 2])
F.cross_entropy(scores, labels)  # 1.4864
