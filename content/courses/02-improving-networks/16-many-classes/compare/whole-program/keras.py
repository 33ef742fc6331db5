import keras
from keras import ops

X = ops.array([[2.0, 0.0], [0.0, 2.0], [-1.0, -1.0], [1.0, 0.5]])
labels = ops.array([0, 1, 2, 0])

network = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(3, kernel_initializer="zeros")]
)
network.compile(
    optimizer=keras.optimizers.SGD(learning_rate=0.2, momentum=0.9),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
)

network.fit(X, labels, batch_size=2, epochs=3, shuffle=False, verbose=0)

network.evaluate(X, labels, verbose=0)  # 0.1113
