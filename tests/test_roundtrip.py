"""`.tflite` to IR to `.tflite`: nothing is lost, and LiteRT computes the same bits."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import (
    ABSENT,
    Array,
    Graph,
    Model,
    dense_model,
    drawn_inputs,
    noise,
    run_on_litert,
    run_signature,
    schema,
    unpacked,
)
from structure import differences, structure
from xdsl.dialects.builtin import IntegerType

import qir
from qir.attributes import element_type
from qir.backends.mlir import PrintWeights, mlir_text
from qir.backends.tflite.writer import emit_tflite, tflite_bytes
from qir.context import QirContext
from qir.diagnostics import QirError
from qir.dialects.quant import Blocks, UniformType, as_uniform
from qir.dialects.tfl import op_class
from qir.dialects.tfl.constants import ConstOp, QConstOp
from qir.dialects.tfl.options import PREFIX, option_fields
from qir.driver.qopt import QOpt
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite
from qir.tflite_format import schema as table
from qir.tflite_format.record import Record
from qir.tflite_format.writer import write_model


def there_and_back(model: bytes) -> bytes:
    module = read_tflite(model)
    module.verify()
    return tflite_bytes(module)


def through_text(model: bytes) -> bytes:
    """The same by way of MLIR text."""
    text = mlir_text(read_tflite(model), QirContext(), PrintWeights.INLINE)
    return tflite_bytes(parse_mlir(text, QirContext()))


def assert_same_structure(before: bytes, after: bytes, *, sharing: bool = True) -> None:
    pair = [structure(model, sharing=sharing) for model in (before, after)]
    lines = differences(*pair)
    assert not lines, "\n".join(lines[:20])


# --- models at hand ---------------------------------------------------------------------------


def test_structure_of_a_model_survives(any_model: Path) -> None:
    before = any_model.read_bytes()
    after = there_and_back(before)
    assert_same_structure(before, after)
    assert len(after) <= len(before) * 1.01 + 100


def test_outputs_of_a_model_are_the_same_bits(any_model: Path) -> None:
    before = any_model.read_bytes()
    after = there_and_back(before)
    for builtin in (False, True):
        try:
            inputs = drawn_inputs(before)
            expected = run_on_litert(before, inputs, builtin)
        except (RuntimeError, ValueError) as error:
            pytest.skip(f"LiteRT does not run it: {error}")
        found = run_on_litert(after, inputs, builtin)
        assert [bits(x) for x in found] == [bits(x) for x in expected]


def bits(array: Array) -> object:
    """What tells two arrays apart; those of strings hold addresses."""
    return array.tolist() if array.dtype == object else array.tobytes()


def test_bundled_model_survives_text(bundled_model: Path) -> None:
    before = bundled_model.read_bytes()
    assert_same_structure(before, through_text(before), sharing=False)


def test_bundled_model_is_read_the_same_from_path_and_bytes(bundled_model: Path) -> None:
    from_path = tflite_bytes(read_tflite(bundled_model))
    assert from_path == there_and_back(bundled_model.read_bytes())
    assert from_path == there_and_back(from_path), "writing again gives other bytes"


# --- made models ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A model, and inputs to run it on; none where LiteRT cannot run it."""

    model: bytes
    inputs: tuple[Array, ...] | None


def legacy_operator_codes() -> Case:
    """Files from before 2020: the code only in the old field, `builtin_code` 0, no `has_rank`."""
    model = Model()
    graph = model.graph()
    x = graph.input("x", [2, 3], hasRank=False)
    y = graph.tensor("y", [2, 3], hasRank=False)
    graph.op("MUL", [x, x], [y], schema.MulOptionsT())
    graph.returns(y)
    (code,) = model.record.operatorCodes
    assert code.deprecatedBuiltinCode == 18
    code.builtinCode = 0
    return Case(model.to_bytes(), (noise(2, 3),))


def duplicate_names() -> Case:
    model = Model()
    graph = model.graph()
    x = graph.input("t", [4])
    c = graph.constant("t", noise(4, seed=1))
    y, z = graph.tensor("t", [4]), graph.tensor("", [4])
    graph.op("ADD", [x, c], [y], schema.AddOptionsT())
    graph.op("MUL", [y, c], [z], schema.MulOptionsT())
    graph.returns(z)
    return Case(model.to_bytes(), (noise(4),))


def no_names() -> Case:
    model = Model()
    graph = model.graph(None)
    x, y = graph.input("x", [4]), graph.tensor(None, [4])
    graph.op("NEG", [x], [y], schema.NegOptionsT())
    graph.returns(y)
    return Case(model.to_bytes(), (noise(4),))


