"""Which element types a kernel takes, where they are fewer than the op's."""

from __future__ import annotations

from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl.tensors import Kind
from qir.interp.values import result_element

COPIED = Kind.of(
    *("INT8", "UINT8", "BOOL", "INT16", "UINT16", "FLOAT16"),
    *("INT32", "UINT32", "FLOAT32", "INT64", "UINT64", "FLOAT64", "COMPLEX64"),
)
"""Elements of 1, 2, 4 or 8 bytes, which kernels move whatever they stand for."""
NIBBLES = Kind.of("INT4")
STRINGS = Kind.of("STRING")


def require(name: str, value: SSAValue, kind: Kind) -> None:
    """Raises QirError where a value, which is called by `name`, holds other elements."""
    if (element := result_element(value)) not in kind:
        raise QirError(f"{name} holds {element}, which LiteRT's kernel refuses; expected {kind}")
