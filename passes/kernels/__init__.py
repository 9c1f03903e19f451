"""Which C kernel computes an op: a file for each family, of the same name as its op classes'."""
