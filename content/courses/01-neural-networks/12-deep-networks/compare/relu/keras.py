from keras import ops

ops.relu(ops.array([-2.0, 0.0, 3.0]))  # [0, 0, 3]
