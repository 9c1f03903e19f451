"""What `qopt` imports for a small text: little, so that it starts about as fast as xDSL does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SMALL = """
func.func @main(%x: tensor<1x8xf32>) -> tensor<2x4xf32> {
  %s = "tfl.pseudo_const"() <{value = dense<[2, 4]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %r = "tfl.reshape"(%x, %s) : (tensor<1x8xf32>, tensor<2xi32>) -> tensor<2x4xf32>
  func.return %r : tensor<2x4xf32>
}
"""
HEAVY = {
    "ai_edge_litert",
    "flatbuffers",
    "keras",
    "numpy._core",
    "onnx",
    "rich",
    "secrets",
    "tensorflow",
    "torch",
    "xdsl.dialects.arith",
    "xdsl.transforms.canonicalize",
}
LAZY = {
    "qir.backends.tflite.writer",
    "qir.frontends.tflite",
    "qir.frontends.tensorflow",
    "qir.passes.quantize_weights",
    "qir.dialects.tfl.convolution",
    "qir.dialects.tfl.recurrent",
}


def loaded(*arguments: str) -> set[str]:
    """The modules that are there when `qopt` is done."""
    code = (
        "import os, sys\n"
        "os._exit = lambda code: print(*sorted(sys.modules), sep='\\n', file=sys.stderr)\n"
        "from qir.driver.entry import qopt\n"
        f"sys.argv = ['qopt', *{arguments!r}]\n"
        "qopt()\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert '"tfl.reshape"' in ran.stdout
    return set(ran.stderr.split())


def test_a_small_text_needs_little(tmp_path: Path) -> None:
    path = tmp_path / "small.mlir"
    path.write_text(SMALL)
    found = loaded(str(path))
    assert not found & (HEAVY | LAZY)
    families = {name for name in found if name.startswith("qir.dialects.tfl.")}
    assert len(families) < 12, families
    assert len({name for name in found if name.startswith("qir.")}) < 60


def test_a_pass_brings_what_it_needs(tmp_path: Path) -> None:
    path = tmp_path / "small.mlir"
    path.write_text(SMALL)
    found = loaded(str(path), "--pass=quantize-weights")
    assert "qir.passes.quantize_weights" in found
    assert not found & {"qir.passes.legalize_hybrid", "tensorflow", "ai_edge_litert"}
