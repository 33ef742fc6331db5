import keras

network = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Dense(20, activation="relu"),
        keras.layers.Dense(1),
    ]
)
network.count_params()  # 15721
