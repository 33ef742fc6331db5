import keras
import tensorflow as tf

w = keras.Variable([1.0, 2.0])
optimizer = keras.optimizers.SGD(learning_rate=0.1, momentum=0.9)
for _ in range(3):
    with tf.GradientTape() as tape:
        cost = tf.reduce_sum(tf.square(w.value))
    optimizer.apply([tape.gradient(cost, w.value)], [w])
w.value  # [0.062, 0.124]
