import keras
from keras import ops

y_hat = ops.array([0.9, 0.2, 0.1])
y = ops.array([1.0, 0.0, 1.0])
keras.losses.mean_absolute_error(y, y_hat) + keras.losses.mean_squared_error(y, y_hat)  # 0.6867
