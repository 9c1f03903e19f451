"""`qir` and `qopt` as a user meets them: what they write, and how they refuse."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from command_lines import Tool
from models import noise, run_on_litert, schema, unpacked

from qir import __version__

MLIR = """
func.func @main(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = "tfl.abs"(%x) : (tensor<4xf32>) -> tensor<4xf32>
  func.return %y : tensor<4xf32>
}
"""


def listing(folder: Path) -> dict[str, bytes | None]:
    """Every file below a folder, hidden ones too, with its content."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


# --- bad input --------------------------------------------------------------------------------


def _missing(folder: Path, model: bytes) -> Path:
    return folder / "missing.tflite"


def _directory(folder: Path, model: bytes) -> Path:
    (folder / "folder.tflite").mkdir()
    return folder / "folder.tflite"


def _file(name: str, content: Callable[[bytes], bytes]) -> Callable[[Path, bytes], Path]:
    def make(folder: Path, model: bytes) -> Path:
        (folder / name).write_bytes(content(model))
        return folder / name

    return make


BAD_INPUTS: dict[str, tuple[Callable[[Path, bytes], Path], str]] = {
    "missing": (_missing, "o such file or directory"),
    "directory": (_directory, "irectory"),
    "empty": (_file("empty.tflite", lambda _: b""), "empty"),
    "truncated": (_file("cut.tflite", lambda model: model[: len(model) // 2]), "damaged"),
    "random": (
        _file("random.tflite", lambda _: np.random.default_rng(0).bytes(4096)),
        "file identifier",
    ),
    "text": (_file("text.tflite", lambda _: MLIR.encode()), "file identifier"),
    "short": (_file("short.tflite", lambda _: b"TFL3"), "too short"),
    "extension": (_file("model.onnx", lambda model: model), "unknown kind of model '.onnx'"),
    "no extension": (_file("model", lambda model: model), "unknown kind of model ''"),
    "binary as text": (_file("binary.mlir", lambda model: model), "not MLIR text"),
    "not MLIR": (_file("prose.mlir", lambda _: b"once upon a time"), "line 1, column "),
    "does not verify": (
        _file("invalid.mlir", lambda _: MLIR.replace("(%x)", "(%x, %x)").encode()),
        "",
    ),
}


@pytest.mark.parametrize("kind", BAD_INPUTS)
@pytest.mark.parametrize("tool_name", ["qir", "qopt"])
def test_bad_input_is_refused_in_one_line(
    kind: str, tool_name: str, folder: Path, dense_model: bytes, request: pytest.FixtureRequest
) -> None:
    tool: Tool = request.getfixturevalue(f"{tool_name}_tool")
    make, expected = BAD_INPUTS[kind]
    path = make(folder, dense_model)
    before = listing(folder)
    command: list[str | Path] = ["quantize"] if tool_name == "qir" else []
    message = tool.refuses(*command, path, "-o", folder / "out.tflite")
    assert expected in message
    assert path.name in message, "the message does not say which file"
    assert listing(folder) == before


# --- bad output -------------------------------------------------------------------------------


@pytest.mark.parametrize("tool_name", ["qir", "qopt"])
@pytest.mark.parametrize("output", ["no/such/folder/out.tflite", "existing.tflite"])
def test_output_that_cannot_be_written_is_refused(
    tool_name: str, output: str, dense_path: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    tool: Tool = request.getfixturevalue(f"{tool_name}_tool")
    (folder / "existing.tflite").mkdir()
    before = listing(folder)
    command: list[str | Path] = ["quantize"] if tool_name == "qir" else []
    message = tool.refuses(*command, dense_path, "-o", folder / output)
    assert str(folder / output) in message
    assert listing(folder) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write to every folder")
@pytest.mark.parametrize("tool_name", ["qir", "qopt"])
def test_output_in_a_folder_without_permission_is_refused(
    tool_name: str, dense_path: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    tool: Tool = request.getfixturevalue(f"{tool_name}_tool")
    folder.chmod(0o500)
    command: list[str | Path] = ["quantize"] if tool_name == "qir" else []
    message = tool.refuses(*command, dense_path, "-o", folder / "out.tflite")
    assert "cannot be written: Permission denied" in message


def test_output_of_another_kind_is_refused_before_the_work(
    qir_tool: Tool, dense_path: Path, folder: Path
) -> None:
    for name in ("out.onnx", "out", "out.mlir"):
        message = qir_tool.refuses("quantize", dense_path, "-o", folder / name)
        assert name in message
        assert "expected .tflite" in message
    assert not listing(folder)


def test_qopt_refuses_output_of_an_unknown_kind(
    qopt_tool: Tool, dense_path: Path, folder: Path
) -> None:
    message = qopt_tool.refuses(dense_path, "-o", folder / "out.onnx")
    assert "out.onnx" in message
    assert not listing(folder)


def test_qopt_writes_no_binary_to_a_terminal(qopt_tool: Tool, dense_path: Path) -> None:
    message = qopt_tool.refuses(dense_path, "--emit", "tflite")
    assert "name it with -o FILE.tflite" in message


def test_a_report_that_cannot_be_written_is_refused(
    qir_tool: Tool, dense_path: Path, folder: Path
) -> None:
    report = folder / "no" / "report.json"
    message = qir_tool.refuses(
        "quantize", dense_path, "-o", folder / "out.tflite", "--report", report
    )
    assert str(report) in message
    assert set(listing(folder)) <= {"out.tflite"}


# --- bad options ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (
            ["--pass", "quantize-weight"],
            "no pass 'quantize-weight'; did you mean 'quantize-weights'?",
        ),
        (["--pass", "xyzzy"], "no pass 'xyzzy'; --list-passes prints them all"),
        (["-p", "canonicalize,xyzzy"], "no pass 'xyzzy'"),
        (["--pass", "quantize-weights{min-element=3}"], "no option 'min-element'; it has"),
        (["--pass", "evaluate{x=1}"], "pass evaluate: no option 'x'; it has none"),
        (["--pass", "quantize-weights{min-elements=many}"], "pass quantize-weights"),
        (["--pass", "quantize-weights{min-elements=3"], "quantize-weights{min-elements=3"),
        (["--pass", 'legalize-hybrid{target="toaster"}'], "no target 'toaster'; expected one of"),
        (["--frobnicate"], "--frobnicate"),
        (["--list-pass"], "--list-pass"),
        (["--print-weight", "inline"], "--print-weight"),
        (["--print-weights", "all"], "invalid choice: 'all'"),
        (["--emit", "onnx"], "invalid choice: 'onnx'"),
        (["--load", "missing.py"], "--load missing.py"),
    ],
)
def test_qopt_refuses_bad_options(
    args: list[str], expected: str, qopt_tool: Tool, dense_path: Path, folder: Path
) -> None:
    message = qopt_tool.refuses(dense_path, *args, "-o", folder / "out.tflite")
    assert expected in message
    assert not listing(folder)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["--target", "toaster"], "'toaster' is not one of"),
        (["--targe", "litert-builtin"], "--targe"),
        (["--min-elements", "many"], "'many' is not a valid integer"),
        (["--min-elements", "-1"], "-1"),
        (["--frobnicate"], "--frobnicate"),
        (["--quie"], "--quie"),
        (["second.tflite"], "second.tflite"),
    ],
)
def test_qir_refuses_bad_options(
    args: list[str], expected: str, qir_tool: Tool, dense_path: Path, folder: Path
) -> None:
    message = qir_tool.refuses("quantize", dense_path, "-o", folder / "out.tflite", *args)
    assert expected in message
    assert not listing(folder)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["quantize"], "MODEL"),
        (["quantize", "model.tflite"], "-o"),
        (["quantise", "model.tflite"], "quantise"),
        (["--frobnicate"], "--frobnicate"),
    ],
)
def test_qir_refuses_incomplete_commands(args: list[str], expected: str, qir_tool: Tool) -> None:
    assert expected in qir_tool.refuses(*args)


