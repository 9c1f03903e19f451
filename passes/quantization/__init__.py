"""What `quantize-weights` is made of."""
