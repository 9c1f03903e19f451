"""The pass `legalize-hybrid`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from xdsl.context import Context
from xdsl.dialects.builtin import (
    Float32Type,
    ModuleOp,
)
from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass

from qir.attributes import (
    FALSE,
    TRUE,
    element_type,
)
from qir.costs import NONE, Costs, find_costs
from qir.diagnostics import Form, QirError, Remark, Remarks, remarks_of
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.qir import stated_interval
from qir.dialects.quant import UniformType, as_uniform
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.building import need_version
from qir.dialects.tfl.constants import QConstOp
from qir.dialects.tfl.options import option_fields
from qir.faults import place
from qir.functions import functions
from qir.passes.analysis.disturbance import disturbed_ops
from qir.passes.analysis.weights import stored_bytes_of, weight_operands
from qir.passes.quantization.dequantized import dequantize
from qir.targets import (
    DEFAULT_TARGET,
    HybridKernel,
    Target,
    find_target,
)
from qir.work import DEQUANTIZED, FLOAT

ASYMMETRIC = "asymmetric_quantize_inputs"
CLEARLY = 1.05
"""How many times as long as in float a slow kernel takes at least: tables are noisy."""
NOTABLE_TIME = 0.5
"""Microseconds that it takes longer at least: of less, a DEQUANTIZE is not worth its bytes."""


@dataclass(frozen=True)
class LegalizeHybrid(ModulePass):
    """Make every op with float activations and integer weights one that the target can run.

    Where the target has a kernel, the op stays, with the operator version the kernel came with
    and `asymmetric_quantize_inputs` unless the activation's range is symmetric about zero. Where
    it has none, the weights are dequantized again before the op:

        %y = "tfl.depthwise_conv_2d"(%x, %w, %b)        %w : tensor<...x!quant.uniform<...>>
    becomes
        %f = "tfl.dequantize"(%w)
        %y = "tfl.depthwise_conv_2d"(%x, %f, %b)

    and so where it has one, but that is clearly slower than float, or slows down other ops by more
    than it saves, which is decided for all ops together that slow down the same. What is predicted
    comes from a table that `qir tune` measured, see `qir.costs`; each op's remark says its times.

    `costs`: a file with such a table, in place of the one that QIR has for the target; or `none`,
    for kernels wherever there are some.

    Weights with scales of blocks cannot be dequantized, and are refused. So are those of which no
    DEQUANTIZE is as old as `min_runtime`; kernels that are not are passed over.

    Leaves alone: ops whose activations are integers too; ops without integer weights; the version
    and options of ops that came in quantized, where the target can run them.
    """

    name = "legalize-hybrid"
    target: str = DEFAULT_TARGET
    min_runtime: str = ""
    costs: str = ""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        target = find_target(self.target, self.min_runtime)
        costs = find_costs(target.name, self.costs)
        legalizer = _Legalizer(target, costs, remarks_of(ctx), guess_costs=self.costs != NONE)
        for function in functions(op):
            legalizer.choose_kernels(function)
        if costs is not None:
            legalizer.calm(op, costs)
        legalizer.use_kernels()
        if costs is not None:
            legalizer.add_times(op, costs)

    def breaches(self, module: ModuleOp) -> Iterator[str]:
        """Every op that still takes integer weights has a kernel on the target."""
        target = find_target(self.target, self.min_runtime)
        for op in module.walk():
            if isinstance(op, TflOp) and (indices := _hybrid_operands(op)):
                kernel = target.hybrid_kernel(op, _weight_types(op, indices), guess_costs=False)
                if isinstance(kernel, str):
                    yield f"{op.name} takes integer weights; {kernel}"


class _Legalizer:
    """One run of the pass; a constant is dequantized once, for all its users."""

    def __init__(
        self, target: Target, costs: Costs | None, remarks: Remarks, *, guess_costs: bool
    ) -> None:
        self.target = target
        self.costs = costs
        self.remarks = remarks
        self.guess_costs = guess_costs
        self.dequantized: dict[SSAValue, SSAValue] = {}
        self.kernels: dict[TflOp, HybridKernel] = {}
        """Of ops whose version and options are ours to choose."""

    def choose_kernels(self, function: FuncOp) -> None:
        """Find each op's kernel; where there is none, or a slow one, dequantize its weights."""
        for op in list(function.walk()):
            if isinstance(op, TflOp) and (indices := _hybrid_operands(op)):
                self._choose_kernel(op, indices)

    def _choose_kernel(self, op: TflOp, indices: list[int]) -> None:
        types, times = _weight_types(op, indices), self._times(op)
        guess_costs = self.guess_costs and times is None
        kernel = self.target.hybrid_kernel(op, types, guess_costs=guess_costs)
        if isinstance(kernel, str):
            if any(type.is_blockwise for type in types):
                raise QirError(
                    f"legalize-hybrid: {place(op)}: {kernel}, and no runtime dequantizes "
                    "blocks; name another target, or quantize the float model anew"
                )
            self._widen(op, indices, kernel)
        elif not self._came_quantized(op):
            if times and _is_clear(*times) and self._widening_problem(op) is None:
                self._widen(op, indices, f"{self.target.name}: {_spelled(*times)}")
            else:
                self.kernels[op] = kernel

    def calm(self, module: ModuleOp, costs: Costs) -> None:
        """Dequantize the weights of ops that slow down others by more than they save."""
        for group in disturbed_ops(module, costs):
            times = [each for op in group.by if (each := self._times(op)) is not None]
            if len(times) < len(group.by) or not self.kernels.keys() >= {*group.by}:
                continue
            if any(map(self._widening_problem, group.by)):
                continue
            lost = sum((costs.slowdown(op) - 1) * (costs.time_now(op) or 0) for op in group.ops)
            hybrid, floats = (sum(each) for each in zip(*times, strict=True))
            if not _is_clear(hybrid + lost, floats):
                continue
            for op, its_times in zip(group.by, times, strict=True):
                reason = f"{_spelled(*its_times)}, but others {lost:,.1f} us more after it"
                self._widen(op, _hybrid_operands(op), f"{self.target.name}: {reason}")
                del self.kernels[op]

    def use_kernels(self) -> None:
        """Write the versions and options that kernels need."""
        for op, kernel in self.kernels.items():
            indices = _hybrid_operands(op)
            type = _weight_types(op, indices)[0]
            self._use(kernel, op, type)
            reason = f"{self.target.name} has a kernel for {type.stored} {_scheme(type)}"
            self._remark(op, indices, Form.HYBRID, reason)

    def add_times(self, module: ModuleOp, costs: Costs) -> None:
        """Say in the remark on each op how long it takes."""
        disturbed = {op for group in disturbed_ops(module, costs) for op in group.ops}
        for op in module.walk():
            remark = self.remarks.get(op)
            if not isinstance(op, TflOp) or remark is None:
                continue
            before, after = costs.time(op, FLOAT), costs.time_now(op)
            if after is not None and op in disturbed:
                after *= costs.slowdown(op)
            self.remarks.add(op, replace(remark, time_before=before, time_after=after))

    def _times(self, op: TflOp) -> tuple[float, float] | None:
        """Predicted microseconds of the hybrid kernel, and with weights that are dequantized."""
        types = _weight_types(op, _hybrid_operands(op))
        if self.costs is None or any(type.is_blockwise for type in types):
            return None
        forms = {DEQUANTIZED.get(type.stored) for type in types}
        form = forms.pop() if len(forms) == 1 else None
        if form is None:
            return None
        hybrid, floats = self.costs.time_now(op), self.costs.time(op, form)
        return None if hybrid is None or floats is None else (hybrid, floats)

    def _widening_problem(self, op: TflOp) -> str | None:
        """Why no DEQUANTIZE makes floats of an op's weights, if none does."""
        problems = map(self.target.dequantize_problem, _weight_types(op, _hybrid_operands(op)))
        return next(filter(None, problems), None)

    def _widen(self, op: TflOp, indices: list[int], reason: str) -> None:
        if problem := self._widening_problem(op):
            raise QirError(
                f"legalize-hybrid: {place(op)}: {reason}; {problem}; name a later runtime, or "
                "quantize the float model anew"
            )
        for index in indices:
            op.operands[index] = self._dequantize(op.operands[index])
        self._remark(op, indices, Form.DEQUANTIZED, reason)

    def _came_quantized(self, op: TflOp) -> bool:
        """Whoever quantized the op before us chose its version and options."""
        earlier = self.remarks.get(op)
        return earlier is not None and earlier.form is Form.UNCHANGED

    def _use(self, kernel: HybridKernel, op: TflOp, weights: UniformType) -> None:
        has_option = ASYMMETRIC in option_fields(op.OPERATOR)
        version = kernel.version_for(op, weights, asymmetric=True)
        is_allowed = self.target.problem_of(op.OPERATOR.name, version) is None
        asymmetric = has_option and is_allowed and not _is_symmetric(op)
        if has_option:
            op.properties[ASYMMETRIC] = TRUE if asymmetric else FALSE
        need_version(op, kernel.version_for(op, weights, asymmetric=asymmetric))

    def _dequantize(self, value: SSAValue) -> SSAValue:
        if value not in self.dequantized:
            self.dequantized[value] = dequantize(value)
        return self.dequantized[value]

    def _remark(self, op: TflOp, indices: list[int], form: Form, reason: str) -> None:
        after = sum(stored_bytes_of(op.operands[index]) for index in indices)
        earlier = self.remarks.get(op)
        if earlier:
            remark = replace(earlier, form=form, reason=reason, bytes_after=after)
        else:
            remark = Remark(form, reason, after, after)
        self.remarks.add(op, remark)


