"""Folders of C for tests: of a quantized model, and one whose model counts its calls."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xdsl.dialects.builtin import ModuleOp

from qir.backends.c.modes import Weights
from qir.backends.c.writer import Generated, write_c
from qir.context import QirContext
from qir.driver.pipelines import LOWERING, Options, run
from qir.frontends.tflite import read_tflite
from qir.targets import C_TARGET


def quantized(model: bytes) -> ModuleOp:
    """As `qir quantize` makes it for C, before ops become calls."""
    module = read_tflite(model)
    run(Options(C_TARGET, min_elements=0, accuracy="off").steps(), module, QirContext())
    return module


def write_quantized(
    model: bytes, folder: Path, weights: Weights = Weights.C, *, stubs: bool = False
) -> Generated:
    module = quantized(model)
    run(LOWERING, module, QirContext())
    return write_c(module, folder, weights=weights, stubs=stubs)


HEADER = """\
#include <stdint.h>
typedef struct model_inputs { const float *x; const uint8_t *on; } model_inputs;
typedef struct model_outputs { float *y; int32_t *calls; } model_outputs;
void model_reset(void *arena);
void model_invoke(const model_inputs *inputs, model_outputs *outputs, void *arena);
"""
SOURCE = """\
#include "model.h"

void model_reset(void *arena)
{
    *(int32_t *)arena = 0;
}

void model_invoke(const model_inputs *inputs, model_outputs *outputs, void *arena)
{
    int i;
    for (i = 0; i < 3; ++i) {
        outputs->y[i] = *inputs->on ? inputs->x[i] * 2.0F : 0.0F;
    }
    *outputs->calls = ++*(int32_t *)arena;
}
"""
DESCRIPTION: dict[str, Any] = {
    "format": "qir-c",
    "version": 1,
    "name": "model",
    "inputs": [
        {"name": "x", "elements": "f32", "type": "float", "shape": [3]},
        {"name": "on", "elements": "i1", "type": "uint8_t", "shape": []},
    ],
    "outputs": [
        {"name": "y", "elements": "f32", "type": "float", "shape": [3]},
        {"name": "calls", "elements": "i32", "type": "int32_t", "shape": []},
    ],
    "arena_bytes": 64,
    "arena_alignment": 64,
    "state_bytes": 4,
    "machine": "generic",
    "weight_bytes": 0,
    "weights": "c",
    "sources": ["model.c"],
    "files": ["model.h", "model.c", "model.json"],
}


def write_counter(folder: Path, **changes: object) -> Path:
    """A model that doubles `x` where it is `on`, and counts its calls; with a description as it is
    or changed."""
    folder.mkdir(exist_ok=True)
    (folder / "model.h").write_text(HEADER)
    (folder / "model.c").write_text(SOURCE)
    (folder / "model.json").write_text(json.dumps(DESCRIPTION | changes))
    return folder