PASS_FILES = {
    "a syntax error": ("def", "SyntaxError"),
    "an import that fails": ("import no_such_module", "No module named 'no_such_module'"),
    "no pass": ("x = 1", "holds no pass"),
}


@pytest.mark.parametrize("kind", PASS_FILES)
def test_qopt_refuses_files_without_a_pass(
    kind: str, qopt_tool: Tool, dense_path: Path, tmp_path: Path
) -> None:
    content, expected = PASS_FILES[kind]
    path = tmp_path / "my_pass.py"
    path.write_text(content)
    message = qopt_tool.refuses("--load", path, dense_path)
    assert expected in message
    assert str(path) in message


# --- what is written --------------------------------------------------------------------------


def test_qir_as_a_user_runs_it(dense_path: Path, folder: Path) -> None:
    """The one run in a process of its own: no warning, no terminal codes, a table and totals."""
    output = folder / "small.tflite"
    child = subprocess.run(
        [sys.executable, "-m", "qir.driver.cli", "quantize", dense_path, "-o", output],
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONWARNINGS": "error"},
    )
    assert (child.returncode, child.stderr) == (0, "")
    assert "0 FULLY_CONNECTED" in child.stdout
    assert "hybrid" in child.stdout
    assert f"{dense_path.stat().st_size:,} -> {output.stat().st_size:,} bytes" in child.stdout
    assert "\x1b" not in child.stdout
    assert list(listing(folder)) == ["small.tflite"]


