from keras import ops

ops.sigmoid(ops.array([-1.0, 0.0, 2.0]))  # [0.2689, 0.5, 0.8808]
