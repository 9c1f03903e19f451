"""Nothing of the interpreter is left out: functions, tests of drawn cases, literals, rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from op_cases import cases
from xdsl.ir import Operation

from qir.dialects.tfl import TFL, families
from qir.dialects.tfl.base import TflOp
from qir.interp.machine import DIALECT, evaluation

ROOT = Path(__file__).parents[2]
SEMANTICS = ROOT / "docs" / "semantics.md"
CONSTANTS = f"{DIALECT}constants"
"""What takes nothing is no operator: the machine itself gives its value."""
WITHOUT_CASES = {
    "tf.If": "calls functions: tests/interp/test_control.py",
    "tfl.while": "calls functions: tests/interp/test_control.py",
    "tfl.call": "calls functions: tests/interp/test_control.py",
    "tfl.call_once": "calls functions: tests/interp/test_control.py",
    "tfl.stablehlo_composite": "calls functions: tests/interp/test_control.py",
    "tfl.var_handle": "has state: tests/interp/test_control.py",
    "tfl.read_variable": "has state: tests/interp/test_control.py",
    "tfl.assign_variable": "has state: tests/interp/test_control.py",
    "tfl.custom": "LiteRT has no kernel: tests/interp/test_control.py",
}
RULE = re.compile(r"^- \*\*([A-Z]\d+)\*\*", re.MULTILINE)
CITED = re.compile(r"\brules? ([A-Z])(\d+)(?:(?:, [A-Z]\d+)* (to|and) [A-Z](\d+))?", re.IGNORECASE)


def written() -> Iterator[type[Operation]]:
    """Every class of an operator that is written by hand."""
    names = {family.__name__ for family in families()} - {f"{DIALECT}base", CONSTANTS}
    for op_class in TFL.operations:
        if op_class.__module__ in names and issubclass(op_class, TflOp):
            yield op_class


OPS = sorted(written(), key=lambda op_class: op_class.name)


def test_every_op_has_a_function() -> None:
    assert len(OPS) > 125
    assert [op.name for op in OPS if evaluation(op) is None] == []


def test_every_op_is_compared_with_litert() -> None:
    without = {op.name for op in OPS} - cases().keys()
    assert without <= WITHOUT_CASES.keys()


def test_every_op_has_a_file_of_literals() -> None:
    def file(op: type[Operation]) -> Path:
        family = op.__module__.removeprefix(DIALECT)
        return ROOT / "lit_tests" / "interp" / family / f"{op.name.split('.')[1].lower()}.mlir"

    missing = [op.name for op in OPS if not file(op).is_file()]
    assert missing == []
    for op in OPS:
        text = file(op).read_text()
        assert "--pass=evaluate" in text
        assert op.name in text


def cited(folder: Path, *extensions: str) -> set[str]:
    """The rules that files cite: `rule B1`, `rules B2 to B4`, `rules B2 and B5`."""
    found: set[str] = set()
    for file in folder.rglob("*"):
        if file.suffix in extensions:
            for match in CITED.finditer(file.read_text()):
                found |= _named(match)
    return found


def _named(match: re.Match[str]) -> set[str]:
    if match[3] == "to":
        return {f"{match[1].upper()}{n}" for n in range(int(match[2]), int(match[4]) + 1)}
    return {name.upper() for name in re.findall(r"[A-Za-z]\d+", match[0])}


@pytest.mark.parametrize("folder", ["qir", "tests", "lit_tests"])
def test_rules_that_are_cited_exist(folder: str) -> None:
    rules = set(RULE.findall(SEMANTICS.read_text()))
    assert cited(ROOT / folder, ".py", ".mlir") <= rules


def test_rules_are_cited_in_code_and_in_tests() -> None:
    rules = set(RULE.findall(SEMANTICS.read_text()))
    assert rules - cited(ROOT / "qir", ".py") == set()
    in_tests = cited(ROOT / "tests", ".py") | cited(ROOT / "lit_tests", ".mlir")
    assert rules - in_tests == set()
