"""What a runtime can do with quantized weights, as data.

A *hybrid* kernel takes float32 activations and integer weights, quantizes the activations on the
fly and computes in integers. A target lists its hybrid kernels with their constraints and the
operator version to write; what is not listed is dequantized before a float kernel.

Sources: LiteRT's builtin kernels (tflite/kernels/*.cc), its XNNPACK delegate, and the operator
versions of tflite/tools/versioning/op_version.cc.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from xdsl.dialects.builtin import TensorType
from xdsl.ir import Operation

from qir.diagnostics import QirError
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp, option

MIN_PRODUCTS_AVX2 = 256
"""Where hybrid convolution overtakes float on AVX2: benchmarks/convolutions.py measures it."""

Version = int | Callable[[TflOp], int]


@dataclass(frozen=True, slots=True)
class Limit:
    """A condition a kernel puts on an op, and how to say that it is broken."""

    holds: Callable[[TflOp], bool]
    otherwise: str


@dataclass(frozen=True, slots=True)
class HybridKernel:
    """A kernel for float32 activations and integer weights.

    `version` and `asymmetric_version`: operator version to write without and with
    `asymmetric_quantize_inputs`, None where the operator has no such option.
    `needs_channels`: the kernel reads a scale for each channel, be there so many or not.
    """

    storages: tuple[str, ...]
    version: Version
    asymmetric_version: int | None = None
    needs_channels: bool = False
    limits: tuple[Limit, ...] = ()

    def version_for(self, op: TflOp, *, asymmetric: bool) -> int:
        if asymmetric and self.asymmetric_version is not None:
            return self.asymmetric_version
        return self.version(op) if callable(self.version) else self.version


@dataclass(frozen=True, slots=True)
class Target:
    """A runtime: its hybrid kernels by operator, and why some operators have none."""

    name: str
    description: str
    hybrid: dict[str, HybridKernel]
    no_hybrid: dict[str, str] = field(default_factory=dict[str, str])

    def hybrid_kernel(self, op: TflOp, weight: UniformType) -> HybridKernel | str:
        """The kernel that takes `op` with weights of this type, or why there is none."""
        builtin, storage = op.OPERATOR.name, str(weight.storage)
        kernel = self.hybrid.get(builtin)
        if kernel is None:
            reason = self.no_hybrid.get(builtin, "it has no kernel for integer weights")
            return f"{self.name}: {reason}"
        if storage not in kernel.storages:
            return f"{self.name}: its kernel takes {', '.join(kernel.storages)}, not {storage}"
        if kernel.needs_channels and not weight.is_per_channel:
            return f"{self.name}: its kernel needs a scale per channel"
        for limit in kernel.limits:
            if not limit.holds(op):
                return f"{self.name}: {limit.otherwise}"
        return kernel


def _transpose_conv_version(op: TflOp) -> int:
    """1 takes uint8; 2 adds int8, 3 a bias, 4 a fused activation."""
    if option(op, "fused_activation_function") != "NONE":
        return 4
    return 3 if len(op.operands) > 3 else 2


def _rank(op: Operation, index: int) -> int | None:
    type = op.operands[index].type
    return len(type.get_shape()) if isinstance(type, TensorType) else None


def _products_per_output(op: Operation) -> int:
    """How many products a convolution adds up for one output: height * width * in channels."""
    weight = op.operands[1].type
    return math.prod(weight.get_shape()[1:]) if isinstance(weight, TensorType) else 0


def _is_ungrouped(op: TflOp) -> bool:
    """Every filter sees all input channels."""
    input, weight = op.operands[0].type, op.operands[1].type
    if not isinstance(input, TensorType) or not isinstance(weight, TensorType):
        return False
    return input.get_shape()[-1] == weight.get_shape()[-1]


UNGROUPED = Limit(_is_ungrouped, "grouped convolution is faster in float")
LONG_SUMS = Limit(
    lambda op: _products_per_output(op) >= MIN_PRODUCTS_AVX2,
    f"without VNNI, sums of fewer than {MIN_PRODUCTS_AVX2} products are faster in float",
)
ONE_BATCH_DIMENSION = Limit(
    lambda op: max(_rank(op, 0) or 9, _rank(op, 1) or 9) <= 3,
    "its product confuses the scales of several batch dimensions",
)
RANK_2_TO_5 = Limit(
    lambda op: (_rank(op, 1) or 0) in range(2, 6), "the right side must have rank 2 to 5"
)

CONV_2D = HybridKernel(("i8",), version=5, limits=(UNGROUPED,))
DEPTHWISE_CONV_2D = HybridKernel(("i8",), version=6, needs_channels=True)
FULLY_CONNECTED = HybridKernel(("i8",), version=12, asymmetric_version=12)
BATCH_MATMUL = HybridKernel(("i8",), version=1, asymmetric_version=4, limits=(RANK_2_TO_5,))
TRANSPOSE_CONV = HybridKernel(("i8",), version=_transpose_conv_version)
EMBEDDING_LOOKUP = HybridKernel(("i8",), version=4)
LSTM = HybridKernel(("i8",), version=3, asymmetric_version=4)
UNIDIRECTIONAL_SEQUENCE_LSTM = HybridKernel(("i8",), version=2, asymmetric_version=3)
BIDIRECTIONAL_SEQUENCE_LSTM = HybridKernel(("i8",), version=3, asymmetric_version=3)

_BUILTIN_KERNELS = {
    "CONV_2D": CONV_2D,
    "DEPTHWISE_CONV_2D": DEPTHWISE_CONV_2D,
    "FULLY_CONNECTED": FULLY_CONNECTED,
    "BATCH_MATMUL": replace(BATCH_MATMUL, limits=(ONE_BATCH_DIMENSION,)),
    "TRANSPOSE_CONV": TRANSPOSE_CONV,
    "EMBEDDING_LOOKUP": EMBEDDING_LOOKUP,
    "LSTM": LSTM,
    "UNIDIRECTIONAL_SEQUENCE_LSTM": UNIDIRECTIONAL_SEQUENCE_LSTM,
    "BIDIRECTIONAL_SEQUENCE_LSTM": BIDIRECTIONAL_SEQUENCE_LSTM,
}
_XNNPACK_KERNELS = _BUILTIN_KERNELS | {"BATCH_MATMUL": BATCH_MATMUL}
del _XNNPACK_KERNELS["DEPTHWISE_CONV_2D"]
_AVX2_KERNELS = _XNNPACK_KERNELS | {
    "CONV_2D": replace(CONV_2D, limits=(*CONV_2D.limits, LONG_SUMS)),
}
_NO_XNNPACK_DEPTHWISE = {
    "DEPTHWISE_CONV_2D": "no hybrid kernel in XNNPACK, which computes it faster in float"
}

TARGETS = {
    target.name: target
    for target in (
        Target(
            "litert-xnnpack",
            "LiteRT on a CPU with its default delegate, XNNPACK",
            _XNNPACK_KERNELS,
            _NO_XNNPACK_DEPTHWISE,
        ),
        Target(
            "litert-xnnpack-avx2",
            "the same on an x86 CPU that has AVX2 but no VNNI",
            _AVX2_KERNELS,
            _NO_XNNPACK_DEPTHWISE,
        ),
        Target("litert-builtin", "LiteRT's own CPU kernels, without a delegate", _BUILTIN_KERNELS),
    )
}
DEFAULT_TARGET = "litert-xnnpack"


def find_target(name: str) -> Target:
    """The target of a name; raises QirError that lists the names there are."""
    if name not in TARGETS:
        raise QirError(f"no target {name!r}; expected one of {', '.join(TARGETS)}")
    return TARGETS[name]


def dequantize_version(type: UniformType) -> int:
    """Operator version of a DEQUANTIZE of int8."""
    return 5 if type.is_per_channel else 2
