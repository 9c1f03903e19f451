"""IR to `.tflite`: the inverse of the frontend, tensor for tensor and option for option."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    DictionaryAttr,
    ModuleOp,
    SymbolRefAttr,
    TensorType,
    f16,
)
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, Operation, SSAValue

from qir.attributes import (
    DATA,
    SCALES,
    TENSORS,
    element_type,
    entries,
    integer,
    items,
    string,
    text,
)
from qir.diagnostics import QirError
from qir.dialects.qir import StateOp, UndefinedOp
from qir.dialects.quant import Blocks, NumbersAttr, UniformType, as_uniform
from qir.dialects.records import UNION_MEMBER, RecordError, field_values, record_of
from qir.dialects.tfl.attributes import INTERMEDIATES, ConstBytesAttr
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, NoValueOp, QConstOp, SparseConstOp
from qir.dialects.tfl.control import CallingOp
from qir.dialects.tfl.options import (
    from_option,
    function_fields,
    option_attribute,
    value_fields,
)
from qir.dialects.tfl.tensors import nonzero_zero_point
from qir.dialects.types import tensor_type_member
from qir.files import write_atomically
from qir.signatures import Named, Signature, SignatureError, entry_inputs, signatures_of
from qir.tflite_format import ABSENT, schema
from qir.tflite_format.reader import FormatError
from qir.tflite_format.record import Record
from qir.tflite_format.writer import write_model
from qir.weights import Blob, SmallBlobs, WeightAttr

Progress = Callable[[int, int], None]
CONSTANTS = ConstOp, QConstOp, SparseConstOp
EMPTY_BUFFER = 0
EMPTY = Record("Buffer")
SCHEMA_VERSION = 3
MAX_DEPRECATED_CODE = 127
"""Codes above it do not fit the old one-byte field, which then holds this placeholder."""


def write_tflite(module: ModuleOp, path: Path, progress: Progress | None = None) -> int:
    """Write the module to a file that appears only when it is whole; returns its size in bytes.

    `progress` is told the bytes done and in all. Raises QirError where the module holds what a
    TFLite file cannot, or the file cannot be written.
    """
    with write_atomically(path) as out:
        return emit_tflite(module, out, progress)


def tflite_bytes(module: ModuleOp) -> bytes:
    """The file as bytes; raises QirError where the module holds what a TFLite file cannot."""
    out = io.BytesIO()
    emit_tflite(module, out)
    return out.getvalue()


def emit_tflite(
    module: ModuleOp, out: BinaryIO, progress: Progress | None = None, *, outside: bool = False
) -> int:
    """Write the module to an open binary file; returns the number of bytes.

    `outside`: keep weights outside of the flatbuffer even where the file is under 2 GiB.
    """
    try:
        return write_model(_Model(module).record(), out, progress, outside=outside)
    except (FormatError, RecordError, SignatureError) as error:
        raise QirError(f"the module cannot be written as TFLite: {error}") from error


class _Model:
    """One file being written."""

    def __init__(self, module: ModuleOp) -> None:
        self.module = module
        self.attributes = module.attributes
        self.functions = [op for op in module.ops if isinstance(op, FuncOp)]
        for op in module.ops:
            if not isinstance(op, FuncOp):
                raise FormatError(f"{op.name} at module level; expected functions only")
            if not op.body.blocks:
                raise FormatError(f"@{op.sym_name.data} is declared but has no body")
        self.index_of = {f.sym_name.data: index for index, f in enumerate(self.functions)}
        self.opcodes: dict[tuple[int, str | None, int], int] = {}
        self.buffers: dict[Blob | None, int] = {None: EMPTY_BUFFER}
        self.scales: dict[NumbersAttr, Blob] = {}
        self.small = SmallBlobs()

    def record(self) -> Record:
        subgraphs = [_Subgraph(self, function) for function in self.functions]
        if not subgraphs:
            raise FormatError("the module has no function")
        # Everything that refers to a buffer or an operator code comes before their lists.
        values = {"subgraphs": [subgraph.record() for subgraph in subgraphs]}
        values |= self._optional(subgraphs)
        return Record(
            "Model",
            version=_unsigned(self.attributes.get("tfl.schema_version"), SCHEMA_VERSION),
            operator_codes=[_opcode(*key) for key in self.opcodes],
            buffers=[Record("Buffer", data=blob) if blob else EMPTY for blob in self.buffers],
            **values,
        )

    def _optional(self, subgraphs: Sequence[_Subgraph]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if (description := text(self.attributes.get("tfl.description"))) is not None:
            found["description"] = description
        if metadata := list(self._metadata()):
            found["metadata"] = metadata
        if blobs := self.attributes.get("qir.metadata_buffers"):
            found["metadata_buffer"] = [self.buffer_of(blob) for blob in items(blobs)]
        if signatures := signatures_of(self.module):
            found["signature_defs"] = [self._signature(each, subgraphs) for each in signatures]
        return found

    def _metadata(self) -> Iterator[Record]:
        """MLIR's metadata of short texts, then what does not fit there."""
        for name, value in entries(self.attributes.get("tfl.metadata")).items():
            content = text(value)
            if content is None:
                raise FormatError(f"tfl.metadata has {value} under {name!r}; expected a string")
            array = np.frombuffer(content.encode("utf-8", "surrogateescape"), np.uint8)
            yield Record("Metadata", name=name, buffer=self.buffer(Blob.of(name, array)))
        for entry in map(entries, items(self.attributes.get("qir.metadata"))):
            name = text(entry.get("name")) or ""
            yield Record("Metadata", name=name, buffer=self.buffer_of(entry.get("value")))

    def _signature(self, signature: Signature, subgraphs: Sequence[_Subgraph]) -> Record:
        index = self.function_index(SymbolRefAttr(signature.function))
        return Record(
            "SignatureDef",
            signature_key=signature.key,
            subgraph_index=index,
            inputs=_tensor_maps(signature.inputs, subgraphs[index].inputs),
            outputs=_tensor_maps(signature.outputs, subgraphs[index].outputs),
        )

    def function_index(self, symbol: Attribute | None) -> int:
        name = symbol.string_value() if isinstance(symbol, SymbolRefAttr) else None
        if name not in self.index_of:
            raise FormatError(f"there is no function {symbol}")
        return self.index_of[name]

    def opcode(self, code: int, custom_code: str | None, version: int) -> int:
        return self.opcodes.setdefault((code, custom_code, version), len(self.opcodes))

    def buffer(self, blob: Blob) -> int:
        """The buffer of a blob; of small ones that hold the same, one, as they are read."""
        shared = self.small.shared(blob) if blob.nbytes else blob
        return self.buffers.setdefault(shared, len(self.buffers))

    def buffer_of_scales(self, scales: NumbersAttr) -> int:
        """The buffer of scales of blocks as float16, one for all tensors that have the same."""
        if scales not in self.scales:
            self.scales[scales] = Blob.of("scales", _halves(scales))
        return self.buffer(self.scales[scales])

    def buffer_of(self, value: Attribute | None) -> int:
        if not isinstance(value, WeightAttr):
            raise FormatError(f"a buffer holds {value}; expected a tensor's values")
        return self.buffer(value.blob.data)