def shared_buffers() -> Case:
    """One buffer, read by two subgraphs and under two shapes."""
    model = Model()
    main, other = model.graph(), model.graph("other")
    buffer = model.buffer(noise(6))
    for graph in (main, other):
        x, y = graph.input("x", [2, 3]), graph.tensor("y", [2, 3])
        z = graph.tensor("z", [1, 2, 3])
        matrix = graph.constant("matrix", np.empty((2, 3), np.float32), buffer=buffer)
        row = graph.constant("flat", np.empty((1, 2, 3), np.float32), buffer=buffer)
        graph.op("ADD", [x, matrix], [y], schema.AddOptionsT())
        graph.op("MUL", [y, row], [z], schema.MulOptionsT())
        graph.returns(z)
    return Case(model.to_bytes(), (noise(2, 3),))


def sparse_weights() -> Case:
    """A matrix of which only the stored values are in the file, and DENSIFY."""
    model = Model()
    graph = model.graph()

    def dimension(size: int, segments: list[int] | None = None, indices: list[int] | None = None):
        if segments is None or indices is None:
            return schema.DimensionMetadataT(
                format=schema.DimensionType.DENSE, denseSize=size, arraySegments=None
            )
        vector = schema.SparseIndexVector.Uint8Vector
        return schema.DimensionMetadataT(
            format=schema.DimensionType.SPARSE_CSR,
            arraySegmentsType=vector,
            arraySegments=schema.Uint8VectorT(values=segments),
            arrayIndicesType=vector,
            arrayIndices=schema.Uint8VectorT(values=indices),
        )

    sparsity = schema.SparsityParametersT(
        traversalOrder=[0, 1],
        blockMap=[],
        dimMetadata=[dimension(3), dimension(4, [0, 1, 3, 3], [2, 0, 3])],
    )
    buffer = model.buffer(np.array([1.5, -2.5, 3.5], np.float32))
    weights = graph.tensor("w", [3, 4], buffer=buffer, sparsity=sparsity)
    x, dense, y = graph.input("x", [1, 4]), graph.tensor("d", [3, 4]), graph.tensor("y", [1, 3])
    graph.op("DENSIFY", [weights], [dense], schema.DensifyOptionsT())
    graph.op("FULLY_CONNECTED", [x, dense, ABSENT], [y], schema.FullyConnectedOptionsT(), version=8)
    graph.returns(y)
    return Case(model.to_bytes(), (noise(1, 4),))


def float16_weights() -> Case:
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [1, 4]), graph.tensor("y", [1, 3])
    half = graph.constant("w", noise(3, 4, dtype=np.float16))
    full = graph.tensor("w/dequantized", [3, 4])
    graph.op("DEQUANTIZE", [half], [full], schema.DequantizeOptionsT(), version=3)
    graph.op("FULLY_CONNECTED", [x, full, ABSENT], [y], schema.FullyConnectedOptionsT())
    graph.returns(y)
    return Case(model.to_bytes(), (noise(1, 4),))


def two_signatures() -> Case:
    """One names outputs in another order than the subgraph returns them."""
    model = Model()
    ends: list[tuple[Graph, list[int], list[int]]] = []
    for name, builtin in (("main", "ADD"), ("second", "SUB")):
        graph = model.graph(name)
        a, b = graph.input("a", [2]), graph.input("b", [2])
        y, z = graph.tensor("y", [2]), graph.tensor("z", [2])
        options = getattr(schema, f"{builtin.capitalize()}OptionsT")()
        graph.op(builtin, [a, b], [y], options)
        graph.op("MUL", [a, b], [z], schema.MulOptionsT())
        graph.returns(y, z)
        ends.append((graph, [a, b], [y, z]))
    for key, (graph, (a, b), (y, z)) in zip(("plus", "minus"), ends, strict=True):
        model.signature(key, graph, {"right": b, "left": a}, {"product": z, key: y})
    return Case(model.to_bytes(), (noise(2), noise(2, seed=1)))


def custom_operator() -> Case:
    """Options are bytes that only the kernel understands, here not even UTF-8."""
    model = Model()
    graph = model.graph()
    x, y, z = graph.input("x", [2]), graph.tensor("y", [2]), graph.tensor("z", [2])
    options = np.frombuffer(b"\x00\xff\xfe\x80options", np.uint8)
    graph.op("CUSTOM", [x], [y], custom_code="MyOp", customOptions=options, version=7)
    graph.op("CUSTOM", [y, ABSENT], [z], custom_code="Other/Öp")
    graph.returns(z)
    return Case(model.to_bytes(), None)


