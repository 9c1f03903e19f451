"""The files of C kernels: what is defined there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from qir.backends import c
from qir.backends.c.library import definitions

FOLDER = Path(c.__file__).parent / "kernels"
DEFINED = re.compile(r"^(?:#define |QIR_KERNEL .*?\b|static const .*?\b)((?:qir|QIR)_\w+)", re.M)


def test_each_name_is_defined_once() -> None:
    """Of two definitions the library would take one, and leave the other unread."""
    texts = [path.read_text() for path in FOLDER.glob("*.h") if path.name != "base.h"]
    counts = Counter(name for text in texts for name in DEFINED.findall(text))
    assert definitions().keys() <= counts.keys()
    assert [name for name, count in counts.items() if count > 1] == []


def test_a_comment_that_goes_on_from_another_comes_with_it() -> None:
    """A model's files hold only what it needs, in another order."""
    comment = definitions()["qir_fully_connected_i8"].comment
    assert comment.startswith("/* output[rows][outputs] = input[rows][depth] times weights")
    assert "*/\n/* The same with integers: input[rows][depth] with a scale" in comment
    for each in definitions().values():
        assert not re.match(r"/\* The same (?!bytes)", each.text), each.name


def test_a_comment_needs_nothing() -> None:
    """Compilers warn of functions that nothing calls."""
    pooled = definitions()["qir_conv_2d_pool_i8"]
    assert "qir_conv_2d_f32" in pooled.comment
    assert "qir_conv_2d_f32" not in pooled.needs
