"""QIR: a post-training quantization compiler.

import qir

result = qir.quantize("model.tflite")
open("small.tflite", "wb").write(result.model)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qir.diagnostics import QirError
    from qir.driver.api import Converter, Result, quantize
    from qir.driver.calibration import calibrate

__all__ = ["Converter", "QirError", "Result", "calibrate", "quantize"]
__version__ = "0.1.0"

_HOMES = {
    "Converter": "qir.driver.api",
    "QirError": "qir.diagnostics",
    "Result": "qir.driver.api",
    "calibrate": "qir.driver.calibration",
    "quantize": "qir.driver.api",
}


def __getattr__(name: str) -> Any:
    """Load the API when it is used, so that importing a lower layer does not load the driver."""
    if name not in _HOMES:
        raise AttributeError(f"module 'qir' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
