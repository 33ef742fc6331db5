from keras import ops

x = ops.array([[3.0, 4.0], [6.0, 8.0]])
x / ops.sqrt(ops.sum(ops.square(x), axis=1, keepdims=True))  # [[0.6, 0.8], [0.6, 0.8]]
