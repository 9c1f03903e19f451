"""The xDSL context of one compilation: dialects, loaded when used, and what passes remark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from xdsl.context import Context
from xdsl.dialects.builtin import Builtin
from xdsl.ir import Attribute, Dialect, Operation, TypeAttribute

from qir.diagnostics import Remarks
from qir.resources import Resources

Factory = Callable[[], Dialect]
Others = Callable[[], Mapping[str, Factory]]
Metric = Callable[[Sequence[Sequence[Any]]], float]
"""From the outputs of a model, an array for each in each sample, to a number: more is better."""


class QirContext(Context):
    """Knows QIR's dialects and func; what `tfl` holds is made one by one, when first named.

    `others`: more dialects, which are asked for when a name is of none that is known.
    """

    def __init__(self, others: Others = dict[str, Factory]) -> None:
        super().__init__()
        self._others: Others = others
        self.remarks = Remarks()
        self.metric: Metric | None = None
        """What a user makes of a model's outputs, for `protect-accuracy`."""
        self.spread: Callable[[Sequence[Any]], Any] | None = None
        """From groups of samples to what measures ops over them elsewhere, see
        `qir.passes.accuracy.forms.Spread`."""
        self.count: Callable[[str, int, int | None], None] | None = None
        """Is told what was done of a long step, how many of it, and of how many."""
        self.resources = Resources()
        self.load_dialect(Builtin)
        for name, factory in DIALECTS.items():
            self.register_dialect(name, factory)

    def get_optional_op(
        self, name: str, *, dialect_stack: Sequence[str] = ()
    ) -> type[Operation] | None:
        if name.startswith("tfl.") and name not in self._loaded_ops:
            from qir.dialects.tfl import find_op_class

            if op_class := find_op_class(name):
                self.load_op(op_class)
        self._find_dialect(name)
        return super().get_optional_op(name, dialect_stack=dialect_stack)

    def get_optional_attr(self, name: str) -> type[Attribute] | None:
        if name.startswith("tfl.") and name not in self._loaded_attrs:
            for attribute in _tfl().attributes:
                if attribute.name == name:
                    self.load_attr_or_type(attribute)
        self._find_dialect(name)
        return super().get_optional_attr(name)

    def get_optional_type(self, name: str) -> type[TypeAttribute] | None:
        self._find_dialect(name)
        return super().get_optional_type(name)

    def get_optional_dialect(self, name: str) -> Dialect | None:
        self._find_dialect(name)
        return super().get_optional_dialect(name)

    def _find_dialect(self, name: str) -> None:
        """Register the other dialects if the one that a name begins with is none of ours."""
        if name.partition(".")[0] in self._registered_dialects:
            return
        for dialect, factory in self._others().items():
            if dialect not in self._registered_dialects:
                self.register_dialect(dialect, factory)
        self._others = dict[str, Factory]

    def clone(self) -> QirContext:
        """A context with the same dialects and remarks."""
        copy = QirContext()
        copy.__dict__.update(super().clone().__dict__)
        copy.remarks, copy.resources = self.remarks, self.resources
        copy.metric, copy.spread, copy.count = self.metric, self.spread, self.count
        copy._others = self._others
        return copy


def _func() -> Dialect:
    from xdsl.dialects.func import Func

    return Func


def _tfl() -> Dialect:
    from qir.dialects.tfl import TFL

    return TFL


def _tf() -> Dialect:
    from qir.dialects.tfl.control import TF

    return TF


def _quant() -> Dialect:
    from qir.dialects.quant import QUANT

    return QUANT


def _quantfork() -> Dialect:
    from qir.dialects.quantfork import QUANTFORK

    return QUANTFORK


def _tf_type() -> Dialect:
    from qir.dialects.tf_type import TF_TYPE

    return TF_TYPE


def _c() -> Dialect:
    from qir.dialects.c import C

    return C


def _qir() -> Dialect:
    from qir.dialects.qir import QIR

    return QIR


DIALECTS: dict[str, Callable[[], Dialect]] = {
    "func": _func,
    "tfl": _tfl,
    "tf": _tf,
    "quant": _quant,
    "quantfork": _quantfork,
    "tf_type": _tf_type,
    "qir": _qir,
    "c": _c,
}
