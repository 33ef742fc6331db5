import keras
from keras import ops

scores = ops.array([[2.0, 1.0, -1.0], [0.0, 3.0, 0.5]])
labels = ops.array([0, 2])
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
loss(labels, scores)  # 1.4864
