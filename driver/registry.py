"""Passes by name, found in the folder `passes` and imported when used."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable
from importlib import import_module
from importlib.resources import files
from pathlib import Path

from xdsl.passes import ModulePass
from xdsl.utils.arg_spec import ArgSpec, parse_pipeline
from xdsl.utils.exceptions import ArgSpecParseError

from qir.diagnostics import QirError

PACKAGE = "qir.passes"
PassFactory = Callable[[], type[ModulePass]]


def own_passes() -> dict[str, PassFactory]:
    """This project's passes: `quantize-weights` is in `passes/quantize_weights.py`."""
    modules = sorted(
        entry.name.removesuffix(".py")
        for entry in files(PACKAGE).iterdir()
        if entry.name.endswith(".py") and not entry.name.startswith("_")
    )
    return {module.replace("_", "-"): _factory(f"{PACKAGE}.{module}") for module in modules}


def _factory(module: str) -> PassFactory:
    def load() -> type[ModulePass]:
        (found,) = _passes_in(import_module(module))
        return found

    return load


def _passes_in(module: object) -> list[type[ModulePass]]:
    name = getattr(module, "__name__", "")
    classes = [value for value in vars(module).values() if inspect.isclass(value)]
    return [c for c in classes if issubclass(c, ModulePass) and c.__module__ == name]


def load_pass_file(path: Path) -> dict[str, PassFactory]:
    """The passes of a Python file of the user's.

    Raises QirError where the file cannot be loaded or holds no pass.
    """
    from qir.driver.python_files import load_python

    module = load_python(path, f"loaded_pass_{path.stem}", f"--load {path}")
    if module is None:
        raise QirError(f"--load {path}: not a Python file")
    found = _passes_in(module)
    if not found:
        raise QirError(f"--load {path}: holds no pass; expected a subclass of ModulePass")
    return {c.name: lambda c=c: c for c in found}


def make_passes(spec: str, available: dict[str, PassFactory]) -> tuple[ModulePass, ...]:
    """The passes that a comma-separated specification names, with their options.

    Raises QirError where it does not parse, or names a pass or an option there is not.
    """
    try:
        steps = tuple(parse_pipeline(spec))
    except ArgSpecParseError as error:
        reason = str(error).strip().splitlines()[-1].strip(" ^")
        raise QirError(f"passes {spec!r}: {reason}") from error
    return tuple(_make(step, available) for step in steps)


def _make(step: ArgSpec, available: dict[str, PassFactory]) -> ModulePass:
    if step.name not in available:
        from difflib import get_close_matches

        close = get_close_matches(step.name, available, 1)
        hint = f"did you mean {close[0]!r}?" if close else "--list-passes prints them all"
        raise QirError(f"no pass {step.name!r}; {hint}")
    pass_class = available[step.name]()
    options = {f.name.replace("_", "-"): f.type for f in dataclasses.fields(pass_class)}
    given = {key.replace("_", "-"): value for key, value in step.parameters.items()}
    if unknown := given.keys() - options.keys():
        has = f"it has {', '.join(sorted(options))}" if options else "it has none"
        raise QirError(f"pass {step.name}: no option {min(unknown)!r}; {has}")
    for key, value in given.items():
        try:
            pass_class.from_pass_spec(ArgSpec(step.name, {key: value}))
        except ValueError as error:
            found = ",".join(map(str, value)) or "nothing"
            raise QirError(
                f"pass {step.name}: option {key} is {found}; expected {options[key]}"
            ) from error
    return pass_class.from_pass_spec(step)


def summary(pass_class: type[ModulePass]) -> str:
    """First line of a pass's documentation."""
    return (inspect.getdoc(pass_class) or "").splitlines()[0]
