import keras
from keras import ops

anchor = ops.array([[0.0, 1.0], [0.6, 0.8]])
positive = ops.array([[0.6, 0.8], [1.0, 0.0]])
negative = ops.array([[0.8, 0.6], [-1.0, 0.0]])
# Keras has no triplet loss of its own: three lines make it.
near = ops.norm(anchor - positive, axis=1)
far = ops.norm(anchor - negative, axis=1)
ops.mean(ops.relu(near - far + 0.5))  # 0.1190
