"""What passes share that run a module with its ops in several forms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from xdsl.context import Context
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass

from qir.calibration import read_calibration
from qir.dialects.tfl.constants import constant_value
from qir.dialects.tfl.tensors import shape_of
from qir.faults import place
from qir.interp.comparison import entry_function
from qir.interp.weight_rows import has_weight_rows, weight_form
from qir.passes.accuracy.forms import Forms
from qir.passes.analysis.seeds import input_ranges, observed_inputs
from qir.passes.analysis.sensitivity import Group, NotMeasured, Probe, drawn_groups
from qir.passes.legalize_hybrid import LegalizeHybrid
from qir.passes.quantize_weights import QuantizeWeights, search_of
from qir.samples import open_samples
from qir.schemes import ScaleSearch, Scheme
from qir.targets import DEFAULT_TARGET

MOST_SAMPLES = 16
"""Of those given, how many are run for each op."""
MOST_OPS = 100_000
"""That a run may evaluate, where nobody asks for it."""
MOST_BYTES = 1 << 30
"""Of float weights, and of what one op takes to be run, where nobody asks for a bound."""


@dataclass(frozen=True)
class MeasuringPass(ModulePass):
    """A pass that measures what forms of ops change of a module's outputs.

    `samples`: of the inputs, an .npz file or a folder, see `qir.samples`; without any they are
    drawn, white noise and 1/f noise, within `input_range` or what `calibration` has.
    `target`, `scheme`, `scale_search`, `min_elements`, `constants`, `min_runtime`: as for
    `quantize-weights`.
    `costs`: as for `legalize-hybrid`.
    """

    samples: str = ""
    input_range: tuple[str, ...] = ()
    calibration: str = ""
    target: str = DEFAULT_TARGET
    scheme: str = "int8"
    scale_search: str = ScaleSearch.MIN_MAX.value
    min_elements: int | None = None
    constants: bool = False
    min_runtime: str = ""
    costs: str = ""

    def forms(self, ctx: Context, module: ModuleOp, groups: Sequence[Group] | None = None) -> Forms:
        """The forms of the ops of a float module, measured over `groups`, or what the options say.

        Raises NotMeasured where the module cannot be run.
        """
        groups = self.groups(module) if groups is None else groups
        probe = Probe(module, groups, None if self.is_asked_for else MOST_OPS)
        scheme = Scheme.parse(self.scheme)
        forms = Forms(module, scheme, self._passes(), probe, search_of(self.scale_search))
        spread = getattr(ctx, "spread", None)
        forms.spread = spread(probe.groups) if spread else None
        forms.count = getattr(ctx, "count", None)
        return forms

    @property
    def is_asked_for(self) -> bool:
        """Whether a user said that models are to be measured, however long that takes."""
        return True

    def groups(self, module: ModuleOp) -> list[Group]:
        """The samples that the options name."""
        function = entry_function(module)
        if self.samples:
            given = open_samples(Path(self.samples), function).read()
            return [Group("samples", list(islice(given, MOST_SAMPLES)))]
        seen = read_calibration(Path(self.calibration)) if self.calibration else None
        ranges = {} if seen is None else observed_inputs(module, seen)
        ranges |= input_ranges(module, self.input_range)
        return drawn_groups(module, {value: each.interval() for value, each in ranges.items()})

    def _passes(self) -> Sequence[ModulePass]:
        """Those that a compilation quantizes with."""
        quantize = QuantizeWeights(
            self.min_elements,
            self.scheme,
            self.scale_search,
            self.constants,
            target=self.target,
            min_runtime=self.min_runtime,
        )
        return quantize, LegalizeHybrid(self.target, self.min_runtime, self.costs)


def check_affordable(module: ModuleOp) -> None:
    """Raise NotMeasured where a model is too large to be run without being asked."""
    weights = 0
    for argument in entry_function(module).body.block.args:
        if _nbytes(argument) > MOST_BYTES:
            raise NotMeasured("an input takes over 1 GiB; --accuracy measures it nevertheless")
    for op in module.walk():
        constant = constant_value(op)
        weights += constant.nbytes if constant else 0
        if weights > MOST_BYTES:
            raise NotMeasured("it has over 1 GiB of weights; --accuracy measures it nevertheless")
        largest = max(map(_nbytes, op.results), default=0)
        if max(largest, _row_bytes(op)) > MOST_BYTES:
            raise NotMeasured(f"{place(op)} takes over 1 GiB to be run; --accuracy measures it")


def _nbytes(value: SSAValue) -> int:
    """Of a tensor, at 4 bytes an element; what is not known counts once."""
    return 4 * math.prod(1 if size is None else size for size in shape_of(value) or ())


def _row_bytes(op: Operation) -> int:
    """What the interpreter takes for the rows that weights are multiplied with."""
    form = weight_form(op) if has_weight_rows(op) else None
    output = shape_of(op.results[0]) if form else None
    if form is None or output is None or None in output:
        return 0
    return 4 * form.depth * math.prod(size or 0 for size in output[:-1])
