"""LiteRT's converter, as commands: a .tflite file to MLIR text and back.

It wants another version of xDSL than QIR, so it lives in an environment of its own, which
`make interop` sets up; the tests run this file with that environment's Python.

    converter.py print MODEL.tflite OUT.mlir [--pretty]
    converter.py export IN.mlir OUT.tflite
"""

from __future__ import annotations

import sys
from pathlib import Path

from litert_converter import converter_api_ext, model_utils_ext
from litert_converter.mlir import ir

ANY_MODEL = Path(__file__).parents[2] / "examples" / "mnist" / "cnn.tflite"


def main(command: str, source: Path, target: Path, *flags: str) -> None:
    """Convert one file; what the converter has against it goes to stderr."""
    context = ir.Context()
    converter_api_ext.prepare_mlir_context(context)
    if command == "print":
        module = model_utils_ext.flatbuffer_to_mlir(source.read_bytes(), context).operation
        is_generic = "--pretty" not in flags
        text = module.get_asm(enable_debug_info=True, print_generic_op_form=is_generic)
        target.write_text(text)
    else:
        # The first import is what brings TensorFlow's dialect, of `tf.If` and resources.
        model_utils_ext.flatbuffer_to_mlir(ANY_MODEL.read_bytes(), context)
        with context:
            module = ir.Module.parse(source.read_text()).operation
            target.write_bytes(converter_api_ext.export_flatbuffer_to_bytes(module))


if __name__ == "__main__":
    name, source, target, *flags = sys.argv[1:]
    main(name, Path(source), Path(target), *flags)
