import keras
from keras import ops

half = keras.initializers.Constant(0.5)
dense = dict(kernel_initializer=half, bias_initializer=half)
model = keras.Sequential([
    keras.layers.Dense(2, activation="tanh", **dense),
    keras.layers.Dense(1, **dense),
])
model(ops.array([[1.0, 2.0], [-3.0, 0.0]]))  # [[1.464], [-0.2616]]
