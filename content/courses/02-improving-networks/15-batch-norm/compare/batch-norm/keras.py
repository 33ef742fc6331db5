import keras
from keras import ops

Z = ops.array([[1.0, 10.0], [3.0, 30.0], [2.0, 50.0]])
norm = keras.layers.BatchNormalization(momentum=0.9, epsilon=1e-5)
norm(Z, training=True)  # [[-1.2247, -1.2247], [1.2247, 0], [0, 1.2247]]
