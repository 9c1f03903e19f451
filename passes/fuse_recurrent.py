"""The pass `fuse-recurrent`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.passes import ModulePass

from qir.contracts import Change
from qir.dialects.tfl.control import WhileOp
from qir.functions import called_functions, functions
from qir.passes.recurrence.layers import Writer
from qir.passes.recurrence.loops import fuse_loop
from qir.passes.recurrence.unrolled import fuse_unrolled
from qir.signatures import signatures_of


@dataclass(frozen=True)
class FuseRecurrent(ModulePass):
    """Make one op of each LSTM that is written as a loop or step by step; keeps state between runs.

        %i, %s, %h, %c = "tfl.while"(%zero, %zeros, %zeros, %zeros) ({ @cond }, { @body })
    whose body computes, from x the step %i of %x,
        c = sigmoid(Wf x + Rf h + bf) * c + sigmoid(Wi x + Ri h + bi) * tanh(Wg x + Rg h + bg)
        h = sigmoid(Wo x + Ro h + bo) * tanh(c)
    and writes h to step %i of %s; or the same from step to step in a straight line, becomes
        %s = "tfl.unidirectional_sequence_lstm"(%x, Wi, Wf, Wg, Wo, Ri, Rf, Rg, Ro, ...,
                                                bi, bf, bg, bo, ..., %state_h, %state_c)

    Steps are known by what they compute: one matrix or several, of x and h apart or joined, biases
    and activations as ops or fused, gates in any order; with peepholes, a projection, and RELU and
    its kin for tanh.

    The model before began at zero in each run. LiteRT's op goes on from where the last run ended:
    results are the same in the first run and after `reset_all_variables()`, as with every LSTM
    that TensorFlow's converter fuses itself. Therefore no pipeline has this pass.

    Leaves alone: GRUs, for which there is no op; cells with other activations, clipping or layer
    normalization; states that do not begin at zero; a layer whose memory is used; steps over part
    of a sequence; unknown batch sizes; quantized weights; functions that others call, which may
    run several times from zero.
    """

    name = "fuse-recurrent"
    changes: ClassVar[Change] = Change.STATES

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        writer, called = Writer(), called_functions(op)
        bodies: set[FuncOp] = set()
        for function in [each for each in functions(op) if each not in called]:
            for loop in [each for each in function.walk() if isinstance(each, WhileOp)]:
                callees = {loop.callee("body"), loop.callee("cond")}
                if fuse_loop(loop, writer):
                    bodies |= callees
            fuse_unrolled(function.body.block, writer)
        _erase_unused(bodies, op)


def _erase_unused(bodies: set[FuncOp], module: ModuleOp) -> None:
    """Erase functions that nothing calls any more, inside or outside."""
    known = {signature.function for signature in signatures_of(module)}
    for function in bodies - called_functions(module):
        if function.sym_name.data not in known:
            function.detach()
            function.erase()
