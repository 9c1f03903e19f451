"""Which element types a kernel takes, where they are fewer than the op's."""

from __future__ import annotations

from xdsl.ir import SSAValue

from qir.diagnostics import QirError
from qir.dialects.tfl.tensors import Kind
from qir.interp.values import result_element


def require(name: str, value: SSAValue, kind: Kind) -> None:
    """Raises QirError where a value, which is called by `name`, holds other elements."""
    if (element := result_element(value)) not in kind:
        raise QirError(f"{name} holds {element}, which LiteRT's kernel refuses; expected {kind}")
