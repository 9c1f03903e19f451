"""The files of C kernels: what is defined there."""

from __future__ import annotations

import re

from qir.backends.c.library import definitions
from qir.targets import MACHINES


def test_a_comment_that_goes_on_from_another_comes_with_it() -> None:
    """A model's files hold only what it needs, in another order."""
    comment = definitions()["qir_fully_connected_i8"].comment
    assert comment.startswith("/* output[rows][outputs] = input[rows][depth] times weights")
    assert "*/\n/* The same with integers: input[rows][depth] with a scale" in comment
    for each in (each for machine in MACHINES for each in definitions(machine).values()):
        assert not re.match(r"/\* The same (?!bytes)", each.text), each.name


def test_a_comment_needs_nothing() -> None:
    """Compilers warn of functions that nothing calls."""
    pooled = definitions()["qir_conv_2d_pool_i8"]
    assert "qir_conv_2d_f32" in pooled.comment
    assert "qir_conv_2d_f32" not in pooled.needs
