"""What a user chooses of a compilation: options, and a recipe for what they do not say.

scheme: int8
min-elements: 512
rules:
  - tensor: "*head*"
    scheme: float
  - op: FULLY_CONNECTED
    elements: ">=1000000"
    scheme: int4-block32
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from qir.choices import parse_scheme
from qir.costs import NONE
from qir.diagnostics import OFF, QirError
from qir.driver.pipelines import Options
from qir.driver.recipe_files import Node, fault, read_nodes
from qir.passes.accuracy.drop import Drop
from qir.passes.analysis.selection import AND, PREFIXES, check_pattern
from qir.passes.protect_accuracy import bound_of
from qir.runtimes import parse_release
from qir.schemes import FLOAT, Rounding, ScaleSearch, Scheme
from qir.targets import find_target

Read = Callable[[Path, str, Node], Any]
"""The value of a part of a recipe, given the file and the name of the part; raises QirError."""


def split_schemes(said: Sequence[str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The option `scheme`, if one is for all ops, and the rules, `PATTERN=SCHEME`.

    Raises QirError where there are several for all ops.
    """
    plain = [text for text in said if "=" not in text]
    if len(plain) > 1:
        problem = "one is for all ops; expected PATTERN=SCHEME for others"
        raise QirError(f"schemes {plain[0]!r} and {plain[1]!r}: {problem}")
    options = {"scheme": plain[0]} if plain else {}
    return options, tuple(text for text in said if "=" in text)


def make_rules(schemes: Mapping[str, str], keep_float: Iterable[str]) -> tuple[str, ...]:
    """Rules by what picks ops; those that keep floats come last, and so win."""
    chosen = (f"{pattern}={scheme}" for pattern, scheme in schemes.items())
    return (*chosen, *(f"{pattern}={FLOAT}" for pattern in keep_float))


def make_options(given: Mapping[str, Any], recipe: Path | None = None) -> Options:
    """The options given, and of a recipe those that are not; its rules and its ranges of inputs
    come before those given, which win.

    Raises QirError where the recipe cannot be read or is wrong.
    """
    said = read_recipe(recipe) if recipe else {}
    both: dict[str, Any] = {**said, **given}
    for name in ("rules", "input_ranges", "input_shapes"):
        both[name] = (*said.get(name, ()), *given.get(name, ()))
    options = Options(**both)
    if options.samples and options.accuracy == OFF and not options.fits_weights:
        needs = f"rounding {Rounding.FEEDBACK}, correct-bias, or accuracy that is not {OFF}"
        raise QirError(f"samples {options.samples}: nothing needs them; expected {needs}")
    return options


def read_recipe(path: Path) -> dict[str, Any]:
    """The options that a recipe says, by their names in `Options`.

    Raises QirError with the line, `recipe.yaml:7: no scheme 'int5'; expected ...`.
    """
    found = _entries(path, "a recipe", read_nodes(path), KEYS)
    return {name.replace("-", "_"): value for name, value in found.items()}


# What a value may be


def _wrong(path: Path, name: str, node: Node, expected: str) -> QirError:
    is_plain = not isinstance(node.value, dict | list)
    shown = "empty" if node.value is None else repr(node.text) if is_plain else node.text
    return fault(path, node.line, f"{name} is {shown}; expected {expected}")


def _entries(path: Path, name: str, node: Node, keys: Mapping[str, Read]) -> dict[str, Any]:
    if not isinstance(node.value, dict):
        raise _wrong(path, name, node, "keys and values")
    found: dict[str, Any] = {}
    for key, each in node.value.items():
        if key not in keys:
            close = get_close_matches(key, keys, 1)
            hint = f"did you mean {close[0]!r}?" if close else f"expected one of {', '.join(keys)}"
            raise fault(path, each.line, f"no key {key!r}; {hint}")
        found[key] = keys[key](path, key, each)
    return found


def _text(check: Callable[[str], object], expected: str) -> Read:
    """Text, or what is taken for its text: 2.13 is a version, 12 an index, and off the word."""

    def read(path: Path, name: str, node: Node) -> str:
        if not isinstance(node.value, str | int | float):
            raise _wrong(path, name, node, expected)
        try:
            check(node.text)
        except QirError as error:
            raise fault(path, node.line, str(error)) from error
        return node.text

    return read


