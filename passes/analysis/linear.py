"""Ops that are linear in a filter and a bias."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Linear:
    """Where an op has its operands, and along which axis of its filter the outputs are.

    `biased`: the version of the operator that has a bias.
    """

    filter: int
    bias: int
    outputs: int
    input: int = 0
    biased: int = 1


LINEAR = {
    "tfl.conv_2d": Linear(filter=1, bias=2, outputs=0),
    "tfl.depthwise_conv_2d": Linear(filter=1, bias=2, outputs=3),
    "tfl.transpose_conv": Linear(filter=1, bias=3, outputs=0, input=2, biased=3),
    "tfl.conv_3d": Linear(filter=1, bias=2, outputs=4),
    "tfl.fully_connected": Linear(filter=1, bias=2, outputs=0),
}
