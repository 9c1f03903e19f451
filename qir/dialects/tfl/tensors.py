"""What an op class says of its operands and results: `input = operand("batch in", REAL)`.

The names in a shape are sizes. A size named twice in an op is the same size; one that no operand
has is computed by the op (`TflOp.infer_sizes`). `_` is any size, a number is that size, and a first
name with a star stands for any number of leading sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, cast

from xdsl.dialects.builtin import DYNAMIC_INDEX, IntegerType, NoneType, TensorType
from xdsl.ir import Attribute, SSAValue
from xdsl.irdl import (
    AttrConstraint,
    Operand,
    OperandDef,
    OpResult,
    OptionalDef,
    OptOperand,
    OptOpResult,
    RangeLengthConstraint,
    RangeOf,
    ResultDef,
    VariadicDef,
    VarOperand,
    VarOpResult,
    VerificationContext,
    operand_def,
    opt_operand_def,
    opt_result_def,
    result_def,
    var_operand_def,
    var_result_def,
)
from xdsl.utils.exceptions import VerifyException

from qir.attributes import element_type
from qir.dialects.quant import Blocks, UniformType, as_uniform
from qir.dialects.types import ELEMENT_TYPES

Size = int | None
"""None where it is not known before the model runs."""
Shape = tuple[Size, ...]
Sizes = dict[str, int]
"""The known sizes of an op by the names its class gives them."""

ANY_SIZE = "_"


class Malformed(VerifyException):
    """An op is not what its class says: what was found, and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"{found}; expected {expected}")


@dataclass(frozen=True)
class Kind:
    """A set of element types; quantized elements count as the integers that store them."""

    elements: frozenset[Attribute]

    @classmethod
    def of(cls, *members: str) -> Kind:
        """The types of members of the format's `TensorType`."""
        return cls(frozenset(ELEMENT_TYPES[member] for member in members))

    def __or__(self, other: Kind) -> Kind:
        return Kind(self.elements | other.elements)

    def __contains__(self, element: Attribute) -> bool:
        return element in self.elements

    def __str__(self) -> str:
        names = [str(element) for element in ELEMENT_TYPES.values() if element in self.elements]
        return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


FLOAT = Kind.of("FLOAT32", "FLOAT16", "BFLOAT16")
F32 = Kind.of("FLOAT32")
QUANTIZED = Kind.of("INT8", "UINT8", "INT16")
REAL = FLOAT | QUANTIZED
"""Activations: floats, or the integers that stand for them."""
WEIGHT = REAL | Kind.of("INT4", "INT2")
BIAS = FLOAT | Kind.of("INT32", "INT64")
INDEX = Kind.of("INT32", "INT64")
SMALL_INDEX = INDEX | Kind.of("INT16")
BOOL = Kind.of("BOOL")
INTEGER = Kind.of("INT8", "UINT8", "INT16", "UINT16", "INT32", "UINT32", "INT64", "UINT64")
NUMBER = FLOAT | INTEGER | Kind.of("FLOAT64")
COMPLEX = Kind.of("COMPLEX64", "COMPLEX128")
RESOURCE = Kind.of("RESOURCE")
ANY = Kind(frozenset(ELEMENT_TYPES.values()))


