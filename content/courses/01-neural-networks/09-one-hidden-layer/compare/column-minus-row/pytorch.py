import torch

answers = torch.tensor([[1.0], [2.0], [3.0]])
truth = torch.tensor([1.0, 2.0, 3.0])
answers - truth  # [[0, -1, -2], [1, 0, -1], [2, 1, 0]]