class _Subgraph:
    """One function being written as a subgraph; tensors are numbered as they are met."""

    def __init__(self, model: _Model, function: FuncOp) -> None:
        self.model = model
        self.function = function
        self.tensors: list[Record] = []
        self.indices: dict[SSAValue, int] = {}
        self.scales: dict[tuple[NumbersAttr, Blocks, Attribute], int] = {}
        """The tensors of scales of blocks."""
        self.inputs: list[int] = []
        self.outputs: list[int] = []

    def record(self) -> Record:
        function = self.function
        attributes = function.arg_attrs.data if function.arg_attrs else ()
        names = entry_inputs(function)
        for number, argument in enumerate(function.body.block.args):
            entry = attributes[number].data.get("qir.tensor") if number < len(attributes) else None
            named = {"name": names[number]} if names else {}
            self.inputs.append(self._tensor(argument, entry or DictionaryAttr({}), **named))
        operators = list(self._operators())
        name = text(function.attributes.get("qir.name"))
        values: dict[str, Any] = {
            "tensors": self.tensors,
            "inputs": self.inputs,
            "outputs": self.outputs,
            "operators": operators,
        }
        if "qir.unnamed" not in function.attributes:
            values["name"] = function.sym_name.data if name is None else name
        return Record("SubGraph", **values)

    def _operators(self) -> Iterator[Record]:
        """The operators, after the tensors that none of them makes: that is the order in which a
        file is read, so that what is written again stays the same to the last byte."""
        rest: list[TflOp | ReturnOp] = []
        for op in self.function.body.block.ops:
            # By class first: checks for what an op is not are slow, and constants are many.
            if type(op) in CONSTANTS:
                self._define(op)
            elif isinstance(op, TflOp | ReturnOp):
                rest.append(op)
            elif isinstance(op, StateOp):
                self._results(op, is_variable=True)
            elif isinstance(op, UndefinedOp):
                self._results(op)
            elif isinstance(op, NoValueOp):
                self.indices[op.results[0]] = ABSENT
            else:
                raise FormatError(f"{op.name} has no TFLite operator")
        for op in rest:
            if isinstance(op, ReturnOp):
                self.outputs += [self._index(value, op) for value in op.operands]
            else:
                self._results(op)
                yield self._operator(op)

    def _results(self, op: Operation, **extra: Any) -> None:
        details = items(op.attributes.get(TENSORS))
        for number, result in enumerate(op.results):
            entry = details[number] if number < len(details) else DictionaryAttr({})
            self._tensor(result, entry, **extra)

    def _define(self, op: Operation) -> None:
        value = op.properties.get("value", op.properties.get("compressed_data"))
        if isinstance(value, WeightAttr):
            self._results(op, buffer=self.model.buffer(value.blob.data))
        else:
            held = "nothing" if value is None else value.name
            raise FormatError(f"{op.name} holds {held}; expected a tensor's values")

    def _tensor(self, value: SSAValue, entry: Attribute, **extra: Any) -> int:
        """Add the tensor of a value."""
        record = self._record(value.type, entry, **extra)
        self.indices[value] = len(self.tensors)
        self.tensors.append(record)
        return self.indices[value]

    def _record(self, type: Attribute, entry: Attribute, **extra: Any) -> Record:
        """A tensor, from its type and what the frontend noted beside it."""
        noted = entries(entry)
        data, of_scales = noted.pop(DATA, None), noted.pop(SCALES, None)
        values = field_values("Tensor", noted)
        if data is not None:
            values["buffer"] = self.model.buffer_of(data)
        element = element_type(type)
        member = tensor_type_member(element) if element else None
        if member is None:
            raise FormatError(f"TFLite has no tensors of type {type}")
        values["type"] = schema.enum_values("TensorType")[member]
        if isinstance(type, TensorType):
            values.setdefault("has_rank", True)
            _set_shape(values, tuple([size.data for size in type.shape.data]))
        if quantized := as_uniform(element):
            record = values.setdefault("quantization", Record("QuantizationParameters"))
            if quantized.is_blockwise:
                if of_scales is None:
                    name = text(noted.get("name"))
                    of_scales = DictionaryAttr(
                        {"name": string(f"{name}_scales" if name else SCALES)}
                    )
                record.assigned["details"] = self._details(quantized, of_scales)
            else:
                _set_quantization(record.assigned, quantized)
        elif _names_tensors(values.get("quantization")):
            raise FormatError(
                f"the quantization of tensor {values.get('name', '')!r} is of a kind that names "
                "other tensors by their numbers in the file it came from"
            )
        values.update(extra)
        return Record("Tensor", **values)

    def _details(self, type: UniformType, noted: Attribute) -> Record:
        """What says of a tensor that its scales, which become a tensor before it, are of blocks."""
        blocks = type.blocks.data
        if (size := blocks.row_size) is None:
            sizes = ", ".join(f"{axis}:{size}" for axis, size in blocks.sizes)
            raise FormatError(f"blocks are {{{sizes}}}; expected parts of the rows of a matrix")
        if zero_point := nonzero_zero_point(type):
            raise FormatError(f"a block has zero point {zero_point}; expected 0")
        key = type.scales, blocks, noted
        if key not in self.scales:
            buffer = self.model.buffer_of_scales(type.scales)
            record = self._record(TensorType(f16, blocks.grid), noted, buffer=buffer)
            self.scales[key] = len(self.tensors)
            self.tensors.append(record)
        return Record(
            "BlockwiseQuantization", scales=self.scales[key], zero_points=ABSENT, block_size=size
        )

    def _index(self, value: SSAValue, user: Operation) -> int:
        if value not in self.indices:
            raise FormatError(f"{user.name} uses a value before it is defined")
        return self.indices[value]

    def _operator(self, op: TflOp) -> Record:
        opcode = self.model.opcode(
            op.OPERATOR.code,
            text(op.properties.get("custom_code")),
            _version(op),
        )
        rest = op.attributes.get("qir.operator")
        record = record_of("Operator", rest) if rest else Record("Operator")
        record.assigned |= {
            "opcode_index": opcode,
            "inputs": [self._index(operand, op) for operand in op.operands],
            "outputs": [self.indices[result] for result in op.results],
        }
        if (options := self._options(op)) is not None:
            union = schema.union_of_options(options.spec.name)
            field = "builtin_options" if union == "BuiltinOptions" else "builtin_options2"
            record.assigned[field] = options
        if (content := op.properties.get("custom_option")) is not None:
            if not isinstance(content, ConstBytesAttr):
                raise FormatError(f"custom_option of {op.name} is {content}; expected bytes")
            record.assigned["custom_options"] = np.frombuffer(content.data, np.uint8)
        intermediates = self._intermediates(op)
        first = len(self.tensors)
        self.tensors += intermediates
        if len(self.tensors) > first:
            record.assigned["intermediates"] = list(range(first, len(self.tensors)))
        return record

    def _intermediates(self, op: TflOp) -> list[Record]:
        notes = items(op.attributes.get("qir.intermediates"))
        types = [op.properties[name] for name in INTERMEDIATES if name in op.properties]
        if not types:
            return [record_of("Tensor", entry) for entry in notes]
        noted = notes or [DictionaryAttr({})] * len(types)
        return [self._record(*pair) for pair in zip(types, noted, strict=True)]

    def _options(self, op: TflOp) -> Record | None:
        other = op.attributes.get("qir.options")
        if name := text(entries(other).get(UNION_MEMBER)):
            return record_of(name, other)
        if op.OPERATOR.options is None or "qir.no_options" in op.attributes:
            return None
        values: dict[str, Any] = {}
        for name, field in function_fields(op.OPERATOR).items():
            symbol = op.called(name) if isinstance(op, CallingOp) else op.properties.get(name)
            if symbol is not None:
                values[field.name] = self.model.function_index(symbol)
        for name, field in value_fields(op.OPERATOR).items():
            if (attribute := option_attribute(op, name)) is not None:
                values[field.name] = from_option(op.OPERATOR, field, attribute)
        return Record(op.OPERATOR.options, **values)


