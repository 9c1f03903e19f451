"""C kernels as text: see `qir.backends.c.library`."""
