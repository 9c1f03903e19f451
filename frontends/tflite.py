"""`.tflite` to IR: one function per subgraph, one op per operator, weights as views of the file.

What the IR has no place for rides in discardable attributes, so that the backend writes back what
was read: `qir.tensors` on each op (one dictionary per result: name, and what of the tensor its
type does not say), `qir.version` (of the operator), `qir.metadata` and the like on the module.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from xdsl.dialects.builtin import (
    DYNAMIC_INDEX,
    ArrayAttr,
    DictionaryAttr,
    IntegerAttr,
    IntegerType,
    ModuleOp,
    NoneType,
    Signedness,
    StringAttr,
    SymbolRefAttr,
    TensorType,
    UnitAttr,
    UnrankedTensorType,
    f16,
)
from xdsl.dialects.func import FuncOp, ReturnOp
from xdsl.ir import Attribute, Block, Operation, Region, SSAValue
from xdsl.utils.exceptions import VerifyException

from qir.attributes import (
    DATA,
    FALSE,
    SCALES,
    TENSORS,
    element_type,
    int_attr,
    string,
    string_of_bytes,
)
from qir.diagnostics import QirError
from qir.dialects.qir import StateOp, UndefinedOp
from qir.dialects.quant import (
    PER_TENSOR,
    WIDTHS,
    Blocks,
    UniformType,
    as_uniform,
    parameter_problem,
    storage_bounds,
)
from qir.dialects.records import UNION_MEMBER, field_attributes, integers, record_attribute
from qir.dialects.tfl import op_class
from qir.dialects.tfl.attributes import INTERMEDIATES, ConstBytesAttr
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, NoValueOp, QConstOp, SparseConstOp
from qir.dialects.tfl.control import WhileOp
from qir.dialects.tfl.options import (
    PREFIX,
    function_fields,
    is_subgraph_index,
    option_fields,
    to_option,
)
from qir.dialects.tfl.tensors import shape_of_type
from qir.dialects.types import ELEMENT_TYPES
from qir.files import part_of
from qir.signatures import Named, Signature, set_entry, set_signatures
from qir.tflite_format import ABSENT, schema
from qir.tflite_format.reader import LOCATION, FormatError, Table, read_model
from qir.weights import Blob, SmallBlobs, WeightAttr, byte_size

EXTENSIONS = (".tflite",)
QUANTIZABLE: dict[Attribute, IntegerType] = {
    IntegerType(width, sign): IntegerType(width, sign)
    for width in WIDTHS
    for sign in (Signedness.SIGNLESS, Signedness.UNSIGNED)
}
"""Types that the integers of a quantized tensor can be stored as."""

MAX_METADATA_TEXT = 4096
"""Metadata up to this size, in bytes, is text in the IR, as in MLIR; larger is a constant."""

_TENSOR_FIELDS_IN_IR = frozenset(
    ("shape", "shape_signature", "type", "buffer", "quantization", "has_rank")
)
_STATE_FIELDS_IN_IR = _TENSOR_FIELDS_IN_IR | {"is_variable"}
_CUSTOM_OPTIONS = frozenset(
    ("custom_options", "large_custom_options_offset", "large_custom_options_size")
)
_OPERATOR_FIELDS_IN_IR = _CUSTOM_OPTIONS | {
    "opcode_index",
    "inputs",
    "outputs",
    "intermediates",
    "builtin_options",
    "builtin_options2",
}


def read_tflite(source: Path | bytes) -> ModuleOp:
    """The module of a TFLite file or of its bytes; weights are views, nothing is copied.

    Raises QirError where the file cannot be read or is not a model that QIR can represent.
    """
    where, buffer = ("model", memoryview(source)) if isinstance(source, bytes) else _map(source)
    try:
        return _Model(read_model(buffer), buffer).module()
    except (FormatError, VerifyException) as error:
        raise QirError(f"{where}: not a model QIR can read: {error}") from error


def _map(path: Path) -> tuple[str, memoryview]:
    if path.is_dir():
        raise QirError(f"{path}: is a directory; expected a .tflite file")
    try:
        with path.open("rb") as file:
            if not path.stat().st_size:
                raise QirError(f"{path}: the file is empty; expected a TFLite model")
            return str(path), memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except OSError as error:
        raise QirError(f"{path}: cannot be read: {error.strerror}") from error


@dataclass(frozen=True, slots=True)
class _Opcode:
    """An operator code, as attributes of the ops that use it."""

    code: int
    builtin: schema.Operator | None
    version: IntegerAttr
    custom_code: Attribute | None


class _Model:
    """One file being read."""

    def __init__(self, model: Table, file: memoryview) -> None:
        self.model = model
        self.file = file
        self.subgraphs: list[Table] = model.subgraphs or []
        if not self.subgraphs:
            raise FormatError("the model has no subgraph")
        if model.external_buffers or model.external_buffer_groups:
            raise FormatError("weights in external buffer files are not supported yet")
        self.symbols = _function_names(self.subgraphs)
        self.signatures: list[Table] = model.signature_defs or []
        self.entries = {0, *(signature.subgraph_index for signature in self.signatures)}
        """The subgraphs that are called from outside."""
        codes: list[Table] = model.operator_codes or []
        self.opcodes = [_opcode(code) for code in codes]
        self.buffers: list[Table] = model.buffers or []
        self.blobs: dict[int, Blob | None] = {}
        self.small = SmallBlobs()
        self.placed: dict[tuple[int, int], Blob] = {}
        self.types: dict[tuple[Attribute, tuple[int, ...]], TensorType[Any]] = {}
        self.calls_in_loops: list[tuple[WhileOp, str, int]] = []
        """Which function each region of a loop calls; made when all functions are known."""
        self.empty = Blob.of("empty", np.empty(0, np.uint8))

    def module(self) -> ModuleOp:
        functions = [_Subgraph(self, index).function() for index in range(len(self.subgraphs))]
        for loop, role, called in self.calls_in_loops:
            loop.call(role, functions[called])
        module = ModuleOp(functions, self._module_attributes())
        set_signatures(module, list(map(self._signature, self.signatures)))
        return module

    def _module_attributes(self) -> dict[str, Attribute]:
        model = self.model
        attributes: dict[str, Attribute] = {"tfl.schema_version": int_attr(model.version)}
        if model.description is not None:
            attributes["tfl.description"] = string(model.description)
        # Where the file has its weights is not the model's, and the writer says it again.
        tables: list[Table] = [entry for entry in model.metadata or () if entry.name != LOCATION]
        metadata = [(entry.name or "", self.bytes(entry.buffer)) for entry in tables]
        if model.metadata_buffer is not None:
            blobs = [self.bytes(index) for index in model.metadata_buffer.tolist()]
            attributes["qir.metadata_buffers"] = ArrayAttr(blobs)
        is_plain = all(name and value.nbytes <= MAX_METADATA_TEXT for name, value in metadata)
        if is_plain and len(dict(metadata)) == len(metadata) and model.metadata_buffer is None:
            texts = {name: string_of_bytes(value.blob.data.to_bytes()) for name, value in metadata}
            attributes |= {"tfl.metadata": DictionaryAttr(texts)} if texts else {}
        else:
            attributes["qir.metadata"] = ArrayAttr(
                DictionaryAttr({"name": string(name), "value": value}) for name, value in metadata
            )
        return attributes

    def bytes(self, buffer: int) -> WeightAttr:
        blob = self.blob(buffer) or self.empty
        return WeightAttr.get(TensorType(ELEMENT_TYPES["UINT8"], [blob.nbytes]), blob)

    def _signature(self, signature: Table) -> Signature:
        number: int = signature.subgraph_index
        subgraph = _item(self.subgraphs, number, "subgraph")
        ends = [
            tuple(_end(entry, subgraph.integers(name), name) for entry in maps or ())
            for name, maps in (("inputs", signature.inputs), ("outputs", signature.outputs))
        ]
        return Signature(signature.signature_key or "", self.symbols[number], *ends)

    def opcode(self, index: int) -> _Opcode:
        return _item(self.opcodes, index, "operator code")

    def tensor_type(self, element: Attribute, shape: tuple[int, ...]) -> TensorType[Any]:
        """One object for all tensors of a type, since a model has few types and many tensors."""
        key = element, shape
        if key not in self.types:
            sizes = [DYNAMIC_INDEX if size == -1 else size for size in shape]
            self.types[key] = TensorType(element, sizes)
        return self.types[key]

    def holds(self, index: int) -> bool:
        """There is such a buffer, and it has bytes."""
        return index < len(self.buffers) and self.blob(index) is not None

    def blob(self, index: int) -> Blob | None:
        """The bytes of a buffer, as one blob however often it is used; None where it is empty."""
        if index not in self.blobs:
            blob = self._load(index)
            self.blobs[index] = blob and self.small.shared(blob)
        return self.blobs[index]

    def _load(self, index: int) -> Blob | None:
        buffer = _item(self.buffers, index, "buffer")
        start, size = buffer.place("data")
        if not size:
            start, size = self.outside(f"buffer {index}", buffer.offset, buffer.size)
        if not start:
            return None
        # Buffers of equal bytes may be one place outside.
        if (start, size) not in self.placed:
            self.placed[start, size] = Blob(f"w{index}", size, part_of(self.file, start, size))
        return self.placed[start, size]

    def custom_options(self, operator: Table, where: str) -> ConstBytesAttr | None:
        if not operator.holds_any(_CUSTOM_OPTIONS):
            return None
        start, size = operator.place("custom_options")
        if not start:
            outside = operator.large_custom_options_offset, operator.large_custom_options_size
            start, size = self.outside(f"{where}: custom options", *outside)
        return ConstBytesAttr(bytes(self.file[start : start + size])) if start else None

    def outside(self, what: str, offset: int, size: int) -> tuple[int, int]:
        """Where bytes outside of the flatbuffer begin, and how many there are; 0 for none."""
        if offset > 1 and offset + size > len(self.file):
            raise FormatError(
                f"{what}: bytes {offset}..{offset + size} are outside the file of {len(self.file)}"
            )
        if offset <= 1 and size:
            raise FormatError(f"{what}: {size} bytes at offset {offset}; expected one above 1")
        return (offset, size) if offset > 1 else (0, 0)


class _Tensor:
    """A tensor in the file, with those of its fields that are asked for more than once."""

    __slots__ = (
        "buffer",
        "element",
        "fields",
        "has_rank",
        "index",
        "quantization",
        "scales",
        "shape",
        "signature",
        "type",
    )

    def __init__(self, index: int, fields: Table) -> None:
        self.index = index
        self.fields = fields
        self.shape = fields.integers("shape")
        self.signature = fields.integers("shape_signature")
        self.has_rank: bool = fields["has_rank"]
        self.buffer: int = fields["buffer"]
        self.quantization: Table | None = None
        self.scales: _Tensor | None = None
        """The tensor of its scales, where those are of blocks and in its type."""
        self.element: Attribute | None = None
        self.type: Attribute | None = None

    def __str__(self) -> str:
        return f"tensor {self.index} {self.fields.name!r}"


class _Subgraph:
    """One subgraph being read into a function."""

    def __init__(self, model: _Model, index: int) -> None:
        self.model = model
        self.index = index
        self.subgraph = model.subgraphs[index]
        self.symbol = model.symbols[index]
        tables: list[Table] = self.subgraph.tensors or []
        self.tensors = [_Tensor(*numbered) for numbered in enumerate(tables)]
        self.values: dict[int, SSAValue] = {}
        self.inputs = self.subgraph.integers("inputs")
        self.operators: list[Table] = self.subgraph.operators or []
        self.outputs = [operator.integers("outputs") for operator in self.operators]
        self.made = set(self.inputs)
        """Tensors that something other than the file gives their values."""
        for operator, outputs in zip(self.operators, self.outputs, strict=True):
            self.made.update(outputs, operator.integers("intermediates"))
        self.block = Block(arg_types=[self._type(index) for index in self.inputs])

    def function(self) -> FuncOp:
        for index, argument in zip(self.inputs, self.block.args, strict=True):
            self.values[index] = argument
        constants = [tensor for tensor in self.tensors if tensor.index not in self.made]
        in_types = self._scales_in_types(constants)
        for tensor in constants:
            if tensor.index not in in_types:
                self._define(tensor)
        for number, made in enumerate(zip(self.operators, self.outputs, strict=True)):
            self._operator(number, *made)
        outputs = self.subgraph.integers("outputs")
        results = [self._value(index, "the subgraph's outputs") for index in outputs]
        self.block.add_op(ReturnOp(*results))
        signature = (self.block.arg_types, [value.type for value in results])
        function = FuncOp(self.symbol, signature, Region(self.block))
        is_named = self.index in self.model.entries and set_entry(
            function, self._names(self.inputs), self._names(outputs)
        )
        said = _TENSOR_FIELDS_IN_IR | {"name"} if is_named else _TENSOR_FIELDS_IN_IR
        details = [self._details(i, self._type(i), said) for i in self.inputs]
        if any(entry.data for entry in details):
            function.arg_attrs = ArrayAttr(
                DictionaryAttr({"qir.tensor": entry} if entry.data else {}) for entry in details
            )
        name = self.subgraph.name
        if name is not None and name != self.symbol:
            function.attributes["qir.name"] = string(name)
        elif name is None:
            function.attributes["qir.unnamed"] = UnitAttr()
        return function

    def _names(self, indices: Sequence[int]) -> list[str]:
        return [self.tensors[index].fields.name or "" for index in indices]

    def _scales_in_types(self, constants: Sequence[_Tensor]) -> set[int]:
        """The tensors that hold scales of blocks and nothing else; types say all of them."""
        for tensor in constants:
            self._element_type(tensor)
        found = {tensor.scales.index for tensor in constants if tensor.scales}
        if found:
            found.difference_update(
                self.subgraph.integers("outputs"),
                *(operator.integers("inputs") for operator in self.operators),
            )
        return found

    def _define(self, tensor: _Tensor) -> None:
        """A tensor that no operator produces: constant, state, or left undefined."""
        is_variable: bool = tensor.fields["is_variable"]
        blob = self.model.blob(tensor.buffer)
        type, element = self._type(tensor.index), self._element_type(tensor)
        if blob is None and 0 in tensor.shape and not is_variable:
            blob = self.model.empty
        op: Operation
        said = _TENSOR_FIELDS_IN_IR
        if blob is None:
            op = StateOp.of(type) if is_variable else UndefinedOp.create(result_types=[type])
            said = _STATE_FIELDS_IN_IR
        elif tensor.fields["sparsity"] is not None:
            bytes_type = self.model.tensor_type(ELEMENT_TYPES["UINT8"], (blob.nbytes,))
            data = WeightAttr.get(bytes_type, blob)
            op = SparseConstOp.create(result_types=[type], properties={"compressed_data": data})
        elif quantized := as_uniform(element):
            stored = self.model.tensor_type(quantized.storage, tensor.shape)
            properties = {"qtype": type, "value": _weight(tensor, stored, blob)}
            op = QConstOp.create(result_types=[type], properties=properties)
        else:
            static = self.model.tensor_type(element, tensor.shape)
            properties = {"value": _weight(tensor, static, blob)}
            op = ConstOp.create(result_types=[static], properties=properties)
        self._add(op, [tensor.index], said)

    def _operator(self, number: int, operator: Table, outputs: Sequence[int]) -> None:
        opcode = self.model.opcode(operator["opcode_index"])
        builtin = opcode.builtin
        if builtin is None:
            raise FormatError(
                f"op {number}: builtin operator {opcode.code} is newer than this schema"
            )
        where = f"op {number} {builtin.name}"
        properties, attributes = self._options(operator, builtin, where)
        op = op_class(builtin.name, properties).create(
            operands=[self._value(index, where) for index in operator.integers("inputs")],
            result_types=[self._type(index) for index in outputs],
            properties=properties,
            attributes=attributes,
        )
        op.complete()
        op.attributes["qir.version"] = opcode.version
        if opcode.custom_code is not None:
            op.properties["custom_code"] = opcode.custom_code
        if (custom := self.model.custom_options(operator, where)) is not None:
            op.properties["custom_option"] = custom
        if intermediates := operator.integers("intermediates"):
            notes = self._intermediates(op, intermediates)
            if INTERMEDIATES[0] not in op.properties or any(note.data for note in notes):
                op.attributes["qir.intermediates"] = ArrayAttr(notes)
        if rest := field_attributes(operator, _OPERATOR_FIELDS_IN_IR):
            op.attributes["qir.operator"] = DictionaryAttr(rest)
        self._add(op, outputs)
        if type(op) is WhileOp and (options := operator.builtin_options):
            for role, field in function_fields(builtin).items():
                number = getattr(options, field.name)
                _item(self.model.symbols, number, f"{where}: subgraph")
                self.model.calls_in_loops.append((op, role, number))

    def _options(
        self, operator: Table, builtin: schema.Operator, where: str
    ) -> tuple[dict[str, Attribute], dict[str, Attribute]]:
        """Options as properties, and as attributes what is no property of the op.

        Another table than the operator's own is kept whole.
        """
        properties: dict[str, Attribute] = {}
        attributes: dict[str, Attribute] = {}
        options = operator["builtin_options"] or operator["builtin_options2"]
        if options is None:
            if builtin.options is not None:
                attributes["qir.no_options"] = UnitAttr()
        elif options.spec.name != builtin.options:
            extra: dict[str, Attribute] = {UNION_MEMBER: StringAttr(options.spec.name)}
            attributes["qir.options"] = record_attribute(options, extra)
        else:
            for name, field in option_fields(builtin).items():
                value = options[field.name]
                is_silent = name.startswith(PREFIX)
                holder = attributes if is_silent else properties
                if is_subgraph_index(field):
                    symbol = _item(self.model.symbols, value, f"{where}: subgraph")
                    is_named = builtin.name == "CALL_ONCE"
                    holder[name] = StringAttr(symbol) if is_named else SymbolRefAttr(symbol)
                elif value is not None and not (is_silent and _is_default(field, value)):
                    holder[name] = to_option(builtin, field, value)
        return properties, attributes

    def _value(self, index: int, where: str) -> SSAValue:
        if (value := self.values.get(index)) is not None:
            return value
        if index == ABSENT:
            absent = NoValueOp.create(result_types=[NoneType()], properties={"value": UnitAttr()})
            self._insert_first(absent)
            self.values[ABSENT] = absent.results[0]
            return absent.results[0]
        if 0 <= index < len(self.tensors):
            raise FormatError(f"{where} uses tensor {index} before an operator produces it")
        raise FormatError(
            f"{where} uses tensor {index}; the subgraph has {len(self.tensors)} tensors"
        )

    def _insert_first(self, op: Operation) -> None:
        if first := self.block.first_op:
            self.block.insert_op_before(op, first)
        else:
            self.block.add_op(op)

    def _add(
        self, op: Operation, indices: Sequence[int], said: frozenset[str] = _TENSOR_FIELDS_IN_IR
    ) -> None:
        made = list(zip(indices, op.results, strict=True))
        details = [self._details(index, result.type, said) for index, result in made]
        op.attributes[TENSORS] = ArrayAttr(details)
        self.block.add_op(op)
        for index, result in made:
            if index in self.values:
                raise FormatError(f"tensor {index} is produced twice")
            self.values[index] = result

    def _element_type(self, tensor: _Tensor) -> Attribute:
        if tensor.element is None:
            member = schema.enum_names("TensorType").get(tensor.fields["type"])
            if member is None:
                raise FormatError(f"{tensor} has unknown type {tensor.fields.type}")
            stored = ELEMENT_TYPES[member]
            tensor.quantization = tensor.fields["quantization"]
            quantized = _quantized(stored, tensor.quantization, tensor.shape)
            tensor.element = quantized or self._of_blocks(stored, tensor) or stored
        return tensor.element

    def _of_blocks(self, stored: Attribute, tensor: _Tensor) -> UniformType | None:
        """The type of a matrix whose rows are cut into blocks, each of one scale.

        None where there are zero points or other blocks, or the scales are not a constant of
        float16 with one for each block: no kernel reads those, so the record stays a note.
        """
        quantization, storage = tensor.quantization, QUANTIZABLE.get(stored)
        details: Table | None = quantization.details if quantization else None
        if quantization is None or details is None or storage is None:
            return None
        if details.spec.name != "BlockwiseQuantization" or len(tensor.shape) != 2:
            return None
        rows, columns = tensor.shape
        size: int = details.block_size
        is_other = details.zero_points != ABSENT or details.block_shape is not None
        if is_other or quantization.quantized_dimension or size < 1 or columns % size:
            return None
        grid = rows, columns // size
        if (found := self._constant_scales(details.scales, grid)) is None:
            return None
        scales, array = found
        zero_points, blocks = np.zeros(array.size), Blocks.of_rows(grid, size)
        bounds = storage_bounds(storage)
        if parameter_problem(storage, bounds, PER_TENSOR, array, zero_points, blocks):
            return None
        tensor.scales = scales
        return UniformType.get(storage, array, zero_points, blocks=blocks)

    def _constant_scales(
        self, index: int, shape: tuple[int, int]
    ) -> tuple[_Tensor, npt.NDArray[np.float64]] | None:
        """A constant of float16 of this shape, and its values; None where the tensor is another."""
        if not 0 <= index < len(self.tensors) or index in self.made:
            return None
        scales = self.tensors[index]
        fields, blob = scales.fields, self.model.blob(scales.buffer)
        is_dense = not fields["is_variable"] and fields["sparsity"] is None
        is_half = fields["type"] == schema.enum_values("TensorType")["FLOAT16"]
        if blob is None or not is_dense or not is_half or scales.shape != shape:
            return None
        if blob.nbytes != byte_size(self.model.tensor_type(f16, shape)):
            return None
        return scales, np.frombuffer(blob.to_bytes(), "<f2").astype(np.float64)

    def _type(self, index: int) -> Attribute:
        tensor: _Tensor = _item(self.tensors, index, "tensor")
        if tensor.type is None:
            tensor.type = self._make_type(tensor)
        return tensor.type

    def _make_type(self, tensor: _Tensor) -> Attribute:
        element = self._element_type(tensor)
        shape = tensor.signature or tensor.shape
        if min((0, *shape, *tensor.shape)) < -1:
            raise FormatError(f"{tensor} has a negative size")
        # Old converters leave out the shape of what is sized at run time; they set no rank either.
        if not shape and not tensor.has_rank and not self.model.holds(tensor.buffer):
            return UnrankedTensorType(element)
        return self.model.tensor_type(element, shape)

    def _details(
        self, index: int, type: Attribute, in_ir: frozenset[str] = _TENSOR_FIELDS_IN_IR
    ) -> DictionaryAttr:
        """Name, and what of the tensor the type of its value does not say."""
        tensor: _Tensor = _item(self.tensors, index, "tensor")
        fields, shape, said = tensor.fields, tensor.shape, _sizes(type)
        extra: dict[str, Attribute] = {}
        if (shape != said or -1 in shape) and fields["shape"] is not None:
            extra["shape"] = integers(shape)
        if (tensor.signature != said or shape == said) and fields["shape_signature"] is not None:
            extra["shape_signature"] = integers(tensor.signature)
        if (quantization := tensor.quantization) is not None and (
            rest := field_attributes(quantization, _fields_in(element_type(type)))
        ):
            extra["quantization"] = DictionaryAttr(rest)
        if (scales := tensor.scales) is not None:
            extra[SCALES] = self._details(scales.index, self._type(scales.index))
        if not tensor.has_rank and said is not None:
            extra["has_rank"] = FALSE
        if index in self.made and self.model.holds(tensor.buffer):
            extra[DATA] = self.model.bytes(tensor.buffer)
        return record_attribute(fields, extra, skip=in_ir)

    def _intermediates(self, op: Operation, indices: Sequence[int]) -> list[DictionaryAttr]:
        """Notes on them, and their types as properties; all in notes where MLIR has no others."""
        defined = op.get_irdl_definition().properties if isinstance(op, TflOp) else {}
        if len(indices) != len(INTERMEDIATES) or INTERMEDIATES[0] not in defined:
            return [self._whole_tensor(index) for index in indices]
        op.properties |= dict(zip(INTERMEDIATES, map(self._type, indices), strict=True))
        return [self._details(index, self._type(index)) for index in indices]

    def _whole_tensor(self, index: int) -> DictionaryAttr:
        return record_attribute(_item(self.tensors, index, "tensor").fields, skip=("buffer",))


def _end(entry: Table, indices: Sequence[int], what: str) -> Named:
    """A signature's name for the n-th argument or returned value."""
    if entry.tensor_index not in indices:
        raise FormatError(
            f"signature names tensor {entry.tensor_index} {entry.name!r}, which is not among "
            f"the {what} of its subgraph"
        )
    return Named(entry.name or "", indices.index(entry.tensor_index))