def _is_clear(hybrid: float, floats: float) -> bool:
    """Whether a kernel is slower than float by more than a table may be wrong."""
    return hybrid > CLEARLY * floats and hybrid - floats > NOTABLE_TIME


def _spelled(hybrid: float, floats: float) -> str:
    return f"its kernel takes {hybrid:,.1f} us, a float one {floats:,.1f} us"


def _hybrid_operands(op: TflOp) -> list[int]:
    """Integer constants among the weights of an op whose activation is float."""
    trait = quantizable_weights(type(op))
    if trait is None or not op.results:
        return []
    if not isinstance(element_type(op.results[0]), Float32Type):
        return []
    operands = tuple(op.operands)
    weights = [
        i
        for i in weight_operands(op)
        if type(operands[i].owner) is QConstOp and _uniform(operands[i])
    ]
    activation = element_type(operands[trait.activation])
    is_weight = trait.activation in weights
    return weights if is_weight or isinstance(activation, Float32Type) else []


def _scheme(type: UniformType) -> str:
    if type.is_blockwise:
        return "in blocks"
    return "per channel" if type.is_per_channel else "per tensor"


def _weight_types(op: TflOp, indices: list[int]) -> list[UniformType]:
    return [type for index in indices if (type := _uniform(op.operands[index]))]


def _uniform(value: SSAValue) -> UniformType | None:
    return as_uniform(element_type(value))


def _is_symmetric(op: TflOp) -> bool:
    """Whether the op's activation is known to spread evenly about zero: then symmetric
    quantization is as exact as asymmetric, and cheaper."""
    interval = stated_interval(op.operands[0])
    return interval is not None and interval.is_symmetric
