import keras
from keras import ops

a = ops.array([[0.6], [0.1], [0.99]])
y = ops.array([[1.0], [1.0], [0.0]])
ops.mean(keras.losses.binary_crossentropy(y, a))  # 2.4729
