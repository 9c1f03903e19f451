"""The pass `quantize-weights`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from xdsl.context import Context
from xdsl.dialects.builtin import Float32Type, ModuleOp, TensorType, f16
from xdsl.ir import Attribute, Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from qir.attributes import TENSORS, element_type
from qir.choices import CHOICE, choice_of, parse_scheme
from qir.contracts import Change
from qir.diagnostics import Form, QirError, Remark, Remarks, remarks_of
from qir.dialects.interfaces import ENOUGH_ELEMENTS, quantizable_weights
from qir.dialects.quant import UniformType
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.constants import ConstOp, QConstOp, constant_value
from qir.dialects.tfl.conversion import DequantizeOp
from qir.faults import place
from qir.functions import functions
from qir.notes import name_of
from qir.passes.analysis.weights import (
    Sharing,
    Weight,
    float_constant,
    float_weights,
    quantized_elements,
    sparse_bytes,
    stored_bytes_of,
    weight_operands,
)
from qir.passes.quantization.biases import add_to_bias, can_take_bias
from qir.passes.quantization.constants import Constants, Storing, is_half, stored_bytes
from qir.passes.quantization.dequantized import dequantize, dequantize_copies
from qir.passes.quantization.layouts import Layout
from qir.passes.quantization.wishes import Wishes, trait_of
from qir.schemes import Granularity, Rounding, ScaleSearch, Scheme
from qir.targets import DEFAULT_TARGET, copy_version, find_target
from qir.weights import Blob, WeightAttr

if TYPE_CHECKING:
    from qir.passes.quantization.fitting import Fitter

HALF_BEFORE = "float16, in a model that was quantized before"
LITTLE = 1.1
"""What a constant that is no weight may have with more than one scale, of its size with one."""


@dataclass(frozen=True)
class QuantizeWeights(ModulePass):
    """Turn float constant weights into integer constants with scales; the op stays.

        %w = "tfl.pseudo_const"() <{value = ... : tensor<8x32xf32>}>
        %y = "tfl.fully_connected"(%x, %w, %b)
    becomes
        %w = "tfl.pseudo_qconst"() : () -> tensor<8x32x!quant.uniform<i8<-127:127>:f32:0, {...}>>
        %y = "tfl.fully_connected"(%x, %w, %b)

    `scheme`: how they are stored, see `qir.schemes`. Integers are rounded half to even, with one
    scale per output channel where the kernel takes that and one per tensor where it does not. A
    float16 constant behind a DEQUANTIZE counts as a float constant. The integers are computed when
    they are written. Where no kernel of an op takes as few bits, or blocks, its weights have more
    bits, or scales per channel.
    `scale_search`: how the scales are found where a scheme does not say it, see
    `qir.numerics.scale_search`.
    `constants`: also float constants that are no weights, each to be dequantized: for size only.
    `target`: the runtime whose kernels are to read blocks of weights, which no DEQUANTIZE reads.
    `samples`: of the inputs, an .npz file or a folder, see `qir.samples`, for what follows.
    `rounding`: to the nearest integers, or with error feedback, see `qir.numerics.error_feedback`.
    `min_runtime`: the release of the runtime that is to have all operators, see `qir.runtimes`.
    `correct_bias`: biases make up for what quantization does to the mean of outputs, see
    `qir.numerics.moments.mean_shift`.

    An op that moves weights and computes nothing, as GATHER does, moves the integers, and a
    DEQUANTIZE follows it. A constant that several ops take, in whichever function, is quantized
    once; with one scale for all of it where their kernels have scales along different axes.

    Unless `min_elements` is said, weights have as many elements at least as the interface of the op
    says, or 1024 where they are less than a thousandth of all, and 256 where they are dequantized.
    Where the scheme has fewer than 8 bits, weights in between have 8, and are dequantized: their
    inputs are not to be rounded, and they hardly matter for size. Weights of so few to a scale that
    fewer bits would save less than a quarter, as those of a depthwise convolution, have 8 too.

    An op with a choice of its own (`qir.choices`) has the scheme of that in place of `scheme`,
    however few elements its weights have, or stays float:

        %y = "tfl.fully_connected"(%x, %w, %b) {qir.choice = {scheme = "float", reason = "head"}}

    A constant that ops want stored in different ways has the most bits of these, and the finest
    scales; where kernels read it and others want floats, the others read a DEQUANTIZE of it. Where
    one is to stay float, all do.

    Leaves alone: float16 weights of a model that has quantized ones already, unless an op's choice
    says otherwise; weights of fewer than `min_elements` elements; unless that is 0, weights that
    would not get smaller; weights that something else reads as floats, or that are not finite; ops
    whose activation is not float32; ops of which a kernel takes all weights as integers or none,
    when one of them cannot be.
    """

    name = "quantize-weights"
    min_elements: int | None = None
    scheme: str = "int8"
    scale_search: str = ScaleSearch.MIN_MAX.value
    constants: bool = False
    target: str = DEFAULT_TARGET
    samples: str = ""
    rounding: str = Rounding.NEAREST.value
    correct_bias: bool = False
    min_runtime: str = ""

    def __post_init__(self) -> None:
        if self.min_elements is not None and self.min_elements < 0:
            raise QirError(f"quantize-weights: min-elements is {self.min_elements}; expected >= 0")
        if problem := self._problem(Scheme.parse(self.scheme)):
            raise QirError(problem)
        if self.rounding not in list(Rounding):
            raise QirError(f"no rounding {self.rounding!r}; expected one of {', '.join(Rounding)}")

    def change_of(self, module: ModuleOp) -> Change:
        schemes = [Scheme.parse(self.scheme), *filter(None, map(_chosen_scheme, module.walk()))]
        is_searched = any(self._search(scheme) is not ScaleSearch.MIN_MAX for scheme in schemes)
        return Change.FITTED_WEIGHTS if self.samples or is_searched else Change.WEIGHTS

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        if not self.samples and (self.rounding == Rounding.FEEDBACK or self.correct_bias):
            needs = "correct-bias" if self.correct_bias else f"rounding={Rounding.FEEDBACK}"
            raise QirError(f"quantize-weights: {needs} needs samples; expected samples=PATH")
        if self.samples and self.rounding == Rounding.NEAREST and not self.correct_bias:
            expected = f"rounding={Rounding.FEEDBACK} or correct-bias=true"
            raise QirError(f"quantize-weights: nothing needs samples; expected {expected}")
        if Scheme.parse(self.scheme).is_float:
            if search_of(self.scale_search) is not ScaleSearch.MIN_MAX:
                raise QirError("scheme 'float16': it has no scales to be searched")
            if self.rounding == Rounding.FEEDBACK:
                raise QirError("scheme 'float16': it has no integers to be rounded to")
        ops = [o for f in functions(op) for o in f.walk() if isinstance(o, TflOp)]
        self._check_choices(ops)
        _Quantizer(self, op, ops, remarks_of(ctx)).run()

    def _check_choices(self, ops: Sequence[TflOp]) -> None:
        for op in ops:
            if (scheme := _chosen_scheme(op)) and (problem := self._problem(scheme)):
                raise QirError(f"quantize-weights: {place(op)}: {problem}")

    def _search(self, scheme: Scheme) -> ScaleSearch:
        return scheme.search or search_of(self.scale_search)

    def _problem(self, scheme: Scheme) -> str | None:
        """Why scales of a scheme cannot be found as they are to be."""
        search = self._search(scheme)
        if search.is_symmetric_only and not scheme.symmetric:
            return f"scheme {str(scheme)!r}: {search} finds symmetric scales only"
        return None


def _chosen_scheme(op: Operation) -> Scheme | None:
    """How the weights of an op are to be stored, where that was chosen for it, if not as floats."""
    choice = choice_of(op)
    return parse_scheme(choice.scheme) if choice else None


def search_of(name: str) -> ScaleSearch:
    """The way to find scales of a name; raises QirError that lists the names there are."""
    if name not in list(ScaleSearch):
        raise QirError(f"no scale search {name!r}; expected one of {', '.join(ScaleSearch)}")
    return ScaleSearch(name)


class _Quantizer:
    """One run of the pass over the ops of a module."""

    def __init__(
        self, options: QuantizeWeights, module: ModuleOp, ops: Sequence[TflOp], remarks: Remarks
    ) -> None:
        self.options = options
        self.scheme = Scheme.parse(options.scheme)
        self.target = find_target(options.target, options.min_runtime)
        self.module = module
        self.ops = ops
        self.remarks = remarks
        self.constants = Constants(search_of(options.scale_search))
        self.weights = {op: found for op in ops if (found := float_weights(op))}
        self.sharing = Sharing(module, self.weights)
        quantized = sum(map(quantized_elements, ops))
        self.is_again = quantized > 0
        """Whether somebody quantized the model before, and chose what is float16."""
        self.wishes = Wishes(
            self.weights,
            self.sharing,
            self.target,
            self.scheme,
            options.min_elements,
            quantized,
        )
        self.stored = dict[SSAValue, SSAValue]()
        """By the float constants: those that take their places."""
        self.widened = dict[SSAValue, SSAValue]()
        """By the float constants: what DEQUANTIZE makes of those that take their places."""
        self.fitter: Fitter | None = None
        self.names = set[str]()
        """Of the bytes of constants, where biases are added to them."""

    def run(self) -> None:
        refused = {op: why for op, ws in self.weights.items() if (why := self._refusal(op, ws))}
        refused = self.sharing.spread(refused, self._is_widened)
        if self.options.samples:
            self._fit([op for op in self.weights if op not in refused])
        for op in self.ops:
            found = self.weights.get(op)
            if found is None:
                self._remark_untouched(op)
                continue
            before = sum(weight.constant.nbytes for weight in found)
            if reason := refused.get(op):
                choice = self.wishes.reason(op)
                form = Form.UNCHANGED if reason == HALF_BEFORE else Form.FLOAT
                self.remarks.add(op, Remark(form, reason, before, before, choice=choice))
            else:
                self._quantize(op, found, before)
        if self.options.constants:
            self._quantize_others()
        self._finish()
        for op in self.ops:
            op.attributes.pop(CHOICE, None)

    # What samples say

    def _fitted_by(self) -> str:
        """What changes weights and biases by samples, as options spell it."""
        rounding = f"rounding {Rounding.FEEDBACK}"
        is_rounded = self.options.rounding == Rounding.FEEDBACK
        found = [*([rounding] * is_rounded), *(["correct-bias"] * self.options.correct_bias)]
        return f"{' and '.join(found)}; qir compare says what they make of it"

    def _fit(self, ops: Sequence[TflOp]) -> None:
        """Look at samples, before anything is changed."""
        # Brings the interpreter with it.
        from qir.passes.quantization.fitting import Fitter

        self.fitter = Fitter(self.module, Path(self.options.samples))
        if self.remarks.accuracy is not None:
            self.remarks.notes.append(f"accuracy was measured without {self._fitted_by()}")
        if self.options.rounding == Rounding.FEEDBACK:
            users: dict[tuple[Blob, Attribute], list[Weight]] = {}
            for weight in chain.from_iterable(self.weights[op] for op in ops):
                constant = weight.constant
                users.setdefault((constant.blob.data, constant.type), []).append(weight)
            self.fitter.round(
                self.constants,
                [
                    (each[0].constant, storing, [weight.op for weight in each])
                    for each in users.values()
                    if not (storing := self.wishes.storing_of(each[0])).scheme.is_float
                ],
            )
        if self.options.correct_bias:
            self.fitter.look(ops)
            constants = filter(None, map(constant_value, self.module.walk()))
            self.names = {constant.blob.data.name for constant in constants}

    def _correct_bias(self, op: TflOp, weight: Weight, value: SSAValue) -> None:
        """Add to the bias of an op what the mean of its output lost; `value`: its float weights."""
        if self.fitter is None or not can_take_bias(op, self.target):
            return
        shift = self.fitter.shift(op, weight.constant, self.stored[value])
        if shift is not None:
            add_to_bias(op, shift, self.names)

    # What becomes of a weight

    def _refusal(self, op: TflOp, found: Sequence[Weight]) -> str | None:
        """Why this op keeps float weights, whatever other ops do."""
        if self.wishes.keeps_float(op):
            return self.wishes.reason(op)
        trait = trait_of(op)
        if obstacle := trait.obstacle(op):
            return obstacle
        if not isinstance(element_type(op.operands[trait.activation]), Float32Type):
            return "its activation is not float32"
        tensors = [i for i in weight_operands(op) if isinstance(op.operands[i].type, TensorType)]
        if trait.together and len(tensors) != len(found):
            return "its kernel wants all weights as integers, and not all are float constants"
        stored = [(weight.constant, self.wishes.storing_of(weight)) for weight in found]
        is_half_already = all(each.scheme.is_float and is_half(c) for c, each in stored)
        if is_half_already:
            return "its weights are float16 already"
        is_half_now = all(is_half(constant) for constant, _ in stored)
        if is_half_now and self.is_again and not self.wishes.reason(op):
            return HALF_BEFORE
        elements = self.wishes.elements(op)
        if not elements:
            return "its weights are empty"
        if elements < (enough := self.wishes.enough(op)):
            return f"{elements} elements, fewer than min-elements={enough}"
        for weight, each in zip(found, stored, strict=True):
            called = f"weights {name!r}" if (name := name_of(weight.value)) else "its weights"
            if not self.constants.is_finite(*each):
                return f"{called} hold values that are not finite"
            if not self.constants.is_within(*each):
                return f"{called} are beyond the largest float16, or all below the smallest"
        # Also of float16, whose DEQUANTIZE takes as much as small weights save.
        before, after = 4 * elements, sum(stored_bytes(*each) for each in stored)
        if after >= before and self.options.min_elements != 0:
            return f"its weights would take {after} bytes for {before} of float32"
        return self._runtime_problem(op, stored) if self.options.min_runtime else None

    def _runtime_problem(
        self, op: TflOp, stored: Sequence[tuple[WeightAttr, Storing]]
    ) -> str | None:
        """Why the runtime can do nothing with the weights but read floats."""
        types = [self._element(*each) for each in stored]
        widening = next(filter(None, map(self.target.dequantize_problem, types)), None)
        if self.wishes.moves_integers(op):
            version = copy_version(types[0]) if isinstance(types[0], UniformType) else 1
            return self.target.problem_of(op.OPERATOR.name, version) or widening
        if self.wishes.is_widened(op):
            return widening
        kernel = self.target.hybrid_kernel(op, [t for t in types if isinstance(t, UniformType)])
        if not isinstance(kernel, str):
            return None
        is_blockwise = any(isinstance(t, UniformType) and t.is_blockwise for t in types)
        if is_blockwise:
            return f"{kernel}; no runtime dequantizes blocks"
        return f"{kernel}; {widening}" if widening else None

    def _element(self, constant: WeightAttr, storing: Storing) -> Attribute:
        """The type of the elements of what a constant becomes."""
        if storing.scheme.is_float:
            return f16
        return self.constants.quantized(constant, storing)[0].element_type

    def _quantize(self, op: TflOp, found: Sequence[Weight], before: int) -> None:
        wishes = self.wishes
        storings = list(map(wishes.storing_of, found))
        after = sum(map(stored_bytes, (w.constant for w in found), storings))
        moves, caveat = wishes.moves_integers(op), self._caveat(op)
        is_widened = moves or wishes.is_widened(op)
        for weight, storing in zip(found, storings, strict=True):
            value = weight.value
            stored = self._stored(value, weight.constant, storing)
            op.operands[weight.index] = self._widened(value) if is_widened and not moves else stored
            if self.options.correct_bias:
                self._correct_bias(op, weight, value)
        if moves:
            dequantize_copies(op, op.operands[found[0].index])
        form = Form.DEQUANTIZED if is_widened else Form.HYBRID
        remark = Remark(form, str(storings[0]), before, after, caveat, wishes.reason(op))
        self.remarks.add(op, remark)

    def _caveat(self, op: TflOp) -> str:
        """What was asked for and is not to be had."""
        if caveat := self.wishes.caveat(op):
            return caveat
        storings = map(self.wishes.storing_of, self.weights[op])
        is_fed_back = self.options.rounding == Rounding.FEEDBACK
        blobs = {weight.constant.blob.data for weight in self.weights[op]}
        has_integers = not any(storing.scheme.is_float for storing in storings)
        if is_fed_back and has_integers and not blobs <= self.constants.fed_back:
            return "rounded to nearest"
        return ""

    def _is_widened(self, users: Sequence[Weight]) -> bool:
        """Whether a DEQUANTIZE makes floats of a constant, for one of its users at least."""
        wishes = self.wishes
        return any(wishes.is_widened(u.op) and not wishes.moves_integers(u.op) for u in users)

    # Constants that are no weights

    def _quantize_others(self) -> None:
        """Large float constants that only ops without weights read."""
        others = {op: found for op in self.ops if (found := self._others(op))}
        sharing = Sharing(self.module, others)
        sizes: dict[TflOp, tuple[str, int, int]] = {}
        for blob, users in sharing.users.items():
            constant = users[0].constant
            storing = self._storing_of_other(constant)
            if blob in self.sharing.users or sharing.reader_of_floats(blob) or storing is None:
                continue
            before, after = constant.nbytes, stored_bytes(constant, storing)
            for user in users:
                value = user.value
                self._stored(value, user.constant, storing)
                user.op.operands[user.index] = self._widened(value)
                _, *sums = sizes.get(user.op, ("", 0, 0))
                sizes[user.op] = str(storing), sums[0] + before, sums[1] + after
        for op, (reason, before, after) in sizes.items():
            self.remarks.add(op, Remark(Form.DEQUANTIZED, reason, before, after, "for size only"))

    def _others(self, op: TflOp) -> list[Weight]:
        """The large float constants among the operands of an op that has no weights."""
        if quantizable_weights(type(op)) is not None or isinstance(op, DequantizeOp):
            return []
        constants = enumerate(map(float_constant, op.operands))
        large = [(i, c) for i, c in constants if c and c.elements >= self._enough_others]
        return [Weight(op, index, constant, None) for index, constant in large]

    def _storing_of_other(self, constant: WeightAttr) -> Storing | None:
        """A scale for each index of the last axis where that takes little room; None where the
        constant is not finite or does not get smaller."""
        scheme = replace(self.scheme, granularity=Granularity.TENSOR, block=0)
        whole, axis = Storing(scheme, Layout()), len(constant.type.get_shape()) - 1
        found = whole
        if axis > 0 and self.scheme.granularity is not Granularity.TENSOR:
            columns = Storing(scheme, Layout(axis))
            is_little = stored_bytes(constant, columns) <= LITTLE * stored_bytes(constant, whole)
            found = columns if is_little else whole
        is_fit = self.constants.is_finite(constant, found)
        is_fit = is_fit and self.constants.is_within(constant, found)
        is_fit = is_fit and not self.target.dequantize_problem(self._element(constant, found))
        return found if is_fit and stored_bytes(constant, found) < constant.nbytes else None

    @property
    def _enough_others(self) -> int:
        said = self.options.min_elements
        return ENOUGH_ELEMENTS if said is None else said

    # Replacing

    def _stored(self, value: SSAValue, source: WeightAttr, storing: Storing) -> SSAValue:
        """The constant that takes the place of a float one."""
        if value not in self.stored:
            owner = value.owner
            assert isinstance(owner, Operation)
            attributes = {k: v for k, v in owner.attributes.items() if k == TENSORS}
            if storing.scheme.is_float:
                half = self.constants.half(source)
                op = ConstOp.create(
                    result_types=[half.type], properties={"value": half}, attributes=attributes
                )
            else:
                type, integers = self.constants.quantized(source, storing)
                properties = {"qtype": type, "value": integers}
                op = QConstOp.create(
                    result_types=[type], properties=properties, attributes=attributes
                )
            Rewriter.insert_op(op, InsertPoint.before(owner))
            op.results[0].name_hint = value.name_hint
            self.stored[value] = op.results[0]
        return self.stored[value]

    def _widened(self, value: SSAValue) -> SSAValue:
        """What DEQUANTIZE makes of it, once for all who read floats."""
        if value not in self.widened:
            self.widened[value] = dequantize(self.stored[value])
        return self.widened[value]

    def _finish(self) -> None:
        """Let whatever still reads a constant that was replaced read what took its place."""
        for value in self.stored:
            if value in self.widened:
                value.replace_all_uses_with(self.widened[value])
            assert isinstance(value.owner, Operation)
            _erase_unused(value.owner)

    # What is left alone

    def _remark_untouched(self, op: TflOp) -> None:
        """Say why an op with large constants is passed over."""
        stored = sum(stored_bytes_of(op.operands[i]) for i in weight_operands(op))
        choice = choice_of(op)
        caveat = f"not {choice.scheme}, as was chosen" if choice else ""
        if stored:
            remark = Remark(Form.UNCHANGED, "already quantized", stored, stored, caveat)
            self.remarks.add(op, remark)
            return
        operands = tuple(op.operands)
        constants = list(filter(None, map(float_constant, operands)))
        large = sum(c.nbytes for c in constants if c.elements >= self._enough_others)
        sparse = sum(sparse_bytes(operand) for operand in operands)
        if sparse:
            reason = "sparse weights are left as they are"
            self.remarks.add(op, Remark(Form.UNCHANGED, reason, sparse, sparse))
        elif large and not isinstance(op, DequantizeOp):
            name = op.OPERATOR.name
            what = "its constant is no weight of" if _has_weights(op) else "no integer weights for"
            self.remarks.add(op, Remark(Form.FLOAT, f"{what} {name}", large, large))


def _has_weights(op: Operation) -> bool:
    return quantizable_weights(type(op)) is not None


def _erase_unused(op: Operation) -> None:
    """Erase a constant, or a DEQUANTIZE and then the constant behind it, once nothing uses it."""
    if any(result.first_use for result in op.results):
        return
    operands = [operand.owner for operand in op.operands]
    Rewriter.erase_op(op)
    for owner in operands:
        if isinstance(owner, Operation):
            _erase_unused(owner)
