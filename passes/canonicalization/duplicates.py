"""Ops and constants that are there twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator
from functools import cache

from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import ReturnOp
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.rewriter import Rewriter
from xdsl.traits import Pure

from qir.attributes import TENSORS
from qir.dialects.qir import StateOp
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import NoValueOp, constant_value
from qir.functions import functions
from qir.notes import notes_of
from qir.weights import Blob, WeightAttr

OPS, CONSTANTS = "duplicate-op", "duplicate-constant"
MERGES = {
    OPS: "f(x), f(x) = one f(x), of pure ops alike in all but their names",
    CONSTANTS: "c, c = one c, of constants alike in type and values",
}
"""What is merged, by name, as the patterns say it."""
SAMPLE_BYTES = 64
"""Of each end of a constant, which most differ in; the rest is compared where these agree."""
LARGE_BYTES = 1024
"""Of constants above, only those are one that the same kind of op reads: others may be quantized
otherwise."""


def merge_duplicates(module: ModuleOp) -> Counter[str]:
    """Let the first of each stand for all; how many of either kind went."""
    merged: Counter[str] = Counter()
    for function in functions(module):
        seen: dict[Hashable, list[Operation]] = {}
        for op in list(function.body.block.ops):
            key = _key(op)
            if key is None:
                continue
            known = seen.setdefault(key, [])
            first = next((other for other in known if _is_same(other, op)), None)
            if first is None:
                known.append(op)
            elif not _is_returned(op):
                Rewriter.replace_op(op, [], list(first.results))
                merged[OPS if isinstance(op, TflOp) else CONSTANTS] += 1
    return merged


def _key(op: Operation) -> Hashable:
    """What ops that are the same have in common, found fast; None of those that are kept."""
    weight = constant_value(op)
    if weight is not None:
        return None if weight.blob.data.is_elided else _sample(weight.blob.data)
    if isinstance(op, NoValueOp):
        return NoValueOp.name
    if not isinstance(op, TflOp) or op.regions or not _is_pure(type(op)):
        return None
    operands = tuple(op.operands)
    reads_state = any(isinstance(operand.owner, StateOp) for operand in operands)
    return None if reads_state else (op.name, *map(id, operands))


@cache
def _is_pure(op_class: type[Operation]) -> bool:
    return op_class.has_trait(Pure)


def _readers(value: SSAValue) -> frozenset[tuple[str, int]]:
    return frozenset((use.operation.name, use.index) for use in value.uses)


def _sample(blob: Blob) -> Hashable:
    if blob.is_promise:
        return id(blob)
    ends = (
        blob.part(0, min(SAMPLE_BYTES, blob.nbytes)),
        blob.part(max(blob.nbytes - SAMPLE_BYTES, 0), min(SAMPLE_BYTES, blob.nbytes)),
    )
    return blob.nbytes, *map(bytes, ends)


def _is_same(first: Operation, op: Operation) -> bool:
    """Whether two ops of one key are the same in all else."""
    if type(first) is not type(op) or first.result_types != op.result_types:
        return False
    one, other = constant_value(first), constant_value(op)
    if one is not None and other is not None:
        return _are_same_constants(first, one, op, other)
    return first.properties == op.properties and _attributes(first) == _attributes(op)


def _attributes(op: Operation) -> dict[str, Attribute]:
    return {name: held for name, held in op.attributes.items() if name != TENSORS}


def _are_same_constants(
    first: Operation, one: WeightAttr, op: Operation, other: WeightAttr
) -> bool:
    a, b = one.blob.data, other.blob.data
    if one.type != other.type or _notes(first) != _notes(op):
        return False
    if one.nbytes > LARGE_BYTES and _readers(first.results[0]) != _readers(op.results[0]):
        return False
    if a is b or a.nbytes <= SAMPLE_BYTES:
        return True
    return all(left == right for left, right in zip(a.parts(), b.parts(), strict=True))


def _notes(op: Operation) -> dict[str, Attribute]:
    """But for its name."""
    return {name: held for name, held in notes_of(op.results[0]).items() if name != "name"}


def _is_returned(op: Operation) -> bool:
    uses: Iterator[Operation] = (use.operation for value in op.results for use in value.uses)
    return any(isinstance(user, ReturnOp) for user in uses)
