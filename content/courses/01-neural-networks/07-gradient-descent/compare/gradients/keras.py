import keras
import tensorflow as tf

w = tf.Variable([[0.0], [0.0]])
X = tf.constant([[1.0, 2.0], [3.0, 0.0]])
y = tf.constant([[1.0], [0.0]])
with tf.GradientTape() as tape:
    cost = tf.reduce_mean(keras.losses.binary_crossentropy(y, tf.sigmoid(X @ w)))
tf.reshape(tape.gradient(cost, w), [-1])  # [0.5, -0.5]
