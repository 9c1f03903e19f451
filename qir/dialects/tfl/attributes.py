"""Attributes that MLIR's `tfl` dialect spells its own way: `#tfl<mirror_pad_attr REFLECT>`."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xdsl.ir import Data, SpacedOpaqueSyntaxAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer

_HEXADECIMAL = re.compile(r"0x(?:[0-9A-Fa-f]{2})*")


class EnumAttr(SpacedOpaqueSyntaxAttribute, Data[str]):
    """A member of an enum of the format."""

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> str:
        return parser.parse_identifier()

    def print_parameter(self, printer: Printer) -> None:
        printer.print_string(self.data)


@irdl_attr_definition
class MirrorPadAttr(EnumAttr):
    """`#tfl<mirror_pad_attr REFLECT>`."""

    name = "tfl.mirror_pad_attr"


@irdl_attr_definition
class LSTMKernelTypeAttr(EnumAttr):
    """`#tfl<lstm_kernel_type_attr FULL>`."""

    name = "tfl.lstm_kernel_type_attr"


@irdl_attr_definition
class ConstBytesAttr(SpacedOpaqueSyntaxAttribute, Data[bytes]):
    """`#tfl<const_bytes : "0x0102">`: the options of a custom operator."""

    name = "tfl.const_bytes"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> bytes:
        parser.parse_punctuation(":")
        digits = parser.parse_str_literal()
        if not _HEXADECIMAL.fullmatch(digits):
            parser.raise_error("expected pairs of hexadecimal digits after 0x")
        return bytes.fromhex(digits[2:])

    def print_parameter(self, printer: Printer) -> None:
        printer.print_string(f': "0x{self.data.hex().upper()}"')


ENUMS: Mapping[str, type[EnumAttr]] = {
    "MirrorPadOptions.mode": MirrorPadAttr,
    "LSTMOptions.kernel_type": LSTMKernelTypeAttr,
}
"""Options of an enum type that MLIR does not print as strings."""

INTERMEDIATES = (
    *(f"input_to_{gate}_intermediate" for gate in ("input", "forget", "cell", "output")),
    "effective_hidden_scale_intermediate",
)
"""Properties of an integer LSTM: the types, and so the scales, of what it computes inside."""
