"""Constants in MLIR text, read to the last bit.

xDSL 0.74 takes `dense<0x7F800000> : tensor<f32>` for a number, where it is an infinity, and reads
neither strings nor what LiteRT's converter prints for complex numbers.
"""

from __future__ import annotations

import math
import re
from binascii import unhexlify
from typing import Any, cast

from xdsl.dialect_interfaces.op_asm import OpAsmDialectInterface
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    AnyFloat,
    BytesAttr,
    DenseArrayBase,
    DenseIntOrFPElementsAttr,
    MemRefType,
    TensorType,
    VectorType,
)
from xdsl.ir import Attribute
from xdsl.parser import Parser
from xdsl.parser.generic_parser import ParserState
from xdsl.utils.lexer import Input, Span, Token
from xdsl.utils.mlir_lexer import MLIRLexer, MLIRTokenKind

from qir.context import QirContext
from qir.dialects.tf_type import StringType, TensorProtoAttr
from qir.literals import element_bytes, elements_of_digits, has_literals, tensor_bytes
from qir.resources import Resources

_STRINGS = (MLIRTokenKind.STRING_LIT, MLIRTokenKind.BYTES_LIT)
_NUMBERS = (MLIRTokenKind.INTEGER_LIT, MLIRTokenKind.FLOAT_LIT)
_RESOURCES = "builtin"
_ALIGNMENT_BYTES = 4
"""A resource begins with what its data is to be aligned to."""
_DIGITS_AT_ONCE = 1 << 20


class _Lexer(MLIRLexer):
    """xDSL's takes twice as long for each character of a string that has no end."""

    _unescaped_characters_regex = re.compile(r'"(?:[^"\\\n\v\f]++|\\(?:["nt\\]|[0-9A-Fa-f]{2}))*+"')


