"""Small models for the tests, built by flatc's object API: it shares no code with QIR's codec."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import flatbuffers
import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("ai_edge_litert", reason="needs the extra 'runtime'")
schema: Any = import_module("ai_edge_litert.schema_py_generated")

Array = npt.NDArray[Any]
EXAMPLES = Path(__file__).parents[1] / "examples" / "mnist"
ABSENT = -1
TYPES = {
    "float32": "FLOAT32",
    "float16": "FLOAT16",
    "int32": "INT32",
    "uint8": "UINT8",
    "int64": "INT64",
    "bool": "BOOL",
    "int8": "INT8",
}


class Graph:
    """One subgraph under construction."""

    def __init__(self, model: Model, name: str | None) -> None:
        self.model = model
        self.index = len(model.record.subgraphs)
        self.record: Any = schema.SubGraphT(
            tensors=[], inputs=[], outputs=[], operators=[], name=name
        )
        model.record.subgraphs.append(self.record)

    def tensor(self, name: str | None, shape: Sequence[int], type: str = "FLOAT32", **fields: Any):
        """Index of a new tensor; `fields` are those of the object API's TensorT."""
        fields = {"hasRank": True, **fields}
        number = getattr(schema.TensorType, type)
        record = schema.TensorT(name=name, shape=list(shape), type=number, **fields)
        self.record.tensors.append(record)
        return len(self.record.tensors) - 1

    def input(self, name: str, shape: Sequence[int], type: str = "FLOAT32", **fields: Any) -> int:
        index = self.tensor(name, shape, type, **fields)
        self.record.inputs.append(index)
        return index

    def constant(self, name: str, array: Array, **fields: Any) -> int:
        """Index of a new constant, in a buffer of its own unless `buffer` is given."""
        fields = {"buffer": fields.pop("buffer", None) or self.model.buffer(array), **fields}
        return self.tensor(name, array.shape, TYPES[array.dtype.name], **fields)

    def op(
        self,
        builtin: str,
        inputs: Sequence[int],
        outputs: Sequence[int],
        options: Any = None,
        *,
        version: int = 1,
        custom_code: str | None = None,
        **fields: Any,
    ) -> None:
        """Add an operator; `options` is an object of the table it takes, such as AddOptionsT."""
        if options is not None:
            name = type(options).__name__.removesuffix("T")
            union = "" if hasattr(schema.BuiltinOptions, name) else "2"
            tag = getattr(getattr(schema, f"BuiltinOptions{union}"), name)
            fields |= {f"builtinOptions{union}": options, f"builtinOptions{union}Type": tag}
        code = self.model.opcode(builtin, version, custom_code)
        self.record.operators.append(
            schema.OperatorT(opcodeIndex=code, inputs=list(inputs), outputs=list(outputs), **fields)
        )

    def returns(self, *outputs: int) -> None:
        self.record.outputs.extend(outputs)


class Model:
    """A .tflite file under construction."""

    def __init__(self, **fields: Any) -> None:
        self.record: Any = schema.ModelT(
            version=3, operatorCodes=[], subgraphs=[], buffers=[schema.BufferT()], **fields
        )
        self._opcodes: dict[tuple[str, int, str | None], int] = {}

    def buffer(self, content: Array | bytes) -> int:
        data = np.frombuffer(content if isinstance(content, bytes) else content.tobytes(), "u1")
        self.record.buffers.append(schema.BufferT(data=data))
        return len(self.record.buffers) - 1

    def graph(self, name: str | None = "main") -> Graph:
        return Graph(self, name)

    def opcode(self, builtin: str, version: int, custom_code: str | None) -> int:
        code = getattr(schema.BuiltinOperator, builtin)
        record = schema.OperatorCodeT(
            builtinCode=code,
            deprecatedBuiltinCode=min(code, 127),
            version=version,
            customCode=custom_code,
        )
        key = builtin, version, custom_code
        if key not in self._opcodes:
            self._opcodes[key] = len(self.record.operatorCodes)
            self.record.operatorCodes.append(record)
        return self._opcodes[key]

    def signature(self, key: str, graph: Graph, inputs: dict[str, int], outputs: dict[str, int]):
        """Add a signature; `inputs` and `outputs` are tensors by the name it gives them."""

        def maps(ends: dict[str, int]) -> list[Any]:
            return [schema.TensorMapT(name=name, tensorIndex=i) for name, i in ends.items()]

        self.record.signatureDefs = [
            *(self.record.signatureDefs or []),
            schema.SignatureDefT(
                signatureKey=key,
                subgraphIndex=graph.index,
                inputs=maps(inputs),
                outputs=maps(outputs),
            ),
        ]

    def metadata(self, name: str, content: bytes) -> None:
        entry = schema.MetadataT(name=name, buffer=self.buffer(content))
        self.record.metadata = [*(self.record.metadata or []), entry]

    def to_bytes(self) -> bytes:
        builder: Any = flatbuffers.Builder()
        builder.Finish(self.record.Pack(builder), b"TFL3")
        return bytes(builder.Output())


