"""What pyproject.toml says of the folders is true, and the wheel works away from the checkout."""

from __future__ import annotations

import ast
import importlib
import os
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
HOUSES = ("passes", "backends", "frontends", "driver")
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
SETUPTOOLS: dict[str, Any] = PROJECT["tool"]["setuptools"]


def packages_on_disk() -> set[str]:
    """Every folder that holds Python files, as the package it is installed as."""
    found: set[str] = set()
    for house in ("qir", *HOUSES):
        for path in (ROOT / house).rglob("*.py"):
            parts = path.parent.relative_to(ROOT).parts
            is_linked = house == "qir" and any(part in HOUSES for part in parts[1:2])
            if not is_linked and "__pycache__" not in parts:
                found.add(".".join(parts if house == "qir" else ("qir", *parts)))
    return found


def test_packages_are_the_folders() -> None:
    listed: list[str] = SETUPTOOLS["packages"]
    assert listed == sorted(set(listed))
    assert set(listed) == packages_on_disk()


def test_every_package_has_an_init() -> None:
    for package in SETUPTOOLS["packages"]:
        folder = ROOT.joinpath(*package.split("."))
        assert (folder / "__init__.py").is_file(), package


def test_houses_are_mapped() -> None:
    expected = {"qir": "qir"} | {f"qir.{house}": house for house in HOUSES}
    assert SETUPTOOLS["package-dir"] == expected


@pytest.mark.parametrize("house", HOUSES)
def test_links_point_to_the_houses(house: str) -> None:
    link = ROOT / "qir" / house
    assert link.is_symlink()
    assert link.readlink() == Path("..") / house


@pytest.mark.parametrize("house", HOUSES)
def test_links_are_links_in_git(house: str) -> None:
    command = ["git", "-C", str(ROOT), "ls-files", "--stage", f"qir/{house}"]
    try:
        staged = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    assert staged.startswith("120000 "), f"qir/{house} is not committed as a symbolic link"


def data_files() -> set[str]:
    """Of each package, from where its name leads: the files that its patterns match."""
    return {
        str(path.relative_to(ROOT))
        for package, patterns in SETUPTOOLS["package-data"].items()
        for pattern in patterns
        for path in ROOT.joinpath(*package.split(".")).glob(pattern)
    }


def test_data_files_are_listed() -> None:
    others = {
        str(path.relative_to(ROOT))
        for house in ("qir", *HOUSES)
        for path in (ROOT / house).rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc", ".md")
    }
    assert {path if path.startswith("qir/") else f"qir/{path}" for path in others} == data_files()


PASS_FILES = sorted(p for p in (ROOT / "passes").glob("*.py") if not p.name.startswith("_"))


@pytest.mark.parametrize("path", PASS_FILES, ids=lambda path: path.stem)
def test_a_pass_file_holds_one_pass_named_like_the_file(path: Path) -> None:
    from xdsl.passes import ModulePass

    module = importlib.import_module(f"qir.passes.{path.stem}")
    passes = [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, ModulePass)
        and value.__module__ == module.__name__
    ]
    assert [found.name for found in passes] == [path.stem.replace("_", "-")]
    assert passes[0].__name__ == path.stem.title().replace("_", "")
    assert ast.get_docstring(ast.parse(path.read_text()))
    assert (passes[0].__doc__ or "").strip()


def test_the_registry_finds_every_pass() -> None:
    from qir.driver.registry import own_passes

    found = own_passes()
    assert list(found) == [path.stem.replace("_", "-") for path in PASS_FILES]
    assert all(load().name == name for name, load in found.items())


def test_version_is_the_packages() -> None:
    from qir import __version__

    assert SETUPTOOLS["dynamic"]["version"] == {"attr": "qir.__version__"}
    assert __version__.count(".") == 2


# --- the wheel --------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """This process's environment without what points Python back to the checkout."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}


def run(*command: str | Path, cwd: Path) -> str:
    child = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment(), capture_output=True, text=True
    )
    assert child.returncode == 0, child.stdout + child.stderr
    return child.stdout


def has_build_backend() -> bool:
    """setuptools as new as pyproject.toml asks for, and the package wheel where that needs it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return int(version("setuptools").partition(".")[0]) >= 77
    except PackageNotFoundError:
        return False


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from what git would ship; without a network where the backend is here."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-build-isolation"] if has_build_backend() else []
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--quiet", *isolation]
    child = subprocess.run(
        [*command, "--wheel-dir", str(folder), str(ROOT)],
        cwd=folder,
        env=environment() | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
    )
    if child.returncode and not isolation and "No matching distribution" in child.stderr:
        pytest.skip("building needs setuptools>=77, which is neither installed nor to be had")
    assert child.returncode == 0, child.stderr
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_holds_every_file_once(wheel: Path) -> None:
    names = [name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name]
    assert len(names) == len(set(names))
    sources = {
        path.relative_to(ROOT)
        for house in ("qir", *HOUSES)
        for path in (ROOT / house).rglob("*.py")
    }
    expected = {str(p if p.parts[0] == "qir" else Path("qir", p)) for p in sources}
    assert set(names) == expected | data_files()


def test_the_wheel_works_in_another_place(wheel: Path, tmp_path: Path) -> None:
    """Installed alone; what it depends on comes from the environment of this process."""
    home, work = tmp_path / "venv", tmp_path / "work"
    work.mkdir()
    venv.create(home, with_pip=False, symlinks=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    purelib = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    assert purelib.is_dir()
    # A plain path in a .pth file: packages are found there, its own .pth files are not read, so an
    # editable install of this checkout stays out.
    (purelib / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps"]
    run(*install, "--no-index", "--force-reinstall", "--quiet", wheel, cwd=work)

    code = "import qir, qir.passes, qir.driver.api as a; print(qir.__file__, a.__file__)"
    for path in run(python, "-c", code, cwd=work).split():
        assert purelib in Path(path).parents
    from qir import __version__

    assert run(scripts / "qir", "--version", cwd=work).strip().endswith(__version__)
    listed = run(scripts / "qopt", "--list-passes", cwd=work)
    for path in PASS_FILES:
        assert path.stem.replace("_", "-") in listed
    model = ROOT / "examples" / "mnist" / "cnn.tflite"
    run(scripts / "qir", "quantize", model, "-o", "small.tflite", cwd=work)
    assert (work / "small.tflite").stat().st_size * 3.5 < model.stat().st_size
    text = run(scripts / "qopt", "small.tflite", cwd=work)
    assert "!quant.uniform<i8:f32:0" in text
