"""Runs the common form of test in lit's own worker, where Python and the tools are loaded once."""

from __future__ import annotations

import io
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import lit.Test
from filecheck.main import main as filecheck
from lit.formats import ShTest

from qir.driver.qopt import main as qopt

COMMAND = re.compile(r"(?P<fails>not )?%qopt (?P<qopt>[^|]*?)(?P<joined> 2>&1)? \| filecheck %s")


class InProcessTest(ShTest):
    """A test whose only command is `[not] %qopt … [2>&1] | filecheck %s`; others use the shell."""

    def execute(self, test: Any, litConfig: Any) -> Any:
        path = Path(test.getSourcePath())
        commands = re.findall(r"^// RUN: (.*)$", path.read_text(), re.MULTILINE)
        command = COMMAND.fullmatch(commands[0]) if len(commands) == 1 else None
        if command is None or test.config.unsupported or litConfig.noExecute:
            return super().execute(test, litConfig)
        places = {"%s": path, "%S": path.parent}
        words = re.sub("%[sS]", lambda place: str(places[place[0]]), command["qopt"])
        out, problems = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(out if command["joined"] else problems):
            code = _code_of(qopt, shlex.split(words))
        if bool(code) != bool(command["fails"]):
            return lit.Test.FAIL, f"qopt ended with {code}:\n{out.getvalue()}{problems.getvalue()}"
        with redirect_stdout(report := io.StringIO()), redirect_stderr(report):
            matched = _check(out.getvalue(), path)
        return (lit.Test.PASS, "") if matched else (lit.Test.FAIL, report.getvalue())


def _check(text: str, path: Path) -> bool:
    given, sys.stdin = sys.stdin, io.StringIO(text)
    try:
        return not _code_of(filecheck, ["filecheck", str(path)])
    finally:
        sys.stdin = given


def _code_of(main: Any, arguments: list[str]) -> int:
    """What a tool exits with; an exception that it lets out counts as its text and 1."""
    try:
        main(arguments)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else int(stop.code is not None)
    except Exception as error:
        print(f"Traceback: {error!r}", file=sys.stderr)
        return 1
    return 0