def control_flow() -> Case:
    """IF, WHILE, CALL_ONCE and a resource variable: y = x * 3 doubled until it passes 100."""
    model = Model()
    main = model.graph()
    then, otherwise = model.graph("then"), model.graph("else")
    condition, body, init = model.graph("cond"), model.graph("body"), model.graph("init")

    def handle(graph: Graph) -> int:
        resource = graph.tensor("v", [], "RESOURCE")
        options = schema.VarHandleOptionsT(container="c", sharedName="v")
        graph.op("VAR_HANDLE", [], [resource], options)
        return resource

    x, factor, scaled = main.input("x", []), main.tensor("f", []), main.tensor("s", [])
    is_positive, chosen = main.tensor("p", [], "BOOL"), main.tensor("c", [])
    result = main.tensor("y", [])
    zero = main.constant("zero", np.array(0, np.float32))
    main.op("CALL_ONCE", [], [], schema.CallOnceOptionsT(initSubgraphIndex=init.index))
    main.op("READ_VARIABLE", [handle(main)], [factor], schema.ReadVariableOptionsT())
    main.op("MUL", [x, factor], [scaled], schema.MulOptionsT())
    main.op("GREATER", [scaled, zero], [is_positive], schema.GreaterOptionsT())
    branches = schema.IfOptionsT(thenSubgraphIndex=then.index, elseSubgraphIndex=otherwise.index)
    main.op("IF", [is_positive, scaled], [chosen], branches)
    loop = schema.WhileOptionsT(condSubgraphIndex=condition.index, bodySubgraphIndex=body.index)
    main.op("WHILE", [chosen], [result], loop)
    main.returns(result)

    a, b = then.input("a", []), then.tensor("b", [])
    then.op("ABS", [a], [b], schema.AbsOptionsT())
    then.returns(b)
    a, b = otherwise.input("a", []), otherwise.tensor("b", [])
    otherwise.op("NEG", [a], [b], schema.NegOptionsT())
    otherwise.returns(b)
    a, b = condition.input("a", []), condition.tensor("b", [], "BOOL")
    limit = condition.constant("limit", np.array(100, np.float32))
    condition.op("LESS", [a, limit], [b], schema.LessOptionsT())
    condition.returns(b)
    a, b = body.input("a", []), body.tensor("b", [])
    body.op("ADD", [a, a], [b], schema.AddOptionsT())
    body.returns(b)
    value = init.constant("value", np.array(3, np.float32))
    init.op("ASSIGN_VARIABLE", [handle(init), value], [], schema.AssignVariableOptionsT())
    return Case(model.to_bytes(), (np.array(-2.5, np.float32),))


def dynamic_shapes() -> Case:
    model = Model()
    graph = model.graph()
    x = graph.input("x", [1, 3], shapeSignature=[-1, 3])
    y = graph.tensor("y", [1, 3], shapeSignature=[-1, 3])
    z = graph.tensor("z", [3, 1], shapeSignature=[3, -1])
    order = graph.constant("order", np.array([1, 0], np.int32))
    graph.op("ADD", [x, x], [y], schema.AddOptionsT())
    graph.op("TRANSPOSE", [y, order], [z], schema.TransposeOptionsT())
    graph.returns(z)
    return Case(model.to_bytes(), (noise(5, 3),))


def odd_shapes() -> Case:
    """Signatures that repeat the shape or hold other sizes than 1, scalars, and no rank at all."""
    model = Model()
    graph = model.graph()
    x = graph.input("x", [2, 3], shapeSignature=[2, 3])
    y = graph.tensor("y", [7, 3], shapeSignature=[-1, 3])
    z = graph.tensor("z", [], shapeSignature=[], hasRank=False)
    unranked = graph.tensor("u", [], hasRank=False)
    graph.record.tensors[unranked].shape = None
    for source, result in ((x, y), (y, z), (z, unranked)):
        graph.op("NEG", [source], [result], schema.NegOptionsT())
    graph.returns(unranked)
    return Case(model.to_bytes(), (noise(2, 3),))


def absent_operands() -> Case:
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [1, 4]), graph.tensor("y", [1, 3])
    weights = graph.constant("w", noise(3, 4))
    graph.op("FULLY_CONNECTED", [x, weights, ABSENT], [y], schema.FullyConnectedOptionsT())
    graph.returns(y)
    return Case(model.to_bytes(), (noise(1, 4),))


def metadata() -> Case:
    model = Model(description="größe, \x00 and \U0001f600")
    model.metadata("min_runtime_version", b"1.5.0" + bytes(11))
    model.metadata("empty", b"")
    model.metadata("large", bytes(range(256)) * 4)
    model.record.metadataBuffer = [1, 3]
    graph = model.graph("a name/with:odd;characters")
    second = model.graph("a name/with:odd;characters")
    for each in (graph, second):
        x, y = each.input("x", [2]), each.tensor("y", [2])
        each.op("NEG", [x], [y], schema.NegOptionsT())
        each.returns(y)
    return Case(model.to_bytes(), (noise(2),))


