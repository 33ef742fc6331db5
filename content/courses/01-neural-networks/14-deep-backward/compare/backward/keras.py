import tensorflow as tf

w = tf.Variable([[1.0, -2.0]])
x = tf.constant([[3.0, 4.0]])
with tf.GradientTape() as tape:
    z = tf.matmul(x, w, transpose_b=True)
    total = tf.reduce_sum(tf.nn.relu(z) + tf.square(z))
tape.gradient(total, w)  # [[-30, -40]]