@dataclass(frozen=True)
class TensorSpec(AttrConstraint[Attribute]):
    """One operand or result, or each of a variadic one.

    `like`: the operand whose elements, before quantization, this one's must be.
    `same_scale`: and whose scale and zero point, where both are quantized.
    `one_scale`: it has no scales per channel.
    `blocks`: it may have scales of blocks.
    `symmetric`: widths of signed integers whose zero point is 0.
    `may_be_absent`: a `tfl.no_value` may stand here.
    """

    dims: tuple[str, ...] | None
    kind: Kind
    like: str | None = None
    same_scale: bool = False
    one_scale: bool = False
    blocks: bool = False
    symmetric: tuple[int, ...] = ()
    may_be_absent: bool = False

    def verify(self, attr: Attribute, constraint_context: VerificationContext) -> None:
        self.check("it", attr)

    def mapping_type_vars(self, type_var_mapping: object) -> TensorSpec:
        return self

    @cached_property
    def leading(self) -> bool:
        """Any number of sizes may come before those that are named."""
        return self.dims is not None and bool(self.dims) and self.dims[0].startswith("*")

    def check(self, name: str, type: Attribute) -> None:
        """Raise Malformed where a type does not fit, whatever the other operands are."""
        element = element_type(type)
        if element is None:
            if isinstance(type, NoneType) and self.may_be_absent:
                return
            found = "absent" if isinstance(type, NoneType) else f"of type {type}"
            raise Malformed(f"{name} is {found}", "a tensor")
        quantized = as_uniform(element)
        stored = quantized.storage if quantized else element
        if stored not in self.kind.elements:
            raise Malformed(f"{name} holds {stored}", str(self.kind))
        if quantized:
            self._check_quantization(name, quantized)
            check_channels(name, quantized, shape_of_type(type))

    def _check_quantization(self, name: str, element: UniformType) -> None:
        is_symmetric = element.storage in [IntegerType(width) for width in self.symmetric]
        if is_symmetric and (nonzero := nonzero_zero_point(element)):
            raise Malformed(f"{name} holds {element.storage} with zero point {nonzero}", "0")
        if element.is_blockwise and not self.blocks:
            raise Malformed(f"{name} has scales of blocks", "one, or one for each channel")
        if self.one_scale and element.is_per_channel:
            count = len(element.scales.array())
            raise Malformed(f"{name} has {counted(count, 'scale')}", "one for the whole tensor")

    def bind(self, name: str, shape: Shape | None, sizes: Sizes) -> None:
        """Note the sizes this tensor has; raise Malformed where they are others than noted."""
        if shape is None or self.dims is None:
            return
        leading = self.leading
        dims = self.dims[1:] if leading else self.dims
        if len(shape) != len(dims) and not (leading and len(shape) > len(dims)):
            raise Malformed(f"{name} has shape {shown(shape)}", self._described({}))
        for dim, size in zip(dims, shape[len(shape) - len(dims) :], strict=True):
            if size is None or dim == ANY_SIZE:
                continue
            if sizes.setdefault(dim, int(dim) if dim.isdigit() else size) != size:
                raise Malformed(f"{name} has shape {shown(shape)}", self._described(sizes))

    def shape(self, sizes: Sizes) -> Shape | None:
        """The shape that known sizes give; None where not even the rank is known."""
        if self.dims is None or self.leading:
            return None
        return tuple(int(dim) if dim.isdigit() else sizes.get(dim) for dim in self.dims)

    def _described(self, sizes: Sizes) -> str:
        if not self.dims:
            return "a scalar"
        known = {dim: f"{dim}={size}" for dim, size in sizes.items() if not dim.isdigit()}
        return (
            f"[{', '.join(known.get(dim, dim) for dim in self.dims)}]" if self.dims else "a scalar"
        )


def _spec(dims: str | None, kind: Kind, **rest: Any) -> TensorSpec:
    # What moves elements of any kind does not compute with them, whatever their zero point.
    rest.setdefault("symmetric", () if kind == ANY else (16,))
    return TensorSpec(None if dims is None else tuple(dims.split()), kind, **rest)


def operand(dims: str | None, kind: Kind, **rest: Any) -> Operand:
    """One operand; for `rest` see TensorSpec."""
    return operand_def(_spec(dims, kind, **rest))


def optional_operand(dims: str | None, kind: Kind, **rest: Any) -> OptOperand:
    """An operand that may be a `tfl.no_value`, and left out where it is last."""
    return opt_operand_def(_spec(dims, kind, may_be_absent=True, **rest))


def operands(dims: str | None, kind: Kind, **rest: Any) -> VarOperand:
    return var_operand_def(_spec(dims, kind, **rest))


def result(dims: str | None, kind: Kind, **rest: Any) -> OpResult:
    return result_def(_spec(dims, kind, **rest))


def optional_result(dims: str | None, kind: Kind, **rest: Any) -> OptOpResult:
    return opt_result_def(_spec(dims, kind, **rest))


def results(dims: str | None, kind: Kind, **rest: Any) -> VarOpResult:
    return var_result_def(_spec(dims, kind, **rest))


class Named(NamedTuple):
    """An operand or result: its field, what messages call it, and what it must be."""

    field: str
    label: str
    spec: TensorSpec


