"""xDSL's parser of MLIR text, and the constructs of LiteRT's converter that xDSL 0.74 lacks."""

from __future__ import annotations

import re
from typing import cast

from xdsl.dialects.builtin import FusedLoc, LocationAttr, ModuleOp, NoneAttr

from qir.frontends.mlir_constants import ConstantParser

_ALIAS = re.compile(r"^[#!][\w.$-]+ *=", re.MULTILINE)
"""Where a line defines an alias; no string or comment spans lines, so it cannot be inside one."""


class MlirParser(ConstantParser):
    """Reads aliases defined after their use, as MLIR prints locations, and `fused<...>`."""

    def parse_module(self, allow_implicit_module: bool = True) -> ModuleOp:
        for found in _ALIAS.finditer(self.lexer.input.content):
            self._resume_from(found.start())
            super()._parse_alias_def()
        self._resume_from(0)
        try:
            return super().parse_module(allow_implicit_module)
        except RecursionError:
            self.raise_error("nested too deeply; expected less than some hundred levels")
        except MemoryError:
            self.raise_error("not enough memory for a constant of this size")

    def _parse_alias_def(self) -> None:
        """An alias that was read before the operations: read it again, to get past it."""
        del self.attribute_aliases[self._current_token.text]
        super()._parse_alias_def()

    def _parse_location(self) -> LocationAttr:
        if self.parse_optional_keyword("fused") is None:
            return super()._parse_location()
        metadata = NoneAttr()
        if self.parse_optional_punctuation("<") is not None:
            metadata = self.parse_attribute()
            self.parse_punctuation(">")
        inner = self.parse_comma_separated_list(self.Delimiter.SQUARE, self._parse_location)
        return cast("LocationAttr", FusedLoc(tuple(inner), metadata))

    def _parse_external_resources(self) -> None:
        """What other tools left for themselves, such as how to reproduce a crash: passed over."""
        self.parse_comma_separated_list(self.Delimiter.BRACES, self._skip_resource_group)

    def _skip_resource_group(self) -> None:
        self.parse_identifier()
        self.parse_punctuation(":")
        self.parse_comma_separated_list(self.Delimiter.BRACES, self._skip_resource)

    def _skip_resource(self) -> None:
        self.parse_identifier()
        self.parse_punctuation(":")
        self.parse_attribute()
