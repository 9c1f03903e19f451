"""Build the models of tests/trap_models.py, which int8 ruins where all kernels compute in integers.

    python benchmarks/traps.py -o build/models

`log_mel` takes audio, `sensitive_head` features; see there. TensorFlow makes no file of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from recurrent_models import write_models

sys.path.append(str(Path(__file__).parents[1] / "tests"))
from trap_models import TRAPS

if __name__ == "__main__":
    write_models(TRAPS, "Build models that need some activations to stay float.")
