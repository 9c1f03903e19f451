"""`fuse-recurrent`: every spelling of an LSTM is found, and the op computes the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from small_models import RESOLVERS, Array, litert, ops_of, run_all, transformed
from spelled_lstms import Spelling, plain, sequence_shape, spelled, spellings
from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp, StringAttr, f32
from xdsl.passes import ModulePass, PassPipeline
from xdsl.rewriter import Rewriter
from xdsl.utils.exceptions import VerifyException

from qir.attributes import element_type
from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.contracts import Change
from qir.diagnostics import QirError
from qir.dialects.tfl import op_class
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, constant_value
from qir.dialects.tfl.control import WhileOp
from qir.dialects.tfl.recurrent import UnidirectionalSequenceLSTMOp
from qir.dialects.tfl.tensors import shape_of
from qir.driver.verification import PassVerifier
from qir.frontends.tflite import read_tflite
from qir.functions import functions
from qir.interp import Machine
from qir.interp.comparison import returned
from qir.interp.equivalence import Snapshot, check_equivalence
from qir.notes import name_of
from qir.passes.canonicalize import Canonicalize
from qir.passes.fuse_recurrent import FuseRecurrent
from qir.weights import WeightAttr

TOLERANCE = 2e-5
"""Of sums of a few products, added up in another order over up to four steps."""


def fused(module: ModuleOp) -> ModuleOp:
    return transformed(module, FuseRecurrent())[0]


def layers(module: ModuleOp) -> list[UnidirectionalSequenceLSTMOp]:
    return ops_of(module, UnidirectionalSequenceLSTMOp)


def drawn(spelling: Spelling, seed: int) -> Array:
    shape = sequence_shape(spelling)
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def assert_close(expected: Sequence[Array], found: Sequence[Array]) -> None:
    for old, new in zip(expected, found, strict=True):
        largest = max(1.0, float(np.abs(old).max()))
        np.testing.assert_allclose(new, old, rtol=0, atol=TOLERANCE * largest)


@settings(max_examples=150)
@given(spelling=spellings(), seed=st.integers(0, 1000))
def test_every_spelling_becomes_one_op_that_computes_the_same(
    spelling: Spelling, seed: int
) -> None:
    before = spelled(spelling, seed)
    after = fused(before)
    (layer,) = layers(after)
    live = transformed(after, Canonicalize())[0]  # what a speller wrote and nobody uses goes
    others = {op.name for op in ops_of(live, TflOp)} - {layer.name}
    assert others <= {"tfl.strided_slice", "tfl.unpack", "tfl.pack"}
    assert len(list(functions(after))) == 1
    inputs = [drawn(spelling, seed)]
    assert_close(Machine(before).run(inputs), Machine(after).run(inputs))


@pytest.mark.parametrize("target", RESOLVERS)
@settings(max_examples=25)
@given(spelling=spellings(), seed=st.integers(0, 1000))
def test_litert_computes_the_same(target: str, spelling: Spelling, seed: int) -> None:
    before = spelled(spelling, seed)
    inputs = [drawn(spelling, seed)]
    expected = run_all(before, inputs, RESOLVERS[target])
    assert_close(expected, run_all(fused(before), inputs, RESOLVERS[target]))


@settings(max_examples=50)
@given(spelling=spellings())
def test_results_keep_their_names_and_the_file_gets_no_larger(spelling: Spelling) -> None:
    before = spelled(spelling)
    after = fused(before)
    main = next(functions(before)), next(functions(after))
    expected, found = ([name_of(value) for value in returned(each)] for each in main)
    assert found == expected
    assert len(tflite_bytes(after)) < len(tflite_bytes(before))
    assert str(fused(after)) == str(after)


@pytest.mark.parametrize("is_loop", [False, True])
def test_litert_goes_on_from_the_last_run_unless_it_is_reset(is_loop: bool) -> None:
    """What the docs say of states: why no pipeline has this pass."""
    spelling = plain(is_loop=is_loop)
    before = spelled(spelling)
    inputs = [drawn(spelling, 0)]
    expected = run_all(before, inputs)[0]
    interpreter = litert.Interpreter(model_content=tflite_bytes(fused(before)))
    interpreter.allocate_tensors()
    (own,), (output,) = interpreter.get_input_details(), interpreter.get_output_details()
    found: list[Array] = []
    for is_reset in (False, False, True):
        if is_reset:
            interpreter.reset_all_variables()
        interpreter.set_tensor(own["index"], inputs[0])
        interpreter.invoke()
        found.append(interpreter.get_tensor(output["index"]))
    assert_close([expected, expected], [found[0], found[2]])
    assert np.abs(found[1] - expected).max() > 0.01


# --- what --verify-passes makes of it -----------------------------------------------------------


@dataclass(frozen=True)
class Claims(ModulePass):
    """The pass, as one that says nothing of states, or that spoils the op after it."""

    name = "claims"
    changes: Change
    spoil: Callable[[ModuleOp], None] = lambda module: None

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        FuseRecurrent().apply(ctx, op)
        self.spoil(op)


def verify(module: ModuleOp, step: ModulePass) -> None:
    PassPipeline((step,), PassVerifier("model").check).apply(QirContext(), module)


@pytest.mark.parametrize("is_loop", [False, True])
def test_the_pass_is_verified_from_states_of_zero(is_loop: bool) -> None:
    module = spelled(plain(is_loop=is_loop))
    before = Snapshot.of(module)
    FuseRecurrent().apply(QirContext(), module)
    check_equivalence(before, module, Change.STATES)


@pytest.mark.parametrize("change", [Change.ROUNDING, Change.WEIGHTS])
def test_a_pass_that_adds_states_without_saying_so_is_found(change: Change) -> None:
    with pytest.raises(QirError, match="pass claims changes what the module computes"):
        verify(spelled(plain()), Claims(change))


def swap_gates(module: ModuleOp) -> None:
    (layer,) = layers(module)
    operands = list(layer.operands)
    operands[1], operands[2] = operands[2], operands[1]
    layer.operands = operands


def test_a_wrong_layer_is_found() -> None:
    verify(spelled(plain()), Claims(Change.STATES))
    with pytest.raises(QirError, match="pass claims changes what the module computes"):
        verify(spelled(plain()), Claims(Change.STATES, swap_gates))


def test_states_that_were_there_before_go_on_while_verified() -> None:
    """Only those that the pass added are reset between the two runs."""
    module = fused(spelled(plain()))
    before = Snapshot.of(module)
    check_equivalence(before, module, Change.STATES)
    machine = Machine(module)
    inputs = [drawn(plain(), 0)]
    first, second = machine.run(inputs)[0], machine.run(inputs)[0]
    assert np.abs(first - second).max() > 0.01


# --- what is no LSTM ----------------------------------------------------------------------------


@settings(max_examples=300)
@given(spelling=spellings(), data=st.data())
def test_whatever_one_thing_is_changed_the_module_computes_the_same(
    spelling: Spelling, data: st.DataObject
) -> None:
    """With another operand, constant or op in an LSTM: it is left alone, or fused right."""
    before = spelled(spelling)

    def choose(things: Sequence[Any]) -> Any:
        return things[data.draw(st.integers(0, len(things) - 1))]

    choose(MUTATIONS)(before, choose)
    inputs = [drawn(spelling, 1)]
    try:
        before.verify()
        expected = Machine(before).run(inputs)
    except (QirError, VerifyException):
        reject()
    assert_close(expected, Machine(fused(before)).run(inputs))


Choose = Callable[[Sequence[Any]], Any]
"""Draws one of some things by its number: to show the things themselves takes hypothesis long."""


def rewire(module: ModuleOp, choose: Choose) -> None:
    """Another value of the same type in the place of an operand."""
    op = choose(ops_of(module, TflOp))
    number = choose(range(len(op.operands)))
    made = [each for each in op.parent.ops if each.is_before_in_block(op)]
    earlier = [*op.parent.args, *(result for each in made for result in each.results)]
    op.operands[number] = choose([v for v in earlier if v.type == op.operands[number].type])


def alter(module: ModuleOp, choose: Choose) -> None:
    """One more or less in an element of a constant."""
    op = choose(ops_of(module, ConstOp))
    weight = constant_value(op)
    assert weight is not None
    array = weight.array().copy()
    array.reshape(-1)[choose(range(array.size))] += choose([1, -1])
    op.properties["value"] = WeightAttr.of(weight.type, f"{weight.blob.data.name}_altered", array)


def exchange(module: ModuleOp, choose: Choose) -> None:
    """Another function of one operand in the place of one."""
    names = ["LOGISTIC", "TANH", "RELU", "RELU6", "ELU", "ABS"]
    op = choose([op for op in ops_of(module, TflOp) if op.OPERATOR.name in names])
    kind = op_class(choose(names))
    other = kind.create(operands=op.operands, result_types=[op.results[0].type])
    Rewriter.replace_op(op, other)


def activate(module: ModuleOp, choose: Choose) -> None:
    """A fused activation function in an op that has none."""
    names = ["tfl.add", "tfl.mul", "tfl.fully_connected"]
    ops = [op for op in ops_of(module, TflOp) if op.name in names]
    op = choose([op for op in ops if element_type(op.results[0]) == f32])
    op.properties["fused_activation_function"] = StringAttr("RELU")


MUTATIONS = [rewire, rewire, alter, exchange, activate]


def test_other_weights_in_one_step_are_left_alone() -> None:
    module = spelled(plain())
    last = [op for op in ops_of(module, ConstOp) if shape_of(op.output) == (12, 3)][-1]
    weight = constant_value(last)
    assert weight is not None
    last.properties["value"] = WeightAttr.of(weight.type, "other", weight.array() * 2)
    assert not layers(fused(module))


def test_inputs_in_another_order_are_packed() -> None:
    """As of a layer that goes backwards."""
    module = spelled(plain(products="joined"))
    (unpack,) = [op for op in ops_of(module, TflOp) if op.name == "tfl.unpack"]
    uses = [[*result.uses] for result in unpack.results]
    for own, result in zip(uses, reversed(unpack.results), strict=True):
        for use in own:
            use.operation.operands[use.index] = result
    after = fused(module)
    (layer,) = layers(after)
    owner = layer.operands[0].owner
    assert isinstance(owner, TflOp)
    assert owner.name == "tfl.pack"
    inputs = [drawn(plain(), 0)]
    assert_close(Machine(module).run(inputs), Machine(after).run(inputs))


# --- models made by TensorFlow ------------------------------------------------------------------


def keras_model(folder: Path, name: str, batch: int, layers: Callable[[Any], list[Any]]) -> Path:
    """A file of a Keras model with inputs [batch, 4, 3]."""
    keras = tensorflow().keras
    keras.utils.set_random_seed(0)
    model = keras.Sequential([keras.Input((4, 3), batch_size=batch), *layers(keras.layers)])
    for weights in model.trainable_variables:
        weights.assign(np.random.default_rng(1).standard_normal(weights.shape))
    path = folder / f"{name}.tflite"
    path.write_bytes(tensorflow().lite.TFLiteConverter.from_keras_model(model).convert())
    return path


def tensorflow() -> Any:
    return pytest.importorskip("tensorflow", reason="needs the extra 'tensorflow'")


KERAS: dict[str, tuple[int, Callable[[Any], list[Any]]]] = {
    "last": (1, lambda k: [k.LSTM(5)]),
    "sequence": (1, lambda k: [k.LSTM(5, return_sequences=True)]),
    "stacked": (2, lambda k: [k.LSTM(5, return_sequences=True), k.LSTM(2)]),
    "backwards": (1, lambda k: [k.LSTM(5, go_backwards=True)]),
    "both ways": (2, lambda k: [k.Bidirectional(k.LSTM(5, return_sequences=True))]),
    "without bias": (1, lambda k: [k.LSTM(5, use_bias=False), k.Dense(2)]),
    "unrolled last": (1, lambda k: [k.LSTM(5, unroll=True)]),
    "unrolled sequence": (1, lambda k: [k.LSTM(5, unroll=True, return_sequences=True)]),
    "unrolled stacked": (
        2,
        lambda k: [k.LSTM(5, unroll=True, return_sequences=True), k.LSTM(2, unroll=True)],
    ),
    "GRU": (0, lambda k: [k.GRU(5)]),
    "unrolled GRU": (0, lambda k: [k.GRU(5, unroll=True)]),
    "other activation": (0, lambda k: [k.LSTM(5, activation="elu")]),
    "other gates": (0, lambda k: [k.LSTM(5, recurrent_activation="hard_sigmoid", unroll=True)]),
}
"""By name, how many LSTMs are to be found, and layers."""


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("batch", [1, 2])
@pytest.mark.parametrize("name", KERAS)
def test_keras_models(name: str, batch: int, tmp_path: Path) -> None:
    count, make = KERAS[name]
    before = read_tflite(keras_model(tmp_path, "model", batch, make))
    after = fused(before)
    assert len(layers(after)) == count
    assert bool(ops_of(after, WhileOp)) == (bool(ops_of(before, WhileOp)) and not count)
    if not count:
        assert str(after) == str(before)
        return
    assert len(list(functions(after))) == 1
    inputs = [np.random.default_rng(2).standard_normal((batch, 4, 3)).astype(np.float32)]
    for resolver in RESOLVERS.values():
        assert_close(run_all(before, inputs, resolver), run_all(after, inputs, resolver))
    verify(before, FuseRecurrent())
