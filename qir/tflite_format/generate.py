"""Write `schema.json` from the reflection of an installed TFLite schema module.

    python -m qir.tflite_format.generate ai_edge_litert.schema_py_generated

The module is flatc's Python output. Each table `X` has a reader class `X`, an object class `XT`
and one `XAddField(builder, field)` function per field, whose body names slot, type and default.
What flatc leaves out (which enum a byte field holds, which options an operator takes) is in the
two tables below.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import inspect
import json
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

ENUM_OF_FIELD = {
    "fused_activation_function": "ActivationFunctionType",
    "padding": "Padding",
    "weights_format": "FullyConnectedOptionsWeightsFormat",
    "kernel_type": "LSTMKernelType",
    "combiner": "CombinerType",
    "mode": "MirrorPadMode",
    "reduce_function": "ReduceWindowFunction",
    "quantized_bias_type": "TensorType",
    "in_data_type": "TensorType",
    "out_data_type": "TensorType",
    "output_type": "TensorType",
    "out_type": "TensorType",
    "idx_out_type": "TensorType",
    "internal_type": "TensorType",
    "type": "TensorType",
    "format": "DimensionType",
    "custom_options_format": "CustomOptionsFormat",
    "composite_attributes_format": "CustomOptionsFormat",
    "key_dtype": "TensorType",
    "value_dtype": "TensorType",
    "comparison_direction": "StablehloComparisonDirection",
    "compare_type": "StablehloComparisonType",
    "algorithm": "RngAlgorithm",
    # in one table only
    "LSHProjectionOptions.type": "LSHProjectionType",
    "OperatorCode.builtin_code": "BuiltinOperator",
}
"""Enum-valued fields and their enum; a `Table.field` key goes before the plain name."""

OPTIONS_OF_OPERATOR = {
    "AVERAGE_POOL_2D": "Pool2DOptions",
    "MAX_POOL_2D": "Pool2DOptions",
    "L2_POOL_2D": "Pool2DOptions",
    "L2_NORMALIZATION": "L2NormOptions",
    "UNIDIRECTIONAL_SEQUENCE_RNN": "SequenceRNNOptions",
    "MEAN": "ReducerOptions",
    "SUM": "ReducerOptions",
    "REDUCE_PROD": "ReducerOptions",
    "REDUCE_MAX": "ReducerOptions",
    "REDUCE_MIN": "ReducerOptions",
    "REDUCE_ANY": "ReducerOptions",
    "REDUCE_ALL": "ReducerOptions",
    "MAXIMUM": "MaximumMinimumOptions",
    "MINIMUM": "MaximumMinimumOptions",
    "RANDOM_UNIFORM": "RandomOptions",
    "RANDOM_STANDARD_NORMAL": "RandomOptions",
    "MULTINOMIAL": "RandomOptions",
    "CONV_3D_TRANSPOSE": "Conv3DOptions",
}
"""Operators whose options table is not the operator's own name in camel case."""

SLOT = re.compile(r"builder\.Prepend(\w+)Slot\((\d+), (?:.*), ([-\w.]+)\)")
FLAGS = re.compile(r"number_types\.(\w+)Flags, (?:a|o)\b")
FLAG_TYPES = {"Bool": "bool", "Float32": "float32", "Float64": "float64"}


