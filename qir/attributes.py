"""Read attributes and types of unknown shape: what is not there reads as empty or None."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, cast

from xdsl.dialects.builtin import (
    ArrayAttr,
    BoolAttr,
    BytesAttr,
    DictionaryAttr,
    IntegerAttr,
    IntegerType,
    StringAttr,
    TensorType,
    UnrankedTensorType,
)
from xdsl.ir import Attribute, Data, Operation, OpResult, SSAValue

TENSORS = "qir.tensors"
"""On an op: one dictionary per result, with its name and what its type does not say."""
DATA = "data"
"""In such a dictionary: the bytes that a file holds for a tensor that is no constant."""
SCALES = "scales"
"""In such a dictionary: what is to be known of the tensor that holds the scales of blocks."""

WEIGHTS_FILE = "qir.weights"
"""On the module in a text: the file that holds the values the text only names."""

TRUE, FALSE = BoolAttr.from_bool(True), BoolAttr.from_bool(False)

_TENSOR_TYPES = TensorType, UnrankedTensorType


class OwnAttribute(Attribute):
    """An attribute that only QIR's own code makes, which is typed.

    xDSL would check the kind of each parameter again; that takes longer than all else about a
    constant, and a model has thousands.
    """

    def __post_init__(self) -> None:
        self.verify()


@lru_cache(maxsize=1 << 14)
def int_attr(value: int, width: int = 32) -> IntegerAttr[IntegerType]:
    """An integer of so many bits; kept, since models repeat few and making one is slow."""
    return IntegerAttr(value, IntegerType(width))


# Below, what is most often there is asked for first, and by its very class: instance checks that
# fail take long, since xDSL's classes are abstract.


def items(attribute: Attribute | None) -> tuple[Attribute, ...]:
    """The members of an array."""
    if attribute is None or not isinstance(attribute, ArrayAttr):
        return ()
    return cast("ArrayAttr[Attribute]", attribute).data


def entries(attribute: Attribute | None) -> dict[str, Attribute]:
    """The entries of a dictionary, in a dict of its own."""
    if attribute is None or not isinstance(attribute, DictionaryAttr):
        return {}
    return dict(attribute.data)


def text(attribute: Attribute | None) -> str | None:
    """The characters of a string or of a member of an enum."""
    if attribute is None:
        return None
    if type(attribute) is StringAttr:
        return attribute.data
    if isinstance(attribute, BytesAttr):
        return attribute.data.decode("utf-8", "surrogateescape")
    data = cast("Data[object]", attribute).data if isinstance(attribute, Data) else None
    return data if isinstance(data, str) else None


def string(characters: str) -> StringAttr | BytesAttr:
    """The attribute that `text` reads, in the form in which its own text is parsed again.

    Names in files are bytes; those that are not UTF-8 come as surrogates and go back as bytes.
    """
    if characters.isascii() and characters.isprintable():
        return StringAttr(characters)
    return BytesAttr(characters.encode("utf-8", "surrogateescape"))


def string_of_bytes(content: bytes | memoryview) -> StringAttr | BytesAttr:
    """The attribute that `text` reads as these bytes, decoded as `string` says."""
    return string(str(content, "utf-8", "surrogateescape"))


def integer(attribute: Attribute | None) -> int | None:
    """The value of an integer."""
    if attribute is None or not isinstance(attribute, IntegerAttr):
        return None
    return cast("IntegerAttr[Any]", attribute).value.data


def element_type(typed: SSAValue | Attribute) -> Attribute | None:
    """The element type of a tensor type or of a value of one, ranked or not."""
    kind = type(typed)
    if kind in _TENSOR_TYPES:
        return cast("TensorType[Attribute]", typed).element_type
    is_value = kind is OpResult or isinstance(typed, SSAValue)
    return element_type(cast("SSAValue", typed).type) if is_value else None


def tensor_name(op: Operation) -> str | None:
    """The name in the file of an op's first result."""
    details = items(op.attributes.get(TENSORS))
    return text(entries(details[0]).get("name")) if details else None


def float_literal(value: float) -> str:
    """A float as MLIR reads it, with a point: `1e-05` is an error there, `1.0e-05` is not."""
    digits = repr(value)
    return digits if "." in digits else digits.replace("e", ".0e")
