"""What `qir run` does: one model, a runtime, samples, and the outputs over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np

from qir.context import QirContext
from qir.diagnostics import QirError
from qir.driver.c_folders import CFolderModel
from qir.driver.compare import Model, function_of, open_model, runner_of
from qir.interp.comparison import returned
from qir.interp.inputs import draw_inputs
from qir.interp.values import Array
from qir.notes import name_of
from qir.samples import open_samples
from qir.signatures import signatures_of

Outputs = dict[str, Array]
"""By name: of all samples, which are the first axis."""


def run_model(path: Path, runtime: str | None, samples: Path | None, limit: int | None) -> Outputs:
    """Run a model on the samples of a file, or on one or `limit` that are drawn.

    Each begins with the model's first state. Quantized outputs are the real numbers they stand for.

    Raises QirError where the model or a sample cannot be read, or the model cannot be run.
    """
    model = open_model(path, QirContext(), runtime)
    runner, names = runner_of(model, runtime), output_names(model)
    results = [runner.run(inputs).outputs for inputs in _inputs(model, samples, limit)]
    return {
        name: _stacked(name, [outputs[index] for outputs in results])
        for index, name in enumerate(names)
    }


def output_names(model: Model) -> list[str]:
    """Those of the signature where there is one, else those of the tensors; no two alike."""
    if isinstance(model, CFolderModel):
        return model.output_names
    function = function_of(model)
    names = [name_of(v) or f"output {i}" for i, v in enumerate(returned(function))]
    for signature in signatures_of(model):
        if signature.function == function.sym_name.data:
            for named in signature.outputs:
                names[named.position] = named.name
    return [n if names.index(n) == i else f"{n} #{i}" for i, n in enumerate(names)]


def write_outputs(outputs: Outputs, file: IO[bytes]) -> None:
    """As an `.npz` file of an array for each output."""
    np.savez(file, allow_pickle=False, **outputs)


def _inputs(model: Model, samples: Path | None, limit: int | None) -> Iterator[Sequence[Array]]:
    function = function_of(model)
    if samples is None:
        return (draw_inputs(function, seed) for seed in range(limit or 1))
    return (each.inputs for each in islice(open_samples(samples, function).read(), limit))


def _stacked(name: str, arrays: Sequence[Array]) -> Array:
    shapes = dict.fromkeys(array.shape for array in arrays)
    if len(shapes) > 1:
        found = " and ".join(map(str, list(shapes)[:2]))
        raise QirError(f"output {name} has shapes {found}; expected the same for all samples")
    return np.stack(arrays)