def _opcode(code: Table) -> _Opcode:
    number = max(code.builtin_code, code.deprecated_builtin_code)
    builtin = schema.operator_by_code(number)
    is_custom = builtin is not None and builtin.name == "CUSTOM"
    custom_code = string(code.custom_code or "") if is_custom else None
    return _Opcode(number, builtin, int_attr(code.version), custom_code)


def _quantized(
    stored: Attribute, quantization: Table | None, shape: Sequence[int]
) -> UniformType | None:
    """The quantized type that says all of `quantization` but its statistics, if there is one."""
    if quantization is None or quantization.details:
        return None
    storage = QUANTIZABLE.get(stored)
    if storage is None:
        return None
    scales, zero_points = quantization.scale, quantization.zero_point
    if scales is None or zero_points is None:
        return None
    axis = quantization.quantized_dimension
    axis = PER_TENSOR if len(scales) == 1 and axis == 0 else axis
    if parameter_problem(storage, storage_bounds(storage), axis, scales, zero_points):
        return None
    if axis != PER_TENSOR and not (axis < len(shape) and shape[axis] == len(scales)):
        return None
    return UniformType.get(storage, scales, zero_points, axis)


def _fields_in(element: Attribute | None) -> Sequence[str]:
    """The fields of a tensor's quantization that its element type says."""
    quantized = as_uniform(element)
    if quantized is None:
        return ()
    if quantized.is_blockwise:
        return ("details",)
    return ("scale", "zero_point", "quantized_dimension")