def _set_shape(values: dict[str, Any], type_shape: tuple[int, ...]) -> None:
    """A dynamic type is the signature; the shape beside it was noted, or has 1 for each `?`."""
    noted = values.get("shape")
    if noted is not None and -1 in noted:
        return
    if DYNAMIC_INDEX in type_shape:
        values["shape_signature"] = [-1 if size == DYNAMIC_INDEX else size for size in type_shape]
        values.setdefault("shape", [1 if size == DYNAMIC_INDEX else size for size in type_shape])
    else:
        if noted is not None and tuple(noted) != type_shape:
            values["shape_signature"] = type_shape
        values.setdefault("shape", type_shape)


def _set_quantization(values: dict[str, Any], type: UniformType) -> None:
    with np.errstate(over="ignore", under="ignore"):
        values["scale"] = type.scales.array().astype(np.float32)
    if not ((values["scale"] > 0) & np.isfinite(values["scale"])).all():
        raise FormatError(f"a scale of {type} does not fit float32")
    values["zero_point"] = type.zero_points.array().astype(np.int64)
    if type.is_per_channel:
        values["quantized_dimension"] = type.axis.data


def _names_tensors(quantization: Record | None) -> bool:
    """Whether scales are in other tensors, which may have other numbers by now."""
    details = quantization.assigned.get("details") if quantization else None
    return details is not None and "scales" in details.spec.fields


