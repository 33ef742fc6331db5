import keras
from keras import layers, ops

x = ops.array([[[[1.0, -2.0], [3.0, 0.5]]]])
conv = layers.Conv2D(
    1,
    3,
    padding="same",
    use_bias=False,
    data_format="channels_first",
    kernel_initializer=keras.initializers.Constant(0.1),
)
ops.relu(conv(x) + x)  # [[[[1.25, 0], [3.25, 0.75]]]]