class ConstantParser(Parser):
    """xDSL's parser with constants of its own; those of the text are in `ctx.resources`."""

    def __init__(self, ctx: QirContext, text: str, name: str) -> None:
        super().__init__(ctx, "", name)
        self._parser_state = ParserState(_Lexer(Input(text, name)))
        self.resources = ctx.resources = Resources()

    def parse_optional_attribute(self) -> Attribute | None:
        attribute = super().parse_optional_attribute()
        if not isinstance(attribute, TensorProtoAttr):
            return attribute
        self.parse_punctuation(":")
        type = self._parse_dense_type()
        return self.resources.literal(type, attribute.data)

    def _parse_optional_builtin_parametrized_attr(self) -> Attribute | None:
        if self.parse_optional_keyword("dense") is None:
            return super()._parse_optional_builtin_parametrized_attr()
        return self._parse_dense()

    def _parse_builtin_densearray_attr(self) -> DenseArrayBase[Any] | None:
        """`array<f32: 0x7F800000, 1.0>`: xDSL prints floats by their bits, but reads none."""
        start = self.pos
        self.parse_punctuation("<")
        element = self.parse_type()
        if not isinstance(element, AnyFloat) or self.parse_optional_punctuation(":") is None:
            self._resume_from(start)
            return super()._parse_builtin_densearray_attr()
        words = self.parse_comma_separated_list(self.Delimiter.NONE, self._parse_word)
        self.parse_punctuation(">")
        stored = b"".join([self._element(word, element) for word in words])
        return DenseArrayBase(element, BytesAttr(stored))

    def _parse_dense(self) -> Attribute:
        """`<words> : type`; what the words mean depends on the type, which comes after them."""
        start = self.pos
        self.parse_punctuation("<")
        is_empty = self._current_token.kind is MLIRTokenKind.GREATER
        words, shape = ([], [0]) if is_empty else self._parse_words()
        self.parse_punctuation(">")
        end = self.pos
        self.parse_punctuation(":")
        type = self._parse_dense_type()
        element, expected = type.element_type, list(type.get_shape())
        count = math.prod(expected)
        if shape and shape != expected and (words or count):
            self.raise_error(f"a literal of shape {shape}; expected {expected}", start, end)
        if isinstance(element, StringType):
            strings = [self._element(word, element) for word in words]
            content = tensor_bytes(strings if shape else strings * count, element)
            return self.resources.literal(type, content)
        if shape:
            stored = b"".join([self._element(word, element) for word in words])
        elif self._is_string(words[0]):
            stored = self._blob(words[0], element, count)
        else:
            stored = self._element(words[0], element) * count
        return DenseIntOrFPElementsAttr(type, BytesAttr(stored))

    def _parse_words(self) -> tuple[list[Span], list[int]]:
        """The elements of nested lists as they are spelled, and the shape; none for one alone."""
        start = self.pos
        rows = self.parse_optional_comma_separated_list(self.Delimiter.SQUARE, self._parse_words)
        if rows is None:
            return [self._parse_word()], []
        if any(shape != rows[0][1] for _, shape in rows):
            self.raise_error("lists of different lengths in a literal", start, self.pos)
        words = [word for row, _ in rows for word in row]
        return words, [len(rows), *(rows[0][1] if rows else [])]

    def _parse_word(self) -> Span:
        """A number, truth value, string, or pair of numbers."""
        start = self._current_token.span.start
        if self.parse_optional_punctuation("(") is None:
            last = self._parse_scalar()
        else:
            self._parse_scalar()
            self.parse_punctuation(",")
            self._parse_scalar()
            last = self._current_token
            self.parse_punctuation(")")
        return Span(start, last.span.end, self.lexer.input)

    def _parse_scalar(self) -> Token[MLIRTokenKind, str]:
        if self._current_token.kind in _STRINGS:
            return self._consume_token()
        if self._current_token.kind is MLIRTokenKind.BARE_IDENT:
            token = self._current_token
            self.parse_boolean()
            return token
        self.parse_optional_punctuation("-")
        if self._current_token.kind not in _NUMBERS:
            self.raise_error("expected an element of a literal")
        return self._consume_token()

    def _parse_dense_type(self) -> Any:
        start = self.pos
        type = self.parse_type()
        if not isinstance(type, TensorType | VectorType | MemRefType):
            self.raise_error(f"a literal of type {type}; expected a tensor", start, self.pos)
        shaped = cast("TensorType[Attribute]", type)
        if DYNAMIC_INDEX in shaped.get_shape():
            self.raise_error(f"a literal of type {type}; expected a static shape", start, self.pos)
        if not has_literals(shaped.element_type):
            self.raise_error(f"elements of {type} have no literals", start, self.pos)
        return shaped

    def _is_string(self, word: Span) -> bool:
        return self.lexer.input.content.startswith('"', word.start)

    def _element(self, word: Span, element: Attribute) -> bytes:
        text = word.text if self._is_string(word) else "".join(word.text.split())
        try:
            return element_bytes(text, element)
        except ValueError as error:
            self.raise_error(str(error), word)

    def _blob(self, word: Span, element: Attribute, count: int) -> bytes:
        """The elements, as MLIR stores them, given by the digits of all their bytes."""
        digits = self._digits(word)
        stored = elements_of_digits(digits, element, count)
        if stored is None:
            self.raise_error(
                f"{len(digits)} bytes in digits do not make {count} elements of {element}", word
            )
        return stored

    def _digits(self, word: Span) -> bytes:
        """The bytes in a string of hexadecimal digits, which may be most of the text."""
        text, start, end = self.lexer.input.content, word.start + 1, word.end - 1
        try:
            if not text.startswith("0x", start):
                raise ValueError
            parts = range(start + 2, end, _DIGITS_AT_ONCE)
            return b"".join(unhexlify(text[at : min(at + _DIGITS_AT_ONCE, end)]) for at in parts)
        except ValueError:
            self.raise_error("expected hexadecimal digits in pairs after 0x", word.start)

    def _parse_dialect_resource_handle(
        self, dialect_name: str, interface: OpAsmDialectInterface
    ) -> str:
        """A key as it stands; xDSL would rename one that another text has used."""
        if dialect_name != _RESOURCES:
            return super()._parse_dialect_resource_handle(dialect_name, interface)
        return self.parse_identifier_or_str_literal()

    def _parse_resource(self, dialect_name: str, interface: OpAsmDialectInterface) -> None:
        if dialect_name != _RESOURCES:
            super()._parse_resource(dialect_name, interface)
            return
        key = self._parse_dialect_resource_handle(dialect_name, interface)
        self.parse_punctuation(":")
        content = self._digits(self._parse_token(MLIRTokenKind.STRING_LIT, "expected digits").span)
        self.resources.define(key, memoryview(content)[_ALIGNMENT_BYTES:])
