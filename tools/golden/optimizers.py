def record(): pass
