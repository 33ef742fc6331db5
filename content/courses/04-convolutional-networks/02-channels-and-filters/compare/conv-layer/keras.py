import keras
from keras import layers, ops

pad = layers.ZeroPadding2D(2)
layer = layers.Conv2D(16, 5, strides=2, kernel_initializer="ones", bias_initializer=keras.initializers.Constant(0.5))
Z = layer(pad(ops.ones((1, 8, 8, 3))))
Z[0, :, :, 0]  # [[27.5, 45.5, 45.5, 36.5], [45.5, 75.5, 75.5, 60.5], [45.5, 75.5, 75.5, 60.5], [36.5, 60.5, 60.5, 48.5]]
