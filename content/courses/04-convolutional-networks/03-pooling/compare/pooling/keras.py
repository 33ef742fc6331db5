from keras import layers, ops

X = ops.reshape(ops.array([[3.0, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8], [9, 7, 9, 3]]), (1, 4, 4, 1))
largest = layers.MaxPooling2D(2)(X)
mean = layers.AveragePooling2D(2)(X)
ops.ravel(largest) - ops.ravel(mean)  # [4.5, 2.75, 3, 2.75]
