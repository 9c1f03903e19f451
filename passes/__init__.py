"""The compiler's passes, one per file: `quantize_weights.py` holds `quantize-weights`.

A new file here is a new pass; nothing needs to be registered.
"""
