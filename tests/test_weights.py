"""Constants cost nothing until their bytes are asked for."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DictionaryAttr,
    IntegerType,
    ModuleOp,
    TensorType,
    f32,
)
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, Block, Region
from xdsl.printer import Printer
from xdsl.transforms.common_subexpression_elimination import CommonSubexpressionElimination
from xdsl.utils.exceptions import VerifyException

from qir.backends.mlir import PrintWeights, mlir_text
from qir.backends.tflite.writer import tflite_bytes, write_tflite
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.tfl.constants import ConstOp, constant_value
from qir.driver.pipelines import Options, run
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite
from qir.weights import Blob, WeightAttr, byte_size

ELEMENTS = 1 << 24
BYTES = 4 * ELEMENTS
SMALL = 1 << 16
"""What an operation on a constant of 64 MB may allocate."""


def weight(array: np.ndarray[Any, Any], name: str = "w") -> WeightAttr:
    return WeightAttr.of(TensorType(f32, array.shape), name, array)


@pytest.fixture(scope="module")
def big() -> WeightAttr:
    return weight(np.zeros(ELEMENTS, np.float32))


def peak_of(action: Callable[[], object]) -> int:
    """Bytes that an action allocates at its peak."""
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def printed(attribute: Attribute) -> str:
    out = io.StringIO()
    Printer(out).print_attribute(attribute)
    return out.getvalue()


def same_but_distinct() -> tuple[WeightAttr, WeightAttr]:
    content = np.zeros(ELEMENTS, np.float32)
    return weight(content, "a"), weight(content, "b")


ACTIONS: dict[str, Callable[[WeightAttr], object]] = {
    "hash": hash,
    "equality": lambda w: w == WeightAttr.get(w.type, w.blob.data),
    "printing": printed,
    "str": str,
    "repr": repr,
    "verification": lambda w: w.verify(),
    "as a dictionary key": lambda w: {w: 1}[w],
    "within another attribute": lambda w: hash(DictionaryAttr({"value": w})),
    "view of the values": lambda w: w.array(),
    "clone of its op": lambda w: ConstOp.create(
        result_types=[w.type], properties={"value": w}
    ).clone(),
    "clone of its module": lambda w: ModuleOp(
        [ConstOp.create(result_types=[w.type], properties={"value": w})]
    ).clone(),
}


@pytest.mark.parametrize("action", ACTIONS)
def test_costs_no_memory_however_large(action: str, big: WeightAttr) -> None:
    ACTIONS[action](weight(np.zeros(100, np.float32)))
    assert peak_of(lambda: ACTIONS[action](big)) < SMALL


def test_making_one_from_an_array_copies_nothing() -> None:
    content = np.zeros(ELEMENTS, np.float32)
    assert peak_of(lambda: weight(content)) < SMALL
    assert np.shares_memory(weight(content).array(), content)


def test_equality_goes_by_identity_of_the_bytes() -> None:
    first, second = same_but_distinct()
    assert first != second
    again = WeightAttr.get(first.type, first.blob.data)
    assert first == again
    assert hash(first) == hash(again)
    assert first != WeightAttr.get(TensorType(f32, [ELEMENTS, 1]), first.blob.data)


def test_values_cannot_be_written_to() -> None:
    values = weight(np.zeros(4, np.float32)).array()
    with pytest.raises(ValueError, match="read-only"):
        values[0] = 1


def test_reading_a_file_copies_no_weight(tmp_path: Path) -> None:
    from models import Model

    model = Model()
    graph = model.graph()
    graph.returns(graph.constant("w", np.ones(1 << 22, np.float32)))
    content = model.to_bytes()
    path = tmp_path / "large.tflite"
    path.write_bytes(content)
    read_tflite(path)

    modules: list[ModuleOp] = []
    for source in (path, content):
        assert peak_of(lambda source=source: modules.append(read_tflite(source))) < 1 << 19
        (value,) = [v for op in modules[-1].walk() if (v := constant_value(op))]
        assert value.array().shape == (1 << 22,)
        assert value.array().sum(dtype=np.int64) == 1 << 22
    assert np.shares_memory(value.array(), np.frombuffer(content, np.uint8))


def test_a_constant_of_a_gigabyte_costs_nothing(tmp_path: Path) -> None:
    """Hash, equality, clone, CSE, verification and text of a mapped constant of 1 GB."""
    path = tmp_path / "sparse"
    with path.open("wb") as file:
        file.truncate(1 << 30)
    values = np.memmap(path, np.float32, "r")
    ctx = QirContext()
    first, same, other = weight(values, "a"), weight(values, "a"), weight(values, "b")
    constants = [
        ConstOp.build(properties={"value": first}, result_types=[first.type]) for _ in range(2)
    ]
    block = Block([*constants, ReturnOp(*(op.results[0] for op in constants))])
    module = ModuleOp([FuncOp("main", ([], [first.type] * 2), Region(block))])

    def everything() -> None:
        assert hash(first) == hash(constants[1].value)
        assert first != same
        assert first != other
        clone = module.clone()
        clone.verify()
        CommonSubexpressionElimination().apply(ctx, clone)
        assert sum(isinstance(op, ConstOp) for op in clone.walk()) == 1
        assert "dense_resource<a>" in mlir_text(clone, QirContext())

    everything()
    assert peak_of(everything) < SMALL


def test_quantizing_needs_memory_for_one_layer(tmp_path: Path) -> None:
    """However many there are: each is quantized when it is written, and then forgotten."""
    from models import ABSENT, Model, schema

    def peak(layers: int) -> int:
        model = Model()
        graph = model.graph()
        x = graph.input("x", [1, 512])
        for layer in range(layers):
            w = graph.constant(f"w{layer}", np.full((512, 512), layer + 1, np.float32))
            y = graph.tensor(f"y{layer}", [1, 512])
            graph.op("FULLY_CONNECTED", [x, w, ABSENT], [y], schema.FullyConnectedOptionsT())
            x = y
        graph.returns(x)
        path, output = tmp_path / "in.tflite", tmp_path / "out.tflite"
        path.write_bytes(model.to_bytes())

        def compile() -> None:
            ctx, module = QirContext(), read_tflite(path)
            run(Options(target="litert-builtin", min_elements=0).steps(), module, ctx)
            write_tflite(module, output)

        return peak_of(compile)

    peak(1)
    one, eight = peak(1), peak(8)
    assert eight < one + 7 * 512 * 512 / 2, (one, eight)


def test_a_promise_is_kept_only_when_bytes_are_asked_for() -> None:
    calls: list[int] = []

    def compute() -> Iterator[np.ndarray[Any, Any]]:
        calls.append(1)
        yield np.arange(4, dtype=np.float32)
        yield np.arange(4, 6, dtype=np.float32)

    promised = WeightAttr.get(TensorType(f32, [2, 3]), Blob("w", 24, compute))
    hash(promised)
    assert printed(promised) == "dense_resource<w> : tensor<2x3xf32>"
    assert not calls
    assert promised.array().tolist() == [[0, 1, 2], [3, 4, 5]]
    assert len(calls) == 1
    assert bytes(promised.blob.data.to_bytes()) == np.arange(6, dtype="<f4").tobytes()


ELIDED = """
func.func @main() -> tensor<100xf32> {
  %0 = "tfl.pseudo_const"() <{value = dense_resource<lost> : tensor<100xf32>}>
    : () -> tensor<100xf32>
  func.return %0 : tensor<100xf32>
}
"""


def test_elided_bytes_are_an_error_that_says_how_to_keep_them() -> None:
    module = parse_mlir(ELIDED, QirContext())
    message = "weights 'lost' are needed but were elided.*--print-weights=inline"
    with pytest.raises(QirError, match=message):
        tflite_bytes(module)
    (value,) = [v for op in module.walk() if (v := constant_value(op))]
    with pytest.raises(QirError, match=message):
        value.array()


def test_elided_text_prints_again_as_it_was() -> None:
    ctx = QirContext()
    text = mlir_text(parse_mlir(ELIDED, ctx), ctx)
    assert "dense_resource<lost> : tensor<100xf32>" in text
    again = QirContext()
    assert mlir_text(parse_mlir(text, again), again) == text


@given(content=st.binary(min_size=1, max_size=200))
def test_inlined_bytes_survive_the_text(content: bytes) -> None:
    ui8 = IntegerType(8)
    array = np.frombuffer(content, np.int8)
    value = WeightAttr.of(TensorType(ui8, [len(content)]), "w", array)
    op = ConstOp.create(result_types=[value.type], properties={"value": value})
    ctx = QirContext()
    text = mlir_text(ModuleOp([op]), ctx, PrintWeights.INLINE)
    (back,) = [v for op in parse_mlir(text, QirContext()).walk() if (v := constant_value(op))]
    assert bytes(back.blob.data.to_bytes()) == content


@pytest.mark.parametrize("special", [np.inf, -np.inf, np.nan, -0.0, 2.0**-149, 3.4028235e38, 0.1])
def test_special_floats_survive_the_text(special: float) -> None:
    value = weight(np.array([special, 1.0], np.float32))
    ctx = QirContext()
    op = ConstOp.create(result_types=[value.type], properties={"value": value})
    text = mlir_text(ModuleOp([op]), ctx, PrintWeights.INLINE)
    (back,) = [v for op in parse_mlir(text, QirContext()).walk() if (v := constant_value(op))]
    assert bytes(back.blob.data.to_bytes()) == bytes(value.blob.data.to_bytes())


def test_a_wrong_number_of_bytes_does_not_verify() -> None:
    with pytest.raises(VerifyException, match=r"tensor<3xf32> holds 8 bytes; expected 12"):
        WeightAttr.get(TensorType(f32, [3]), Blob.of("w", np.zeros(2, np.float32)))


@pytest.mark.parametrize(
    ("width", "shape", "expected"),
    [
        (4, [3], 2),
        (4, [2, 2], 2),
        (2, [5], 2),
        (2, [4], 1),
        (8, [3], 3),
        (4, [0], 0),
        (8, [DYNAMIC_INDEX], None),
    ],
)
def test_size_of_packed_integers(width: int, shape: list[int], expected: int | None) -> None:
    assert byte_size(TensorType(IntegerType(width), shape)) == expected


def test_two_weights_of_one_name_are_not_mixed_up_when_inlined() -> None:
    values = [weight(np.full(20, number, np.float32), "w") for number in (1, 2)]
    ops = [ConstOp.create(result_types=[v.type], properties={"value": v}) for v in values]
    ctx = QirContext()
    try:
        text = mlir_text(ModuleOp(ops), ctx, PrintWeights.INLINE)
    except QirError as error:
        assert "two different weights are named 'w'" in str(error)
        return
    back = [v for op in parse_mlir(text, QirContext()).walk() if (v := constant_value(op))]
    assert [value.array()[0] for value in back] == [1, 2]


def test_text_with_several_small_constants_prints_inline_again() -> None:
    ctx = QirContext()
    values = [weight(np.array([number], np.float32), f"w{number}") for number in (1, 2)]
    ops = [ConstOp.create(result_types=[v.type], properties={"value": v}) for v in values]
    text = mlir_text(ModuleOp(ops), ctx, PrintWeights.INLINE)
    again = QirContext()
    assert mlir_text(parse_mlir(text, again), again, PrintWeights.INLINE) == text
