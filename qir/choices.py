"""How the weights of single ops are to be stored, where that is not as for all.

A choice is the discardable attribute `qir.choice = {scheme = "int4", reason = "..."}` of an op with
weights. Passes and users make it; `quantize-weights` obeys it and takes it away.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.dialects.builtin import DictionaryAttr
from xdsl.ir import Operation

from qir.attributes import entries, string, text
from qir.diagnostics import QirError
from qir.faults import place
from qir.schemes import FLOAT, Scheme

CHOICE = "qir.choice"


@dataclass(frozen=True, slots=True)
class Choice:
    """How an op's weights are to be stored.

    `scheme`: "float", or as `qir.schemes` spells it. `reason`: for the report.
    Raises QirError where there is no such scheme.
    """

    scheme: str
    reason: str

    def __post_init__(self) -> None:
        parse_scheme(self.scheme)

    @property
    def is_float(self) -> bool:
        return self.scheme == FLOAT


def parse_scheme(text: str) -> Scheme | None:
    """The scheme of a spelling; None for "float". Raises QirError that says what is wrong."""
    if text == FLOAT:
        return None
    return Scheme.parse(text, others=(FLOAT,))


def choice_of(op: Operation) -> Choice | None:
    """The choice for an op, if there is one; raises QirError where it is malformed."""
    attribute = op.attributes.get(CHOICE)
    if attribute is None:
        return None
    said = entries(attribute)
    scheme, reason = text(said.get("scheme")), text(said.get("reason"))
    if scheme is None or reason is None or len(said) > 2:
        expected = 'expected {scheme = "...", reason = "..."}'
        raise QirError(f"{place(op)}: {CHOICE} is {attribute}; {expected}")
    try:
        return Choice(scheme, reason)
    except QirError as error:
        raise QirError(f"{place(op)}: {CHOICE}: {error}") from error


def choose(op: Operation, choice: Choice) -> None:
    """Say how the weights of an op are to be stored, over what was said before."""
    op.attributes[CHOICE] = DictionaryAttr(
        {"scheme": string(choice.scheme), "reason": string(choice.reason)}
    )
