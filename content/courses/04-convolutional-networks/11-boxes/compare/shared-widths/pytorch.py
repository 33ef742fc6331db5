import torch

left = torch.tensor([[0.0], [5.0]])
right = torch.tensor([[4.0], [9.0]])
other_left, other_right = torch.tensor([1.0, 3.0, 8.0]), torch.tensor([7.0, 6.0, 12.0])
(torch.minimum(right, other_right) - torch.maximum(left, other_left)).clamp(0)  # [[3, 1, 0], [2, 1, 1]]
