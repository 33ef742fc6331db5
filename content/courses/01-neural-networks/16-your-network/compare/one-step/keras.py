import keras
from keras import ops

layer = keras.layers.Dense(1, use_bias=False, kernel_initializer="zeros")
network = keras.Sequential([keras.Input((2,)), layer])
network.compile(
    optimizer=keras.optimizers.SGD(learning_rate=1.0),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
)

X = ops.array([[1.0, 0.0], [0.0, 1.0]])
Y = ops.array([[1.0], [0.0]])
network.train_on_batch(X, Y)
ops.transpose(layer.kernel)  # [[0.25, -0.25]]
