"""What TFLite tensors need that MLIR's builtin dialect does not have, as TensorFlow has it."""

from __future__ import annotations

import ast
import re

from xdsl.ir import Data, Dialect, ParametrizedAttribute, TypeAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer


@irdl_attr_definition
class StringType(ParametrizedAttribute, TypeAttribute):
    name = "tf_type.string"


@irdl_attr_definition
class ResourceType(ParametrizedAttribute, TypeAttribute):
    name = "tf_type.resource"


@irdl_attr_definition
class VariantType(ParametrizedAttribute, TypeAttribute):
    name = "tf_type.variant"


@irdl_attr_definition
class TensorProtoAttr(Data[bytes]):
    """The bytes of a tensor, in TensorFlow's own form: LiteRT's converter gives complex ones so."""

    name = "tf_type.tensor_proto"

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> bytes:
        parser.parse_punctuation(":")
        start = parser.pos
        digits = parser.parse_str_literal()
        try:
            proto = bytes.fromhex(digits.removeprefix("0x"))
        except ValueError:
            parser.raise_error("expected hexadecimal digits in pairs", start, parser.pos)
        if not (content := _CONTENT.fullmatch(proto)):
            parser.raise_error("no tensor_content in this tensor_proto", start, parser.pos)
        return ast.literal_eval(f"b{content[1].decode()}")

    def print_parameter(self, printer: Printer) -> None:
        raise NotImplementedError("its type follows it, and makes it another attribute")


_CONTENT = re.compile(rb"tftensor\$.*\btensor_content: (\"(?:[^\"\\]|\\.)*\")\s*", re.DOTALL)
"""Escapes in it are those of C, and so of Python."""

TF_TYPE = Dialect("tf_type", [], [StringType, ResourceType, VariantType, TensorProtoAttr])
