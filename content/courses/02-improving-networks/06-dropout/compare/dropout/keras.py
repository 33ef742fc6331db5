import keras

layer = keras.layers.Dropout(0.25)
x = keras.ops.ones((100, 100))
trained = layer(x, training=True)
answered = layer(x, training=False)
keras.ops.round((keras.ops.max(trained) + keras.ops.min(answered)) * 300)  # 700
