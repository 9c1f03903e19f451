"""Structural comparison of .tflite files, on flatc's objects.

Two files are the same model where they differ only in how they number things: tensors, buffers and
operator codes are replaced by what they are, or by the order in which inputs, operators and outputs
first refer to them. Left out is what nothing refers to: unused buffers and operator codes.
"""

from __future__ import annotations

from typing import Any, TypeGuard

import numpy as np
from models import schema, unpacked

from qir.weights import MAX_LITERAL_BYTES

Plain = Any


def structure(model: bytes, *, sharing: bool = True) -> Plain:
    """Nested dictionaries and lists, equal for equal models.

    `sharing`: tell apart one buffer used twice and two buffers of one content, where that is large;
    what text holds as a literal is a value, and has no buffer of its own.
    """
    return _File(model, sharing).plain()


def differences(before: Plain, after: Plain, where: str = "model") -> list[str]:
    """Where two structures differ, for a message that can be read."""
    pairs: list[tuple[str, Any, Any]] = []
    if _is_dictionary(before) and _is_dictionary(after):
        keys = dict.fromkeys((*before, *after))
        pairs = [(f".{key}", before.get(key), after.get(key)) for key in keys]
    elif _is_vector(before) and _is_vector(after) and len(before) == len(after):
        pairs = [(f"[{i}]", *pair) for i, pair in enumerate(zip(before, after, strict=True))]
    if pairs:
        return [line for key, a, b in pairs for line in differences(a, b, where + key)]
    return [] if before == after else [f"{where}: {before!r} became {after!r}"]


class _File:
    def __init__(self, file: bytes, sharing: bool) -> None:
        self.file = file
        self.model = unpacked(file)
        self.sharing = sharing
        self.shared: dict[int | bytes, int] = {}

    def plain(self) -> dict[str, Any]:
        model = self.model
        graphs: list[Any] = [_Graph(self, graph) for graph in model.subgraphs]
        return {
            "version": model.version,
            "description": model.description,
            "subgraphs": [graph.plain() for graph in graphs],
            "metadata": [
                [entry.name, self.content(entry.buffer)] for entry in _items(model.metadata)
            ],
            "metadata_buffer": [self.content(int(i)) for i in _items(model.metadataBuffer)],
            "signatures": [
                {
                    "key": entry.signatureKey,
                    "subgraph": entry.subgraphIndex,
                    "inputs": graphs[entry.subgraphIndex].ends(entry.inputs),
                    "outputs": graphs[entry.subgraphIndex].ends(entry.outputs),
                }
                for entry in _items(model.signatureDefs)
            ],
        }

    def content(self, index: int) -> bytes | None:
        """Bytes of a buffer; an absent and an empty vector mean the same."""
        buffers = _items(self.model.buffers)
        if not buffers:
            return None
        buffer = buffers[index]
        if buffer.offset > 1:
            return self.file[buffer.offset : buffer.offset + buffer.size]
        data = buffer.data
        return None if data is None or not len(data) else np.asarray(data, "u1").tobytes()

    def buffer(self, index: int) -> Plain:
        """Content, and which of the buffers used so far it is."""
        content = self.content(index)
        if content is None or not self.sharing:
            return content
        which = content if len(content) <= MAX_LITERAL_BYTES else index
        return [content, self.shared.setdefault(which, len(self.shared))]

    def operator_code(self, index: int) -> Plain:
        code = self.model.operatorCodes[index]
        return [
            max(code.builtinCode, code.deprecatedBuiltinCode),
            code.customCode,
            code.version,
        ]


class _Graph:
    def __init__(self, file: _File, graph: Any) -> None:
        self.file = file
        self.graph = graph
        self.order: dict[int, int] = {}
        for indices in (
            graph.inputs,
            *(
                indices
                for op in _items(graph.operators)
                for indices in (op.inputs, op.outputs, op.intermediates)
            ),
            graph.outputs,
        ):
            self.numbers(indices)
        tensors = _items(graph.tensors)
        for index in [*self.order, *range(len(tensors))]:
            self.numbers(self.parameters(tensors[index]).values())
        self.numbers(range(len(tensors)))

    def number(self, index: int) -> int:
        return index if index < 0 else self.order.setdefault(index, len(self.order))

    def numbers(self, indices: Any) -> list[int]:
        return [self.number(int(index)) for index in _items(indices)]

    def ends(self, maps: Any) -> list[Any]:
        return [[entry.name, self.number(entry.tensorIndex)] for entry in _items(maps)]

    def parameters(self, tensor: Any) -> dict[str, int]:
        """The tensors that hold what a tensor's integers stand for."""
        details = tensor.quantization.details if tensor.quantization else None
        names = ("scales", "zeroPoints")
        return {name: getattr(details, name) for name in names if hasattr(details, name)}

    def plain(self) -> Plain:
        graph = self.graph
        return {
            "name": graph.name,
            "inputs": self.numbers(graph.inputs),
            "outputs": self.numbers(graph.outputs),
            "debug": graph.debugMetadataIndex,
            "operators": [self.operator(op) for op in _items(graph.operators)],
            "tensors": [self.tensor(graph.tensors[index]) for index in self.order],
        }

    def operator(self, op: Any) -> dict[str, Any]:
        fields = {key: _plain(value) for key, value in _fields(op).items()}
        del fields["opcodeIndex"]
        for name in ("inputs", "outputs", "intermediates"):
            fields[name] = self.numbers(getattr(op, name))
        return {"code": self.file.operator_code(op.opcodeIndex), **fields}

    def tensor(self, tensor: Any) -> Plain:
        fields = {key: _plain(value) for key, value in _fields(tensor).items()}
        quantization: Plain = fields["quantization"]
        if quantization == _NO_QUANTIZATION:
            quantization = None
        for name, index in self.parameters(tensor).items():
            quantization["details"][name] = self.number(index)
        buffer = self.file.buffer(tensor.buffer)
        return {**fields, "quantization": quantization, "buffer": buffer}


def _plain(value: Any) -> Plain:
    """An object of the schema as its type and fields; vectors as lists, absent ones as empty."""
    if type(value).__module__ == schema.__name__:
        fields = {key: _plain(item) for key, item in _fields(value).items()}
        return {"table": type(value).__name__, **fields}
    if _is_vector(value):
        return [_plain(item) for item in value] or None
    return value.item() if hasattr(value, "item") else value


def _is_vector(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list | np.ndarray)


def _is_dictionary(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _fields(record: Any) -> dict[str, Any]:
    return record.__dict__


def _items(vector: Any) -> list[Any]:
    return [] if vector is None else list(vector)


_NO_QUANTIZATION = _plain(schema.QuantizationParametersT())
"""An empty table says what an absent one says."""
