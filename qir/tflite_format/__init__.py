"""The TFLite file format: `schema` says what a file holds, `reader` and `writer` are the codec."""
