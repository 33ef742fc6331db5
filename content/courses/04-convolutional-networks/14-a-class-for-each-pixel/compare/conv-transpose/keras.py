from keras import ops

x = ops.reshape(ops.array([[2.0, 3.0]]), (1, 1, 2, 1))
filter = ops.reshape(ops.array([[1.0, 10.0], [5.0, 0.0]]), (2, 2, 1, 1))
ops.reshape(ops.conv_transpose(x, filter, strides=1, data_format="channels_last"), (2, 3))  # [[2, 23, 30], [10, 15, 0]]
