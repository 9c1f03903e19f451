"""Depthwise convolutions of lines that have just been made, against images as a whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from c.foreign import PRESENT
from c.kernel_machine import KernelMachine, to_calls
from c.libraries import MACHINES, machine_of
from c.test_fuse_quantization import NAME as QUANTIZATION
from c.test_fuse_quantization import with_product
from c.test_kernels import SUPPRESSED
from hypothesis import given, settings
from hypothesis import strategies as st
from op_cases.case import OpCase, Operand, Option, inputs, to_module
from xdsl.dialects.builtin import ModuleOp, TensorType, f32, i8
from xdsl.dialects.func import ReturnOp
from xdsl.rewriter import InsertPoint, Rewriter

from qir.context import QirContext
from qir.dialects.c import CallOp
from qir.dialects.quant import UniformType
from qir.dialects.tfl import building
from qir.dialects.tfl.building import build, build_constant
from qir.dialects.types import ELEMENT_TYPES
from qir.driver.pipelines import run
from qir.functions import functions
from qir.passes.kernels.lowering import shape_of_static

Array = npt.NDArray[Any]
F32 = ELEMENT_TYPES["FLOAT32"]
NAME = "fuse-depthwise"
OF_MACHINES = [f"{machine} {name}" for machine in MACHINES for name in ("gcc-O2", "gcc-undefined")]
COMPILERS = "gcc-O2", "gcc-undefined", *OF_MACHINES, *PRESENT
SIZES = st.integers(1, 3)


@pytest.mark.parametrize("of_rows", [False, True])
@pytest.mark.parametrize("form", ["f32", "w8"])
@pytest.mark.parametrize("first", ["conv_2d", "products"])
def test_lines_give_the_same_as_images(first: str, form: str, of_rows: bool) -> None:
    @settings(max_examples=8, suppress_health_check=SUPPRESSED)
    @given(
        st.tuples(
            st.integers(1, 1 if of_rows else 2), st.integers(9, 12), st.integers(1, 6), SIZES
        ),
        st.integers(9, 21),
        st.tuples(SIZES, SIZES),
        st.tuples(SIZES, st.sampled_from([1, 2])),
        st.sampled_from(("SAME", "VALID")),
        st.integers(0, 5),
        st.integers(0, 2**32 - 1),
    )
    def run_case(
        shape: tuple[int, ...],
        channels: int,
        filter: tuple[int, int],
        steps: tuple[int, int],
        padding: str,
        lines: int,
        seed: int,
    ) -> None:
        rng = np.random.default_rng(seed)
        case = _pointwise(rng, shape, channels, is_hybrid=first == "products")
        # A window of a single column fits in all images.
        sizes = (filter[0], 1 if padding == "VALID" else filter[1])
        module = _with_depthwise(rng, to_module(case), sizes, steps, padding, form)
        if of_rows:
            with_product(module)
        room = lines * 4 * shape[2] * channels
        kind = f"{first}_depthwise_{'rows_' if of_rows else ''}{form}"
        for compiler in COMPILERS:
            machine = machine_of(compiler)
            apart, together = module.clone(), module.clone()
            run(to_calls(machine), apart, QirContext())
            run(_fusing(machine, room, of_rows), together, QirContext())
            assert any(name.startswith(kind) for name in _kernels_of(together))
            expected, found = KernelMachine(apart, compiler), KernelMachine(together, compiler)
            for pair in zip(found.run(inputs(case)), expected.run(inputs(case)), strict=True):
                np.testing.assert_array_equal(*pair)

    run_case()


def _fusing(machine: str, room: int, of_rows: bool) -> tuple[str, ...]:
    """The passes to calls, with lines of so many bytes at a time."""
    fusions = (NAME, QUANTIZATION) if of_rows else (NAME,)
    # Whatever pays for a machine.
    options = f"{NAME}{{room={room}}}"
    steps = to_calls(machine, *fusions)
    return tuple(options if step.startswith(NAME) else step for step in steps)


def _pointwise(
    rng: np.random.Generator, shape: tuple[int, ...], channels: int, *, is_hybrid: bool
) -> OpCase:
    input = Operand(rng.uniform(-3, 5, shape).astype(np.float32))
    bias = Operand(rng.uniform(-9, 9, channels).astype(np.float32), is_constant=True)
    stored = rng.integers(-127, 128, (channels, shape[-1])).astype(np.int8)
    relu: dict[str, Option] = {"fused_activation_function": "RELU"}
    if is_hybrid:
        scales = rng.uniform(0.01, 0.02, channels).astype(np.float32)
        element = UniformType.get(i8, scales, np.zeros(channels), 0)
        weights = Operand(stored, element, is_constant=True)
        options = {"keep_num_dims": True, "asymmetric_quantize_inputs": True, **relu}
        return OpCase("FULLY_CONNECTED", (input, weights, bias), (F32,), options)
    weights = Operand(stored.astype(np.float32)[:, None, None], is_constant=True)
    options = {"padding": "SAME", "stride_h": 1, "stride_w": 1, **relu}
    return OpCase("CONV_2D", (input, weights, bias), (F32,), options)


def _with_depthwise(
    rng: np.random.Generator,
    module: ModuleOp,
    sizes: tuple[int, int],
    steps: tuple[int, int],
    padding: str,
    form: str,
) -> ModuleOp:
    """Let the result be convolved once more, each channel on its own."""
    (function,) = functions(module)
    end = function.body.block.last_op
    assert isinstance(end, ReturnOp)
    (result,) = end.operands
    channels = shape_of_static(result)[-1]
    shape = [1, *sizes, channels]
    stored: Array = rng.integers(-127, 128, shape).astype(np.int8)
    made: list[Any] = []
    if form == "w8":
        scales = rng.uniform(0.01, 0.02, channels).astype(np.float32)
        element = UniformType.get(i8, scales, np.zeros(channels), 3)
        made.append(build_constant("filters", shape, lambda: stored, element))
        type = TensorType(f32, shape)
        made.append(build("DEQUANTIZE", [made[-1].results[0]], [type]))
    else:
        floats: Array = stored.astype(np.float32)
        made.append(build_constant("filters", shape, lambda: floats, f32))
    filters = made[-1].results[0]
    numbers: Array = rng.uniform(-9, 9, channels).astype(np.float32)
    made.append(build_constant("bias", [channels], lambda: numbers, f32))
    stride, dilation = steps if steps[0] == 1 else (steps[0], 1)
    options: dict[str, building.Option] = {
        "padding": padding,
        "stride_h": stride,
        "stride_w": stride,
        "dilation_h_factor": dilation,
        "dilation_w_factor": 1,
        "depth_multiplier": 1,
        "fused_activation_function": "RELU6",
    }
    operands = [result, filters, made[-1].results[0]]
    op = build("DEPTHWISE_CONV_2D", operands, [result.type], options=options)
    found = op.inferred_shapes()[0]
    assert found is not None
    type = TensorType(f32, [size or 0 for size in found])
    op = build("DEPTHWISE_CONV_2D", operands, [type], options=options)
    Rewriter.insert_op([*made, op], InsertPoint.before(end))
    end.operands[0] = op.results[0]
    function.update_function_type()
    return module.clone()


def _kernels_of(module: ModuleOp) -> list[str]:
    return [op.kernel.data for op in module.walk() if isinstance(op, CallOp)]