def _halves(scales: NumbersAttr) -> npt.NDArray[np.float16]:
    """Scales of blocks, which kernels read as float16."""
    exact = scales.array()
    with np.errstate(over="ignore", under="ignore"):
        halves = exact.astype(np.float16)
    for scale in exact[halves != exact]:
        raise FormatError(f"a block has scale {scale}; expected one that float16 holds exactly")
    return halves


def _version(op: TflOp) -> int:
    version = integer(op.attributes.get("qir.version")) or 1
    if not 1 <= version < 2**31:
        raise FormatError(f"{op.name} has operator version {version}")
    return version


def _unsigned(attribute: Attribute | None, default: int) -> int:
    """The bits of an i32 as the unsigned number that the format holds."""
    value = integer(attribute)
    return default if value is None else value & 0xFFFFFFFF


def _opcode(code: int, custom_code: str | None, version: int) -> Record:
    deprecated = min(code, MAX_DEPRECATED_CODE)
    values: dict[str, Any] = {"builtin_code": code, "deprecated_builtin_code": deprecated}
    if custom_code is not None:
        values["custom_code"] = custom_code
    return Record("OperatorCode", version=version, **values)


def _tensor_maps(named: Sequence[Named], indices: Sequence[int]) -> list[Record]:
    maps: list[Record] = []
    for name, position in named:
        if not 0 <= position < len(indices):
            raise FormatError(f"signature entry {name!r} has no tensor")
        maps.append(Record("TensorMap", name=name, tensor_index=indices[position]))
    return maps
