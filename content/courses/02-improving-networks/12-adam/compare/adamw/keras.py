import keras
import tensorflow as tf

w = keras.Variable([1.0, 20.0])
optimizer = keras.optimizers.AdamW(learning_rate=0.1, weight_decay=0.1)
for _ in range(3):
    with tf.GradientTape() as tape:
        cost = tf.reduce_sum(tf.square(w.value))
    optimizer.apply([tape.gradient(cost, w.value)], [w])
w.value  # [0.6751, 19.1091]
