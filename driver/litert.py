"""LiteRT as a runtime of models; needs the extra `runtime`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import numpy as np
from xdsl.dialects.builtin import ModuleOp
from xdsl.dialects.func import FuncOp
from xdsl.ir import SSAValue

from qir.backends.tflite.writer import tflite_bytes
from qir.diagnostics import QirError
from qir.driver.litert_runtime import invoke, new_runtime
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


def _read(runtime: Any, detail: Any) -> Array:
    """A tensor; those without elements are not handed out."""
    if 0 in detail["shape"]:
        return np.empty(tuple(detail["shape"]), detail["dtype"])
    tensor: Array = runtime.get_tensor(detail["index"])
    return tensor
