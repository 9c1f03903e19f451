"""`qir` and `qopt` run in the process of the tests."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from qir.driver import cli, qopt


class Tool:
    """A command line in this process."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], name: str
    ) -> None:
        self.monkeypatch = monkeypatch
        self.capfd = capfd
        self.name = name

    def __call__(self, *args: str | Path) -> tuple[int, str, str]:
        """Exit code, stdout and stderr."""
        self.monkeypatch.setattr(sys, "argv", [self.name, *map(str, args)])
        self.capfd.readouterr()
        main = cli.main if self.name == "qir" else qopt.main
        try:
            main()
            code = 0
        except SystemExit as exit:
            code = exit.code if isinstance(exit.code, int) else int(exit.code is not None)
        out, err = self.capfd.readouterr()
        return code, out, err

    def refuses(self, *args: str | Path) -> str:
        """The message of the one line on stderr that the tool ends with."""
        code, out, err = self(*args)
        assert code in (1, 2), (code, out, err)
        assert out == ""
        start = f"{self.name}: error: "
        assert err.startswith(start)
        assert err.count("\n") == 1, err
        assert err.endswith("\n")
        assert "Traceback" not in err
        return err.removeprefix(start).rstrip("\n")