def snake(camel: str) -> str:
    """`strideW` -> `stride_w`, `dilationHFactor` -> `dilation_h_factor`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", camel).lower()


def enums(module: ModuleType) -> dict[str, dict[str, int]]:
    """Every class of plain integer members: enums and the type tags of unions."""
    found: dict[str, dict[str, int]] = {}
    for name, cls in inspect.getmembers(module, inspect.isclass):
        members = {k: v for k, v in vars(cls).items() if not k.startswith("_")}
        if members and all(type(v) is int for v in members.values()):
            found[name] = dict(sorted(members.items(), key=lambda item: item[1]))
    return found


def scalar(kind: str) -> str:
    return FLAG_TYPES.get(kind, kind.lower())


def reference(module: ModuleType, table: str, method: str) -> str:
    """Type of an offset field, read from the body of its reader method."""
    body = inspect.getsource(getattr(getattr(module, table), method))
    is_vector = "Vector(" in body
    if "Union(" in body:
        return f"union:{union_name(module, table, method)}"
    if "String(" in body:
        element = "string"
    elif made := re.search(r"obj = (\w+)\(\)", body):
        element = f"table:{made[1]}"
    else:
        flags = FLAGS.search(body)
        assert flags, body
        element = scalar(flags[1])
    return f"[{element}]" if is_vector else element


def union_name(module: ModuleType, table: str, method: str) -> str:
    body = inspect.getsource(getattr(module, f"{table}T"))
    made = re.search(rf"self\.\w+ = (\w+)Creator\(self\.\w+, \w+\.{method}\(\)\)", body)
    assert made, (table, method)
    return made[1]


def fields(module: ModuleType, table: str) -> list[list[Any] | None]:
    """`[name, type, default]` by slot; None where a deprecated field left a gap."""
    by_slot: dict[int, list[Any]] = {}
    adders = re.compile(rf"{table}Add([A-Z]\w*)$")
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if not (match := adders.match(name)):
            continue
        source = inspect.getsource(function)
        kind, slot, default = SLOT.search(source).groups()  # pyright: ignore[reportOptionalMemberAccess]
        field = snake(match[1][0].lower() + match[1][1:])
        if kind == "UOffsetTRelative":
            by_slot[int(slot)] = [field, reference(module, table, match[1]), None]
            continue
        type_name = scalar(kind)
        value = float(default) if type_name == "float32" else int(default)
        value = bool(value) if type_name == "bool" else value
        enum = ENUM_OF_FIELD.get(f"{table}.{field}", ENUM_OF_FIELD.get(field))
        if enum and type_name in ("int8", "int32", "uint32"):
            type_name = f"{type_name}:{enum}"
        by_slot[int(slot)] = [field, type_name, value]
    return [by_slot.get(slot) for slot in range(max(by_slot, default=-1) + 1)]


def operators(schema_enums: dict[str, dict[str, int]]) -> dict[str, dict[str, Any]]:
    unions = ("BuiltinOptions", "BuiltinOptions2")
    by_plain_name = {o.lower(): o for union in unions for o in schema_enums[union]}
    found: dict[str, dict[str, Any]] = {}
    for name, code in schema_enums["BuiltinOperator"].items():
        plain = name.replace("_", "").lower() + "options"
        options = OPTIONS_OF_OPERATOR.get(name, by_plain_name.get(plain))
        found[name] = {"code": code, "options": options}
    return found


def reflect(module: ModuleType) -> dict[str, Any]:
    names = [n for n, _ in inspect.getmembers(module, inspect.isclass) if hasattr(module, f"{n}T")]
    schema_enums = enums(module)
    package = module.__name__.partition(".")[0]
    return {
        "source": f"{package} {importlib.metadata.version(package.replace('_', '-'))}",
        "enums": schema_enums,
        "operators": operators(schema_enums),
        "tables": {name: fields(module, name) for name in names},
    }


def render(schema: dict[str, Any]) -> str:
    """One line per enum, operator and field, so that a new schema reads as a diff."""
    lines = ["{", f'"source": {json.dumps(schema["source"])},']
    for section in ("enums", "operators"):
        rows = [f"{json.dumps(k)}: {json.dumps(v)}" for k, v in schema[section].items()]
        lines.append(f'"{section}": {{\n' + ",\n".join(rows) + "\n},")
    tables: list[str] = []
    for name, rows in schema["tables"].items():
        body = ",\n  ".join(json.dumps(row) for row in rows)
        tables.append(f"{json.dumps(name)}: [\n  {body}\n]" if rows else f"{json.dumps(name)}: []")
    lines.append('"tables": {\n' + ",\n".join(tables) + "\n}")
    return "\n".join([*lines, "}", ""])


def main() -> None:
    module = importlib.import_module(sys.argv[1])
    target = Path(__file__).with_name("schema.json")
    target.write_text(render(reflect(module)))


if __name__ == "__main__":
    main()
