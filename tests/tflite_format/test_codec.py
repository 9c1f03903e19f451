"""Reader and writer against each other and against flatc's object API, over the whole schema."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any, TypeGuard

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qir.tflite_format.reader import File, FormatError, Table, read_model
from qir.tflite_format.record import Record
from qir.tflite_format.schema import Field, enum_values, table, tables
from qir.tflite_format.writer import MAX_INLINE_BYTES, OVERREAD, write_model

MAX_DEPTH = 3
FLOATS = ("float32", "float64")


def written(record: Record) -> bytes:
    out = io.BytesIO()
    size = write_model(record, out)
    assert size == len(out.getvalue())
    return out.getvalue()


def read_root(file: bytes, name: str) -> Table:
    """The root of a file whose root is not `Model` but the table `name`."""
    (position,) = struct.unpack_from("<I", file)
    return Table(File(memoryview(file)), position, table(name))


# --- random tables ----------------------------------------------------------------------------


def texts() -> st.SearchStrategy[str]:
    """Any text, and any bytes as the reader gives them: what is not UTF-8 as surrogates."""
    any_bytes = st.binary(max_size=6).map(lambda b: b.decode("utf-8", "surrogateescape"))
    return st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=6), any_bytes)


def numbers(type: str) -> st.SearchStrategy[Any]:
    if type == "bool":
        return st.booleans()
    if type in FLOATS:
        return st.floats(width=32, allow_nan=False, allow_subnormal=True)
    bounds = np.iinfo(type)
    return st.integers(int(bounds.min), int(bounds.max))


def values(field: Field, depth: int) -> st.SearchStrategy[Any]:
    """Values that a field can hold and that are not its default."""
    if field.kind == "scalar" and not field.is_vector:
        return numbers(field.type).filter(lambda value: value != field.default)
    if field.kind == "scalar":
        return st.lists(numbers(field.type), max_size=5)
    if field.kind == "union":
        members = sorted(set(enum_values(field.type)) - {"NONE"})
        return st.sampled_from(members).flatmap(lambda member: records(member, depth + 1))
    one = texts() if field.kind == "string" else records(field.type, depth + 1)
    return st.lists(one, max_size=2) if field.is_vector else one


def records(name: str, depth: int = 0) -> st.SearchStrategy[Record]:
    """Tables with any of their fields set; at a certain depth only to numbers and strings."""
    fields = table(name).fields.values()
    chosen = [f for f in fields if depth < MAX_DEPTH or f.kind in ("scalar", "string")]
    optional = {field.name: st.deferred(lambda f=field: values(f, depth)) for field in chosen}
    return st.fixed_dictionaries({}, optional=optional).map(lambda given: Record(name, **given))


def is_list(value: Any) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def plain(value: Any) -> Any:
    """Nested dictionaries and lists of what a `Record` or a `Table` holds."""
    if isinstance(value, Record | Table):
        fields = {name: plain(getattr(value, name)) for name in value.spec.fields}
        return {"table": value.spec.name, **fields}
    if isinstance(value, np.ndarray):
        return value.tolist()
    return [plain(item) for item in value] if is_list(value) else value


def plain_of_flatc(value: Any, name: str) -> Any:
    """The same of an object of flatc's API."""
    attributes: dict[str, Any] = value.__dict__
    plain_names = {key.replace("_", "").lower(): key for key in attributes}
    found: dict[str, Any] = {"table": name}
    for field in table(name).fields.values():
        attribute = plain_names[field.name.replace("_", "")]
        item = getattr(value, attribute)
        found[field.name] = _flatc_field(field, item)
        if field.kind == "union":
            tag = getattr(value, f"{attribute}Type")
            assert (tag == 0) == (item is None)
            assert item is None or tag == enum_values(field.type)[found[field.name]["table"]]
    return found


def _flatc_field(field: Field, item: Any) -> Any:
    if item is None:
        return None
    if field.kind == "scalar":
        return np.asarray(item).tolist() if field.is_vector else item
    items: list[Any] = item if field.is_vector else [item]
    if field.kind == "string":
        converted: list[Any] = [text.decode("utf-8", "surrogateescape") for text in items]
    else:
        names = [type(one).__name__.removesuffix("T") for one in items]
        converted = [plain_of_flatc(*pair) for pair in zip(items, names, strict=True)]
    return converted if field.is_vector else converted[0]


@pytest.mark.parametrize("name", tables())
@settings(max_examples=10)
@given(data=st.data())
def test_what_is_written_is_read_back_by_us_and_by_flatc(name: str, data: st.DataObject) -> None:
    reference: Any = import_module("ai_edge_litert.schema_py_generated")
    record = data.draw(records(name))
    file = written(record)
    assert plain(read_root(file, name)) == plain(record)
    flatc = getattr(reference, f"{name}T").InitFromPackedBuf(file, 0)
    assert plain_of_flatc(flatc, name) == plain(record)
    assert written(record) == file, "the same table twice gives different bytes"


