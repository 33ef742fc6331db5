// Export deepModel(X, Y, sizes, options), predict(X, layers) and accuracy(X, Y, layers).
export {};
