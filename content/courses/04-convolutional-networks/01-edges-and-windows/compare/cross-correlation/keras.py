from keras import ops

image = ops.array([[3.0, 0.0, 1.0], [1.0, 5.0, 8.0], [2.0, 7.0, 2.0]])
filter = ops.array([[1.0, 2.0], [0.0, -1.0]])
ops.ravel(ops.conv(ops.reshape(image, (1, 3, 3, 1)), ops.reshape(filter, (2, 2, 1, 1))))  # [-2, -6, 4, 19]
