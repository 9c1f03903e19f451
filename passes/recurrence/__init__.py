"""LSTMs that a model spells out as plain ops: how they are found, and what takes their place.

`scope.py` and `sums.py` read values as what they are made of, whatever ops they are written with;
`cells.py` finds one step of a cell, `loops.py` and `unrolled.py` the layers that such steps make
up, and `layers.py` writes the layer as one op.
"""
