"""The TFLite file format: `schema` says what a file holds, `reader` and `writer` are the codec."""

ABSENT = -1
"""Stands in an operator's inputs for an optional tensor that is not there."""