class Fields:
    """The operands of an op class, or its results, in order: what each is called and must be."""

    def __init__(
        self, what: str, definitions: Sequence[tuple[str, OperandDef | ResultDef]]
    ) -> None:
        self._what = what
        self._fields = [Named(name, name, spec_of(definition)) for name, definition in definitions]
        self._optional = [isinstance(definition, OptionalDef) for _, definition in definitions]
        self._many = [
            isinstance(definition, VariadicDef) and not isinstance(definition, OptionalDef)
            for _, definition in definitions
        ]
        self._by_count: dict[int, list[Named]] = {}
        self._indices: dict[tuple[str, int], int | None] = {}

    def of(self, count: int) -> list[Named]:
        """The field that each of so many belongs to; raises Malformed for another number."""
        arranged = self._by_count.get(count)
        if arranged is None:
            arranged = self._by_count[count] = self._arranged(count)
        return arranged

    def index(self, field: str, count: int) -> int | None:
        """Which of so many belongs to a field, the first if several do; None where none does."""
        key = field, count
        if key not in self._indices:
            owners = [named.field for named in self.of(count)]
            self._indices[key] = owners.index(field) if field in owners else None
        return self._indices[key]

    def _arranged(self, count: int) -> list[Named]:
        most, has_many = len(self._fields), any(self._many)
        least = most - sum(self._optional) - has_many
        if count < least or not (has_many or count in (least, most)):
            expected = f"at least {least}" if has_many else f"{least}"
            also = f" or {most}" if any(self._optional) and not has_many else ""
            raise Malformed(counted(count, self._what), expected + also)
        arranged: list[Named] = []
        for field, is_optional, is_many in zip(
            self._fields, self._optional, self._many, strict=True
        ):
            if is_many:
                one = field.field.removesuffix("s")
                arranged += [field._replace(label=f"{one} {i}") for i in range(count - least)]
            elif not is_optional or count > least:
                arranged.append(field)
        return arranged


def spec_of(definition: OperandDef | ResultDef) -> TensorSpec:
    """What a field was declared with."""
    held = definition.constr
    if isinstance(held, RangeLengthConstraint):
        held = held.constraint
    spec = held.constr if isinstance(held, RangeOf) else None
    assert isinstance(spec, TensorSpec), "operands and results are declared as in tensors.py"
    return spec


def stored_element(element: Attribute) -> Attribute:
    """The integers of a quantized element type; any other type itself."""
    quantized = as_uniform(element)
    return quantized.storage if quantized else element


def shape_of(value: SSAValue) -> Shape | None:
    """Shape of a value; None where it is absent or has no known rank."""
    return shape_of_type(value.type)


def shape_of_type(type: Attribute) -> Shape | None:
    if not isinstance(type, TensorType):
        return None
    sizes = cast("TensorType[Attribute]", type).shape.data
    return tuple([None if size.data == DYNAMIC_INDEX else size.data for size in sizes])


def nonzero_zero_point(element: Attribute | None) -> int | None:
    """The first zero point other than 0 of a quantized type; None where there is none."""
    quantized = as_uniform(element)
    zero_points = quantized.zero_points.array() if quantized else None
    if zero_points is None or not zero_points.any():
        return None
    return int(zero_points[zero_points != 0][0])


def check_channels(name: str, element: UniformType, shape: Shape | None) -> None:
    """Raise Malformed where a type does not have a scale for each channel, or block, of a shape."""
    if element.is_blockwise and shape is not None:
        _check_blocks(name, element.blocks.data, shape)
    if not element.is_per_channel or shape is None:
        return
    axis, count = element.axis.data, len(element.scales.array())
    if axis >= len(shape):
        expected = f"an axis of shape {shown(shape)}"
        raise Malformed(f"{name} has scales along axis {axis}", expected)
    if shape[axis] not in (None, count):
        expected = f"{shape[axis]}, a scale for each channel"
        raise Malformed(f"{name} has {counted(count, 'scale')} along axis {axis}", expected)


def _check_blocks(name: str, blocks: Blocks, shape: Shape) -> None:
    sizes, counts = dict(blocks.sizes), blocks.grid
    if len(shape) != len(counts):
        raise Malformed(f"{name} has scales of {counted(len(counts), 'axis')}", f"{len(shape)}")
    for axis, (size, count) in enumerate(zip(shape, counts, strict=True)):
        if axis in sizes and size not in (None, count * sizes[axis]):
            found = f"{name} has {counted(count, 'block')} of {sizes[axis]} along axis {axis}"
            raise Malformed(found, f"blocks that make up its {size} elements")


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'s' * (number != 1)}"


def shown(shape: Sequence[Size]) -> str:
    """A shape as messages have it: `[1, ?, 3]`."""
    return f"[{', '.join('?' if size is None else str(size) for size in shape)}]"


def same_scale(a: Attribute, b: Attribute) -> bool:
    """The two element types stand for the same real numbers, as far as they say."""
    one, other = as_uniform(a), as_uniform(b)
    if one is None or other is None:
        return True
    return one.scales == other.scales and one.zero_points == other.zero_points


def may_be_same(a: Shape | None, b: Shape | None) -> bool:
    """No size that is known of both differs."""
    if a is None or b is None or a == b:
        return True
    return len(a) == len(b) and all(
        x is None or y is None or x == y for x, y in zip(a, b, strict=True)
    )