def test_quiet_prints_nothing(qir_tool: Tool, dense_path: Path, folder: Path) -> None:
    output = folder / "out.tflite"
    assert qir_tool("quantize", dense_path, "-o", output, "--quiet") == (0, "", "")
    assert 0 < output.stat().st_size < dense_path.stat().st_size


def test_the_report_is_true(qir_tool: Tool, bundled_model: Path, folder: Path) -> None:
    output, report_path = folder / "out.tflite", folder / "report.json"
    arguments = ("quantize", bundled_model, "-o", output, "--report", report_path)
    code, _, err = qir_tool(*arguments)
    assert (code, err) == (0, "")
    report: dict[str, Any] = json.loads(report_path.read_text())
    assert report["source"] == str(bundled_model)
    assert report["target"] == "litert-xnnpack"
    assert report["bytes_before"] == bundled_model.stat().st_size
    assert report["bytes_after"] == output.stat().st_size
    before = unpacked(bundled_model.read_bytes())
    seen: set[tuple[str, int]] = set()
    for op in report["ops"]:
        assert op["form"] in ("hybrid", "dequantized", "float", "unchanged")
        assert op["reason"]
        quantized = op["form"] in ("hybrid", "dequantized")
        assert (op["bytes_after"] < op["bytes_before"]) == quantized
        seen.add((op["function"], op["index"]))
    assert len(seen) == len(report["ops"]), "an op is there twice"
    reported = {index for function, index in seen if function == "main"}
    weighty = {
        index
        for index, operator in enumerate(before.subgraphs[0].operators)
        if _weights(before, operator) >= 4 * 1024
    }
    assert weighty <= reported, "an op with large weights is not in the report"
    forms = {op["form"] for op in report["ops"]}
    assert "hybrid" in forms


def _weights(model: Any, operator: Any) -> int:
    """Bytes of the largest float constant that an operator of the first subgraph reads."""
    tensors = [model.subgraphs[0].tensors[i] for i in operator.inputs if i >= 0]
    data = [model.buffers[t.buffer].data for t in tensors if t.type == 0 and len(t.shape) > 1]
    return max((len(d) for d in data if d is not None), default=0)


def test_report_names_ops_by_their_index_in_the_source(
    qir_tool: Tool, bundled_model: Path, folder: Path
) -> None:
    report_path = folder / "report.json"
    output = folder / "out.tflite"
    qir_tool("quantize", bundled_model, "-o", output, "--report", report_path, "--quiet")
    model = unpacked(bundled_model.read_bytes())
    members: dict[str, Any] = schema.BuiltinOperator.__dict__
    names = {v: k for k, v in members.items() if isinstance(v, int)}
    for op in json.loads(report_path.read_text())["ops"]:
        if op["function"] != "main":
            continue
        operator = model.subgraphs[0].operators[op["index"]]
        assert names[model.operatorCodes[operator.opcodeIndex].builtinCode] == op["op"]
        output_tensor = model.subgraphs[0].tensors[operator.outputs[0]]
        assert output_tensor.name.decode() == op["tensor"]


@pytest.mark.parametrize("tool_name", ["qir", "qopt"])
def test_output_may_be_the_input(
    tool_name: str, dense_path: Path, dense_model: bytes, request: pytest.FixtureRequest
) -> None:
    tool: Tool = request.getfixturevalue(f"{tool_name}_tool")
    args: list[str | Path] = ["quantize"] if tool_name == "qir" else ["--pass", "quantize-weights"]
    code, _, err = tool(*args, dense_path, "-o", dense_path)
    assert (code, err) == (0, "")
    small = dense_path.read_bytes()
    assert len(small) < len(dense_model)
    assert list(listing(dense_path.parent)) == [dense_path.name]
    (found,) = run_on_litert(small, [noise(1, 32)])
    (expected,) = run_on_litert(dense_model, [noise(1, 32)])
    assert np.abs(found - expected).max() < 0.05


