from keras import ops

x = ops.array([[1.0, 2.0]])
w = ops.array([[0.5, -0.5], [1.0, 0.0], [0.0, 0.25]])
b = ops.array([0.0, 0.0, 0.5])
ops.tanh(ops.matmul(x, ops.transpose(w)) + b)  # [[-0.4621172, 0.7615942, 0.7615942]]
