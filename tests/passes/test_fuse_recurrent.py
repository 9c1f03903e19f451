"""`fuse-recurrent`: every spelling of an LSTM is found, and the op computes the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_models import RESOLVERS, Array, litert, ops_of, run_all, transformed
from spelled_lstms import Spelling, plain, sequence_shape, spelled, spellings
from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.passes import ModulePass, PassPipeline

from qir.backends.tflite.writer import tflite_bytes
from qir.context import QirContext
from qir.contracts import Change
from qir.diagnostics import QirError
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.recurrent import UnidirectionalSequenceLSTMOp
from qir.driver.verification import PassVerifier
from qir.functions import functions
from qir.interp import Machine
from qir.interp.comparison import returned
from qir.interp.equivalence import Snapshot, check_equivalence
from qir.notes import name_of
from qir.passes.canonicalize import Canonicalize
from qir.passes.fuse_recurrent import FuseRecurrent

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
    machine.reset_states(layer.operands[18].owner for layer in layers(module))  # type: ignore
    assert machine.remembers