def state() -> Case:
    """An RNN whose hidden state is a variable tensor."""
    model = Model()
    graph = model.graph()
    x = graph.input("x", [1, 3, 2])
    weights = graph.constant("w", noise(4, 2))
    recurrent, bias = graph.constant("r", noise(4, 4)), graph.constant("b", noise(4))
    hidden = graph.tensor("h", [1, 4], isVariable=True)
    y = graph.tensor("y", [1, 3, 4])
    tanh = schema.ActivationFunctionType.TANH
    options = schema.SequenceRNNOptionsT(fusedActivationFunction=tanh)
    inputs = [x, weights, recurrent, bias, hidden]
    flags = np.array([False, False, False, False, True])
    graph.op(
        "UNIDIRECTIONAL_SEQUENCE_RNN", inputs, [y], options, version=1, mutatingVariableInputs=flags
    )
    graph.returns(y)
    return Case(model.to_bytes(), (noise(1, 3, 2),))


def versions() -> Case:
    """Two versions of one operator."""
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [1, 4]), graph.tensor("y", [1, 4])
    z = graph.tensor("z", [1, 4])
    weights = graph.constant("w", noise(4, 4))
    for version, source, result in ((1, x, y), (9, y, z)):
        options = schema.FullyConnectedOptionsT()
        graph.op("FULLY_CONNECTED", [source, weights, ABSENT], [result], options, version=version)
    graph.returns(z)
    return Case(model.to_bytes(), (noise(1, 4),))


def integers() -> Case:
    """A fully quantized layer: per-channel weights, int32 bias, statistics beside the scales."""
    model = Model()
    graph = model.graph()
    quantization = schema.QuantizationParametersT

    def per_tensor(scale: float, zero_point: int, **fields: Any):
        return quantization(scale=[scale], zeroPoint=[zero_point], **fields)

    x = graph.input("x", [1, 4], "INT8", quantization=per_tensor(0.1, -3, min=[-1.0], max=[2.0]))
    y = graph.tensor("y", [1, 3], "INT8", quantization=per_tensor(0.3, 5))
    channels = quantization(scale=[0.1, 0.2, 0.3], zeroPoint=[0, 0, 0], quantizedDimension=0)
    content = (noise(3, 4) * 50).astype(np.int8)
    weights = graph.constant("w", content, quantization=channels)
    channels = quantization(scale=[0.01, 0.02, 0.03], zeroPoint=[0, 0, 0])
    bias = graph.constant("b", np.array([7, -8, 9], np.int32), quantization=channels)
    options = schema.FullyConnectedOptionsT()
    graph.op("FULLY_CONNECTED", [x, weights, bias], [y], options, version=4)
    graph.returns(y)
    return Case(model.to_bytes(), (np.array([[1, -2, 100, -128]], np.int8),))


def odd_quantization() -> Case:
    """Parameters that no quantized type says: no zero points, statistics only, on floats."""
    model = Model()
    graph = model.graph()
    quantization = schema.QuantizationParametersT
    x = graph.input("x", [2], quantization=quantization(min=[-1.0], max=[1.0]))
    c = graph.constant("c", np.array([3, 4], np.int8), quantization=quantization(scale=[0.5]))
    d = graph.constant("d", np.array([3, 4], np.int32), quantization=quantization())
    y, z = graph.tensor("y", [2], "INT8"), graph.tensor("z", [2])
    axis = quantization(scale=[0.5], zeroPoint=[1], quantizedDimension=0)
    e = graph.constant("e", np.array([[1], [2]], np.int8), quantization=axis)
    graph.op("NEG", [c], [y], schema.NegOptionsT())
    graph.op("NEG", [x], [z], schema.NegOptionsT())
    graph.returns(z, d, e)
    return Case(model.to_bytes(), None)


def argument_returned() -> Case:
    """Outputs that are an input, a constant, and one value twice."""
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [2]), graph.tensor("y", [2])
    c = graph.constant("c", noise(2))
    graph.op("NEG", [x], [y], schema.NegOptionsT())
    graph.returns(x, c, y, y)
    return Case(model.to_bytes(), (noise(2, seed=3),))


def unused_tensors() -> Case:
    """A constant, an input and a tensor that no operator reads."""
    model = Model()
    graph = model.graph()
    x, _, y = graph.input("x", [2]), graph.input("unused", [3]), graph.tensor("y", [2])
    graph.constant("constant", noise(5))
    graph.tensor("nothing", [4])
    graph.op("NEG", [x], [y], schema.NegOptionsT())
    graph.returns(y)
    return Case(model.to_bytes(), (noise(2), noise(3)))


def empty_constant() -> Case:
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [2]), graph.tensor("y", [2])
    empty = graph.constant("empty", np.empty(0, np.int32))
    graph.op("NEG", [x], [y], schema.NegOptionsT())
    graph.returns(y, empty)
    return Case(model.to_bytes(), None)


