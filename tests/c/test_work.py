"""What calls of kernels have to do: products and bytes, counted."""

from __future__ import annotations

import pytest

from qir.backends.c.library import definitions
from qir.backends.c.stopwatch import Peaks
from qir.backends.c.work import PRODUCTS, CallWork, Family, work_of_call
from qir.backends.c.writer import calls_of
from qir.context import QirContext
from qir.driver.bench_report import CallTime, bound_of, litert_family
from qir.driver.micro_models import micro_model
from qir.driver.pipelines import c_steps, run
from qir.driver.tune import GRIDS
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite
from qir.targets import C_TARGET, find_target
from qir.work import FLOAT, INT8, KINDS

GATES = {"UNIDIRECTIONAL_SEQUENCE_LSTM": 4}
"""How many times the products of a kind there are."""
OF_PRODUCTS = {"weights", "recurrent", "times"}
"""What kernels call the operands that they multiply by."""


def works_of(model: bytes) -> list[CallWork]:
    module = read_tflite(model)
    run(c_steps(find_target(C_TARGET)), module, QirContext())
    return [work_of_call(op) for op in calls_of(module)]


@pytest.mark.parametrize("form", [FLOAT, INT8])
@pytest.mark.parametrize("kind", KINDS)
def test_products_are_those_of_the_ops(kind: str, form: str) -> None:
    sizes = tuple(axis[1] for axis in GRIDS[kind])
    model = micro_model(kind, sizes, form, "litert-builtin")
    if model is None or (kind == "CONV_2D grouped" and form == INT8):
        pytest.skip("there is no such op")
    works = works_of(model)
    expected = KINDS[kind].multiplications(sizes) * GATES.get(kind, 1)
    assert sum(work.products for work in works) == expected
    assert any(work.is_integer for work in works if work.products) == (form == INT8)


KERNELS = [name for name, each in definitions().items() if "QIR_KERNEL void" in each.text]


@pytest.mark.parametrize("name", KERNELS)
def test_kernels_of_products_are_counted(name: str) -> None:
    """A kernel that multiplies by weights, and is in no row of the table, would count as none."""
    pointers = {each.name for each in definitions()[name].parameters if each.is_pointer}
    base = name.removeprefix("qir_").rpartition("_")[0]
    assert base in PRODUCTS or not OF_PRODUCTS & pointers


def test_bytes_are_those_of_operands_and_results() -> None:
    model = micro_model("FULLY_CONNECTED", (3, 32, 64), INT8, "litert-xnnpack")
    assert model is not None
    rows, product = works_of(model)
    made = 3 * 32 + 3 * 4 + 3 * 4
    assert rows == CallWork(Family.OTHER, 0, False, 0, 3 * 32 * 4 + made)
    weights = 64 * 32 + 3 * 64 * 4  # With sums, scales and biases.
    outputs = 3 * 64 * 4
    assert product == CallWork(Family.PRODUCTS, 3 * 32 * 64, True, weights, made + outputs)


def works_of_text(text: str) -> list[CallWork]:
    module = parse_mlir(text, QirContext())
    run(c_steps(find_target(C_TARGET)), module, QirContext())
    return [work_of_call(op) for op in calls_of(module)]


def test_a_table_has_the_bytes_that_are_looked_up() -> None:
    (work,) = works_of_text(
        """
        func.func @main(%table: tensor<1000x8xf32>, %at: tensor<2xi32>) -> tensor<2x8xf32> {
          %y = "tfl.gather"(%table, %at) <{axis = 0 : i32, batch_dims = 0 : i32}>
               : (tensor<1000x8xf32>, tensor<2xi32>) -> tensor<2x8xf32>
          func.return %y : tensor<2x8xf32>
        }
        """
    )
    assert work == CallWork(Family.OTHER, 0, False, 0, 2 * 4 + 2 * (2 * 8 * 4))


def test_what_is_partly_written_has_the_bytes_that_are_written() -> None:
    found = works_of_text(
        """
        func.func @main(%x: tensor<2x8xf32>, %y: tensor<6x8xf32>) -> tensor<8x8xf32> {
          %z = "tfl.concatenation"(%x, %y)
               <{axis = 0 : i32, fused_activation_function = "NONE"}>
               : (tensor<2x8xf32>, tensor<6x8xf32>) -> tensor<8x8xf32>
          func.return %z : tensor<8x8xf32>
        }
        """
    )
    assert sum(work.other_bytes for work in found) == 2 * 8 * 8 * 4


PEAKS = Peaks(4e11, 1e11, {1000: 2e11, 100_000: 1e11})


@pytest.mark.parametrize(
    ("work", "us", "bound"),
    [
        (CallWork(Family.PRODUCTS, 400_000, True, 0, 1000), 1.0, "int8"),
        (CallWork(Family.PRODUCTS, 400_000, False, 0, 1000), 4.0, "float"),
        (CallWork(Family.PRODUCTS, 1, True, 100_000, 0), 1.0, "memory"),
        (CallWork(Family.OTHER, 0, False, 0, 1000), 0.005, "memory"),
        (CallWork(Family.OTHER, 0, False, 0, 10_000), 0.1, "memory"),
        (CallWork(Family.OTHER, 0, False, 0, 10_000_000), 100.0, "memory"),
        (CallWork(Family.OTHER, 0, False, 100_000, 1000), 1.005, "memory"),
    ],
)
def test_the_bound_is_the_larger_of_two(work: CallWork, us: float, bound: str) -> None:
    found = bound_of(work, 50_000, PEAKS)
    assert found == (pytest.approx(us), bound)


def test_rates_are_of_the_shortest_time() -> None:
    call = CallTime("k", "y", Family.PRODUCTS, 1, 2.0, 3.0, 5000, 4000, 0.5, "int8")
    assert (call.gops, call.gbps, call.of_peak) == (5.0, 2.0, 0.25)
    nothing = CallTime("k", "y", Family.OTHER, 1, 0.0, 0.0, 0, 0, 0.0, "memory")
    assert (nothing.gops, nothing.gbps, nothing.of_peak) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Convolution (NHWC, F32) DWConv", Family.DEPTHWISE),
        ("Convolution (NHWC, QDU8, F32, QC8W) IGEMM", Family.PRODUCTS),
        ("Fully Connected (NC, F32) GEMM", Family.PRODUCTS),
        ("DEPTHWISE_CONV_2D", Family.DEPTHWISE),
        ("CONV_2D", Family.PRODUCTS),
        ("UNIDIRECTIONAL_SEQUENCE_LSTM", Family.RECURRENT),
        ("Batch Matrix Multiply (NC, F32) GEMM", Family.PRODUCTS),
        ("Softmax (NC, F32)", Family.OTHER),
    ],
)
def test_ops_of_litert_are_of_families(name: str, family: Family) -> None:
    assert litert_family(name) is family
