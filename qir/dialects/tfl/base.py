"""What all `tfl` ops share: a builtin operator of the format, verified from what its class says."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, Self, TypeVar

from xdsl.dialects.builtin import LocationAttr, NoneType
from xdsl.ir import Attribute, Block, Region, SSAValue
from xdsl.irdl import (
    IRDLOperation,
    OptPropertyDef,
    PropertyDef,
    irdl_op_definition,
    opt_prop_def,
    traits_def,
)
from xdsl.traits import Pure
from xdsl.utils.exceptions import VerifyException

from qir.attributes import element_type
from qir.dialects.quant import UniformType
from qir.dialects.records import RecordError
from qir.dialects.tfl.options import (
    PREFIX,
    from_option,
    option,
    option_attribute,
    option_fields,
    value_fields,
)
from qir.dialects.tfl.tensors import (
    ANY,
    Fields,
    Malformed,
    Named,
    Shape,
    Sizes,
    counted,
    may_be_same,
    operands,
    results,
    same_scale,
    shape_of,
    shape_of_type,
    shown,
    stored_element,
)
from qir.tflite_format import schema

IMPURE = {
    "ASSIGN_VARIABLE",
    "BIDIRECTIONAL_SEQUENCE_LSTM",
    "BIDIRECTIONAL_SEQUENCE_RNN",
    "CALL",
    "CALL_ONCE",
    "CUSTOM",
    "DELEGATE",
    "HASHTABLE",
    "HASHTABLE_FIND",
    "HASHTABLE_IMPORT",
    "HASHTABLE_LOOKUP",
    "HASHTABLE_SIZE",
    "IF",
    "LSTM",
    "MULTINOMIAL",
    "RANDOM_STANDARD_NORMAL",
    "RANDOM_UNIFORM",
    "READ_VARIABLE",
    "RNN",
    "STABLEHLO_CASE",
    "STABLEHLO_COMPOSITE",
    "STABLEHLO_CUSTOM_CALL",
    "STABLEHLO_RNG_BIT_GENERATOR",
    "STABLEHLO_WHILE",
    "SVDF",
    "UNIDIRECTIONAL_SEQUENCE_LSTM",
    "UNIDIRECTIONAL_SEQUENCE_RNN",
    "VAR_HANDLE",
    "WHILE",
}
"""Operators with state, effects, randomness, or a call that may have them."""


class TflOp(IRDLOperation):
    """A builtin operator.

    A class says what it takes and gives in its fields (`tensors.py`), and more in what it
    overrides: `check`, and for what its fields leave open `infer_sizes` or `infer_shapes`.
    """

    OPERATOR: ClassVar[schema.Operator]
    OPERANDS: ClassVar[Fields]
    RESULTS: ClassVar[Fields]
    AT_LEAST_ONE: ClassVar[tuple[str, ...]] = ()
    """Options that count or step, and so are 1 or more."""
    OUTPUT_SCALE: ClassVar[Mapping[Attribute, tuple[tuple[float, int], ...]]] = {}
    """The scales and zero points a quantized result may have, by stored integer type."""

    def __init_subclass__(cls) -> None:
        # Lets a class set the constants above without writing their types again, as xDSL asks.
        super().__init_subclass__()
        for name in list(vars(cls)):
            if name.isupper():
                cls.__annotations__.setdefault(name, "ClassVar")

    @classmethod
    def create(
        cls,
        *,
        operands: Sequence[SSAValue] = (),
        result_types: Sequence[Attribute] = (),
        properties: Mapping[str, Attribute] = {},
        attributes: Mapping[str, Attribute] = {},
        successors: Sequence[Block] = (),
        regions: Sequence[Region] = (),
        location: LocationAttr | None = None,
    ) -> Self:
        """As for any op; regions that are left out are made, and empty."""
        return super().create(
            operands=operands,
            result_types=result_types,
            properties=properties,
            attributes=attributes,
            successors=successors,
            regions=regions or [Region() for _ in cls.get_irdl_definition().regions],
            location=location,
        )

    def __post_init__(self) -> None:
        """xDSL would look for properties and attributes to fill in; none of ours has a default."""

    def complete(self) -> None:
        """Set the properties that MLIR's op has beside the options, from operands and results."""

    def verify_(self) -> None:
        definition = self.get_irdl_definition()
        regions = len(definition.regions)
        if len(self.regions) != regions or self.successors:
            found = f"it has {counted(len(self.regions), 'region')}"
            raise Malformed(found + (" and successors" if self.successors else ""), str(regions))
        self._verify_options(definition.properties)
        self._result_specs()  # as many as there must be, so that `check` may name them
        sizes = self._verify_operands()
        self.check(sizes)
        self._verify_results(sizes)
        for trait in definition.traits:
            trait.verify(self)

    def check(self, sizes: Sizes) -> None:
        """Raise Malformed where operands and options do not fit each other.

        `sizes` are those of the operands, each of which fits its own field.
        """

    def infer_sizes(self, sizes: Sizes) -> None:
        """Add the sizes of results that no operand has, where they are known."""

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        """The shape of each result, from `sizes` and the operands; None where it is not known."""
        self.infer_sizes(sizes)
        return [named.spec.shape(sizes) for named in self._result_specs()]

    def inferred_shapes(self) -> Sequence[Shape | None]:
        """The shape of each result as the operands and options make it, whatever its type says.

        Raises Malformed where the operands do not fit.
        """
        return self.infer_shapes(self._verify_operands())

    def operand(self, name: str) -> SSAValue | None:
        """The operand of a field; None where it is absent or left out."""
        operands = self.operands
        index = self.OPERANDS.index(name, len(operands))
        if index is None:
            return None
        value = operands[index]
        return None if type(value.type) is NoneType else value

    def _label(self, field: str) -> str:
        return next(named.label for named in self._operand_specs() if named.field == field)

    def _operand_specs(self) -> Sequence[Named]:
        return self.OPERANDS.of(len(self.operands))

    def _result_specs(self) -> Sequence[Named]:
        return self.RESULTS.of(len(self.results))

    def _verify_options(self, definitions: Mapping[str, PropertyDef]) -> None:
        operator, properties = self.OPERATOR, self.properties
        for name in properties:
            if name not in definitions:
                raise VerifyException(f"{operator.name} has no option {name!r}")
        for name, definition in definitions.items():
            if name not in properties and not isinstance(definition, OptPropertyDef):
                raise VerifyException(f"property {name!r} is missing")
        try:
            for name, field in value_fields(operator).items():
                if (attribute := option_attribute(self, name)) is not None:
                    from_option(operator, field, attribute)
        except RecordError as error:
            raise VerifyException(str(error)) from error
        for name in self.AT_LEAST_ONE:
            if (value := option(self, name)) < 1:
                found = value if name in self.properties else "missing"
                raise Malformed(f"{name} is {found}", "at least 1")

    def _verify_operands(self) -> Sizes:
        sizes: Sizes = {}
        operands = tuple(self.operands)
        for (_, name, spec), operand in zip(self.OPERANDS.of(len(operands)), operands, strict=True):
            type = operand.type
            spec.check(name, type)
            if spec.dims is not None:
                spec.bind(name, shape_of_type(type), sizes)
            if spec.like is not None:
                self._verify_likeness(name, spec.like, spec.same_scale, operand)
        return sizes

    def _verify_results(self, sizes: Sizes) -> None:
        shapes = self.infer_shapes(sizes)
        for (_, name, spec), value, expected in zip(
            self._result_specs(), self.results, shapes, strict=True
        ):
            spec.check(name, value.type)
            if spec.like is not None:
                self._verify_likeness(name, spec.like, spec.same_scale, value)
            if self.OUTPUT_SCALE:
                self._verify_output_scale(name, value)
            shape = shape_of(value)
            if not may_be_same(shape, expected):
                raise Malformed(f"{name} has shape {shown(shape or ())}", shown(expected or ()))
            spec.bind(name, shape, sizes)

    def _verify_likeness(
        self, name: str, like: str, must_scale_alike: bool, value: SSAValue
    ) -> None:
        other = self.operand(like)
        element = element_type(value.type)
        if other is None or other is value or element is None:
            return
        model = element_type(other.type)
        assert model is not None
        if element is model:
            return
        if stored_element(element) != stored_element(model):
            raise Malformed(
                f"{name} holds {stored_element(element)}",
                f"{stored_element(model)} as {self._label(like)} does",
            )
        if must_scale_alike and not same_scale(element, model):
            expected = f"{model} as {self._label(like)} is"
            raise Malformed(f"{name} is quantized as {element}", expected)

    def _verify_output_scale(self, name: str, value: SSAValue) -> None:
        element = element_type(value)
        if not isinstance(element, UniformType) or element.storage not in self.OUTPUT_SCALE:
            return
        allowed = self.OUTPUT_SCALE[element.storage]
        scale, zero_point = element.scales.array()[0], int(element.zero_points.array()[0])
        if not any(
            math.isclose(scale, known, rel_tol=1e-3) and zero_point == also
            for known, also in allowed
        ):
            expected = " or ".join(f"{known:g} with {also}" for known, also in allowed)
            raise Malformed(f"{name} has scale {scale:g} with zero point {zero_point}", expected)