def options_of_another_operator() -> Case:
    """Old converters wrote the wrong table, or none."""
    model = Model()
    graph = model.graph()
    x, y, z = graph.input("x", [2]), graph.tensor("y", [2]), graph.tensor("z", [2])
    graph.op("NEG", [x], [y], schema.AddOptionsT(fusedActivationFunction=1))
    graph.op("ADD", [x, y], [z], None)
    graph.op("RELU", [z], [graph.tensor("r", [2])], schema.AbsOptionsT())
    graph.returns(z)
    return Case(model.to_bytes(), None)


def second_union() -> Case:
    """Options in `builtin_options2`, which hold a vector of bytes and a subgraph's index."""
    model = Model()
    graph, decomposition = model.graph(), model.graph("decomposition")
    for each in (graph, decomposition):
        x, y = each.input("x", [2]), each.tensor("y", [2])
        options: Any = schema.StableHLOCompositeOptionsT(
            name="my.op",
            decompositionSubgraphIndex=decomposition.index,
            compositeAttributes=np.array([0, 200, 7], np.uint8),
            version=3,
        )
        is_main = each is graph
        builtin = "STABLEHLO_COMPOSITE" if is_main else "NEG"
        each.op(builtin, [x], [y], options if is_main else schema.NegOptionsT())
        each.returns(y)
    return Case(model.to_bytes(), None)


def intermediates() -> Case:
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [2]), graph.tensor("y", [2])
    quantization = schema.QuantizationParametersT(scale=[0.5], zeroPoint=[0])
    inner = [graph.tensor(f"i{n}", [1], "INT16", quantization=quantization) for n in range(2)]
    graph.op("CUSTOM", [x], [y], custom_code="Cell", intermediates=inner)
    graph.returns(y)
    return Case(model.to_bytes(), None)


def no_operators() -> Case:
    model = Model()
    graph = model.graph()
    graph.returns(graph.input("x", [2]))
    return Case(model.to_bytes(), (noise(2),))


def strings_and_small_integers() -> Case:
    model = Model()
    graph = model.graph()
    buffer = model.buffer(b"\x01\0\0\0\x0c\0\0\0\x0e\0\0\0hi")
    text = graph.tensor("s", [1], "STRING", buffer=buffer)
    packed = model.buffer(np.array([0x21, 0x43, 0x05], np.uint8))
    four = graph.tensor("i4", [5], "INT4", buffer=packed)
    two = graph.tensor("i2", [9], "INT2", buffer=packed)
    half = graph.tensor("bf16", [1], "BFLOAT16", buffer=model.buffer(b"\x80\x3f"))
    eight = graph.tensor("f8", [2], "FLOAT8_E4M3FN", buffer=model.buffer(b"\x38\xb8"))
    pair = graph.tensor("c64", [1], "COMPLEX64", buffer=model.buffer(noise(2)))
    graph.returns(text, four, two, half, eight, pair)
    return Case(model.to_bytes(), None)


def blocks(
    graph: Graph,
    name: str,
    scales: int | Array,
    *,
    storage: str = "INT4",
) -> int:
    """A matrix of 4 by 64 with a scale for each block of 32; its scales, or their tensor."""
    record = schema.BlockwiseQuantizationT(zeroPoints=ABSENT, blockSize=32)
    quantization = schema.QuantizationParametersT(
        detailsType=schema.QuantizationDetails.BlockwiseQuantization,
        details=record,
    )
    bits = {"INT4": 4, "INT2": 2, "INT8": 8}[storage]
    buffer = graph.model.buffer(bytes(range(7, 7 + 4 * bits)) * 8)
    index = graph.tensor(name, [4, 64], storage, buffer=buffer, quantization=quantization)
    shared = isinstance(scales, int)
    record.scales = scales if shared else graph.constant(f"{name}/block scales", scales)
    return index


def block_scales(seed: int = 0) -> Array:
    return np.random.default_rng(seed).uniform(0.5, 1, (4, 2)).astype(np.float16)


def fully_connected(graph: Graph, x: int, weights: int, name: str) -> int:
    y = graph.tensor(name, [1, 4])
    graph.op("FULLY_CONNECTED", [x, weights, ABSENT], [y], schema.FullyConnectedOptionsT())
    return y


def blockwise_weights() -> Case:
    """Scales in a tensor after or before the weights', one of them for two weights."""
    model = Model()
    graph = model.graph()
    x = graph.input("x", [1, 64])
    first = graph.constant("first", block_scales(1), hasRank=False)
    weights = [blocks(graph, "a", block_scales()), blocks(graph, "b", first)]
    weights.append(blocks(graph, "c", first))
    graph.returns(*(fully_connected(graph, x, w, f"y{w}") for w in weights))
    return Case(model.to_bytes(), (noise(1, 64),))


