from keras import ops

left = ops.array([[0.0], [5.0]])
right = ops.array([[4.0], [9.0]])
other_left, other_right = ops.array([1.0, 3.0, 8.0]), ops.array([7.0, 6.0, 12.0])
ops.relu(ops.minimum(right, other_right) - ops.maximum(left, other_left))  # [[3, 1, 0], [2, 1, 1]]
