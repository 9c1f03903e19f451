"""The pass `equalize`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, ModuleOp
from xdsl.ir import OpResult, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import Rewriter

from qir.attributes import TENSORS, string, text
from qir.diagnostics import Form, Remark, Remarks, remarks_of
from qir.dialects.interfaces import quantizable_weights
from qir.dialects.qir import RANGES, RangeAttr, stated_interval
from qir.dialects.tfl.base import TflOp
from qir.dialects.tfl.building import build_constant
from qir.dialects.tfl.constants import ConstOp, constant_value
from qir.dialects.tfl.tensors import shape_of
from qir.functions import functions, operators
from qir.notes import note, notes_of
from qir.numerics.equalization import Boundary, Floats, equalizing_scales
from qir.numerics.ranges import UNKNOWN, Range
from qir.passes.analysis.linear import LINEAR
from qir.passes.analysis.ranges import Ranges, analyze_ranges
from qir.passes.analysis.weights import float32_constant
from qir.passes.equalization.layers import LAYOUTS, Array, Layout, outputs_alone
from qir.passes.equalization.paths import Path, follow
from qir.weights import MAX_LITERAL_BYTES, Blob, WeightAttr, unused_name

STATISTICS = "quantization"
"""What a file says of the least and greatest elements of a float tensor."""
SUFFIX = "/equalized"
"""Of the names of tensors that no longer hold what they held."""


@dataclass(frozen=True)
class Equalize(ModulePass):
    """Make the weights of layers that follow one another alike in size, channel by channel.

        %h = "tfl.conv_2d"(%x, %w, %b) <{fused_activation_function = "RELU", ...}>
        %y = "tfl.conv_2d"(%h, %v, %c)
    becomes
        %h = "tfl.conv_2d"(%x, %w / s, %b / s) <{fused_activation_function = "RELU", ...}>
        %y = "tfl.conv_2d"(%h, %v * s, %c)

    with an s for each channel of %h by which the largest weight that makes the channel becomes as
    large as the largest that it meets, in all layers of a chain at once. Weights of little spread
    lose less when they are quantized, above all with one scale for a tensor. A chain in which that
    would make no difference is left as it is.

    Layers are CONV_2D, DEPTHWISE_CONV_2D, TRANSPOSE_CONV and FULLY_CONNECTED with constant float
    weights; in between may be what scales as its input does, such as RELU, pools, padding, means
    and a reshape that keeps channels together. Over RELU6 and its kin a channel is scaled as far as
    its range, by analysis or from `annotate-ranges`, says that nothing is cut that was not. Tensors
    that are scaled get new names, so that nothing calibrated under the old ones is taken for them.

    Leaves alone: what two ops read, or a function returns; weights, and biases other than zeros,
    that are shared; weights that are not finite; float16 behind a DEQUANTIZE, which `canonicalize`
    with `for-quantization` widens; channels without weights on one side.
    """

    name = "equalize"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        equalizer = _Equalizer(op, remarks_of(ctx))
        for function in functions(op):
            equalizer.equalize(operators(function))


@dataclass(frozen=True, eq=False)
class _Layer:
    """An op with a float constant for its filter.

    `made`: the largest |weight| of each output channel; `obstacle`: why no weight can be scaled.
    """

    op: TflOp
    weights: WeightAttr
    made: Layout
    obstacle: str | None

    @property
    def filter(self) -> SSAValue:
        return self.op.operands[LINEAR[self.op.name].filter]

    @property
    def channels(self) -> int:
        return self.weights.type.get_shape()[LINEAR[self.op.name].outputs]


@dataclass(frozen=True, eq=False)
class _Link:
    """What connects a layer with the next; `layout`: how the weights of that one meet channels."""

    path: Path
    next: _Layer
    layout: Layout
    boundary: Boundary


class _Equalizer:
    """One run of the pass over a module."""

    def __init__(self, module: ModuleOp, remarks: Remarks) -> None:
        self.module = module
        self.remarks = remarks
        blobs = [weight.blob.data for op in module.walk() if (weight := constant_value(op))]
        self.sharing = Counter[Blob](blobs)
        self.names = {blob.name for blob in blobs}
        self._ranges: Ranges | None = None

    def equalize(self, ops: Iterable[TflOp]) -> None:
        """Scale the chains among the ops of a function."""
        layers = {op: layer for op in ops if (layer := self._layer(op))}
        links: dict[_Layer, _Link] = {}
        for layer in layers.values():
            link = self._link(layer, layers)
            if isinstance(link, _Link):
                links[layer] = link
            else:
                self._remark(layer, f"not equalized with what follows: {link}")
        followers = {link.next for link in links.values()}
        for layer in links:
            if layer not in followers:
                self._scale_chain(layer, links)

    def _layer(self, op: TflOp) -> _Layer | None:
        if op.name not in LAYOUTS:
            return None
        linear, trait = LINEAR[op.name], quantizable_weights(type(op))
        value = op.operands[linear.filter]
        weights = float32_constant(value)
        if weights is None or trait is None:
            return None
        layout = outputs_alone(weights.type.get_shape(), linear.outputs)
        if (obstacle := trait.obstacle(op)) is None:
            if not weights.elements:
                obstacle = "its weights are empty"
            elif self._is_shared(value):
                obstacle = "its weights are shared"
            elif not np.isfinite(layout.magnitudes(weights.array())).all():
                obstacle = "its weights hold values that are not finite"
        return _Layer(op, weights, layout, obstacle)

    def _link(self, layer: _Layer, layers: Mapping[TflOp, _Layer]) -> _Link | str:
        """What connects a layer with the next; or why both are left as they are."""
        if obstacle := layer.obstacle or self._bias_obstacle(layer):
            return obstacle
        path = follow(layer.op, layer.channels)
        if isinstance(path, str):
            return path
        name, next = path.next.name, layers.get(path.next)
        if next is None:
            return f"the weights of {name} after it are no float32 constant"
        if next.obstacle:
            return f"of {name} after it, {next.obstacle}"
        last = (shape_of(path.values[-1]) or (None,))[-1]
        layout = LAYOUTS[name](next.weights.type.get_shape(), layer.channels, last)
        if layout is None:
            return f"{name} after it reads other channels"
        least, greatest = path.bounds(layer.channels, self._range)
        if np.all(least == greatest):
            names = " and ".join(sorted({name for _, name in path.clamps}))
            return f"{names} may cut off each of its channels"
        return _Link(path, next, layout, Boundary(least, greatest, _biases(layer)))

    def _bias_obstacle(self, layer: _Layer) -> str | None:
        """Why the bias of a layer cannot be scaled; zeros need not be."""
        bias = layer.op.operand("bias")
        if bias is None:
            return None
        if (numbers := float32_constant(bias)) is None:
            return "its bias is no float32 constant"
        return "its bias is shared" if self._is_shared(bias) and numbers.array().any() else None

    def _is_shared(self, value: SSAValue) -> bool:
        """Whether others use a constant; small ones that hold the same have one buffer anyway."""
        constant = float32_constant(value)
        if constant is not None and constant.nbytes > MAX_LITERAL_BYTES:
            return self.sharing[constant.blob.data] > 1 or not value.has_one_use()
        return not value.has_one_use()

    def _range(self, value: SSAValue) -> Range:
        """What is known of a value, by analysis or from what `annotate-ranges` wrote."""
        if self._ranges is None:
            self._ranges = analyze_ranges(self.module)
        found, stated = self._ranges.get(value, UNKNOWN), stated_interval(value)
        return found if stated is None else found.meet(Range.of_interval(stated))

    def _scale_chain(self, first: _Layer, links: Mapping[_Layer, _Link]) -> None:
        """Scale a layer and all that are linked to it, one after another."""
        chain, layouts, found = [first], [first.made], list[_Link]()
        while link := links.get(chain[-1]):
            found.append(link)
            chain.append(link.next)
            layouts.append(link.layout)
        magnitudes = [
            layout.magnitudes(layer.weights.array())
            for layer, layout in zip(chain, layouts, strict=True)
        ]
        # The outputs of the last are not scaled: the largest of each input is enough.
        magnitudes[-1] = magnitudes[-1].max(axis=1, keepdims=True)
        scales = equalizing_scales(magnitudes, [link.boundary for link in found])
        for layer, link, own in zip(chain, found, scales, strict=False):
            count = int((own != 1).sum())
            after = f"{count} of {own.size} channels scaled, with {link.next.op.name} after it"
            self._remark(layer, f"equalized: {after}")
            for value in link.path.values if count else ():
                _restate(value, own)
        ends = [None, *scales, None]
        for layer, layout, into, out_of in zip(chain, layouts, ends, ends[1:], strict=False):
            self._scale(layer, layout, into, out_of)

    def _scale(
        self, layer: _Layer, layout: Layout, into: Floats | None, out_of: Floats | None
    ) -> None:
        """Put a scaled filter and bias in the place of a layer's own, where they differ."""
        weights, bias = layer.weights, layer.op.operand("bias")
        if any(each is not None and np.any(each != 1) for each in (into, out_of)):
            self._replace(layer.filter, lambda: layout.scaled(weights.array(), into, out_of))
        numbers = None if bias is None or out_of is None else float32_constant(bias)
        if bias is not None and numbers is not None and out_of is not None:
            array = numbers.array()
            if np.any((array.ravel() != 0) & (out_of != 1)):
                divided = array / out_of.astype(np.float32).reshape(array.shape)
                self._replace(bias, lambda: divided)

    def _replace(self, value: SSAValue, compute: Callable[[], Array]) -> None:
        """Put a constant of other numbers in the place of one."""
        owner, constant = value.owner, float32_constant(value)
        assert isinstance(owner, ConstOp) and constant is not None
        key = unused_name(f"{constant.blob.data.name}_equalized", self.names)
        made = build_constant(key, constant.type.get_shape(), compute)
        made.attributes |= {k: v for k, v in owner.attributes.items() if k == TENSORS}
        made.location = owner.location
        Rewriter.replace_op(owner, made)

    def _remark(self, layer: _Layer, reason: str) -> None:
        nbytes = layer.weights.nbytes
        self.remarks.add(layer.op, Remark(Form.FLOAT, reason, nbytes, nbytes))


def _biases(layer: _Layer) -> Array:
    bias = layer.op.operand("bias")
    numbers = None if bias is None else float32_constant(bias)
    return np.zeros(layer.channels) if numbers is None else numbers.array().ravel()


def _restate(value: SSAValue, scales: Floats) -> None:
    """Change what is noted of a tensor that was divided by scales."""
    if noted := notes_of(value):
        noted.pop(STATISTICS, None)
        if name := text(noted.get("name")):
            noted["name"] = string(name.removesuffix(SUFFIX) + SUFFIX)
        note(value, noted)
    if (stated := stated_interval(value)) is not None and isinstance(value, OpResult):
        factors = Range.of(1 / float(scales.max()), 1 / float(scales.min()))
        own = RangeAttr(Range.of_interval(stated).multiply(factors).interval())
        value.op.attributes[RANGES] = ArrayAttr([own])
