"""The constants of one text: its literals, and what it names, from its end or a file beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from xdsl.dialects.builtin import (
    ArrayAttr,
    DenseIntOrFPElementsAttr,
    DenseResourceAttr,
    DictionaryAttr,
    TensorType,
)
from xdsl.ir import Attribute
from xdsl.utils.exceptions import VerifyException

from qir.attributes import entries, items
from qir.literals import packed
from qir.safetensors import read_safetensors
from qir.weights import Blob, SmallBlobs, WeightAttr, byte_size

ELIDED = "were elided from the text; print it with --print-weights=inline or side"


class Resources:
    """Gives the constants of a parsed text the form that passes expect."""

    def __init__(self) -> None:
        self._blobs: dict[str, Blob] = {}
        self._small = SmallBlobs()
        self._literals = 0
        self._absence = ELIDED

    def define(self, key: str, content: memoryview) -> None:
        """The text holds the values of this key."""
        self._blobs[key] = Blob(key, len(content), content)

    def map_file(self, path: Path) -> None:
        """Keys that the text does not hold are in this file, if it is there."""
        if path.exists():
            self._blobs = read_safetensors(path) | self._blobs
            self._absence = f"are not in {path}, which the text names"
        else:
            self._absence = f"{path}, which the text names, is not there"

    def to_weight(self, attribute: Attribute) -> Attribute:
        """The `WeightAttr` of a parsed constant; any other attribute unchanged.

        Raises VerifyException where there are more or fewer bytes than the type asks for.
        """
        type = getattr(attribute, "type", None)
        if not isinstance(type, TensorType):
            return attribute
        tensor = cast("TensorType", type)
        if isinstance(attribute, DenseResourceAttr):
            return self._named(attribute.resource_handle.data, tensor)
        if isinstance(attribute, DenseIntOrFPElementsAttr):
            literal = cast("DenseIntOrFPElementsAttr[Any]", attribute)
            return self.literal(tensor, packed(tensor.element_type, literal.data.data))
        return attribute

    def to_weights_within(self, attribute: Attribute) -> Attribute:
        """The same for the constants in arrays and dictionaries, such as a model's metadata."""
        if members := items(attribute):
            return ArrayAttr([self.to_weights_within(item) for item in members])
        if found := entries(attribute):
            return DictionaryAttr({k: self.to_weights_within(v) for k, v in found.items()})
        return self.to_weight(attribute)

    def literal(self, type: TensorType[Any], content: bytes) -> WeightAttr:
        """A constant whose values stand where it is used."""
        while (name := f"literal{self._literals}") in self._blobs:
            self._literals += 1
        self._literals += 1
        return WeightAttr.get(
            type, self._small.shared(Blob(name, len(content), memoryview(content)))
        )

    def _named(self, key: str, type: TensorType[Any]) -> WeightAttr:
        if key not in self._blobs:
            self._blobs[key] = Blob.elided(key, byte_size(type) or 0, self._absence)
        try:
            return WeightAttr.get(type, self._small.shared(self._blobs[key]))
        except VerifyException as error:
            raise VerifyException(f"dense_resource<{key}>: {error}") from error
