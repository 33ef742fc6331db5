import keras
from keras import ops

z = ops.array([[2.0], [-1.0], [40.0]])
y = ops.array([[1.0], [0.0], [0.0]])
ops.mean(keras.losses.binary_crossentropy(y, z, from_logits=True))  # 13.4801
