// Export makeNetwork(sizes, { seed }). The rest is up to you.
export {};