def _is_default(field: schema.Field, value: Any) -> bool:
    return not field.is_vector and value == field.default


def _sizes(type: Attribute) -> tuple[int, ...] | None:
    """The sizes of a type as a file has them; None where it has no rank."""
    shape = shape_of_type(type)
    return None if shape is None else tuple([-1 if size is None else size for size in shape])


def _weight(tensor: _Tensor, type: TensorType[Any], blob: Blob) -> WeightAttr:
    try:
        return WeightAttr.get(type, blob)
    except VerifyException as error:
        raise FormatError(f"{tensor}: {error}") from error


def _item(items: Sequence[Any], index: int, what: str) -> Any:
    if not 0 <= index < len(items):
        raise FormatError(f"{what} {index} does not exist; the model has {len(items)}")
    return items[index]


def _function_names(subgraphs: Sequence[Table]) -> list[str]:
    """A distinct symbol for each subgraph; the first is `main` unless it has a name of its own."""
    names: dict[str, None] = {}
    for index, subgraph in enumerate(subgraphs):
        plain = re.sub(r"\W+", "_", subgraph.name or "").strip("_")
        name = plain if plain and not plain[0].isdigit() else f"subgraph_{index}"
        if index == 0 and not plain:
            name = "main"
        while name in names:
            name += f"_{index}"
        names[name] = None
    return list(names)
