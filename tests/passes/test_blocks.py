"""Weights that came with scales of blocks, on their way through the passes."""

from __future__ import annotations

import numpy as np
import pytest
from models import run_on_litert
from small_models import Graph, op_of, transformed
from xdsl.dialects.builtin import IntegerType, ModuleOp

import qir
from qir.backends.tflite.writer import tflite_bytes
from qir.diagnostics import Form, QirError
from qir.dialects.quant import Blocks, UniformType
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights

ROWS, COLUMNS = 4, 64


def in_blocks(size: int, bits: int = 4, zero_point: int = 0) -> UniformType:
    grid = ROWS, COLUMNS // size
    scales = np.linspace(0.5, 1, ROWS * grid[1]).astype(np.float16)
    zero_points = np.full(scales.size, zero_point)
    blocks = Blocks.of_rows(grid, size)
    return UniformType.get(IntegerType(bits), scales, zero_points, blocks=blocks)


def product(element: UniformType, rows: int = 1) -> ModuleOp:
    graph = Graph()
    x = graph.argument((rows, COLUMNS))
    bits = element.storage.width.data
    integers = np.random.default_rng(0).integers(0, 256, ROWS * COLUMNS * bits // 8)
    w = graph.packed(integers.astype(np.uint8), (ROWS, COLUMNS), element)
    return graph.module(
        graph.op("FULLY_CONNECTED", [x, w], (rows, ROWS), fused_activation_function="RELU")
    )


@pytest.mark.parametrize("target", ["litert-xnnpack", "litert-xnnpack-avx2"])
@pytest.mark.parametrize("size", [32, 64])
def test_blocks_that_a_kernel_takes_stay(size: int, target: str) -> None:
    before = product(in_blocks(size), rows=3)
    after, ctx = transformed(before, QuantizeWeights(0), LegalizeHybrid(target))
    remark = ctx.remarks.get(op_of(after, "FULLY_CONNECTED"))
    assert remark is not None
    assert remark.form is Form.UNCHANGED
    assert not list(LegalizeHybrid(target).breaches(after))
    x = np.random.default_rng(1).standard_normal((3, COLUMNS)).astype(np.float32)
    expected, found = (run_on_litert(tflite_bytes(module), [x]) for module in (before, after))
    np.testing.assert_array_equal(found, expected)


def test_a_remark_says_that_scales_are_of_blocks() -> None:
    result, ctx = transformed(product(in_blocks(32)), LegalizeHybrid())
    remark = ctx.remarks.get(op_of(result, "FULLY_CONNECTED"))
    assert remark is not None
    assert remark.reason == "litert-xnnpack has a kernel for i4 in blocks"


@pytest.mark.parametrize(
    ("element", "target", "reason"),
    [
        (in_blocks(32), "litert-builtin", "its kernel takes no scales of blocks"),
        (in_blocks(16), "litert-xnnpack", "blocks of a multiple of 32 in a row, not 16"),
        (in_blocks(32, bits=8), "litert-xnnpack", "takes scales of blocks with i4, not i8"),
        (in_blocks(32, zero_point=1), "litert-xnnpack", "its kernel takes zero point 0 only"),
    ],
)
def test_blocks_without_a_kernel_are_refused(
    element: UniformType, target: str, reason: str
) -> None:
    module = product(element)
    with pytest.raises(QirError, match=f"@main op 0 tfl.fully_connected: {target}: .*{reason}"):
        transformed(module, LegalizeHybrid(target))
    (breach,) = LegalizeHybrid(target).breaches(module)
    assert reason in breach


def test_a_file_with_blocks_is_quantized_as_it_is() -> None:
    model = tflite_bytes(product(in_blocks(32)))
    result = qir.quantize(model)
    assert [op.form for op in result.report.ops] == [Form.UNCHANGED]
    x = np.random.default_rng(2).standard_normal((1, COLUMNS)).astype(np.float32)
    np.testing.assert_array_equal(run_on_litert(result.model, [x]), run_on_litert(model, [x]))
