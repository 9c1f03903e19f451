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
from qir.passes.analysis.weights import stored_bytes_of, weight_operands
from qir.passes.quantization.dequantized import dequantize
from qir.targets import (
    DEFAULT_TARGET,
    HybridKernel,
    Target,
    find_target,
)

ASYMMETRIC = "asymmetric_quantize_inputs"


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

    Weights with scales of blocks cannot be dequantized, and are refused. So are those of which no
    DEQUANTIZE is as old as `min_runtime`; kernels that are not are passed over.

    Leaves alone: ops whose activations are integers too; ops without integer weights; the version
    and options of ops that came in quantized, where the target can run them.
    """

    name = "legalize-hybrid"
    target: str = DEFAULT_TARGET
    min_runtime: str = ""

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        target = find_target(self.target, self.min_runtime)
        for function in functions(op):
            _Legalizer(target, remarks_of(ctx)).function(function)

    def breaches(self, module: ModuleOp) -> Iterator[str]:
        """Every op that still takes integer weights has a kernel on the target."""
        target = find_target(self.target, self.min_runtime)
        for op in module.walk():
            if isinstance(op, TflOp) and (indices := _hybrid_operands(op)):
                kernel = target.hybrid_kernel(op, _weight_types(op, indices))
                if isinstance(kernel, str):
                    yield f"{op.name} takes integer weights; {kernel}"


class _Legalizer:
    """One run of the pass over a function; a constant is dequantized once, for all its users."""

    def __init__(self, target: Target, remarks: Remarks) -> None:
        self.target = target
        self.remarks = remarks
        self.dequantized: dict[SSAValue, SSAValue] = {}

    def function(self, function: FuncOp) -> None:
        for op in list(function.walk()):
            if isinstance(op, TflOp) and (indices := _hybrid_operands(op)):
                self._legalize(op, indices)

    def _legalize(self, op: TflOp, indices: list[int]) -> None:
        types = _weight_types(op, indices)
        kernel = self.target.hybrid_kernel(op, types)
        if isinstance(kernel, str):
            if any(type.is_blockwise for type in types):
                raise QirError(
                    f"legalize-hybrid: {place(op)}: {kernel}, and no runtime dequantizes "
                    "blocks; name another target, or quantize the float model anew"
                )
            for problem in filter(None, map(self.target.dequantize_problem, types)):
                raise QirError(
                    f"legalize-hybrid: {place(op)}: {kernel}; {problem}; name a later runtime, or "
                    "quantize the float model anew"
                )
            for index in indices:
                op.operands[index] = self._dequantize(op.operands[index])
            self._remark(op, indices, Form.DEQUANTIZED, kernel)
        elif not self._came_quantized(op):
            self._use(kernel, op, types[0])
            reason = f"{self.target.name} has a kernel for {types[0].stored} {_scheme(types[0])}"
            self._remark(op, indices, Form.HYBRID, reason)

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