TWO_INPUTS = """
func.func @main(%x: tensor<1x4xf32>, %y: tensor<4xf32>) -> tensor<1x4xf32>
    attributes {tf.entry_function = {inputs = "x,y", outputs = "sum"}} {
  %0 = "tfl.abs"(%x) {qir.tensors = [{name = "size"}]} : (tensor<1x4xf32>) -> tensor<1x4xf32>
  %1 = "tfl.add"(%0, %y) <{fused_activation_function = "NONE"}> {qir.tensors = [{name = "sum"}]}
    : (tensor<1x4xf32>, tensor<4xf32>) -> tensor<1x4xf32>
  func.return %1 : tensor<1x4xf32>
}
"""
"""Of x and y: |x| + y."""


def unpacked(model: bytes) -> Any:
    """The object API's ModelT of a file."""
    return schema.ModelT.InitFromPackedBuf(model, 0)


def noise(*shape: int, seed: int = 0, dtype: npt.DTypeLike = np.float32) -> Array:
    return np.random.default_rng(seed).standard_normal(shape).astype(dtype)


def dense_model(rows: int = 64, columns: int = 32) -> bytes:
    """FULLY_CONNECTED with a bias, then SOFTMAX; one signature."""
    model = Model()
    graph = model.graph()
    x = graph.input("x", [1, columns])
    weights = graph.constant("dense/kernel", noise(rows, columns))
    bias = graph.constant("dense/bias", noise(rows, seed=1))
    dense = graph.tensor("dense", [1, rows])
    probabilities = graph.tensor("probabilities", [1, rows])
    graph.op("FULLY_CONNECTED", [x, weights, bias], [dense], schema.FullyConnectedOptionsT())
    graph.op("SOFTMAX", [dense], [probabilities], schema.SoftmaxOptionsT(beta=1.0))
    graph.returns(probabilities)
    model.signature("serving_default", graph, {"input": x}, {"output": probabilities})
    return model.to_bytes()


def bundled_models() -> list[Path]:
    return sorted(EXAMPLES.glob("*.tflite"))


def digits() -> tuple[Array, Array]:
    """The bundled digits as the models take them, float32 [n, 28, 28, 1] in 0..1; their labels."""
    with np.load(EXAMPLES / "test.npz") as file:
        return file["images"][..., np.newaxis].astype(np.float32) / 255, file["labels"]


def interpreter(model: bytes, *, builtin: bool = False) -> Any:
    """A LiteRT interpreter, with its default delegate XNNPACK unless `builtin`."""
    litert: Any = import_module("ai_edge_litert.interpreter")
    kinds = litert.OpResolverType
    kind = kinds.BUILTIN_WITHOUT_DEFAULT_DELEGATES if builtin else kinds.AUTO
    return litert.Interpreter(
        model_content=model, num_threads=1, experimental_op_resolver_type=kind
    )


def drawn_inputs(model: bytes) -> list[Array]:
    """Inputs for the first subgraph, of the shapes in the file: floats in 0..1, small integers."""
    rng = np.random.default_rng(0)

    def drawn(shape: Array, dtype: Any) -> Array:
        is_real = np.issubdtype(dtype, np.inexact)
        return np.asarray(rng.random(shape) if is_real else rng.integers(0, 2, shape), dtype)

    details = interpreter(model).get_input_details()
    return [drawn(entry["shape"], entry["dtype"]) for entry in details]


def run_on_litert(model: bytes, inputs: Sequence[Array], builtin: bool = False) -> list[Array]:
    """The outputs of the first subgraph; inputs are resized to the shapes given."""
    runtime = interpreter(model, builtin=builtin)
    details = runtime.get_input_details()
    for entry, value in zip(details, inputs, strict=True):
        if tuple(entry["shape"]) != value.shape:
            runtime.resize_tensor_input(entry["index"], value.shape)
    runtime.allocate_tensors()
    for entry, value in zip(details, inputs, strict=True):
        runtime.set_tensor(entry["index"], value)
    runtime.invoke()
    return [runtime.get_tensor(entry["index"]) for entry in runtime.get_output_details()]


def run_signature(model: bytes, key: str, inputs: dict[str, Array]) -> dict[str, Array]:
    return interpreter(model).get_signature_runner(key)(**inputs)


def batch_runner(model: bytes, *, builtin: bool = False) -> Callable[[Array], Array]:
    """Runs a model of one input and one output again and again, each time from its first state."""
    runtime = interpreter(model, builtin=builtin)
    runtime.allocate_tensors()
    source = runtime.get_input_details()[0]["index"]
    result = runtime.get_output_details()[0]["index"]

    def run(value: Array) -> Array:
        runtime.reset_all_variables()
        runtime.set_tensor(source, value)
        runtime.invoke()
        return runtime.get_tensor(result)

    return run