def every_field(name: str, depth: int = 0) -> Record:
    """A table with every field set to something other than its default."""
    found: dict[str, Any] = {}
    for field in table(name).fields.values():
        if field.kind == "scalar":
            number = {"bool": not field.default}.get(field.type, 3)
            found[field.name] = [number, number] if field.is_vector else number
        elif field.kind == "string":
            found[field.name] = ["ä", ""] if field.is_vector else "größe"
        elif depth < MAX_DEPTH:
            members = (
                sorted(set(enum_values(field.type)) - {"NONE"}) if field.kind == "union" else ""
            )
            one = every_field(members[0] if members else field.type, depth + 1)
            found[field.name] = [one, one] if field.is_vector else one
    return Record(name, **found)


@pytest.mark.parametrize("name", tables())
def test_a_table_read_can_itself_be_written(name: str) -> None:
    record = every_field(name)
    first = read_root(written(record), name)
    out = io.BytesIO()
    write_model(first, out)
    assert plain(read_root(out.getvalue(), name)) == plain(record)


# --- facts about files ------------------------------------------------------------------------


class Payload:
    """Bytes that are produced when they are written."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.calls = 0

    @property
    def nbytes(self) -> int:
        return len(self.content)

    def parts(self) -> Iterable[memoryview]:
        self.calls += 1
        return [memoryview(self.content)]


def address(array: Any, file: bytes) -> int:
    """Where in a file a view of it begins."""
    base: int = np.frombuffer(file, np.uint8).__array_interface__["data"][0]
    return array.__array_interface__["data"][0] - base


@given(sizes=st.lists(st.integers(0, 70), max_size=6), description=texts())
def test_payloads_are_aligned_to_16_and_produced_once(sizes: list[int], description: str) -> None:
    payloads = [Payload(bytes([index + 1]) * size) for index, size in enumerate(sizes)]
    told: list[tuple[int, int]] = []
    out = io.BytesIO()
    model = Record(
        "Model",
        version=3,
        description=description,
        buffers=[Record("Buffer", data=payload) for payload in payloads],
    )
    size = write_model(model, out, lambda done, total: told.append((done, total)))
    file = out.getvalue()
    assert size == len(file)
    back = read_model(memoryview(file))
    assert back.description == description
    assert [buffer.data.tobytes() for buffer in back.buffers] == [p.content for p in payloads]
    assert all(address(buffer.data, file) % 16 == 0 for buffer in back.buffers if buffer.data.size)
    assert [payload.calls for payload in payloads] == [1] * len(payloads)
    assert len(told) == len(payloads)
    assert not told or told[-1] == (size, size)


def test_equal_vectors_and_strings_are_written_once() -> None:
    def tensor(name: str) -> Record:
        scale = np.full(100, 0.5, np.float32)
        zero_point = np.zeros(100, np.int64)
        quantization = Record("QuantizationParameters", scale=scale, zero_point=zero_point)
        return Record("Tensor", name=name, shape=[100, 7], quantization=quantization)

    def model(*names: str) -> bytes:
        subgraph = Record("SubGraph", tensors=[tensor(name) for name in names])
        return written(Record("Model", subgraphs=[subgraph]))

    name = "a name long enough to be found by chance nowhere else"
    file = model(name, name)
    assert file.count(name.encode()) == 1
    first, second = read_model(memoryview(file)).subgraphs[0].tensors
    assert address(first.shape, file) == address(second.shape, file)
    for vector in ("scale", "zero_point"):
        views = [getattr(t.quantization, vector) for t in (first, second)]
        assert address(views[0], file) == address(views[1], file)
    assert len(file) - len(model(name)) < 100, "the second tensor costs more than its tables"


def test_vectors_of_equal_bytes_and_different_types_are_not_shared() -> None:
    quantized = Record("QuantizationParameters", scale=[0.0, 0.0], zero_point=[0])
    tensor = Record("Tensor", shape=[0, 0], quantization=quantized)
    subgraph = Record("SubGraph", tensors=[tensor], inputs=[0, 0])
    back = read_model(memoryview(written(Record("Model", subgraphs=[subgraph])))).subgraphs[0]
    found = back.tensors[0]
    assert found.shape.tolist() == back.inputs.tolist() == [0, 0]
    assert found.quantization.scale.tolist() == [0.0, 0.0]
    assert found.quantization.zero_point.tolist() == [0]
    assert found.quantization.zero_point.dtype == np.int64


@pytest.mark.parametrize(
    ("name", "vector"), [("QuantizationParameters", "zero_point"), ("Tensor", "shape")]
)
def test_vectors_are_aligned_to_their_elements(name: str, vector: str) -> None:
    """Readers in C++ map the file and read numbers in place."""
    for padding in range(9):
        values: dict[str, Any] = {vector: [1, 2, 3]}
        if name == "Tensor":
            values["name"] = "x" * padding
            tensor = Record(name, **values)
        else:
            tensor = Record("Tensor", name="x" * padding, quantization=Record(name, **values))
        subgraph = Record("SubGraph", tensors=[tensor])
        file = written(Record("Model", subgraphs=[subgraph], buffers=[]))
        back = read_model(memoryview(file)).subgraphs[0].tensors[0]
        view = getattr(back if name == "Tensor" else back.quantization, vector)
        assert address(view, file) % view.itemsize == 0


class Zeros:
    """So many zero bytes, and no more than a few at a time."""

    def __init__(self, nbytes: int) -> None:
        self.nbytes = nbytes

    def parts(self) -> Iterable[memoryview]:
        part = memoryview(bytes(1 << 24))
        for start in range(0, self.nbytes, len(part)):
            yield part[: self.nbytes - start]


class Counter(io.RawIOBase):
    """A file that keeps its first bytes and counts the others."""

    def __init__(self) -> None:
        self.start = b""
        self.size = 0

    def write(self, content: Any, /) -> int:
        self.start += bytes(content[: 4096 - len(self.start)])
        self.size += len(content)
        return len(content)


@pytest.mark.parametrize("size", [2**31, 2**32 + 5])
def test_payloads_past_2_gib_are_outside_of_the_tables(size: int) -> None:
    out: Any = Counter()
    model = Record("Model", buffers=[Record("Buffer", data=Zeros(n)) for n in (7, 0, size)])
    assert write_model(model, out) == out.size
    small, empty, large = read_model(memoryview(out.start)).buffers[:3]
    assert (small.data, small.size, small.offset % 16) == (None, 7, 0)
    assert (empty.offset, empty.size) == (0, 0)
    assert (large.data, large.size, large.offset) == (None, size, small.offset + 16)
    assert large.offset + size + OVERREAD == out.size


@pytest.mark.parametrize("beyond", [0, 1])
def test_a_file_in_reach_of_its_tables_is_one_flatbuffer(beyond: int) -> None:
    def written(nbytes: int) -> Any:
        out: Any = Counter()
        write_model(Record("Model", buffers=[Record("Buffer", data=Zeros(nbytes))]), out)
        return out

    tables = written(16).size - 16
    out = written(MAX_INLINE_BYTES - tables + beyond)
    (buffer, *_) = read_model(memoryview(out.start)).buffers
    assert (buffer.offset > 0) == beyond
    assert (out.size > MAX_INLINE_BYTES) == beyond


def test_misspelt_fields_are_refused() -> None:
    with pytest.raises(TypeError, match="table Model has no field 'versoin'"):
        Record("Model", versoin=3)
    with pytest.raises(AttributeError, match="table Model has no field 'versoin'"):
        _ = Record("Model").versoin
    with pytest.raises(AttributeError, match="table Model has no field 'versoin'"):
        _ = read_model(memoryview(written(Record("Model")))).versoin


# --- damage -----------------------------------------------------------------------------------


@cache
def small_model() -> bytes:
    """A valid model that has every kind of field somewhere."""
    options = Record("Conv2DOptions", stride_w=2, stride_h=2, padding=1)
    operator = Record("Operator", inputs=[0, 1, -1], outputs=[2], builtin_options=options)
    reshape = Record("ReshapeOptions", new_shape=[1, -1])
    second = Record("Operator", opcode_index=1, builtin_options=reshape, custom_options=[1, 2])
    segments = Record("Uint8Vector", values=[0, 2])
    sparsity = Record(
        "SparsityParameters",
        traversal_order=[0, 1],
        dim_metadata=[Record("DimensionMetadata", format=1, array_segments=segments)],
    )
    quantized = Record("QuantizationParameters", scale=[0.5], zero_point=[3])
    tensors = [
        Record("Tensor", name="x", shape=[1, 8, 8, 3], shape_signature=[-1, 8, 8, 3]),
        Record("Tensor", name="w", shape=[4, 3, 3, 3], buffer=1, sparsity=sparsity),
        Record("Tensor", name="y", shape=[1, 4, 4, 4], quantization=quantized, is_variable=True),
    ]
    subgraph = Record(
        "SubGraph", name="m", tensors=tensors, inputs=[0], outputs=[2], operators=[operator, second]
    )
    signature = Record(
        "SignatureDef", signature_key="k", inputs=[Record("TensorMap", name="x", tensor_index=0)]
    )
    return written(
        Record(
            "Model",
            version=3,
            description="größe",
            operator_codes=[Record("OperatorCode", builtin_code=3), Record("OperatorCode")],
            subgraphs=[subgraph],
            buffers=[Record("Buffer"), Record("Buffer", data=Payload(bytes(range(200))))],
            metadata=[Record("Metadata", name="m", buffer=1)],
            metadata_buffer=[1],
            signature_defs=[signature],
        )
    )


WALK_LIMIT = 20_000


def walk(record: Table) -> Iterator[None]:
    """Read every field of a table and of those within."""
    for name in record.spec.fields:
        value = getattr(record, name)
        yield None
        if isinstance(value, Table):
            yield from walk(value)
        elif is_list(value):
            for child in value:
                if isinstance(child, Table):
                    yield from walk(child)
        elif isinstance(value, np.ndarray):
            value.tobytes()


def read_everything(file: bytes) -> bool:
    """Whether the file reads; damaged offsets may point to one table often, hence the limit."""
    try:
        for _, _ in zip(walk(read_model(memoryview(file))), range(WALK_LIMIT), strict=False):
            pass
    except FormatError:
        return False
    return True


def test_the_undamaged_model_reads() -> None:
    assert read_everything(small_model())


def test_every_truncation_reads_or_is_a_format_error() -> None:
    results = [read_everything(small_model()[:size]) for size in range(len(small_model()))]
    assert not any(results[:8])
    assert not results[-1], "the last byte of a weight is missing and nobody noticed"


@settings(max_examples=400)
@given(
    st.lists(
        st.tuples(st.integers(0, 1 << 16), st.integers(1, 255)),
        min_size=1,
        max_size=4,
    )
)
def test_flipped_bytes_read_or_are_a_format_error(flips: list[tuple[int, int]]) -> None:
    damaged = bytearray(small_model())
    for position, mask in flips:
        damaged[position % len(damaged)] ^= mask
    read_everything(bytes(damaged))


def test_every_byte_set_to_its_extremes_reads_or_is_a_format_error() -> None:
    for position in range(len(small_model())):
        for value in (0x00, 0x7F, 0x80, 0xFF):
            damaged = bytearray(small_model())
            damaged[position] = value
            read_everything(bytes(damaged))


@given(st.binary(max_size=64))
def test_random_bytes_are_a_format_error(content: bytes) -> None:
    with pytest.raises(FormatError):
        read_model(memoryview(content))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "too short"),
        (b"TFL3", "too short"),
        (b"\0\0\0\0TFL2" + bytes(20), "file identifier is b'TFL2'"),
        (b"\xff\xff\xff\x7fTFL3" + bytes(20), "outside the file of 28"),
        (b"\x08\0\0\0TFL3", "outside the file of 8"),
    ],
)
def test_messages_say_what_is_wrong(content: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_model(memoryview(content))


def test_an_unknown_member_of_a_union_is_a_format_error() -> None:
    operator = Record("Operator", builtin_options=Record("AddOptions"))
    file = bytearray(written(operator))
    tag = enum_values("BuiltinOptions")["AddOptions"]
    found = read_root(bytes(file), "Operator")
    position = tag_position(bytes(file))
    assert file[position] == tag
    file[position] = 255
    assert found.builtin_options.spec.name == "AddOptions"
    with pytest.raises(FormatError, match="unknown member 255 of union BuiltinOptions"):
        _ = read_root(bytes(file), "Operator").builtin_options


def tag_position(file: bytes) -> int:
    """Where the type tag of the options of a root `Operator` is."""
    (root,) = struct.unpack_from("<I", file)
    vtable = root - struct.unpack_from("<i", file, root)[0]
    slot = table("Operator").fields["builtin_options"].slot - 1
    return root + struct.unpack_from("<H", file, vtable + 4 + 2 * slot)[0]


@pytest.mark.parametrize(
    ("deprecated", "builtin", "expected"), [(18, 0, 18), (127, 150, 150), (0, 0, 0), (18, 18, 18)]
)
def test_operator_codes_old_and_new(deprecated: int, builtin: int, expected: int) -> None:
    """Which code an operator has is the greater of the old one-byte field and the new one."""
    from qir.dialects.tfl.base import TflOp
    from qir.frontends.tflite import read_tflite

    code = Record("OperatorCode", deprecated_builtin_code=deprecated, builtin_code=builtin)
    model = Record(
        "Model",
        version=3,
        operator_codes=[code],
        subgraphs=[Record("SubGraph", operators=[Record("Operator")])],
    )
    (op,) = [op for op in read_tflite(written(model)).walk() if isinstance(op, TflOp)]
    assert op.OPERATOR.code == expected
