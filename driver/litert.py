"""LiteRT as a runtime of models; needs the extra `runtime`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any

import numpy as np
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue

from qir.backends.tflite.writer import tflite_bytes
from qir.diagnostics import QirError
from qir.interp.comparison import Outcome, computed_name, entry_function, returned
from qir.interp.values import Array, real_values


class LiteRTRunner:
    """Runs the first function of a model with LiteRT's own kernels, or with XNNPACK.

    With XNNPACK, which computes several ops as one, only the results can be seen.
    """

    def __init__(self, module: ModuleOp, function: FuncOp, *, xnnpack: bool) -> None:
        if function is not entry_function(module):
            raise QirError(f"LiteRT runs @{entry_function(module).sym_name.data} only")
        self._model = tflite_bytes(module)
        self._xnnpack = xnnpack
        self._ends = returned(function)
        # What nobody uses, such as a loop's last count, may never be written.
        results = [
            result
            for op in function.body.block.ops
            for result in op.results
            if result.first_use is not None
        ]
        self._values: dict[str, SSAValue] = {
            name: result for result in results if (name := computed_name(result)) is not None
        }

    def run(self, inputs: Sequence[Array]) -> Outcome:
        # Made anew, since variables that are resources cannot be set back.
        runtime = new_runtime(self._model, xnnpack=self._xnnpack)
        invoke(runtime, inputs)
        pairs = zip(self._ends, runtime.get_output_details(), strict=True)
        outputs = [real_values(end, _read(runtime, detail)) for end, detail in pairs]
        return Outcome(outputs, {} if self._xnnpack else self._tensors(runtime))

    def _tensors(self, runtime: Any) -> dict[str, Array]:
        """Every tensor whose name is its own, and that the runtime keeps."""
        details = runtime.get_tensor_details()
        counts = Counter(detail["name"] for detail in details)
        named = {detail["name"]: detail for detail in details}
        tensors: dict[str, Array] = {}
        for name, value in self._values.items():
            if counts[name] == 1:
                # A loop has no tensor for a result that is not used.
                with suppress(ValueError):
                    tensors[name] = real_values(value, _read(runtime, named[name]))
        return tensors


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


def invoke(runtime: Any, inputs: Sequence[Array]) -> None:
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


def _read(runtime: Any, detail: Any) -> Array:
    """A tensor; those without elements are not handed out."""
    if 0 in detail["shape"]:
        return np.empty(tuple(detail["shape"]), detail["dtype"])
    tensor: Array = runtime.get_tensor(detail["index"])
    return tensor


def _import_litert() -> Any:
    try:
        return import_module("ai_edge_litert.interpreter")
    except ImportError as error:
        raise QirError("LiteRT is not installed: pip install 'qir[runtime]'") from error