def _one_of(members: Iterable[str]) -> Read:
    known = list(map(str, members))

    def read(path: Path, name: str, node: Node) -> str:
        if node.text not in known:
            raise _wrong(path, name, node, f"one of {', '.join(known)}")
        return node.text

    return read


def _flag(path: Path, name: str, node: Node) -> bool:
    if not isinstance(node.value, bool):
        raise _wrong(path, name, node, "true or false")
    return node.value


def _count(path: Path, name: str, node: Node) -> int:
    if not isinstance(node.value, int) or isinstance(node.value, bool) or node.value < 0:
        raise _wrong(path, name, node, "a whole number >= 0")
    return node.value


def _file(path: Path, name: str, node: Node) -> Path:
    """As seen from the recipe."""
    if not isinstance(node.value, str):
        raise _wrong(path, name, node, "a path")
    return path.parent / node.value


def _costs(path: Path, name: str, node: Node) -> Path:
    return Path(NONE) if node.value == NONE else _file(path, name, node)


def _ranges(path: Path, name: str, node: Node) -> tuple[str, ...]:
    if not isinstance(node.value, dict):
        raise _wrong(path, name, node, "names of inputs, each with [LOW, HIGH]")
    return tuple(_range(path, input, ends) for input, ends in node.value.items())


def _range(path: Path, name: str, node: Node) -> str:
    ends = [each.value for each in node.value] if isinstance(node.value, list) else []
    are_numbers = all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends)
    if len(ends) != 2 or not are_numbers:
        raise _wrong(path, f"range of {name}", node, "[LOW, HIGH]")
    return f"{name}={ends[0]}:{ends[1]}"


def _shapes(path: Path, name: str, node: Node) -> tuple[str, ...]:
    if not isinstance(node.value, dict):
        raise _wrong(path, name, node, "names of inputs, each with its sizes")
    return tuple(_shape(path, input, sizes) for input, sizes in node.value.items())


def _shape(path: Path, name: str, node: Node) -> str:
    sizes = [each.value for each in node.value] if isinstance(node.value, list) else [None]
    if not all(type(size) is int and size >= 0 for size in sizes):
        raise _wrong(path, f"shape of {name}", node, "a list of sizes")
    return f"{name}={'x'.join(map(str, sizes))}"


def _rules(path: Path, name: str, node: Node) -> tuple[str, ...]:
    if not isinstance(node.value, list):
        raise _wrong(path, name, node, "a list of rules")
    return tuple(_rule(path, each) for each in node.value)


def _rule(path: Path, node: Node) -> str:
    found = _entries(path, "a rule", node, RULE_KEYS)
    conditions = [f"{key}:{value}" for key, value in found.items() if key in PREFIXES]
    if not conditions:
        raise fault(path, node.line, f"a rule picks no op; expected one of {', '.join(PREFIXES)}")
    if "scheme" not in found:
        raise fault(path, node.line, "a rule has no scheme; expected a scheme, or float")
    return f"{AND.join(conditions)}={found['scheme']}"


def _condition(prefix: str, expected: str) -> Read:
    return _text(lambda said: check_pattern(f"{prefix}:{said}"), expected)


SCHEME = "a scheme"
KEYS: dict[str, Read] = {
    "target": _text(find_target, "a target"),
    "scheme": _text(Scheme.parse, SCHEME),
    "min-elements": _count,
    "scale-search": _one_of(ScaleSearch),
    "constants": _flag,
    "input-ranges": _ranges,
    "calibration": _file,
    "samples": _file,
    "rounding": _one_of(Rounding),
    "correct-bias": _flag,
    "equalize": _flag,
    "accuracy": _text(bound_of, "decibels, as 40dB, or off"),
    "max-drop": _text(Drop.parse, "a number, or one with %"),
    "measure": _flag,
    "costs": _costs,
    "min-runtime": _text(parse_release, "a release of the runtime"),
    "input-shapes": _shapes,
    "entry": _text(str, "a name"),
    "rules": _rules,
}
"""What a recipe may say; names as those of the options of `qir quantize`."""
RULE_KEYS: dict[str, Read] = {
    "op": _condition("op", "a kind of op"),
    "tensor": _condition("tensor", "a name, or a glob on names"),
    "index": _condition("index", "NUMBER or FUNCTION#NUMBER"),
    "elements": _condition("elements", "a size, as <2048"),
    "scheme": _text(parse_scheme, f"{SCHEME}, or float"),
}
