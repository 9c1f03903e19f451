"""Runs lit's tests, so that pytest alone covers everything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("lit")
pytest.importorskip("filecheck")

LIT_TESTS = Path(__file__).parents[1] / "lit_tests"
LIT = "from lit.main import main; main()"
"""lit has no `__main__`, and its script need not be on the path."""


def test_lit() -> None:
    command = [sys.executable, "-c", LIT, "-sv", str(LIT_TESTS)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