def test_a_refused_run_leaves_an_existing_output_alone(
    qir_tool: Tool, dense_path: Path, folder: Path
) -> None:
    output = folder / "out.tflite"
    output.write_bytes(b"precious")
    damaged = folder / "damaged.tflite"
    damaged.write_bytes(dense_path.read_bytes()[:2000])
    qir_tool.refuses("quantize", damaged, "-o", output)
    assert output.read_bytes() == b"precious"


def test_permissions_and_links_of_an_existing_output(
    qir_tool: Tool, dense_path: Path, folder: Path
) -> None:
    """A new file has the permissions that the umask gives, not those of a private file."""
    output = folder / "out.tflite"
    qir_tool("quantize", dense_path, "-o", output, "--quiet")
    plain = folder / "plain"
    plain.touch()
    assert stat.S_IMODE(output.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


@pytest.mark.parametrize("tool_name", ["qir", "qopt"])
def test_a_special_file_is_written_to_and_not_replaced(
    tool_name: str, dense_path: Path, folder: Path, request: pytest.FixtureRequest
) -> None:
    tool: Tool = request.getfixturevalue(f"{tool_name}_tool")
    pipe, regular = folder / "pipe.tflite", folder / "regular.tflite"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()), daemon=True)
    reader.start()
    args: list[str | Path] = ["quantize", "--quiet"] if tool_name == "qir" else []
    assert tool(*args, dense_path, "-o", pipe)[0] == 0
    reader.join(10)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert tool(*args, dense_path, "-o", regular)[0] == 0
    assert received == [regular.read_bytes()]
    assert set(listing(folder)) == {"pipe.tflite", "regular.tflite"}


def test_dev_null_stays_a_device(qir_tool: Tool, dense_path: Path) -> None:
    assert qir_tool("quantize", dense_path, "-o", "/dev/null", "--quiet") == (0, "", "")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


# --- qopt -------------------------------------------------------------------------------------


def test_qopt_reads_and_prints_mlir(qopt_tool: Tool, folder: Path) -> None:
    path = folder / "model.mlir"
    path.write_text(MLIR)
    code, out, err = qopt_tool(path)
    assert (code, err) == (0, "")
    assert '"tfl.abs"' in out
    again = folder / "again.mlir"
    assert qopt_tool(path, "-o", again) == (0, "", "")
    assert again.read_text() == out


def test_qopt_runs_passes_in_order_like_qir(
    qopt_tool: Tool, qir_tool: Tool, dense_path: Path, folder: Path
) -> None:
    """The pipeline in a report, given to qopt, writes the same bytes."""
    report, by_qir, by_qopt = folder / "r.json", folder / "a.tflite", folder / "b.tflite"
    qir_tool("quantize", dense_path, "-o", by_qir, "--report", report, "--quiet")
    steps = json.loads(report.read_text())["pipeline"]
    flags = [flag for step in steps for flag in ("--pass", step)]
    assert qopt_tool(dense_path, *flags, "-o", by_qopt) == (0, "", "")
    assert by_qir.read_bytes() == by_qopt.read_bytes()
    by_list = folder / "c.tflite"
    assert qopt_tool(dense_path, "-p", ",".join(steps), "-o", by_list) == (0, "", "")
    assert by_list.read_bytes() == by_qir.read_bytes()


def test_qopt_text_with_inlined_weights_makes_the_same_file(
    qopt_tool: Tool, dense_path: Path, folder: Path
) -> None:
    text, direct, by_text = folder / "m.mlir", folder / "a.tflite", folder / "b.tflite"
    assert qopt_tool(dense_path, "--print-weights=inline", "-o", text) == (0, "", "")
    assert qopt_tool(text, "-o", by_text) == (0, "", "")
    assert qopt_tool(dense_path, "-o", direct) == (0, "", "")
    assert by_text.read_bytes() == direct.read_bytes()


def test_qopt_does_not_write_elided_weights(
    qopt_tool: Tool, dense_path: Path, folder: Path
) -> None:
    text = folder / "m.mlir"
    assert qopt_tool(dense_path, "-o", text) == (0, "", "")
    message = qopt_tool.refuses(text, "-o", folder / "out.tflite")
    assert "--print-weights=inline" in message
    assert list(listing(folder)) == ["m.mlir"]