def blockwise_bytes() -> Case:
    """No kernel has these, but a file can."""
    model = Model()
    graph = model.graph()
    x = graph.input("x", [1, 64])
    weights = [
        blocks(graph, storage, block_scales(), storage=storage) for storage in ("INT2", "INT8")
    ]
    graph.returns(*(fully_connected(graph, x, w, f"y{w}") for w in weights))
    return Case(model.to_bytes(), None)


CASES: dict[str, Callable[[], Case]] = {
    case.__name__: case
    for case in (
        legacy_operator_codes,
        duplicate_names,
        no_names,
        shared_buffers,
        sparse_weights,
        float16_weights,
        two_signatures,
        custom_operator,
        control_flow,
        dynamic_shapes,
        odd_shapes,
        absent_operands,
        metadata,
        state,
        versions,
        integers,
        odd_quantization,
        argument_returned,
        unused_tensors,
        empty_constant,
        options_of_another_operator,
        second_union,
        intermediates,
        no_operators,
        strings_and_small_integers,
        blockwise_weights,
        blockwise_bytes,
    )
}


@pytest.mark.parametrize("name", CASES)
def test_structure_survives(name: str) -> None:
    before = CASES[name]().model
    after = there_and_back(before)
    assert_same_structure(before, after)
    assert there_and_back(after) == after


@pytest.mark.parametrize("name", CASES)
def test_structure_survives_text(name: str) -> None:
    """All but the sharing of buffers so small that they are printed as literals."""
    before = CASES[name]().model
    assert_same_structure(before, through_text(before), sharing=False)


def test_scales_of_blocks_are_in_the_type() -> None:
    module = read_tflite(blockwise_weights().model)
    constants = [op for op in module.walk() if isinstance(op, QConstOp | ConstOp)]
    expected = [block_scales(), block_scales(1), block_scales(1)]
    assert [as_uniform(element_type(op.output)) for op in constants] == [
        UniformType.get(IntegerType(4), each, np.zeros(8), blocks=Blocks.of_rows((4, 2), 32))
        for each in expected
    ]


def test_scales_of_blocks_with_another_use_stay_a_constant() -> None:
    model = Model()
    graph = model.graph()
    x, scales = graph.input("x", [1, 64]), graph.constant("scales", block_scales())
    y = fully_connected(graph, x, blocks(graph, "w", scales), "y")
    graph.returns(y, scales)
    before = model.to_bytes()
    inputs = (noise(1, 64),)
    expected = run_on_litert(before, inputs)
    found = run_on_litert(there_and_back(before), inputs)
    assert [x.tobytes() for x in found] == [x.tobytes() for x in expected]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("zero points", {"zeroPoints": 0}),
        ("axis", {"quantizedDimension": 1}),
        ("size", {"blockSize": 24}),
        ("grid", {"blockSize": 16}),
        ("no block", {"blockSize": 0}),
        ("shape", {"blockShape": [1, 32]}),
        ("own scales", {"scales": 1}),
        ("no tensor", {"scales": 99}),
        ("float32", {}),
        ("zero", {}),
    ],
)
def test_other_blocks_are_read_as_a_note_and_not_written(name: str, other: dict[str, Any]) -> None:
    model = Model()
    graph = model.graph()
    x, scales = graph.input("x", [1, 64]), block_scales()
    if name == "float32":
        scales = scales.astype(np.float32)
    if name == "zero":
        scales[0, 1] = 0
    w = blocks(graph, "w", scales)
    quantization = graph.record.tensors[w].quantization
    for field, value in other.items():
        record = quantization if hasattr(quantization, field) else quantization.details
        setattr(record, field, value)
    graph.returns(fully_connected(graph, x, w, "y"))
    module = read_tflite(model.to_bytes())
    module.verify()
    assert not any(isinstance(op, QConstOp) for op in module.walk())
    with pytest.raises(QirError, match="tensor 'w' is of a kind that names other tensors"):
        tflite_bytes(module)


def test_large_buffers_stay_shared_in_text() -> None:
    model = Model()
    buffer = model.buffer(noise(100))
    for name in ("main", "other"):
        graph = model.graph(name)
        x, y = graph.input("x", [100]), graph.tensor("y", [100])
        c = graph.constant("c", np.empty(100, np.float32), buffer=buffer)
        graph.op("ADD", [x, c], [y], schema.AddOptionsT())
        graph.returns(y)
    before = model.to_bytes()
    assert_same_structure(before, through_text(before))


