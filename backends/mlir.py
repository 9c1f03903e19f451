"""IR to MLIR text in generic form."""

from __future__ import annotations

import io
from enum import StrEnum

from xdsl.dialects.builtin import ModuleOp
from xdsl.printer import Printer

from qir.context import QirContext
from qir.locations import locate


class PrintWeights(StrEnum):
    """How constants too large for a literal are printed."""

    ELIDE = "elide"
    """By name only: short, and enough to read; the values are not in the text."""
    INLINE = "inline"
    """By name, with the values as hexadecimal digits at the end of the text."""


def print_mlir(
    module: ModuleOp,
    ctx: QirContext,
    printer: Printer,
    weights: PrintWeights = PrintWeights.ELIDE,
) -> None:
    """Print the module; raises QirError where weights to be inlined cannot be had."""
    if weights is PrintWeights.INLINE:
        ctx.resources.collect(module)
    if printer.print_debuginfo:
        locate(module)
    printer.print_op(module)
    if weights is PrintWeights.INLINE:
        printer.print_metadata(ctx.loaded_dialects)
    printer.print_string("\n")


def mlir_text(module: ModuleOp, ctx: QirContext, weights: PrintWeights = PrintWeights.ELIDE) -> str:
    """The text that `print_mlir` prints."""
    out = io.StringIO()
    print_mlir(module, ctx, Printer(out), weights)
    return out.getvalue()
