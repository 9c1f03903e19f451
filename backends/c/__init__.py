"""From calls of kernels to C99: `library` holds the kernels, the others print."""
