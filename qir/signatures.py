"""By which names the outside knows a function: its arguments, its results, its signatures.

They are held as in MLIR, so that LiteRT's converter finds them:

- `tf.entry_function = {inputs = "x:0,y:0", outputs = "z:0"}` on a function names its tensors;
- `tf_saved_model.exported_names` on a function, and `tf_saved_model.index_path` on its arguments
  and results, are its signature.

What these cannot say is in `qir.signatures` on the module, and then that alone holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from xdsl.dialects.builtin import (
    ArrayAttr,
    DictionaryAttr,
    IntegerAttr,
    ModuleOp,
    SymbolRefAttr,
    UnitAttr,
    i32,
)
from xdsl.dialects.func import FuncOp
from xdsl.ir import Attribute

from qir.attributes import entries, integer, items, string, text
from qir.functions import functions

ENTRY = "tf.entry_function"
SEPARATOR = ","
EXPORTED = "tf_saved_model.exported_names"
INDEX_PATH = "tf_saved_model.index_path"
SEMANTICS = "tf_saved_model.semantics"
SIGNATURES = "qir.signatures"
"""On the module: every signature, where MLIR's attributes cannot say them all."""


class SignatureError(ValueError):
    """`qir.signatures` is malformed; the message says how."""


class Named(NamedTuple):
    """An argument or result, by its position, and what a signature calls it."""

    name: str
    position: int


@dataclass(frozen=True, slots=True)
class Signature:
    """A way to call a function by names."""

    key: str
    function: str
    inputs: tuple[Named, ...]
    outputs: tuple[Named, ...]


def set_entry(function: FuncOp, inputs: Sequence[str], outputs: Sequence[str]) -> bool:
    """Name what an entry function takes and gives; False where MLIR's attribute cannot."""
    if any(not name or SEPARATOR in name for name in (*inputs, *outputs)):
        return False
    named = {"inputs": inputs, "outputs": outputs}
    function.attributes[ENTRY] = DictionaryAttr(
        {key: string(SEPARATOR.join(names)) for key, names in named.items() if names}
    )
    return True


def entry_inputs(function: FuncOp) -> list[str]:
    """The names of an entry function's arguments; none where they are not said, or not of all."""
    inputs = text(entries(function.attributes.get(ENTRY)).get("inputs"))
    names = inputs.split(SEPARATOR) if inputs else []
    return names if len(names) == len(function.function_type.inputs) else []


def set_signatures(module: ModuleOp, signatures: Sequence[Signature]) -> None:
    """Give a module, which has none yet, its signatures."""
    callees = [signature.function for signature in signatures]
    for function in functions(module):
        if callees.count(function.sym_name.data) == 1:
            _set_signature(function, signatures[callees.index(function.sym_name.data)])
    if signatures:
        module.attributes[SEMANTICS] = UnitAttr()
    if list(_said_by_functions(module)) != list(signatures):
        module.attributes[SIGNATURES] = ArrayAttr(map(_to_attribute, signatures))


def signatures_of(module: ModuleOp) -> list[Signature]:
    """The signatures of a module; raises SignatureError where `qir.signatures` is malformed."""
    if SIGNATURES in module.attributes:
        return [_from_attribute(entry) for entry in items(module.attributes[SIGNATURES])]
    return list(_said_by_functions(module))


def _set_signature(function: FuncOp, signature: Signature) -> None:
    type = function.function_type
    ends = ((signature.inputs, len(type.inputs)), (signature.outputs, len(type.outputs)))
    if any(sorted(end.position for end in named) != list(range(n)) for named, n in ends):
        return
    function.attributes[EXPORTED] = ArrayAttr([string(signature.key)])
    function.arg_attrs = _with_paths(function.arg_attrs, signature.inputs)
    function.res_attrs = _with_paths(function.res_attrs, signature.outputs)


def _with_paths(
    attributes: ArrayAttr[DictionaryAttr] | None, named: Sequence[Named]
) -> ArrayAttr[DictionaryAttr]:
    by_position = [entries(entry) for entry in attributes or [DictionaryAttr({})] * len(named)]
    for end in named:
        by_position[end.position][INDEX_PATH] = ArrayAttr([string(end.name)])
    return ArrayAttr(map(DictionaryAttr, by_position))


def _said_by_functions(module: ModuleOp) -> Iterator[Signature]:
    for function in functions(module):
        if exported := items(function.attributes.get(EXPORTED)):
            yield Signature(
                text(exported[0]) or "",
                function.sym_name.data,
                _paths(function.arg_attrs),
                _paths(function.res_attrs),
            )


def _paths(attributes: ArrayAttr[DictionaryAttr] | None) -> tuple[Named, ...]:
    """In the order in which LiteRT's converter writes them to a file: by name."""
    paths = [items(entries(entry).get(INDEX_PATH)) for entry in attributes or ()]
    named = [Named(text(path[0]) or "", number) for number, path in enumerate(paths) if path]
    return tuple(sorted(named, key=lambda end: end.name.encode("utf-8", "surrogateescape")))


def _to_attribute(signature: Signature) -> DictionaryAttr:
    ends = {"inputs": signature.inputs, "outputs": signature.outputs}
    return DictionaryAttr(
        {"key": string(signature.key), "function": SymbolRefAttr(signature.function)}
        | {key: ArrayAttr(map(_named_to_attribute, named)) for key, named in ends.items()}
    )


def _named_to_attribute(named: Named) -> DictionaryAttr:
    position = IntegerAttr(named.position, i32)
    return DictionaryAttr({"name": string(named.name), "position": position})


def _from_attribute(attribute: Attribute) -> Signature:
    entry = entries(attribute)
    function = entry.get("function")
    if not isinstance(function, SymbolRefAttr):
        raise SignatureError(f"a signature calls {function}; expected the symbol of a function")
    return Signature(
        text(entry.get("key")) or "",
        function.string_value(),
        tuple(map(_named_from_attribute, items(entry.get("inputs")))),
        tuple(map(_named_from_attribute, items(entry.get("outputs")))),
    )


def _named_from_attribute(attribute: Attribute) -> Named:
    entry = entries(attribute)
    name, position = text(entry.get("name")) or "", integer(entry.get("position"))
    if position is None:
        raise SignatureError(f"signature entry {name!r} has no position")
    return Named(name, position)
