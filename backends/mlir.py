"""IR to MLIR text in generic form."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from enum import StrEnum

from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.ir import Attribute
from xdsl.printer import Printer
from xdsl.syntax_printer import SyntaxPrinter

from qir.attributes import WEIGHTS_FILE
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.locations import locate
from qir.weights import WeightAttr

_ALIGNMENT = "40000000"
"""64, in the four bytes that begin a resource."""
_BYTES_AT_ONCE = 1 << 20


class PrintWeights(StrEnum):
    """How constants too large for a literal are printed."""

    ELIDE = "elide"
    """By name only: short, and enough to read; the values are not in the text."""
    SIDE = "side"
    """By name, with the values in a file beside the text."""
    INLINE = "inline"
    """By name, with the values as hexadecimal digits at the end of the text."""


@dataclass(eq=False, repr=False)
class MlirPrinter(Printer):
    """xDSL's printer, which also keeps the constants that it printed by name."""

    weights: PrintWeights = PrintWeights.ELIDE
    named: dict[str, WeightAttr] = field(default_factory=dict[str, WeightAttr], init=False)

    def print_attribute(self, attribute: Attribute) -> None:
        if not isinstance(attribute, WeightAttr):
            super().print_attribute(attribute)
            return
        text = attribute.literal(full=self.weights is PrintWeights.INLINE)
        self.print_string(text or self._handle(attribute))
        self.print_string(" : ")
        self.print_attribute(attribute.type)

    def _handle(self, weight: WeightAttr) -> str:
        blob = weight.blob.data
        known = self.named.setdefault(blob.name, weight).blob.data
        if known is not blob and self.weights is not PrintWeights.ELIDE:
            raise QirError(f"two different weights are named {blob.name!r}")
        return weight.handle

    def print_resources(self) -> None:
        """The constants printed by name, as the section at the end of a text that holds them."""
        self.print_string("\n\n{-#\n  dialect_resources: {\n    builtin: {")
        separator = ""
        for weight in self.named.values():
            self.print_string(f'{separator}\n      {weight.key}: "0x{_ALIGNMENT}')
            content = weight.blob.data.to_bytes()
            for at in range(0, len(content), _BYTES_AT_ONCE):
                self.print_string(content[at : at + _BYTES_AT_ONCE].hex().upper())
            self.print_string('"')
            separator = ","
        self.print_string("\n    }\n  }\n#-}")


class MlirSyntaxPrinter(MlirPrinter, SyntaxPrinter):
    """The same in colours."""


def print_mlir(module: ModuleOp, printer: MlirPrinter, weights_file: str = "") -> None:
    """Print the module, and its weights as the printer's mode says.

    `weights_file`: where the weights will be that the text does not hold, as seen from it.
    Raises QirError where weights to be inlined cannot be had.
    """
    if weights_file:
        module.attributes[WEIGHTS_FILE] = StringAttr(weights_file)
    if printer.print_debuginfo:
        locate(module)
    printer.print_op(module)
    module.attributes.pop(WEIGHTS_FILE, None)
    if printer.named and printer.weights is PrintWeights.INLINE:
        printer.print_resources()
    printer.print_string("\n")


def mlir_text(module: ModuleOp, ctx: QirContext, weights: PrintWeights = PrintWeights.ELIDE) -> str:
    """The text that `print_mlir` prints."""
    out = io.StringIO()
    print_mlir(module, MlirPrinter(out, weights=weights))
    return out.getvalue()
