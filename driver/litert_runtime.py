"""LiteRT's interpreter, and nothing of the compiler; needs the extra `runtime`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import numpy.typing as npt

from qir.diagnostics import QirError


def new_runtime(model: bytes, *, xnnpack: bool = False, keep_tensors: bool = True) -> Any:
    """A LiteRT interpreter on one thread; without XNNPACK, one that keeps every tensor.

    `keep_tensors`: without it, room is used again, as it is unless somebody wants to look.

    Raises QirError where LiteRT is not installed, or does not take the model.
    """
    litert = _import_litert()
    kinds = litert.OpResolverType
    try:
        return litert.Interpreter(
            model_content=model,
            num_threads=1,
            experimental_op_resolver_type=(
                kinds.AUTO if xnnpack else kinds.BUILTIN_WITHOUT_DEFAULT_DELEGATES
            ),
            experimental_preserve_all_tensors=keep_tensors and not xnnpack,
        )
    except (RuntimeError, ValueError) as error:
        raise QirError(f"LiteRT: {str(error).strip()}") from error


def invoke(runtime: Any, inputs: Sequence[npt.NDArray[Any]]) -> None:
    """Run the first function, after making room for what it does not have room for yet.

    Raises QirError where LiteRT does not.
    """
    details = runtime.get_input_details()
    try:
        for detail, array in zip(details, inputs, strict=True):
            if tuple(detail["shape"]) != array.shape:
                runtime.resize_tensor_input(detail["index"], array.shape)
        runtime.allocate_tensors()
        for detail, array in zip(details, inputs, strict=True):
            runtime.set_tensor(detail["index"], array)
        runtime.invoke()
    except (RuntimeError, ValueError) as error:
        raise QirError(f"LiteRT: {str(error).strip()}") from error


def _import_litert() -> Any:
    try:
        return import_module("ai_edge_litert.interpreter")
    except ImportError as error:
        raise QirError("LiteRT is not installed: pip install 'qir[runtime]'") from error
