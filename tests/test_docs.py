"""The docs say what is true: their tables are the code's, and their example runs."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from xdsl.dialects.builtin import TensorType, f32
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.test_value import create_ssa_value

from qir.driver.qopt import QOpt

DOCS = Path(__file__).parent.parent / "docs"


TABLES = runpy.run_path(str(DOCS / "tables.py"))


@pytest.mark.parametrize("page", TABLES["PAGES"])
def test_tables_are_up_to_date(page: str) -> None:
    text = (DOCS / page).read_text()
    assert TABLES["filled"](page, text) == text


@pytest.mark.parametrize("page", [*DOCS.glob("*.md")], ids=lambda page: page.stem)
def test_commands_print_what_the_docs_say(page: Path) -> None:
    """A block of text that begins with `$ qopt …`; an ellipsis stands for anything."""
    for command, expected in re.findall(r"```text\n\$ (\S.*)\n([^`]*)```", page.read_text()):
        ran = subprocess.run(
            shlex.split(command),
            capture_output=True,
            text=True,
            check=False,
            cwd=DOCS.parent,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
        )
        pattern = "".join(
            ".*" if part == "…" else re.escape(part) for part in re.split("(…)", expected)
        )
        assert re.fullmatch(pattern, ran.stdout + ran.stderr, re.DOTALL), ran.stdout + ran.stderr


def test_the_example_pass_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = python_blocks("write-a-pass.md")
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


def python_blocks(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)


def test_the_tour_of_the_ir_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(DOCS.parent)
    (code,) = python_blocks("ir.md")
    exec(code, {})
    assert capsys.readouterr().out.startswith("tensor<32x3x3x1xf32> SAME [(1, 28, 28, 32)]")


def test_the_example_op_infers_its_shape() -> None:
    (code,) = python_blocks("add-an-op.md")
    names: dict[str, Any] = {}
    exec(code, names)
    diagonal = create_ssa_value(TensorType(f32, [2, 3]))
    op = names["MatrixDiagOp"].create(
        operands=[diagonal], result_types=[TensorType(f32, [2, 3, 3])]
    )
    op.verify()
    assert op.inferred_shapes() == [(2, 3, 3)]
    with pytest.raises(VerifyException, match="diagonal is a scalar; expected rank 1 or more"):
        scalar = create_ssa_value(TensorType(f32, []))
        names["MatrixDiagOp"].create(operands=[scalar], result_types=[diagonal.type]).verify()


def test_the_example_kernel_is_the_code_s_own() -> None:
    text = (DOCS / "add-a-kernel.md").read_text()
    root = DOCS.parent
    for language, folder in (("c", "backends/c/kernels"), ("python", "passes/kernels")):
        files = [path.read_text() for path in (root / folder).iterdir() if path.is_file()]
        for code in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL):
            assert any(code in file for file in files)


@pytest.mark.parametrize("page", [*DOCS.glob("*.md"), DOCS.parent / "README.md"])
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text())
    for target in targets:
        assert (page.parent / target).exists() or target.startswith("https://"), target
