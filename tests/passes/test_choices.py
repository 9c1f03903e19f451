"""`quantize-weights` obeys the choices of single ops, alone and where ops share a weight."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import Array, Graph, ops_of, transformed
from weighted_ops import (
    SCHEMES,
    SEEDS,
    WeightedOp,
    integers_of,
    only_constant,
    only_weights,
    scales_of,
)
from xdsl.dialects.builtin import DictionaryAttr, ModuleOp, StringAttr, f16
from xdsl.ir import SSAValue

from qir.choices import CHOICE, Choice, choice_of, choose
from qir.context import QirContext
from qir.contracts import Change, change_of
from qir.diagnostics import Form, QirError, Remark
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, QConstOp, constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.driver.verification import PassVerifier
from qir.interp import Machine
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights
from qir.schemes import BITS, BLOCK_SIZES, Granularity, ScaleSearch, Scheme, joint_scheme

WISHES = st.one_of(st.none(), st.sampled_from((*SCHEMES, "int4-block32", "float")))
ROWS, DEPTH = 6, 64
DENSE = WeightedOp("FULLY_CONNECTED", (3, DEPTH), (ROWS, DEPTH), (3, ROWS), axis=0)


def layers(weights: Array, wishes: list[str | None], *, shared: bool = True) -> ModuleOp:
    """A layer for each wish, all of the same weights, or each of its own."""
    graph = Graph()
    x, w = graph.argument(DENSE.input), None
    results: list[SSAValue] = []
    for wish in wishes:
        own = w = w if w and shared else graph.constant(weights)
        results.append(graph.op("FULLY_CONNECTED", [x, own, graph.absent()], DENSE.output))
        if wish is not None:
            op = results[-1].owner
            assert isinstance(op, TflOp)
            choose(op, Choice(wish, f"wants {wish}"))
    return graph.module(*results)


def random() -> Array:
    return DENSE.random_weights(np.random.default_rng(0))


def quantized(
    module: ModuleOp, **options: Any
) -> tuple[ModuleOp, list[tuple[TflOp, Remark | None]]]:
    result, ctx = transformed(module, QuantizeWeights(**options))
    denses = [op for op in ops_of(result, TflOp) if op.OPERATOR.name == "FULLY_CONNECTED"]
    return result, [(op, ctx.remarks.get(op)) for op in denses]


@settings(max_examples=60)
@given(
    wishes=st.lists(WISHES, min_size=1, max_size=3),
    scheme=st.sampled_from(SCHEMES),
    seed=SEEDS,
)
def test_layers_that_share_a_weight(wishes: list[str | None], scheme: str, seed: int) -> None:
    """One constant, with the bits of the widest wish; each reads integers or floats, as it wants;
    and all compute what rounding allows."""
    rng = np.random.default_rng(seed)
    weights, x = DENSE.random_weights(rng), DENSE.random_input(rng)
    module = layers(weights, wishes)
    result, found = quantized(module, min_elements=0, scheme=scheme)
    assert not any(CHOICE in op.attributes for op in result.walk())
    if "float" in wishes:
        assert not ops_of(result, QConstOp)
        assert {remark.form for _, remark in found if remark} == {Form.FLOAT}
        return
    stored = only_weights(result)
    schemes = [Scheme.parse(wish or scheme) for wish in wishes]
    bits = max(each.bits for each in schemes)
    if isinstance(stored, QConstOp):
        assert int(stored.output.type.element_type.storage.width.data) == bits  # pyright: ignore
    else:
        assert bits == 16
    for (op, remark), each in zip(found, schemes, strict=True):
        assert remark
        reads_floats = isinstance(op.operands[1].owner, DequantizeOp)
        assert reads_floats == (each.is_widened or bits == 16)
        assert remark.form is (Form.DEQUANTIZED if reads_floats else Form.HYBRID)
        assert ("shared with" in remark.caveat) <= (len(set(schemes)) > 1)
        assert bool(remark.caveat) >= (each.bits < bits)

    legal, _ = transformed(module, QuantizeWeights(0, scheme=scheme), LegalizeHybrid())
    floats = Machine(DENSE.module(weights)).run([x])[0]
    for computed in Machine(legal).run([x]):
        assert np.all(np.abs(computed - floats) <= DENSE.bound(x, stored, None))


@settings(max_examples=40)
@given(wishes=st.lists(WISHES, min_size=1, max_size=3), scheme=st.sampled_from(SCHEMES))
def test_layers_of_their_own_get_what_they_want(wishes: list[str | None], scheme: str) -> None:
    """Each constant is what it would be, were its wish that of all."""
    _, found = quantized(layers(random(), wishes, shared=False), min_elements=0, scheme=scheme)
    for wish, (op, remark) in zip(wishes, found, strict=True):
        assert remark
        assert remark.choice == ("" if wish is None else f"wants {wish}")
        if wish == "float":
            assert remark == Remark(
                Form.FLOAT,
                "wants float",
                remark.bytes_before,
                remark.bytes_before,
                choice="wants float",
            )
            assert str(remark) == "wants float"
            continue
        alone, (other,) = quantized(layers(random(), [None]), min_elements=0, scheme=wish or scheme)
        assert other[1]
        assert (remark.form, remark.reason) == (other[1].form, other[1].reason)
        assert op.operands[1].type == other[0].operands[1].type
        assert len(ops_of(alone, DequantizeOp)) == isinstance(op.operands[1].owner, DequantizeOp)


def test_a_reader_of_floats_reads_what_is_widened_for_another() -> None:
    graph = Graph()
    x, w = graph.argument((ROWS, DEPTH)), graph.constant(random())
    hybrid = graph.op("FULLY_CONNECTED", [x, w, graph.absent()], (ROWS, ROWS))
    widened = graph.op("FULLY_CONNECTED", [x, w, graph.absent()], (ROWS, ROWS))
    assert isinstance(widened.owner, TflOp)
    choose(widened.owner, Choice("int8-weight-only", "a test"))
    module = graph.module(hybrid, widened, graph.op("ADD", [x, w], (ROWS, DEPTH)))
    result, _ = quantized(module, min_elements=0)
    (dequantize,) = ops_of(result, DequantizeOp)
    (constant,) = ops_of(result, QConstOp)
    assert not ops_of(result, ConstOp)
    first, second, add = [o for o in ops_of(result, TflOp) if not isinstance(o, DequantizeOp)]
    assert first.operands[1] is constant.output
    assert second.operands[1] is dequantize.output
    assert add.operands[1] is dequantize.output


@pytest.mark.parametrize("scheme", ["int8", "int4", "float16"])
def test_a_choice_needs_no_minimum_of_elements(scheme: str) -> None:
    module = layers(random(), [scheme])
    assert quantized(module, min_elements=10**6)[1][0][1].form is not Form.FLOAT  # pyright: ignore
    assert quantized(module)[1][0][1].reason.startswith(scheme)  # pyright: ignore


def test_a_choice_makes_no_weights_larger() -> None:
    graph = Graph()
    x, w = graph.argument((1, 2)), graph.constant(random()[:, :2].copy())
    y = graph.op("FULLY_CONNECTED", [x, w, graph.absent()], (1, ROWS))
    assert isinstance(y.owner, TflOp)
    choose(y.owner, Choice("int8", "a test"))
    (_, remark), *_ = quantized(graph.module(y))[1]
    assert str(remark) == "its weights would take 84 bytes for 48 of float32; a test"


def test_what_is_quantized_stays_whatever_was_chosen() -> None:
    once, _ = quantized(layers(random(), [None]), min_elements=0)
    (op,) = [op for op in ops_of(once, TflOp) if op.OPERATOR.name == "FULLY_CONNECTED"]
    choose(op, Choice("float", "a test"))
    again, ((same, remark), *_) = quantized(once)
    assert (remark and remark.form) is Form.UNCHANGED
    assert str(remark) == "already quantized; not float, as was chosen"
    assert choice_of(same) is None
    assert len(ops_of(again, QConstOp)) == 1


def test_searched_scales_of_a_choice() -> None:
    module = layers(random(), ["int8-asymmetric"])
    with pytest.raises(QirError, match=r"@main op 0 .*octav finds symmetric scales only"):
        quantized(module, scale_search="octav")
    quantized(layers(random(), ["int8-asymmetric-mse"]), scale_search="octav")
    found = quantized(layers(random(), ["int4", "float16"], shared=False), scale_search="mse")[0]
    assert len(ops_of(found, QConstOp)) == 1
    assert [op.output.type.element_type for op in ops_of(found, ConstOp)] == [f16]


def outlying() -> Array:
    """Weights of which some are far larger than others, so that min-max scales are not the best."""
    weights = random()
    weights[:, 0] = 8
    return weights


@pytest.mark.parametrize("scheme", ["int4", "int4-tensor", "int8", "int2-weight-only"])
def test_a_choice_searches_scales_as_the_option_does_for_all(scheme: str) -> None:
    spelling = str(replace(Scheme.parse(scheme), search=ScaleSearch.MSE))
    chosen, ((_, remark),) = quantized(layers(outlying(), [spelling]), min_elements=0)
    every, _ = quantized(layers(outlying(), [scheme]), min_elements=0, scale_search="mse")
    said, _ = quantized(layers(outlying(), [None]), min_elements=0, scheme=spelling)
    for other in (every, said):
        one, same = only_constant(other), only_constant(chosen)
        assert one.output.type == same.output.type
        np.testing.assert_array_equal(integers_of(one), integers_of(same))
    assert remark
    assert remark.reason.endswith(", by MSE")
    plain, _ = quantized(layers(outlying(), [scheme]), min_elements=0)
    assert only_constant(plain).output.type != only_constant(chosen).output.type


def test_searched_scales_of_one_op_are_those_of_all_who_share_its_weight() -> None:
    module = layers(outlying(), ["int4-mse", "int4", "int4-weight-only"])
    result, found = quantized(module, min_elements=0)
    alone, _ = quantized(layers(outlying(), ["int4-mse"]), min_elements=0)
    assert only_constant(result).output.type == only_constant(alone).output.type
    caveats = [remark.caveat for _, remark in found if remark]
    shared = "shared with tfl.fully_connected, which has int4-mse"
    assert caveats == ["", shared, shared]


def test_constants_found_in_two_ways_have_two_names() -> None:
    """So that what is written does not depend on which was made first."""
    module = layers(outlying(), [None])
    values = [
        constant_value(only_weights(quantized(module, min_elements=0, scheme=scheme)[0]))
        for scheme in ("int4", "int4-mse")
    ]
    assert len({value.blob.data.name for value in values if value}) == 2


@pytest.mark.parametrize(
    ("options", "choice", "change"),
    [
        ({}, None, Change.WEIGHTS),
        ({}, "int4", Change.WEIGHTS),
        ({}, "int4-mse", Change.FITTED_WEIGHTS),
        ({"scheme": "int4-mse"}, None, Change.FITTED_WEIGHTS),
        ({"scale_search": "mse"}, "float", Change.FITTED_WEIGHTS),
    ],
)
def test_what_may_change_is_what_ops_are_noted_with(
    options: dict[str, Any], choice: str | None, change: Change
) -> None:
    step, module = QuantizeWeights(0, **options), layers(outlying(), [choice])
    assert change_of(step, module) is change
    verifier = PassVerifier("model")
    verifier.check(None, module, step)
    step.apply(QirContext(), module)
    verifier.check(step, module, None)


@pytest.mark.parametrize(
    ("attribute", "problem"),
    [
        (StringAttr("int8"), r'expected \{scheme = "...", reason = "..."\}'),
        (DictionaryAttr({"scheme": StringAttr("int8")}), r"expected \{scheme"),
        (
            DictionaryAttr({"scheme": StringAttr("int5"), "reason": StringAttr("")}),
            r"qir.choice: no scheme 'int5'; expected int8, int4 or .* or float16; or float",
        ),
    ],
)
def test_malformed_choices(attribute: Any, problem: str) -> None:
    module = layers(random(), [None])
    (op,) = ops_of(module, TflOp)
    op.attributes[CHOICE] = attribute
    with pytest.raises(QirError, match=f"^@main op 0 tfl.fully_connected: .*{problem}"):
        quantized(module)


@pytest.mark.parametrize(
    ("schemes", "joint"),
    [
        (["int8", "int8-weight-only"], "int8"),
        (["int4", "int8-weight-only"], "int8"),
        (["int8-tensor", "int8"], "int8"),
        (["int8-asymmetric", "int8"], "int8"),
        (["int8-asymmetric", "int4-weight-only"], "int8-weight-only"),
        (["int4-block64", "int4-block32", "int4"], "int4-block32"),
        (["int4-block64", "int4-weight-only"], "int4"),
        (["int4-block64", "int8"], "int8"),
        (["float16", "int8"], "float16"),
        (["int8-mse", "int8"], "int8-mse"),
        (["int8-mse", "int8-weight-only"], "int8-mse"),
        (["int8", "int4-mse"], "int8"),
        (["int8-asymmetric-mse", "int8-weight-only"], "int8-mse-weight-only"),
        (["float16", "int8-mse"], "float16"),
    ],
)
def test_joint_schemes(schemes: list[str], joint: str) -> None:
    found = joint_scheme([Scheme.parse(each) for each in schemes])
    assert found == joint_scheme([Scheme.parse(each) for each in reversed(schemes)])
    assert str(found) == joint


@given(
    storage=st.sampled_from([*BITS]),
    granularity=st.sampled_from(Granularity),
    block=st.sampled_from(BLOCK_SIZES),
    symmetric=st.booleans(),
    weight_only=st.booleans(),
    search=st.sampled_from([None, ScaleSearch.MSE]),
)
def test_schemes_are_read_as_they_are_spelled(
    storage: str,
    granularity: Granularity,
    block: int,
    symmetric: bool,
    weight_only: bool,
    search: ScaleSearch | None,
) -> None:
    """Or refused, where no such weights can be."""
    size = block if granularity is Granularity.BLOCK else 0
    scheme = Scheme(storage, granularity, size, symmetric, weight_only, search)
    is_fit = scheme == Scheme("float16") if scheme.is_float else True
    if size:
        is_fit = storage == "int4" and symmetric and not weight_only
    if is_fit:
        assert Scheme.parse(str(scheme)) == scheme
    else:
        with pytest.raises(QirError, match=f"^scheme {str(scheme)!r}: "):
            Scheme.parse(str(scheme))


SPELLINGS = (*SCHEMES, "int4-block32", "int4-block256", "int8-mse", "int4-block64-mse")


@given(st.lists(st.sampled_from(SPELLINGS), min_size=1))
def test_joint_schemes_are_schemes(spellings: list[str]) -> None:
    schemes = [Scheme.parse(each) for each in spellings]
    joint = joint_scheme(schemes)
    assert Scheme.parse(str(joint)) == joint
    assert joint.bits == max(each.bits for each in schemes)
    assert joint.is_float or joint.is_widened == all(each.is_widened for each in schemes)


def test_scales_of_a_table_that_is_moved_and_multiplied_with() -> None:
    """The GATHER moves integers whatever the layer wants."""
    graph = Graph()
    i, table = graph.argument((3,), "int32"), graph.constant(random())
    rows = graph.op("GATHER", [table, i], (3, DEPTH), axis=0)
    y = graph.op("FULLY_CONNECTED", [rows, table, graph.absent()], (3, ROWS))
    assert isinstance(y.owner, TflOp)
    choose(y.owner, Choice("int8-weight-only", "a test"))
    result, _ = quantized(graph.module(y), min_elements=0)
    (constant,) = ops_of(result, QConstOp)
    assert scales_of(constant).size == 1
    assert [op.OPERATOR.name for op in ops_of(result, TflOp)] == [
        "DEQUANTIZE",
        "GATHER",
        "DEQUANTIZE",
        "FULLY_CONNECTED",
    ]
