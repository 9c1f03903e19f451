"""Every message with which an op is refused has a lit file, and every such file its own message."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path
from types import TracebackType

import pytest
from xdsl.utils.exceptions import ParseError, VerifyException

import qir.dialects
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.frontends.mlir import parse_mlir

DIALECTS = Path(qir.dialects.__file__).parent
FILES = sorted((Path(__file__).parents[2] / "lit_tests" / "errors").rglob("*.mlir"))
Line = tuple[str, int]


def raising_lines() -> set[Line]:
    """Where a class of the dialects says that an op is malformed."""
    found: set[Line] = set()
    for file in (DIALECTS / "tfl").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                name = ast.unparse(node.exc.func)
                if name in ("Malformed", "VerifyException"):
                    found.add((file.name, node.lineno))
    return found


def lines_of(error: BaseException) -> set[Line]:
    """The lines of the dialects that an error came through, and those of its causes."""
    found: set[Line] = set()
    cause: BaseException | None = error
    while cause is not None:
        trace: TracebackType | None = cause.__traceback__
        while trace is not None:
            found.add((Path(trace.tb_frame.f_code.co_filename).name, trace.tb_lineno))
            trace = trace.tb_next
        cause = cause.__cause__ or cause.__context__
    return found


def refusal(file: Path) -> BaseException | None:
    """What reading and verifying a lit file raises."""
    try:
        parse_mlir(file.read_text(), QirContext()).verify()
    except (VerifyException, ParseError, QirError) as error:
        return error
    return None


@pytest.fixture(scope="module")
def refused() -> dict[Path, BaseException]:
    found = {file: refusal(file) for file in FILES}
    return {file: error for file, error in found.items() if error is not None}


def test_every_message_has_a_lit_file(refused: dict[Path, BaseException]) -> None:
    seen = {line for error in refused.values() for line in lines_of(error)}
    missing = sorted(raising_lines() - seen)
    assert not missing, "\n".join(f"{file}:{line}" for file, line in missing)


def test_at_least_150_malformed_constructs_are_refused(refused: dict[Path, BaseException]) -> None:
    messages = Counter(str(error).splitlines()[0] for error in refused.values())
    assert len(messages) >= 150
