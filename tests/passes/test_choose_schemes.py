"""`choose-schemes`: which ops patterns pick, also after other passes, and what is refused."""

from __future__ import annotations

from fnmatch import fnmatchcase

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_models import Array, Graph, ops_of, transformed
from xdsl.dialects.builtin import ModuleOp, StringAttr
from xdsl.ir import SSAValue

from qir.choices import choice_of
from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp
from qir.driver.report import number_ops
from qir.notes import name_of, note
from qir.passes.canonicalize import Canonicalize
from qir.passes.choose_schemes import ChooseSchemes
from qir.passes.quantize_weights import QuantizeWeights


def named(value: SSAValue, name: str) -> SSAValue:
    note(value, {"name": StringAttr(name)})
    return value


def random(*shape: int) -> Array:
    return np.random.default_rng(0).standard_normal(shape).astype(np.float32)


def model(*names: str) -> ModuleOp:
    """Layers of 8 x 8, 8 x 16, 16 x 24 ... weights, a RELU after each that is fused."""
    graph = Graph()
    x, size = graph.argument((1, 8)), 8
    for number, name in enumerate(names, 1):
        w = named(graph.constant(random(8 * number, size)), f"{name}/kernel")
        size = 8 * number
        y = graph.op("FULLY_CONNECTED", [x, w, graph.absent()], (1, size))
        x = named(graph.op("RELU", [named(y, f"{name}/MatMul")], (1, size)), f"{name}/Relu")
    return graph.module(named(graph.op("TANH", [x], (1, size)), "y"))


def chosen(module: ModuleOp, *rules: str, plain: bool = True) -> dict[str, str]:
    """The scheme of each layer that has one, by the name of its weights."""
    result, ctx = transformed(module)
    ctx.remarks.numbers = number_ops(result)
    for each in ([Canonicalize()] if plain else []) + [ChooseSchemes(rules)]:
        each.apply(ctx, result)
        result.verify()
    found: dict[str, str] = {}
    for op in ops_of(result, TflOp):
        if choice := choice_of(op):
            assert choice.reason in [f"rule {rule!r}" for rule in rules]
            weights = name_of(op.operands[1])
            assert weights
            found[weights.partition("/")[0]] = choice.scheme
    return found


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize(
    ("rule", "layers"),
    [
        ("FULLY_CONNECTED=int4", "abc"),
        ("op:FULLY_CONNECTED=int4", "abc"),
        ("op:*CONNECTED=int4", "abc"),
        ("b/kernel=int4", "b"),
        ("*/MatMul=int4", "abc"),
        ("tensor:[ac]/*=int4", "ac"),
        ("0=int4", "a"),
        ("2=int4", "b"),
        ("main#4=int4", "c"),
        ("index:main#4=int4", "c"),
        ("<128=int4", "a"),
        ("<=128=int4", "ab"),
        ("elements:>128=int4", "c"),
        (">=128=int4", "bc"),
        ("FULLY_CONNECTED & >=128 & <384=int4", "b"),
    ],
)
def test_what_a_pattern_picks(rule: str, layers: str, plain: bool) -> None:
    """The same before and after the ops around it were fused."""
    assert chosen(model("a", "b", "c"), rule, plain=plain) == dict.fromkeys(layers, "int4")


def test_later_rules_win() -> None:
    rules = "FULLY_CONNECTED=int4", "b*=float", "0=int8"
    assert chosen(model("a", "b", "c"), *rules) == {"a": "int8", "b": "float", "c": "int4"}


def test_names_of_what_is_there_and_of_what_was() -> None:
    """The RELU went into the layer, which has its name now."""
    assert chosen(model("a", "b"), "a/MatMul=float", "b/Relu=int4") == {"a": "float", "b": "int4"}


def test_parts_of_the_name_of_a_fused_op() -> None:
    assert chosen(model("x;a", "b"), "x=int4", "*/MatMul=float") == {"x;a": "float", "b": "float"}


def test_a_name_with_brackets_is_no_glob() -> None:
    assert chosen(model("a[0]", "a0"), "a[0]/kernel=int4") == {"a[0]": "int4"}


def test_a_product_is_picked_as_what_it_was_and_what_it_is() -> None:
    graph = Graph()
    w = named(graph.constant(random(8, 8)), "w/kernel")
    module = graph.module(graph.op("BATCH_MATMUL", [graph.argument((2, 8)), w], (2, 8)))
    for kind in ("BATCH_MATMUL", "FULLY_CONNECTED"):
        assert chosen(module, f"{kind}=int4") == {"w": "int4"}


