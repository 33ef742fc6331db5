import tensorflow as tf

w = tf.Variable([[0.5, -0.5]])
x = tf.constant([[1.0, 2.0], [3.0, -1.0]])
with tf.GradientTape() as tape:
    total = tf.reduce_sum(tf.tanh(tf.matmul(x, w, transpose_b=True)))
tape.gradient(total, w)  # [[0.9984, 1.5022]]
