"""The docs say what is true: their tables are the code's, and their example runs."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

from qir.driver.qopt import QOpt

DOCS = Path(__file__).parent.parent / "docs"


def test_tables_are_up_to_date() -> None:
    page = DOCS / "targets.md"
    assert runpy.run_path(str(DOCS / "tables.py"))["filled"](page.read_text()) == page.read_text()


def test_the_example_pass_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (DOCS / "write-a-pass.md").read_text(), re.DOTALL)
    pass_file, model = tmp_path / "count_ops.py", tmp_path / "in.mlir"
    pass_file.write_text(code)
    model.write_text(
        "func.func @main(%x: tensor<2xf32>) {\n"
        '  %y = "tfl.neg"(%x) : (tensor<2xf32>) -> tensor<2xf32>\n'
        '  %z = "tfl.abs"(%y) : (tensor<2xf32>) -> tensor<2xf32>\n'
        "  func.return\n}\n"
    )
    QOpt([str(model), "--load", str(pass_file), '--pass=count-ops{label="n"}']).run()
    assert 'qir.n = "2"' in capsys.readouterr().out


@pytest.mark.parametrize("page", [*DOCS.glob("*.md"), DOCS.parent / "README.md"])
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text())
    for target in targets:
        assert (page.parent / target).exists() or target.startswith("https://"), target