@pytest.mark.parametrize("name", [b"gr\xc3\xb6\xc3\x9fe", b"\xff\xfe", b'"\\\n\t\0\x7f', b""])
def test_any_bytes_can_be_a_name(name: bytes) -> None:
    text = name.decode("utf-8", "surrogateescape")
    record = Record(
        "Model",
        version=3,
        description=text,
        operator_codes=[Record("OperatorCode", builtin_code=32, custom_code=text)],
        subgraphs=[
            Record(
                "SubGraph",
                name=text,
                tensors=[Record("Tensor", name=text, shape=[2], has_rank=True)] * 2,
                inputs=[0],
                outputs=[1],
                operators=[Record("Operator", inputs=[0], outputs=[1])],
            )
        ],
        signature_defs=[
            Record("SignatureDef", signature_key=text, inputs=[Record("TensorMap", name=text)])
        ],
    )
    out = io.BytesIO()
    write_model(record, out)
    before = out.getvalue()
    assert unpacked(before).description == name
    assert_same_structure(before, there_and_back(before))
    assert_same_structure(before, through_text(before))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("builtin", [False, True], ids=["xnnpack", "builtin"])
def test_outputs_are_the_same_bits(name: str, builtin: bool) -> None:
    case = CASES[name]()
    if case.inputs is None:
        return
    expected = run_on_litert(case.model, case.inputs, builtin)
    found = run_on_litert(there_and_back(case.model), case.inputs, builtin)
    assert [(x.shape, x.tobytes()) for x in found] == [(x.shape, x.tobytes()) for x in expected]


def test_control_flow_computes_what_it_says() -> None:
    case = control_flow()
    assert case.inputs is not None
    (found,) = run_on_litert(there_and_back(case.model), case.inputs)
    assert found == 7.5 * 16


def test_signatures_run_by_name() -> None:
    after = there_and_back(two_signatures().model)
    inputs = {"left": np.array([5, 7], np.float32), "right": np.array([2, 3], np.float32)}
    plus, minus = (run_signature(after, key, inputs) for key in ("plus", "minus"))
    assert plus["plus"].tolist() == [7, 10]
    assert minus["minus"].tolist() == [3, 4]
    assert plus["product"].tolist() == minus["product"].tolist() == [10, 21]


def test_old_operator_codes_are_written_in_both_fields() -> None:
    (code,) = unpacked(there_and_back(legacy_operator_codes().model)).operatorCodes
    assert (code.builtinCode, code.deprecatedBuiltinCode) == (18, 18)


def test_new_operator_codes_leave_a_placeholder_in_the_old_field() -> None:
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [2]), graph.tensor("y", [2])
    graph.op("GELU", [x], [y], schema.GeluOptionsT())
    graph.returns(y)
    (code,) = unpacked(there_and_back(model.to_bytes())).operatorCodes
    assert (code.builtinCode, code.deprecatedBuiltinCode) == (150, 127)


