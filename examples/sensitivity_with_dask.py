"""Measure on a Dask cluster what each op of a model leaves of its accuracy, and quantize it.

    pip install 'qir[dask]'
    python examples/sensitivity_with_dask.py MODEL OUTPUT.tflite [--accuracy 40dB]
        [--samples SAMPLES] [--scheduler ADDRESS]

Without the address of a scheduler, a cluster of two processes is started on this machine. Workers
need QIR. The model is the same as that of `qir quantize`.
"""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path
from typing import Any

import qir


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--accuracy", default="", help="such as 40dB")
    parser.add_argument("--samples", type=Path, help="an .npz file or a folder of .npy files")
    parser.add_argument("--scheduler", help="such as tcp://10.0.0.1:8786")
    arguments = parser.parse_args()
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        parser.exit(message="Dask is not installed: pip install 'qir[dask]'\n")
    own = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    address = {"address": arguments.scheduler} if arguments.scheduler else own
    with distributed.Client(**address) as client, client.get_executor() as executor:
        result = qir.quantize(
            arguments.model,
            accuracy=arguments.accuracy,
            samples=arguments.samples,
            measure=True,
            executor=executor,
            in_flight=2 * sum(client.ncores().values()),
        )
    arguments.output.write_bytes(result.model)
    for op in result.report.ops:
        if op.sqnr is not None:
            print(f"{op.index} {op.op}: {op.form}, {op.sqnr:.1f} dB")


if __name__ == "__main__":
    main()