class SameShapeOp(TflOp):
    """All results have the shape of the first operand."""

    def infer_shapes(self, sizes: Sizes) -> Sequence[Shape | None]:
        return [shape_of(self.operands[0])] * len(self.results)


TflOpT = TypeVar("TflOpT", bound=TflOp)


def tfl_op(builtin: str, *, fields: Mapping[str, Any] | None = None):
    """Make a class the op of a builtin operator: its name, options as properties, and effects.

    `fields`: more operands, where writing each of them out would hide what they are.
    """

    def define(cls: type[TflOpT]) -> type[TflOpT]:
        operator = schema.operator_by_name(builtin)
        cls.name = vars(cls).get("name", op_name(builtin))
        for name, field in (fields or {}).items():
            setattr(cls, name, field)
        for name in option_fields(operator):
            if not name.startswith(PREFIX):
                # An option called `name` must not take the place of the op's own name.
                field = f"{name}_" if hasattr(cls, name) else name
                setattr(cls, field, opt_prop_def(prop_name=name))
        if builtin not in IMPURE:
            cls.traits = traits_def(Pure(), *getattr(cls, "traits", ()))
        verify = cls.verify_
        defined = irdl_op_definition(cls)
        # Ours checks what xDSL's does, with the names of operands in its messages.
        defined.verify_ = verify
        defined.OPERATOR = operator
        definition = defined.get_irdl_definition()
        defined.OPERANDS = Fields("operand", definition.operands)
        defined.RESULTS = Fields("result", definition.results)
        return defined

    return define


@cache
def op_name(builtin: str) -> str:
    """The name of the op of a builtin operator, as LiteRT's converter has it."""
    return "tf.If" if builtin == "IF" else f"tfl.{builtin.lower()}"


def derive_op_class(builtin: str) -> type[TflOp]:
    """The class of an operator nobody wrote one for: any operands, any results."""
    body = {
        "__doc__": f"{builtin}, as the schema has it.",
        "__module__": __name__,
        "inputs": operands(None, ANY, may_be_absent=True),
        "outputs": results(None, ANY),
    }
    return tfl_op(builtin)(type(builtin, (TflOp,), body))
