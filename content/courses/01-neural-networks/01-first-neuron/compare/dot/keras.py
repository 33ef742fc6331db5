from keras import ops

x = ops.array([1.0, 2.0, 3.0])
w = ops.array([10.0, 20.0, 30.0])
ops.dot(x, w)  # 140
