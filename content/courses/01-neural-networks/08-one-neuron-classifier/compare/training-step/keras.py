import keras
from keras import ops

model = keras.Sequential([keras.layers.Dense(1, kernel_initializer="zeros")])
model.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.5),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
)
X = ops.array([[1.0, 2.0], [3.0, 0.0]])
y = ops.array([[1.0], [0.0]])
model.fit(X, y, epochs=2, batch_size=2, verbose=0)
ops.transpose(model.layers[0].kernel)  # [[-0.3812, 0.4689]]
