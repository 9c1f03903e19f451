"""Names that C gives to tensors: short, its own, and such that compilers say nothing."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects.builtin import ModuleOp

from qir.backends.c.interface import entry_of, interface_of
from qir.backends.c.modes import Weights
from qir.backends.c.names import local_names
from qir.backends.c.writer import write_c
from qir.context import QirContext
from qir.driver.pipelines import LOWERING, run
from qir.frontends.mlir import parse_mlir

FLAGS = "-fsyntax-only", "-pedantic", "-Wall", "-Wextra", "-Wconversion", "-Wshadow", "-Werror"
COMPILERS = {
    "gcc": ("gcc", "-std=c99"),
    "gnu": ("gcc", "-std=gnu99"),
    "clang": ("clang", "-std=c99"),
    "c++": ("g++", "-x", "c++"),
}
AWKWARD = (
    *("memory", "arena", "inputs", "outputs", "memcpy", "NULL", "main", "int", "class", "linux"),
    *("model_weights", "model_invoke", "qir_neg_f32", "neg_f32_n1", "INFINITY", "tanh", "int8_t"),
    *("9", "/", ";", "a;b/a", "*/ int", "ä", "m/a", "M/A", "m_a", "?" * 130, "x/" * 60, "float"),
)


def chain(names: list[str]) -> ModuleOp:
    """Tensors of these names, each made of the one before, and of constants."""
    lines = [
        f'%{i + 1} = "tfl.maximum"(%{i}, %c) {{qir.tensors = [{{name = {_quoted(name)}}}]}}'
        " : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>"
        for i, name in enumerate(names)
    ]
    module = parse_mlir(
        "func.func @main(%0: tensor<4xf32>) -> tensor<4xf32> {\n"
        '%c = "tfl.pseudo_const"() <{value = dense<0.5> : tensor<4xf32>}> : () -> tensor<4xf32>\n'
        + "\n".join(lines)
        + f'\n%y = "tfl.neg"(%{len(names)}) : (tensor<4xf32>) -> tensor<4xf32>\n'
        "func.return %y : tensor<4xf32>\n}",
        QirContext(),
    )
    run(("choose-kernels", *LOWERING[-1:]), module, QirContext())
    return module


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def named(names: list[str]) -> list[str]:
    module = chain(names)
    found = local_names(entry_of(module), interface_of(module, "model"))
    return list(found.values())[: len(names)]


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("weights", Weights)
def test_no_name_confuses_a_compiler(compiler: str, weights: Weights, tmp_path: Path) -> None:
    write_c(chain([*AWKWARD]), tmp_path, weights=weights)
    command = [*COMPILERS[compiler], *FLAGS, "model.c"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["m/a/Relu", "m/b/Sigmoid"], ["relu", "sigmoid"]),
        (["m/a/Relu", "m/b/Relu"], ["a", "b"]),
        (["m/a/Relu;m/a/BiasAdd", "m/b/Sigmoid"], ["a", "sigmoid"]),
        (["m/a/add", "m/a/mul", "m/b/add", "m/b/mul"], ["a_add", "a_mul", "b_add", "b_mul"]),
        (["x", "x", "m/x"], ["x", "x_2", "m"]),
    ],
)
def test_a_name_is_what_no_other_has(names: list[str], expected: list[str]) -> None:
    assert named(names) == expected


@given(st.lists(st.lists(st.sampled_from(["a", "b", "A_", "1", "a b"]), max_size=4), max_size=6))
def test_no_two_are_alike(paths: list[list[str]]) -> None:
    found = named(["/".join(path) or "t" for path in paths])
    assert len({*found}) == len(found)
    assert all(name.isidentifier() and name.islower() for name in found)
