"""Plans of memory that lose tensors are found, and how is said."""

from __future__ import annotations

import pytest

from qir.context import QirContext
from qir.frontends.mlir import parse_mlir
from qir.functions import functions
from qir.passes.memory.checker import plan_breaches

T = "tensor<16xf32>"
IN_PLACE = ", in_place = array<i32: 0>"


def call(name: str, operands: str, place: str, *, result: str = T, roles: str = "") -> str:
    properties = f'kernel = "{name}", parameters = {{}}, places = [#c.place<{place}>]{roles}'
    types = ", ".join(T for _ in operands.split(","))
    return f'  %{name} = "c.call"({operands}) <{{{properties}}}> : ({types}) -> {result}\n'


A = call("a", "%x", '"arena", 0 : i64')
Y = call("y", "%a", '"output", 0 : i64')


def branch(offset: int) -> str:
    """A branch makes `b` at an offset; then `a` is read, which lies at 0."""
    return f"""{A}
  %y = "c.if"(%x) <{{places = [#c.place<"output", 0 : i64>]}}> ({{
    {call("b", "%x", f'"arena", {offset} : i64')}
    "c.yield"(%b) : ({T}) -> ()
  }}, {{
    "c.yield"(%a) : ({T}) -> ()
  }}) : ({T}) -> {T}
{call("z", "%a", '"arena", 128 : i64')}"""


def loop(offset: int) -> str:
    """Each turn reads `a`, which lies at 0, and makes `b` at an offset."""
    return f"""{A}
  %y = "c.while"(%x) <{{places = [#c.place<"output", 0 : i64>]}}> ({{
  ^bb0(%c: {T}):
    "c.yield"(%c) : ({T}) -> ()
  }}, {{
  ^bb0(%d: {T}):
    {call("b", "%a, %d", f'"arena", {offset} : i64', roles=IN_PLACE)}
    "c.yield"(%b) : ({T}) -> ()
  }}) : ({T}) -> {T}
"""


EXCHANGE = f"""
  %y, %z = "c.while"(%x, %x) <{{places = [#c.place<"output", 0 : i64>, #c.place<"arena", 0 : i64>]}}> ({{
  ^bb0(%c: {T}, %d: {T}):
    "c.yield"(%c) : ({T}) -> ()
  }}, {{
  ^bb0(%a: {T}, %b: {T}):
    "c.yield"(%b, %a) : ({T}, {T}) -> ()
  }}) : ({T}, {T}) -> ({T}, {T})
"""  # noqa: E501  as qopt prints it


def breaches(body: str) -> list[str]:
    attributes = "c.arena_alignment = 64 : i64, c.state_bytes = 0 : i64, c.arena_bytes = 192 : i64"
    text = f"func.func @main(%x: {T}) -> {T} attributes {{{attributes}}} {{\n{body}"
    text += f"  func.return %y : {T}\n}}\n"
    return list(plan_breaches(next(functions(parse_mlir(text, QirContext())))))


@pytest.mark.parametrize(
    "body",
    [
        A + Y,
        A + call("y", "%a", '"output", 0 : i64', roles=IN_PLACE),
        call("a", "%x", '"output", 0 : i64') + call("y", "%a", '"output", 0 : i64', roles=IN_PLACE),
        branch(64),
        loop(64),
    ],
)
def test_plans_that_keep_what_is_read_have_no_breach(body: str) -> None:
    assert not breaches(body)


@pytest.mark.parametrize(
    "body, expected",
    [
        (call("a", "%x", '"arena", 192 : i64') + Y, "64 bytes at {} lie outside of 0-192"),
        (call("a", "%x", '"arena", 32 : i64') + Y, "{} is not aligned to 64 bytes"),
        (call("a", "%x", '"state", 0 : i64') + Y, "a tensor lies in {}"),
        (call("a", "%x", '"output", 1 : i64') + Y, "a tensor lies in {}, of 1"),
        (
            call("a", "%x", '"output", 0 : i64', result="tensor<32xf32>")
            + call("y", "%x", '"output", 0 : i64'),
            "128 bytes lie in {}, of 64",
        ),
        (
            call("a", "%x", '"output", 0 : i64', result="tensor<4xi64>")
            + call("y", "%x", '"output", 0 : i64'),
            "elements of 8 bytes lie in {}, of 4",
        ),
        (A + call("y", "%a", '"arena", 64 : i64'), "operand 0 does not lie in output 0"),
        (A + call("b", "%x", '"arena", 0 : i64') + Y, "operand 0 is overwritten before it is read"),
        (
            call("a", "%x", '"output", 0 : i64') + call("y", "%a", '"output", 0 : i64'),
            "result 0 overlaps operand 0",
        ),
        (
            A + Y.replace("places", "states = array<i32: 0>, places"),
            "writes to operand 0, which is no state",
        ),
        (
            A + Y.replace("places", "tied = array<i32: 0>, places"),
            "result 0 does not lie where operand 0 does",
        ),
        (branch(0), "operand 0 is overwritten before it is read"),
        (loop(0), "operand 0 is overwritten before it is read"),
        (EXCHANGE, "operand 1 is overwritten before it is read"),
    ],
)
def test_plans_that_lose_tensors_are_found(body: str, expected: str) -> None:
    found = breaches(body)
    place = found[0].partition("#c.place<")[2].partition(">")[0] if found else ""
    assert any(line.endswith(": " + expected.format(f"#c.place<{place}>")) for line in found), found
