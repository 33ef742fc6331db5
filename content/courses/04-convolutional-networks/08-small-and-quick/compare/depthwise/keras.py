from keras import layers, ops

x = ops.array([[[[1.0, 2.0], [3.0, 4.0]], [[10.0, 20.0], [30.0, 40.0]]]])
conv = layers.DepthwiseConv2D(2, use_bias=False, depthwise_initializer="ones")
pixels_last = ops.transpose(x, (0, 2, 3, 1))
ops.transpose(conv(pixels_last), (0, 3, 1, 2))  # [[[[10]], [[100]]]]
