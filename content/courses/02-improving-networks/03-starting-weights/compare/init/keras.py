import keras

W = keras.initializers.GlorotUniform()((400, 200))
keras.ops.round(100 * keras.ops.max(keras.ops.abs(W)))  # 10