def test_the_index_is_that_of_the_model_as_it_was_read() -> None:
    """An op in front goes; what a compilation counted before counts."""
    graph = Graph()
    x = graph.op("RELU", [graph.op("RELU", [graph.argument((1, 8))], (1, 8))], (1, 8))
    w = named(graph.constant(random(8, 8)), "w/kernel")
    y = graph.op("FULLY_CONNECTED", [x, w, graph.absent()], (1, 8))
    module = graph.module(graph.op("TANH", [y], (1, 8)))
    result, ctx = transformed(module)
    ctx.remarks.numbers = number_ops(result)
    for each in (Canonicalize(), ChooseSchemes(("2=int4",)), QuantizeWeights()):
        each.apply(ctx, result)
    (remark,) = [remark for _, remark in ctx.remarks]
    assert str(remark) == "int4, one scale per channel; rule '2=int4'"


def test_one_index_in_two_functions() -> None:
    graphs = [Graph("main"), Graph("body")]
    functions = [
        graph.function(
            graph.op(
                "FULLY_CONNECTED",
                [graph.argument((1, 8)), named(graph.constant(random(8, 8)), "w/"), graph.absent()],
                (1, 8),
            )
        )
        for graph in graphs
    ]
    module = ModuleOp(functions)
    with pytest.raises(QirError, match=r"several functions have such an op; expected main#0 or "):
        chosen(module, "0=int4")
    result, _ = transformed(module, ChooseSchemes(("body#0=int4",)))
    assert [choice_of(op) is not None for op in ops_of(result, TflOp)] == [False, True]


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("a", "expected PATTERN=SCHEME"),
        ("a=int5", "no scheme 'int5'; expected "),
        ("=int4", "is empty"),
        ("FULLY_CONNECTED & =int4", "is empty"),
        ("elements:big=int4", "'big' is no size; expected as <2048 or >=1000000"),
        ("<1e6=int4", "'<1e6' is no size"),
        ("index:first=int4", "'first' is no index; expected NUMBER or FUNCTION#NUMBER"),
        ("CONV_2D=int4", "no op with weights is one; the model has FULLY_CONNECTED"),
        ("FULY_CONNECTED=int4", "has such a name; close are FULLY_CONNECTED"),
        ("first/kernle=int4", "has such a name; close are 'first/kernel'"),
        ("tensor:zzz=int4", "has such a name; they have names like 'first/Relu', "),
        ("7=int4", "no op with weights has that index; close are main#0, main#2"),
        ("body#0=int4", "no op with weights has that index; close are main#0, main#2"),
        (">500=int4", "no weights are of that size; they have 64 to 128 elements"),
        ("first/kernel & >100=int4", "no op with weights is all of that"),
    ],
)
def test_rules_that_pick_nothing(rule: str, problem: str) -> None:
    with pytest.raises(QirError) as caught:
        chosen(model("first", "second"), rule)
    assert str(caught.value).startswith(f"rule {rule!r}: ")
    assert problem in str(caught.value)


def test_a_model_without_weights() -> None:
    graph = Graph()
    module = graph.module(graph.op("TANH", [graph.argument((1, 8))], (1, 8)))
    with pytest.raises(QirError, match="the model has no op with weights"):
        chosen(module, "*=int4")


LETTERS = st.text("ab[]*?/", min_size=1, max_size=6)


@given(
    names=st.lists(LETTERS, min_size=1, max_size=3, unique=True),
    patterns=st.lists(LETTERS, min_size=1, max_size=3),
)
def test_the_last_rule_that_picks_an_op_counts(names: list[str], patterns: list[str]) -> None:
    """As a reader of the rules would work it out."""
    module = model(*names)
    rules = [f"tensor:{pattern}=int{2 ** (1 + i)}" for i, pattern in enumerate(patterns)]
    expected: dict[int, str] = {}
    are_all_used = True
    for rule in rules:
        pattern, _, scheme = rule.removeprefix("tensor:").rpartition("=")
        picked = [
            number
            for number, name in enumerate(names)
            if any(fnmatchcase(f"{name}/{part}", pattern) for part in ("kernel", "MatMul"))
        ]
        expected |= dict.fromkeys(picked, scheme)
        are_all_used &= bool(picked)
    if not are_all_used:
        with pytest.raises(QirError, match="no op with weights has such a name"):
            transformed(module, ChooseSchemes(tuple(rules)))
        return
    result, _ = transformed(module, ChooseSchemes(tuple(rules)))
    layers = [op for op in ops_of(result, TflOp) if op.OPERATOR.name == "FULLY_CONNECTED"]
    found = {n: choice.scheme for n, op in enumerate(layers) if (choice := choice_of(op))}
    assert found == expected