def test_qopt_loads_a_pass_of_the_users(qopt_tool: Tool, tmp_path: Path) -> None:
    path, model = tmp_path / "my_pass.py", tmp_path / "model.mlir"
    model.write_text(MLIR)
    path.write_text(
        "from dataclasses import dataclass\n"
        "from xdsl.dialects.builtin import StringAttr\n"
        "from xdsl.passes import ModulePass\n"
        "@dataclass(frozen=True)\n"
        "class Sign(ModulePass):\n"
        '    """Sign the module."""\n'
        "    name = 'sign'\n"
        "    by: str = 'nobody'\n"
        "    def apply(self, ctx, op):\n"
        "        op.attributes['my.author'] = StringAttr(self.by)\n"
    )
    code, out, err = qopt_tool("--load", path, "--pass", 'sign{by="me"}', model)
    assert (code, err) == (0, "")
    assert 'my.author = "me"' in out
    code, out, err = qopt_tool("--load", path, "--list-passes")
    assert (code, err) == (0, "")
    assert "Sign the module." in out


def test_verify_passes_names_the_pass_and_the_tensor(
    qopt_tool: Tool, qir_tool: Tool, tmp_path: Path, dense_path: Path
) -> None:
    path, model = tmp_path / "my_pass.py", tmp_path / "model.mlir"
    model.write_text(MLIR.replace('"tfl.abs"(%x)', '"tfl.abs"(%x) {qir.tensors = [{name = "y"}]}'))
    path.write_text(
        "from dataclasses import dataclass\n"
        "from xdsl.passes import ModulePass\n"
        "from xdsl.rewriter import Rewriter\n"
        "from qir.dialects.tfl.elementwise import AbsOp, NegOp\n"
        "@dataclass(frozen=True)\n"
        "class Spoil(ModulePass):\n"
        '    """Take one function for another."""\n'
        "    name = 'spoil'\n"
        "    def apply(self, ctx, op):\n"
        "        for old in [each for each in op.walk() if isinstance(each, AbsOp)]:\n"
        "            types = [old.results[0].type]\n"
        "            new = NegOp.create(operands=old.operands, result_types=types,\n"
        "                               attributes=old.attributes)\n"
        "            Rewriter.replace_op(old, new)\n"
    )
    options = "--load", path, "--pass", "canonicalize", "--pass", "spoil"
    assert qopt_tool(*options, model)[0] == 0
    message = qopt_tool.refuses(*options, "--verify-passes", model)
    assert "model.mlir: pass spoil changes what the module computes: output 0 of @main" in message
    assert message.endswith('the first tensor that does is @main op 0 tfl.neg "y"')
    output = tmp_path / "small.tflite"
    code, _, err = qir_tool("quantize", dense_path, "-o", output, "--verify-passes", "--quiet")
    assert (code, err) == (0, "")
    assert output.stat().st_size < dense_path.stat().st_size


def test_qopt_lists_passes_with_what_they_do(qopt_tool: Tool) -> None:
    from qir.driver.registry import own_passes, summary

    code, out, err = qopt_tool("--list-passes")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    for name, load in own_passes().items():
        (line,) = [line for line in lines if line.startswith(f"{name} ")]
        assert line.endswith(summary(load()))
        assert summary(load())


@pytest.mark.parametrize("tool_name", ["qir", "qopt"])
def test_version_and_help(tool_name: str, request: pytest.FixtureRequest) -> None:
    tool: Tool = request.getfixturevalue(f"{tool_name}_tool")
    code, out, err = tool("--version")
    assert (code, err) == (0, "")
    assert __version__ in out
    code, out, err = tool("--help")
    assert (code, err) == (0, "")
    assert out.lower().startswith("usage:")


def test_help_of_quantize_names_every_option(qir_tool: Tool) -> None:
    code, out, _ = qir_tool("quantize", "--help")
    assert code == 0
    for option in ("--output", "--target", "--min-elements", "--report", "--quiet"):
        assert option in out


def test_qopt_survives_a_closed_pipe(dense_path: Path) -> None:
    command = f"{sys.executable} -m qir.driver.qopt {dense_path} --print-weights=inline | head -c 1"
    child = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert child.stderr == ""
