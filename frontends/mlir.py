"""MLIR text to IR."""

from __future__ import annotations

from pathlib import Path

from xdsl.dialects.builtin import ModuleOp
from xdsl.utils.exceptions import ParseError, VerifyException

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.frontends.adoption import adopt
from qir.frontends.mlir_parser import MlirParser


def read_mlir(path: Path, ctx: QirContext) -> ModuleOp:
    """The module of a `.mlir` file.

    Raises QirError where the file cannot be read or parsed; the message has line and column.
    """
    if path.is_dir():
        raise QirError(f"{path}: is a directory; expected a .mlir file")
    try:
        text = decode(path.read_bytes(), str(path))
    except OSError as error:
        raise QirError(f"{path}: cannot be read: {error.strerror}") from error
    return parse_mlir(text, ctx, str(path), path.parent)


def decode(content: bytes, name: str) -> str:
    """The characters of a text file; raises QirError where it is none."""
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise QirError(f"{name}: not MLIR text: byte {error.start} is not UTF-8") from error


def parse_mlir(text: str, ctx: QirContext, name: str = "<text>", folder: Path = Path()) -> ModuleOp:
    """The module of MLIR text, not yet verified; raises QirError where it does not parse.

    `folder`: where the file is that holds what the text leaves out, if it names one.
    """
    try:
        module = MlirParser(ctx, text, name).parse_module()
        adopt(module, ctx, folder)
    except ParseError as error:
        raise QirError(f"{name}: {one_line(error)}") from error
    except VerifyException as error:
        raise QirError(f"{name}: {error}") from error
    return module


def one_line(error: ParseError) -> str:
    """Line, column and message of a parse error."""
    line, column = position(error)
    return f"line {line}, column {column}: {error.msg.splitlines()[0]}"


def position(error: ParseError) -> tuple[int, int]:
    """Line and column of a parse error, counted from 1."""
    before = error.span.input.content[: error.span.start]
    newline = "\n" if isinstance(before, str) else b"\n"
    line = before.count(newline) + 1 + error.span.line_offset  # pyright: ignore
    return line, error.span.start - (before.rfind(newline) + 1) + 1  # pyright: ignore
