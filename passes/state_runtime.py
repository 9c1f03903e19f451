"""The pass `state-runtime`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, ModuleOp, TensorType
from xdsl.ir import Attribute
from xdsl.passes import ModulePass

from qir.attributes import entries, items, string, text
from qir.diagnostics import QirError
from qir.dialects.types import ELEMENT_TYPES
from qir.faults import place
from qir.runtimes import first_younger, needed, needed_runtime, parse_release, version_of
from qir.weights import WeightAttr

NAME = "min_runtime_version"
SIZE = 16
"""Bytes that TensorFlow's converter leaves for it."""
TEXTS, BLOBS = "tfl.metadata", "qir.metadata"


@dataclass(frozen=True)
class StateRuntime(ModulePass):
    """Let a model say of which runtime it needs to be, as TensorFlow's converter does.

        module attributes {tfl.metadata = {min_runtime_version = "1.5.0..."}}
    becomes, with a FULLY_CONNECTED of version 12,
        module attributes {tfl.metadata = {min_runtime_version = "2.17.0..."}}

    `min_runtime`: a release that is to run the model.

    Leaves alone: models that say nothing of it. Refuses: ops that `min_runtime` does not have.
    """

    name = "state-runtime"
    min_runtime: str = ""

    def __post_init__(self) -> None:
        if self.min_runtime:
            parse_release(self.min_runtime)

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if self.min_runtime and (younger := first_younger(op, self.min_runtime)):
            needs = needed(younger.OPERATOR.name, version_of(younger))
            raise QirError(f"{place(younger)}: {needs}; min-runtime is {self.min_runtime}")
        if stated := needed_runtime(op):
            _state(op, stated)


def _state(module: ModuleOp, release: str) -> None:
    texts = entries(module.attributes.get(TEXTS))
    if NAME in texts:
        padded = release.ljust(len(text(texts[NAME]) or "") or SIZE, "\0")
        texts[NAME] = string(padded)
        module.attributes[TEXTS] = DictionaryAttr(texts)
    blobs = items(module.attributes.get(BLOBS))
    if any(_is_statement(each) for each in blobs):
        stated = (_restated(each, release) if _is_statement(each) else each for each in blobs)
        module.attributes[BLOBS] = ArrayAttr(stated)


def _is_statement(entry: Attribute) -> bool:
    return text(entries(entry).get("name")) == NAME


def _restated(entry: Attribute, release: str) -> Attribute:
    found = entries(entry)
    value = found.get("value")
    size = value.nbytes if isinstance(value, WeightAttr) and value.nbytes else SIZE
    content = np.frombuffer(release.encode().ljust(size, b"\0"), np.uint8)
    type = TensorType(ELEMENT_TYPES["UINT8"], [len(content)])
    return DictionaryAttr(found | {"value": WeightAttr.of(type, NAME, content)})
