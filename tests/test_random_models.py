"""Random models of every operator, with all that a file can say beside them, survive the IR."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from models import ABSENT, Model, schema, unpacked
from op_cases import cases
from op_cases.case import to_tflite
from structure import differences, structure

from qir.backends.mlir import PrintWeights, mlir_text
from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.dialects.tfl import op_class
from qir.dialects.tfl.base import TflOp
from qir.driver.qopt import QOpt
from qir.frontends.mlir import parse_mlir
from qir.frontends.tflite import read_tflite
from qir.tflite_format import schema as table

CASES = cases()
DERIVED = [
    operator.name
    for operator in table.operators()
    if op_class(operator.name).__module__ == TflOp.__module__
]
TYPES = ["FLOAT32", "INT8", "UINT8", "INT32", "INT64", "BOOL", "STRING", "COMPLEX64", "BFLOAT16"]
NAMES = st.sampled_from([None, "", "x", "x", "größe", "a/b;c:0", '"\\\n'])
Draw = st.DrawFn


@st.composite
def models(draw: Draw) -> bytes:
    """One to three subgraphs of operators from `op_cases` and of those without a class."""
    model = Model(description=draw(st.none() | st.text(max_size=5)))
    graphs = [model.graph(draw(NAMES)) for _ in range(draw(st.integers(1, 3)))]
    for graph in graphs:
        for _ in range(draw(st.integers(1, 3))):
            name = draw(st.sampled_from(sorted(CASES)))
            _append(model, graph.record, unpacked(to_tflite(draw(CASES[name]))))
        for _ in range(draw(st.integers(1, 3))):
            _derived(draw, model, graph.record, len(graphs))
        _decorate(draw, graph.record)
    _share_buffers(draw, model)
    _describe(draw, model, graphs)
    return model.to_bytes()


def _append(model: Model, graph: Any, case: Any) -> None:
    """The operators of a file of one subgraph, after those of the graph."""
    (other,) = case.subgraphs
    first, buffers = len(graph.tensors), len(model.record.buffers)
    model.record.buffers += case.buffers
    for tensor in other.tensors:
        tensor.buffer += buffers
    graph.tensors += other.tensors

    def moved(indices: Sequence[int]) -> list[int]:
        return [ABSENT if index == ABSENT else int(index) + first for index in indices]

    graph.inputs += moved(other.inputs)
    graph.outputs += moved(other.outputs)
    for operator in other.operators:
        code = case.operatorCodes[operator.opcodeIndex]
        builtin = table.operator_by_code(code.builtinCode)
        assert builtin is not None
        operator.opcodeIndex = model.opcode(builtin.name, code.version, None)
        operator.inputs, operator.outputs = moved(operator.inputs), moved(operator.outputs)
        if operator.intermediates is not None:
            operator.intermediates = moved(operator.intermediates)
        graph.operators.append(operator)


def _derived(draw: Draw, model: Model, graph: Any, subgraphs: int) -> None:
    """An operator without a class: any operands and results, any options."""
    builtin = table.operator_by_name(draw(st.sampled_from(DERIVED)))
    known = st.sampled_from([ABSENT, *graph.inputs, *graph.outputs])
    operands = draw(st.lists(known, max_size=4))
    results = [_tensor(draw, graph) for _ in range(draw(st.integers(0, 3)))]
    operator = schema.OperatorT(inputs=operands, outputs=results)
    operator.opcodeIndex = model.opcode(builtin.name, draw(st.integers(1, 9)), None)
    if builtin.options and draw(st.booleans()):
        union = table.union_of_options(builtin.options)
        field = "builtinOptions" if union == "BuiltinOptions" else "builtinOptions2"
        setattr(operator, field, _options(draw, builtin.options, subgraphs))
        setattr(operator, f"{field}Type", table.enum_values(union)[builtin.options])
    graph.operators.append(operator)
    graph.outputs += results


def _tensor(draw: Draw, graph: Any) -> int:
    shape = draw(st.lists(st.integers(0, 5), max_size=3))
    signature = draw(st.none() | st.just([draw(st.sampled_from([size, -1])) for size in shape]))
    member = getattr(schema.TensorType, draw(st.sampled_from(TYPES)))
    graph.tensors.append(
        schema.TensorT(
            name=draw(NAMES),
            shape=shape,
            shapeSignature=signature,
            type=member,
            hasRank=draw(st.booleans()),
        )
    )
    return len(graph.tensors) - 1


def _options(draw: Draw, name: str, subgraphs: int) -> Any:
    """An options table with some of its fields set."""
    options: Any = getattr(schema, f"{name}T")()
    fields: dict[str, Any] = options.__dict__
    attributes = {key.replace("_", "").lower(): key for key in fields}
    for field in table.table(name).fields.values():
        if draw(st.booleans()) or "subgraph" in field.name:
            value = _option(draw, field, subgraphs)
            if value is not None:
                setattr(options, attributes[field.name.replace("_", "")], value)
    return options


def _option(draw: Draw, field: table.Field, subgraphs: int) -> Any:
    if field.kind == "string":
        return draw(st.sampled_from(["", "text", "größe"]))
    if field.kind != "scalar":
        return None
    if field.enum:
        one: st.SearchStrategy[Any] = st.sampled_from(list(table.enum_values(field.enum).values()))
    elif "subgraph" in field.name:
        one = st.integers(0, subgraphs - 1)
    elif field.type == "bool":
        one = st.booleans()
    elif field.type.startswith("float"):
        one = st.floats(width=32, allow_nan=False)
    else:
        one = st.integers(0, 100)
    if not field.is_vector:
        return draw(one)
    return np.array(draw(st.lists(one, max_size=3)), field.type)


def _decorate(draw: Draw, graph: Any) -> None:
    """Names of all kinds, statistics, and tensors that nothing refers to."""
    for tensor in graph.tensors:
        tensor.name = draw(NAMES)
        if tensor.type == schema.TensorType.FLOAT32 and draw(st.booleans()):
            low = draw(st.floats(-4, 0, width=32))
            tensor.quantization = schema.QuantizationParametersT(min=[low], max=[low + 1])
    for _ in range(draw(st.integers(0, 2))):
        _tensor(draw, graph)


def _share_buffers(draw: Draw, model: Model) -> None:
    """Some constants of equal content read one buffer."""
    first: dict[bytes, int] = {}
    buffers = model.record.buffers
    for graph in model.record.subgraphs:
        for tensor in graph.tensors:
            data = buffers[tensor.buffer].data
            if data is not None and len(data) and draw(st.booleans()):
                tensor.buffer = first.setdefault(bytes(data), tensor.buffer)


def _describe(draw: Draw, model: Model, graphs: Sequence[Any]) -> None:
    for key in draw(st.lists(st.sampled_from(["", "serving", "größe"]), max_size=2)):
        graph = draw(st.sampled_from(graphs))
        ends = [
            {f"{key}{i}": draw(st.sampled_from(tensors))}
            for i, tensors in enumerate((graph.record.inputs, graph.record.outputs))
            if tensors
        ]
        if len(ends) == 2:
            model.signature(key, graph, *ends)
    for _ in range(draw(st.integers(0, 2))):
        model.metadata(draw(st.sampled_from(["", "min_runtime_version"])), draw(st.binary()))
    for code in model.record.operatorCodes:
        if code.deprecatedBuiltinCode < 127 and draw(st.booleans()):
            code.builtinCode = 0


@settings(max_examples=100)
@given(model=models())
def test_a_random_model_survives(model: bytes) -> None:
    module = read_tflite(model)
    module.verify()
    after = tflite_bytes(module)
    assert not differences(structure(model), structure(after))
    assert tflite_bytes(read_tflite(after)) == after


@settings(max_examples=50)
@given(model=models())
def test_a_random_model_survives_text(model: bytes) -> None:
    module = read_tflite(model)
    text = mlir_text(module, QirContext(), PrintWeights.INLINE)
    assert tflite_bytes(parse_mlir(text, QirContext())) == tflite_bytes(module)


@settings(max_examples=50)
@given(model=models())
def test_a_random_model_survives_text_with_weights_beside_it(model: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        before, text, after = (Path(folder, name) for name in ("a.tflite", "b.mlir", "c.tflite"))
        before.write_bytes(model)
        QOpt([str(before), "--print-weights=side", "-o", str(text)]).run()
        QOpt([str(text), "-o", str(after)]).run()
        assert after.read_bytes() == tflite_bytes(read_tflite(model))


def test_every_operator_may_be_drawn() -> None:
    drawn = {op_class(name).name for name in DERIVED} | CASES.keys()
    control = {"tf.If", "tfl.call", "tfl.call_once", "tfl.custom", "tfl.stablehlo_composite"}
    state = {"tfl.assign_variable", "tfl.read_variable", "tfl.var_handle", "tfl.while"}
    assert drawn | control | state >= {op_class(each.name).name for each in table.operators()}
