"""What passes share that put one call in the place of two, of which the later reads the earlier."""

from __future__ import annotations

from collections.abc import Sequence

from xdsl.ir import SSAValue
from xdsl.rewriter import InsertPoint, Rewriter

from qir.dialects.c import CallOp, is_of_state
from qir.notes import copy_notes


def is_only_for(producer: CallOp, reader: CallOp) -> bool:
    """Whether a call may as well run where another does, which alone reads its first result.

    Not so where that is in a loop, and would have it run again and again; nor where it reads a
    state, which may be written to in between.
    """
    is_read_once = producer.outputs[0].has_one_use()
    is_near = producer.parent is reader.parent
    return is_read_once and is_near and not any(map(is_of_state, producer.arguments))


def put_in_place(
    fused: CallOp, producer: CallOp, reader: CallOp, results: Sequence[SSAValue]
) -> None:
    """Let a call take the place of both; `results`: of it, those that take the reader's."""
    Rewriter.insert_op(fused, InsertPoint.before(reader))
    copy_notes(reader.outputs[0], fused.outputs[0])
    Rewriter.replace_op(reader, [], results)
    Rewriter.erase_op(producer)