def test_weights_outside_of_the_tables_are_read() -> None:
    """Files of more than 2 GB hold weights after the tables, by offset and size."""
    content = noise(64, 32)
    parts = unpacked(dense_model())
    (index,) = [
        i for i, b in enumerate(parts.buffers) if b.data is not None and len(b.data) == 8192
    ]
    parts.buffers[index] = schema.BufferT(offset=0xFFFFFF, size=content.nbytes)
    model = Model()
    model.record = parts
    tables = model.to_bytes()
    start = -(-len(tables) // 16) * 16
    parts.buffers[index].offset = start
    file = model.to_bytes() + bytes(start - len(tables)) + content.tobytes()
    assert_same_structure(dense_model(), there_and_back(file))


def test_weights_outside_of_the_tables_are_run_alike() -> None:
    """The layout of files of more than 2 GB, of a small one: LiteRT computes the same bits."""
    inside, out = dense_model(), io.BytesIO()
    emit_tflite(read_tflite(inside), out, outside=True)
    outside = out.getvalue()
    assert all(buffer.data is None for buffer in unpacked(outside).buffers[:-1])
    (x,) = drawn_inputs(inside)
    (expected,), (found,) = (run_on_litert(model, [x]) for model in (inside, outside))
    assert np.array_equal(expected, found)
    assert tflite_bytes(read_tflite(outside)) == tflite_bytes(read_tflite(inside))


@pytest.mark.parametrize(
    ("offset", "size", "message"),
    [
        (16, 1 << 40, r"buffer \d+: bytes 16\.\.1099511627792 are outside the file of \d+"),
        (1 << 60, 8, r"buffer \d+: bytes 1152921504606846976\.\.\d+ are outside the file of \d+"),
        (1, 8, r"buffer \d+: 8 bytes at offset 1; expected one above 1"),
    ],
)
def test_a_place_outside_of_the_file_is_refused(offset: int, size: int, message: str) -> None:
    parts = unpacked(dense_model())
    (index,) = [
        i for i, b in enumerate(parts.buffers) if b.data is not None and len(b.data) == 8192
    ]
    parts.buffers[index] = schema.BufferT(offset=offset, size=size)
    model = Model()
    model.record = parts
    with pytest.raises(QirError, match=message):
        read_tflite(model.to_bytes())


def test_text_with_weights_beside_it_is_exact(any_model: Path, tmp_path: Path) -> None:
    """`.tflite` to text to `.tflite` gives the bytes that `.tflite` to `.tflite` gives."""
    text, back = tmp_path / "model.mlir", tmp_path / "back.tflite"
    QOpt([str(any_model), "--print-weights=side", "-o", str(text)]).run()
    QOpt([str(text), "-o", str(back)]).run()
    assert back.read_bytes() == tflite_bytes(read_tflite(any_model))


# --- every operator ---------------------------------------------------------------------------


def option_values(options: str, offset: int) -> Any:
    """An options object whose fields all differ from their defaults."""
    fields = table.table(options).fields.values()
    record = getattr(schema, f"{options}T")()
    attributes: dict[str, Any] = record.__dict__
    names = {key.replace("_", "").lower(): key for key in attributes}
    for field in fields:
        value: Any = None
        if field.kind == "scalar" and field.enum is not None:
            members = [v for v in table.enum_names(field.enum) if v != field.default]
            value = members[offset % len(members)] if members else None
        elif field.kind == "scalar" and "subgraph" in field.name:
            value = 1
        elif field.kind == "scalar" and field.type == "bool":
            value = not field.default
        elif field.kind == "scalar":
            value = 3 + offset
        elif field.kind == "string":
            value = f"text{offset}"
        if field.is_vector and field.kind == "scalar":
            dtype = bool if field.type == "bool" else field.type
            value = np.array([1, 0, 1], dtype)
        if value is not None:
            setattr(record, names[field.name.replace("_", "")], value)
    return record


@pytest.mark.parametrize("operator", table.operators(), ids=lambda operator: operator.name)
def test_every_option_is_a_property_of_its_op(operator: table.Operator) -> None:
    """Else a model that sets it reads, but does not verify."""
    defined = op_class(operator.name).get_irdl_definition().properties
    options = {name for name in option_fields(operator) if not name.startswith(PREFIX)}
    assert options <= defined.keys()


@pytest.mark.parametrize("operator", table.operators(), ids=lambda operator: operator.name)
@pytest.mark.parametrize("offset", [0, 1])
def test_every_option_of_every_operator_survives(operator: table.Operator, offset: int) -> None:
    model = Model()
    graph = model.graph()
    model.graph("other")
    x, y = graph.input("x", [2]), graph.tensor("y", [2])
    options = option_values(operator.options, offset) if operator.options else None
    custom_code = "Custom" if operator.name == "CUSTOM" else None
    graph.op(operator.name, [x] * 5, [y], options, version=2 + offset, custom_code=custom_code)
    graph.returns(y)
    before = model.to_bytes()
    assert_same_structure(before, tflite_bytes(read_tflite(before)))


# --- damage -----------------------------------------------------------------------------------


FRAGILE: dict[str, bytes] = {
    name: CASES[name]().model
    for name in (
        "blockwise_weights",
        "control_flow",
        "integers",
        "two_signatures",
        "state",
        "metadata",
    )
}


def assert_reads_or_is_refused(content: bytes) -> None:
    """A damaged file is refused in one line, or goes all the way through the compiler."""
    try:
        qir.quantize(content, min_elements=0)
    except QirError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("name", FRAGILE)
@settings(max_examples=150)
@given(
    flips=st.lists(st.tuples(st.integers(0, 1 << 16), st.integers(1, 255)), min_size=1, max_size=3)
)
def test_flipped_bytes_read_or_are_refused(name: str, flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(FRAGILE[name])
    for position, mask in flips:
        damaged[position % len(damaged)] ^= mask
    assert_reads_or_is_refused(bytes(damaged))


@pytest.mark.parametrize("name", FRAGILE)
def test_truncations_read_or_are_refused(name: str) -> None:
    content = FRAGILE[name]
    for size in range(0, len(content), 7):
        assert_reads_or_is_refused(content[:size])


@pytest.mark.parametrize("operator", table.operators(), ids=lambda operator: operator.name)
@pytest.mark.parametrize("count", [0, 1])
def test_too_few_operands_are_kept_or_refused(operator: table.Operator, count: int) -> None:
    model = Model()
    graph = model.graph()
    x, y = graph.input("x", [2]), graph.tensor("y", [2])
    options = getattr(schema, f"{operator.options}T")() if operator.options else None
    custom_code = "Custom" if operator.name == "CUSTOM" else None
    graph.op(operator.name, [x] * count, [y], options, custom_code=custom_code)
    graph.returns(y)
    assert_reads_or_is_refused(model.to_bytes())
