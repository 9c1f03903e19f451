"""No import runs up: qir below passes, backends and frontends, all of them below driver."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HOUSES = ("passes", "backends", "frontends", "driver")
FRAMEWORKS = {"tensorflow", "keras", "torch", "onnx", "ai_edge_litert"}
OUTSIDE = {
    "qir": {"numpy", "xdsl"},
    "passes": {"numpy", "xdsl"},
    "backends": {"numpy", "xdsl"},
    "frontends": {"numpy", "xdsl"},
    "driver": {"numpy", "xdsl", "click", "rich"},
}
"""Packages that a house may import at the top of a module, beside the standard library."""


def sources(house: str) -> Iterator[Path]:
    """The Python files of a house; for `qir`, without the houses that are linked into it."""
    linked = [ROOT / "qir" / name for name in HOUSES]
    for path in sorted((ROOT / house).rglob("*.py")):
        if "__pycache__" not in path.parts and not any(p in linked for p in path.parents):
            yield path


def module_name(path: Path) -> str:
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    if parts[0] != "qir":
        parts.insert(0, "qir")
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports(path: Path, *, top_level: bool = False) -> Iterator[str]:
    """Full names of what a module imports; in functions too, unless `top_level`.

    What stands under `if TYPE_CHECKING` counts, except in `qir/__init__.py`, whose names the
    driver gives.
    """
    pending: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            base = node.module or ""
            yield from (f"{base}.{alias.name}" for alias in node.names)
        is_facade = path == ROOT / "qir" / "__init__.py" and is_type_checking(node)
        is_function = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        if not is_facade and not (top_level and is_function):
            pending += ast.iter_child_nodes(node)


def house_of(name: str) -> str:
    """The house of a `qir.` module: `qir.passes.analysis` lives in `passes`."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in HOUSES else "qir"


ALL = [(house, path) for house in ("qir", *HOUSES) for path in sources(house)]
IDS = [module_name(path) for _, path in ALL]


def test_the_files_are_found() -> None:
    assert {house for house, _ in ALL} == {"qir", *HOUSES}
    assert "qir.tflite_format.reader" in IDS
    assert "qir.backends.tflite.writer" in IDS
    assert len(IDS) == len(set(IDS))


@pytest.mark.parametrize(("house", "path"), ALL, ids=IDS)
def test_no_import_runs_up_or_across(house: str, path: Path) -> None:
    allowed = {"qir", house} if house != "driver" else {"qir", *HOUSES}
    for name in imports(path):
        if name == "qir" or name.startswith("qir."):
            assert house_of(name) in allowed, f"{path}: {house} must not import {name}"
        assert name.partition(".")[0] not in HOUSES, f"{path}: import qir.{name} instead"


@pytest.mark.parametrize(("house", "path"), ALL, ids=IDS)
def test_other_packages_only_where_they_belong(house: str, path: Path) -> None:
    allowed = OUTSIDE[house] | {"qir", "__future__"}
    if path.parent == ROOT / "qir" / "tflite_format":
        allowed |= {"flatbuffers"}
    for name in imports(path, top_level=True):
        package = name.partition(".")[0]
        is_standard = package in sys.stdlib_module_names
        assert is_standard or package in allowed, f"{path}: imports {name}"


@pytest.mark.parametrize(("house", "path"), ALL, ids=IDS)
def test_frameworks_are_imported_only_in_functions_of_frontends(house: str, path: Path) -> None:
    assert not {name.partition(".")[0] for name in imports(path, top_level=True)} & FRAMEWORKS
    if house != "frontends":
        assert not {name.partition(".")[0] for name in imports(path)} & FRAMEWORKS


def test_numerics_and_the_format_know_no_ir() -> None:
    for path in sources("qir"):
        if path.parent.name in ("numerics", "tflite_format"):
            for name in imports(path):
                assert not name.startswith(("xdsl", "qir.dialects", "qir.weights", "qir.context"))


def test_imports_of_the_core_form_no_cycle() -> None:
    """Modules of qir, drawn as arrows at module level, can be put in an order."""
    files = {module_name(path): path for path in sources("qir")}
    arrows = {
        module: {
            target for name in imports(path, top_level=True) if (target := _within(name, files))
        }
        for module, path in files.items()
    }
    # A package's __init__ that gathers its parts stands above them.
    ordered: set[str] = set()
    while len(ordered) < len(files):
        ready = {m for m, targets in arrows.items() if targets <= ordered | {m}} - ordered
        assert ready, f"a cycle among {sorted(set(files) - ordered)}"
        ordered |= ready


def _within(name: str, files: dict[str, Path]) -> str | None:
    parent = name.rpartition(".")[0]
    return name if name in files else parent if parent in files else None


def loaded_after(statement: str) -> set[str]:
    """Top-level packages that a fresh interpreter has loaded after a statement."""
    code = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(child.stdout.split())


@pytest.mark.parametrize("module", ["qir", "qir.driver.cli", "qir.driver.qopt", "qir.driver.api"])
def test_importing_the_tools_loads_no_framework(module: str) -> None:
    loaded = loaded_after(f"import {module}")
    assert "qir" in loaded
    assert not loaded & FRAMEWORKS


def test_import_qir_loads_neither_numpy_nor_xdsl() -> None:
    assert not loaded_after("import qir; qir.__version__") & {"numpy", "xdsl", "click", "rich"}


def test_the_facade_gives_the_drivers_names_and_no_others() -> None:
    import qir
    from qir.diagnostics import QirError
    from qir.driver import api

    assert (qir.quantize, qir.Converter, qir.Result) == (api.quantize, api.Converter, api.Result)
    assert qir.QirError is QirError
    assert all(hasattr(qir, name) for name in qir.__all__)
    with pytest.raises(AttributeError, match="module 'qir' has no attribute 'quantise'"):
        _ = qir.quantise  # pyright: ignore
