"""What a runtime, or generated C, can do with quantized weights, as data.

A *hybrid* kernel takes float32 activations and integer weights, quantizes the activations on the
fly and computes in integers. A target lists its hybrid kernels with their constraints and the
operator version to write; what is not listed is dequantized before a float kernel. How long kernels
take is measured, see `qir.costs`.

Sources: LiteRT's builtin kernels (tflite/kernels/*.cc), its XNNPACK delegate, and the operator
versions of tflite/tools/versioning/op_version.cc.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial

from xdsl.ir import Attribute, Operation, SSAValue

from qir.attributes import element_type
from qir.diagnostics import QirError
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.quant import UniformType, as_uniform
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import NoValueOp, constant_value
from qir.dialects.tfl.options import option
from qir.dialects.tfl.shapes import elements
from qir.dialects.tfl.tensors import shape_of
from qir.runtimes import is_since, needed, parse_release
from qir.schemes import Scheme

FUSED_CLAMPS = ("RELU", "RELU6", "RELU_N1_TO_1")
"""The activation functions that kernels of products and sums fuse."""
MIN_PRODUCTS_AVX2 = 256
"""Where hybrid convolution overtakes float on AVX2: benchmarks/convolutions.py measures it."""


class Scales(StrEnum):
    """How many scales a kernel reads from its weights."""

    PER_CHANNEL = "per channel"
    PER_TENSOR = "per tensor"
    EITHER = "either"


Version = int | Callable[[TflOp, UniformType], int]
"""Of an operator, or what an op with weights of a type needs."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A condition a kernel puts on an op, and how to say that it is broken.

    `guesses`: the kernel is right also where it is broken, but slow, as far as is known without
    having measured it.
    """

    holds: Callable[[TflOp], bool]
    otherwise: str
    guesses: bool = False


@dataclass(frozen=True, slots=True)
class HybridKernel:
    """A kernel for float32 activations and integer weights.

    `version` and `asymmetric_version`: operator version to write without and with
    `asymmetric_quantize_inputs`, None where the operator has no such option.
    `scales`: a kernel for scales per channel reads one for each, be there so many or not.
    `blocks`: what the number of weights is a multiple of that share a scale, along the last axis
    of a matrix; 0 where the kernel takes no blocks.
    `block_storages`: which of `storages` may have scales of blocks.
    `block_limits`: further conditions where they have.
    """

    storages: tuple[str, ...]
    version: Version
    asymmetric_version: Version | None = None
    scales: Scales = Scales.EITHER
    limits: tuple[Limit, ...] = ()
    blocks: int = 0
    block_storages: tuple[str, ...] = ("i4",)
    block_limits: tuple[Limit, ...] = ()

    def version_for(self, op: TflOp, weights: UniformType, *, asymmetric: bool) -> int:
        is_other = asymmetric and self.asymmetric_version is not None
        version = self.asymmetric_version if is_other else self.version
        return version(op, weights) if callable(version) else version or 1


@dataclass(frozen=True, slots=True)
class Panels:
    """How kernels read matrices of int8: outputs by `width`, and of each the weights by `group`, so
    that a vector of `lanes` outputs takes `group` products each.

    The last panel has as few outputs as are a multiple of `lanes`, and the last group has zeros.
    """

    width: int
    lanes: int
    group: int


@dataclass(frozen=True, slots=True)
class Machine:
    """What C is made for.

    `kernels`: folders of backends/c/kernels, each of whose definitions take the place of those of
    the same name before. `panels`: of weights; None where rows lie as they are.
    `flags`: which make a compiler for any machine make code for this one.
    """

    name: str
    arena_alignment: int
    kernels: tuple[str, ...] = ()
    panels: Panels | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """A runtime, or C: its hybrid kernels by operator, and why some operators have none."""

    name: str
    description: str
    hybrid: dict[str, HybridKernel]
    no_hybrid: dict[str, str] = field(default_factory=dict[str, str])
    slow_rewrites: dict[str, str] = field(default_factory=dict[str, str])
    """Patterns of `canonicalize` that make what runs slower here, and why."""
    min_runtime: str = ""
    """The release of the runtime that has all operators which are to be used, if one is said."""
    storages: tuple[str, ...] = ()
    """Of schemes: those it takes at all, be it dequantized; empty where it takes any."""
    machine: Machine | None = None
    """What C is made for; None of a runtime that reads .tflite."""

    @property
    def is_c(self) -> bool:
        """Whether a model becomes C, and no .tflite file."""
        return self.machine is not None

    def scheme_problem(self, scheme: Scheme) -> str | None:
        """Why weights cannot be stored so, if they cannot."""
        if not self.storages or scheme.storage in self.storages:
            return None
        return f"{self.name} takes {' and '.join(self.storages)}, not {scheme.storage}"

    def problem_of(self, operator: str, version: int) -> str | None:
        """Why a version of an operator is not to be used, if it is not."""
        if not self.min_runtime or is_since(operator, version, self.min_runtime):
            return None
        return f"{needed(operator, version)}, and min-runtime is {self.min_runtime}"

    def dequantize_problem(self, type: Attribute) -> str | None:
        """Why there is no DEQUANTIZE of elements of this type, if there is none."""
        return self.problem_of("DEQUANTIZE", dequantize_version(type))

    def hybrid_kernel(
        self, op: TflOp, weights: Sequence[UniformType], *, guess_costs: bool = True
    ) -> HybridKernel | str:
        """The kernel that takes `op` with weights of these types, or why there is none.

        `guess_costs`: there is none either where it is known to be slow.
        """
        builtin = op.OPERATOR.name
        kernel = self.hybrid.get(builtin)
        if kernel is None:
            reason = self.no_hybrid.get(builtin, "it has no kernel for integer weights")
            return f"{self.name}: {reason}"
        problems = (_type_problem(kernel, op, weight) for weight in weights)
        limits = (limit for limit in kernel.limits if guess_costs or not limit.guesses)
        broken = (limit.otherwise for limit in limits if not limit.holds(op))
        version = kernel.version_for(op, weights[0], asymmetric=False) if weights else 1
        young = self.problem_of(builtin, version)
        for problem in (*filter(None, problems), *broken, *filter(None, (young,))):
            return f"{self.name}: {problem}"
        return kernel

    def takes_blocks(self, op: TflOp, shape: Sequence[int], size: int) -> bool:
        """Whether a kernel takes int4 weights of this shape in blocks of `size`."""
        kernel = self.hybrid.get(op.OPERATOR.name)
        if kernel is None or not kernel.blocks or size % kernel.blocks:
            return False
        is_whole = len(shape) == 2 and shape[-1] % size == 0
        return is_whole and all(limit.holds(op) for limit in kernel.block_limits)


def _type_problem(kernel: HybridKernel, op: TflOp, weight: UniformType) -> str | None:
    """Why a kernel cannot take weights of this type."""
    storage, scales = weight.stored, kernel.scales
    if storage not in kernel.storages:
        return f"its kernel takes {', '.join(kernel.storages)}, not {storage}"
    if weight.is_blockwise:
        return _block_problem(kernel, op, weight)
    if scales is Scales.PER_CHANNEL and not weight.is_per_channel:
        return "its kernel needs a scale per channel"
    if scales is Scales.PER_TENSOR and weight.is_per_channel:
        return "its kernel takes one scale per tensor"
    if not storage.startswith("ui") and weight.zero_points.array().any():
        return "its kernel takes zero point 0 only"
    trait = quantizable_weights(type(op))
    if weight.is_per_channel and trait is not None and trait.channel_axis is not None:
        rank = _rank(op, trait.operands[0])
        if rank is None or weight.axis.data != trait.axis_of(op, rank):
            return f"its kernel scales another axis than {weight.axis.data}"
    return None


def _block_problem(kernel: HybridKernel, op: TflOp, weight: UniformType) -> str | None:
    """Why a kernel cannot take weights of this type, whose scales are of blocks."""
    size = weight.blocks.data.row_size
    if not kernel.blocks:
        return "its kernel takes no scales of blocks"
    if weight.stored not in kernel.block_storages:
        taken = ", ".join(kernel.block_storages)
        return f"its kernel takes scales of blocks with {taken}, not {weight.stored}"
    if size is None or size % kernel.blocks:
        found = "other blocks" if size is None else size
        return f"its kernel takes blocks of a multiple of {kernel.blocks} in a row, not {found}"
    if weight.zero_points.array().any():
        return "its kernel takes zero point 0 only"
    return next((limit.otherwise for limit in kernel.block_limits if not limit.holds(op)), None)


def _conv_2d_version(_: TflOp, weights: UniformType) -> int:
    """2 brought int8 weights, 5 scales per channel, 7 int4."""
    if weights.stored == "i4":
        return 7
    return 5 if weights.is_per_channel else 2


def _fully_connected_version(of_one_scale: int, _: TflOp, weights: UniformType) -> int:
    """12 brought scales per channel to hybrid kernels, 14 int2."""
    if weights.stored in ("i8", "ui8") and not weights.is_per_channel:
        return of_one_scale
    return 14 if weights.stored == "i2" else 12


def _embedding_lookup_version(_: TflOp, weights: UniformType) -> int:
    """4 brought scales per row, and int4; 5 brought int2, but for scales per row."""
    return 5 if weights.stored == "i2" and not weights.is_per_channel else 4


def _transpose_conv_version(op: TflOp, _: UniformType) -> int:
    """1 takes uint8; 2 adds int8, 3 a bias, 4 a fused activation."""
    if option(op, "fused_activation_function") != "NONE":
        return 4
    return 3 if len(op.operands) > 3 else 2


def _rank(op: Operation, index: int) -> int | None:
    shape = shape_of(op.operands[index])
    return None if shape is None else len(shape)


def _products_per_output(op: Operation) -> int:
    """How many products a convolution adds up for one output: height * width * in channels."""
    return elements((shape_of(op.operands[1]) or (0, 0))[1:]) or 0


def _channels(op: Operation) -> tuple[int, int] | None:
    """Input channels of a convolution, and those that one filter sees; None where not known."""
    channels, per_group = (
        shape[-1] if (shape := shape_of(operand)) else None for operand in op.operands[:2]
    )
    return None if channels is None or per_group is None else (channels, per_group)


def _is_per_channel(value: SSAValue) -> bool:
    type = as_uniform(element_type(value))
    return type is not None and type.is_per_channel


def _is_fixed(value: SSAValue) -> bool:
    """Constant, or absent."""
    return isinstance(value.owner, NoValueOp) or constant_value(value.owner) is not None


KNOWN_CHANNELS = Limit(
    lambda op: _channels(op) is not None,
    "the number of its input channels is not known",
    guesses=True,
)
UNGROUPED = Limit(
    lambda op: len(set(_channels(op) or ())) == 1,
    "grouped convolution is faster in float",
    guesses=True,
)
GROUPED_PER_CHANNEL = Limit(
    lambda op: len(set(_channels(op) or ())) != 2 or _is_per_channel(op.operands[1]),
    "its kernel for groups needs a scale per channel",
)
LONG_SUMS = Limit(
    lambda op: _products_per_output(op) >= MIN_PRODUCTS_AVX2,
    f"without VNNI, sums of fewer than {MIN_PRODUCTS_AVX2} products are faster in float",
    guesses=True,
)
ONE_BATCH_DIMENSION = Limit(
    lambda op: all(_rank(op, side) in (2, 3) for side in (0, 1)),
    "its product confuses the scales of several batch dimensions",
)
BATCH_MAJOR = Limit(
    lambda op: not option(op, "time_major"), "its kernel is wrong where sequences are time-major"
)
RANK_2_TO_5 = Limit(lambda op: _rank(op, 1) in range(2, 6), "the right side must have rank 2 to 5")

DELEGATED = (
    Limit(
        lambda op: all(map(_is_fixed, op.operands[2:])),
        "XNNPACK takes a constant bias only, and its kernel without XNNPACK takes no blocks",
    ),
    Limit(
        lambda op: option(op, "fused_activation_function") in ("NONE", *FUSED_CLAMPS),
        "XNNPACK takes no such activation, and its kernel without XNNPACK takes no blocks",
    ),
)
"""What XNNPACK leaves to LiteRT's own FULLY_CONNECTED: that forgets the activation where there are
blocks, and is wrong with fewer than 4 outputs."""

CONV_2D = HybridKernel(
    ("i8", "ui8", "i4"),
    version=_conv_2d_version,
    limits=(KNOWN_CHANNELS, UNGROUPED, GROUPED_PER_CHANNEL),
)
DEPTHWISE_CONV_2D = HybridKernel(("i8",), version=6, scales=Scales.PER_CHANNEL)
FULLY_CONNECTED = HybridKernel(
    ("i8", "ui8", "i4", "i2"),
    version=partial(_fully_connected_version, 3),
    asymmetric_version=partial(_fully_connected_version, 9),
)
BATCH_MATMUL = HybridKernel(("i8",), version=1, asymmetric_version=4, limits=(RANK_2_TO_5,))
TRANSPOSE_CONV = HybridKernel(("i8",), version=_transpose_conv_version)
EMBEDDING_LOOKUP = HybridKernel(
    ("i8", "ui8", "i4", "i2"),
    version=_embedding_lookup_version,
    blocks=4,
    block_storages=("i4", "i2"),
)
LSTM = HybridKernel(("i8", "ui8"), version=3, asymmetric_version=4, scales=Scales.PER_TENSOR)
UNIDIRECTIONAL_SEQUENCE_LSTM = HybridKernel(
    ("i8", "ui8"), version=2, asymmetric_version=3, scales=Scales.PER_TENSOR
)
BIDIRECTIONAL_SEQUENCE_LSTM = HybridKernel(
    ("i8", "ui8"), version=3, asymmetric_version=3, scales=Scales.PER_TENSOR
)
RNN = HybridKernel(("i8", "ui8"), version=2, asymmetric_version=3, scales=Scales.PER_TENSOR)
BIDIRECTIONAL_SEQUENCE_RNN = replace(RNN, limits=(BATCH_MAJOR,))
SVDF = HybridKernel(("i8", "ui8"), version=2, asymmetric_version=4, scales=Scales.PER_TENSOR)

_XNNPACK_KERNELS = {
    "CONV_2D": CONV_2D,
    "FULLY_CONNECTED": replace(FULLY_CONNECTED, blocks=32, block_limits=DELEGATED),
    "BATCH_MATMUL": BATCH_MATMUL,
    "TRANSPOSE_CONV": TRANSPOSE_CONV,
    "EMBEDDING_LOOKUP": EMBEDDING_LOOKUP,
    "LSTM": LSTM,
    "UNIDIRECTIONAL_SEQUENCE_LSTM": UNIDIRECTIONAL_SEQUENCE_LSTM,
    "BIDIRECTIONAL_SEQUENCE_LSTM": BIDIRECTIONAL_SEQUENCE_LSTM,
    "RNN": RNN,
    "UNIDIRECTIONAL_SEQUENCE_RNN": RNN,
    "BIDIRECTIONAL_SEQUENCE_RNN": BIDIRECTIONAL_SEQUENCE_RNN,
    "SVDF": SVDF,
}
_AVX2_KERNELS = _XNNPACK_KERNELS | {
    "CONV_2D": replace(CONV_2D, limits=(*CONV_2D.limits, LONG_SUMS)),
}
_BUILTIN_KERNELS = _XNNPACK_KERNELS | {
    # Its kernel for blocks takes 80 times as long as int8, and forgets the activation function.
    "FULLY_CONNECTED": FULLY_CONNECTED,
    "DEPTHWISE_CONV_2D": DEPTHWISE_CONV_2D,
    "BATCH_MATMUL": replace(BATCH_MATMUL, limits=(ONE_BATCH_DIMENSION,)),
}
_NO_XNNPACK_DEPTHWISE = {
    "DEPTHWISE_CONV_2D": "no hybrid kernel in XNNPACK, which computes it faster in float"
}

_LATE_TRANSPOSES = {
    "binary-of-transposed": "a constant along an inner axis is read slower",
    "joined-transposed": "one large transpose takes longer than several small ones",
    "packed-transposed": "one large transpose takes longer than several small ones",
}
"""Measured by benchmarks/rewrites.py: 0.96, 0.93 and 0.76 times as fast on XNNPACK, 0.97, 0.82 and
0.67 without it."""

LITERT_TARGETS = {
    target.name: target
    for target in (
        Target(
            "litert-xnnpack",
            "LiteRT on a CPU with its default delegate, XNNPACK",
            _XNNPACK_KERNELS,
            _NO_XNNPACK_DEPTHWISE,
            _LATE_TRANSPOSES,
        ),
        Target(
            "litert-xnnpack-avx2",
            "the same on an x86 CPU that has AVX2 but no VNNI",
            _AVX2_KERNELS,
            _NO_XNNPACK_DEPTHWISE,
            _LATE_TRANSPOSES,
        ),
        Target(
            "litert-builtin",
            "LiteRT's own CPU kernels, without a delegate",
            _BUILTIN_KERNELS,
            slow_rewrites=_LATE_TRANSPOSES,
        ),
    )
}

_C_KERNELS = {
    name: replace(kernel, storages=("i8",), limits=(), blocks=0, block_limits=())
    for name, kernel in _XNNPACK_KERNELS.items()
    if name != "EMBEDDING_LOOKUP"
}
_NO_C_DEPTHWISE = {
    "DEPTHWISE_CONV_2D": "sums of few products are not worth quantizing activations for; "
    "weights stay integers, and a float kernel reads them"
}
_C = partial(Target, hybrid=_C_KERNELS, no_hybrid=_NO_C_DEPTHWISE, storages=("int8", "float16"))
GENERIC = "generic"
"""The machine whose C has plain kernels only."""
MACHINES = {
    machine.name: machine
    for machine in (
        Machine(GENERIC, 64),
        Machine(
            "x86-64-v4",
            64,
            ("panels", "x86_64_v4"),
            Panels(64, 16, 4),
            ("-march=x86-64-v4", "-mavx512vnni"),
        ),
        Machine(
            "x86-64-v3",
            64,
            ("panels", "x86_64_v3"),
            Panels(16, 8, 2),
            ("-march=x86-64-v3",),
        ),
        Machine(
            "aarch64-dotprod",
            64,
            ("panels", "aarch64", "aarch64_dotprod"),
            Panels(16, 4, 4),
            ("-march=armv8.2-a+dotprod",),
        ),
        Machine(
            "aarch64-i8mm",
            64,
            ("panels", "aarch64", "aarch64_i8mm"),
            Panels(16, 4, 8),
            ("-march=armv8.2-a+i8mm",),
        ),
        Machine(
            "cortex-m4",
            16,
            ("cortex_m", "cortex_m4"),
            flags=("-mcpu=cortex-m4", "-mfloat-abi=hard"),
        ),
        Machine(
            "cortex-m55",
            16,
            ("cortex_m", "cortex_m55"),
            flags=("-mcpu=cortex-m55", "-mfloat-abi=hard"),
        ),
    )
}
C_TARGETS = {
    target.name: target
    for target in (
        _C("c:generic", "C99 for any compiler and processor", machine=MACHINES[GENERIC]),
        _C("c:x86-64-v4", "C for x86 with AVX-512 and VNNI", machine=MACHINES["x86-64-v4"]),
        _C("c:x86-64-v3", "C for x86 with AVX2", machine=MACHINES["x86-64-v3"]),
        _C(
            "c:aarch64-dotprod",
            "C for 64-bit Arm with dot products",
            machine=MACHINES["aarch64-dotprod"],
        ),
        _C(
            "c:aarch64-i8mm",
            "C for 64-bit Arm with products of int8 matrices",
            machine=MACHINES["aarch64-i8mm"],
        ),
        _C(
            "c:cortex-m4",
            "C for Arm Cortex-M4, with its DSP instructions",
            machine=MACHINES["cortex-m4"],
        ),
        _C("c:cortex-m55", "C for Arm Cortex-M55, with Helium", machine=MACHINES["cortex-m55"]),
    )
}
TARGETS = LITERT_TARGETS | C_TARGETS
DEFAULT_TARGET = "litert-xnnpack"
C_TARGET = "c:generic"
"""Where C is asked for, and nothing is said of for what."""


def find_target(name: str, min_runtime: str = "") -> Target:
    """The target of a name, of a release at least; raises QirError that lists the names there are,
    or says how a release is written."""
    if name not in TARGETS:
        raise QirError(f"no target {name!r}; expected one of {', '.join(TARGETS)}")
    if min_runtime:
        parse_release(min_runtime)
        if TARGETS[name].is_c:
            problem = f"{name} is C, which no runtime runs"
            raise QirError(f"min-runtime {min_runtime}: {problem}; expected it with LiteRT only")
    return replace(TARGETS[name], min_runtime=min_runtime)


def find_machine(name: str) -> Machine:
    """What a target of C is for; raises QirError where it is none."""
    machine = find_target(name).machine
    if machine is None:
        raise QirError(f"target {name!r} is no C; expected one of {', '.join(C_TARGETS)}")
    return machine


DEQUANTIZE_VERSIONS = {"ui8": 1, "i8": 2, "i16": 3, "f16": 3, "i4": 6, "i2": 7}


def dequantize_version(type: Attribute) -> int:
    """Operator version of a DEQUANTIZE of this element type; 5 brought scales per channel."""
    element = as_uniform(type)
    version = DEQUANTIZE_VERSIONS.get(element.stored if element else str(type), 6)
    return max(version, 5) if element and element.is_per_channel else version


def copy_version(type: UniformType) -> int:
    """Operator version of a GATHER of rows of this type."""
    return 7 if type.stored == "i4" else 2
