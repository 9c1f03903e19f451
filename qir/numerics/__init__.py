"""Pure functions of quantization on numpy arrays; they know no IR."""
